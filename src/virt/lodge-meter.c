/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counters in, shares and rates out, and the last two minutes of them. Pure. */

#include "config.h"

#include "virt/lodge-meter.h"

#include <string.h>

#define N_SERIES 6

/* The order of the groups' bits, with a second direction for disk and network. */
enum { SERIES_CPU, SERIES_MEMORY, SERIES_READ, SERIES_WRITE, SERIES_IN, SERIES_OUT };

struct _LodgeMeter
{
  LodgeMachineCounters last;
  gboolean has_last;

  /* A ring; float is exact enough for a graph and half as large. */
  float history[LODGE_MACHINE_HISTORY][N_SERIES];
  guint start, length;
};

/* A counter that ran backwards was reset: no rate then. */
static guint64
rate_of (guint64 now,
         guint64 before,
         gint64  microseconds)
{
  if (now <= before || microseconds <= 0)
    return 0;
  return (guint64) ((double) (now - before) * G_USEC_PER_SEC / (double) microseconds);
}

static double
cpu_of (const LodgeMachineCounters *now,
        const LodgeMachineCounters *before)
{
  gint64 elapsed = now->time - before->time;
  double used;

  if (now->cpu_time <= before->cpu_time || elapsed <= 0)
    return 0;
  used = (double) (now->cpu_time - before->cpu_time) / 1000 / (double) elapsed;
  return CLAMP (used / MAX (now->vcpus, 1), 0, 1);
}

static void
push (LodgeMeter        *self,
      const LodgeSample *sample)
{
  float *values = self->history[(self->start + self->length) % LODGE_MACHINE_HISTORY];

  values[SERIES_CPU] = (float) sample->cpu;
  values[SERIES_MEMORY] = (float) sample->memory_used;
  values[SERIES_READ] = (float) sample->disk_read;
  values[SERIES_WRITE] = (float) sample->disk_write;
  values[SERIES_IN] = (float) sample->network_in;
  values[SERIES_OUT] = (float) sample->network_out;
  if (self->length < LODGE_MACHINE_HISTORY)
    self->length++;
  else
    self->start = (self->start + 1) % LODGE_MACHINE_HISTORY;
}

static guint
series_of (LodgeStatsGroup group)
{
  switch (group)
    {
    case LODGE_STATS_MEMORY:
      return SERIES_MEMORY;
    case LODGE_STATS_DISK:
      return SERIES_READ;
    case LODGE_STATS_NETWORK:
      return SERIES_IN;
    case LODGE_STATS_CPU:
    case LODGE_STATS_ALL:
    default:
      return SERIES_CPU;
    }
}

LodgeMeter *
lodge_meter_new (void)
{
  return g_new0 (LodgeMeter, 1);
}

void
lodge_meter_free (LodgeMeter *self)
{
  g_free (self);
}

/* A first one has no past: it gives only what is not a rate, and no history. */
void
lodge_meter_add (LodgeMeter                 *self,
                 const LodgeMachineCounters *counters,
                 LodgeSample                *ret_sample)
{
  const LodgeMachineCounters *last = &self->last;
  gint64 elapsed = counters->time - last->time;

  memset (ret_sample, 0, sizeof *ret_sample);
  ret_sample->memory_used = counters->memory_used;
  ret_sample->memory_total = counters->memory_total;
  if (self->has_last)
    {
      ret_sample->cpu = cpu_of (counters, last);
      ret_sample->disk_read = rate_of (counters->disk_read, last->disk_read, elapsed);
      ret_sample->disk_write = rate_of (counters->disk_written, last->disk_written, elapsed);
      ret_sample->network_in = rate_of (counters->received, last->received, elapsed);
      ret_sample->network_out = rate_of (counters->sent, last->sent, elapsed);
      push (self, ret_sample);
    }
  self->last = *counters;
  self->has_last = TRUE;
}

/* The next counters are no continuation of the last. */
void
lodge_meter_pause (LodgeMeter *self)
{
  self->has_last = FALSE;
}

/* As lodge_machine_get_history(). */
guint
lodge_meter_get_history (LodgeMeter      *self,
                         LodgeStatsGroup  group,
                         double          *ret_values,
                         double          *ret_second)
{
  guint series = series_of (group);
  gboolean two = group == LODGE_STATS_DISK || group == LODGE_STATS_NETWORK;

  for (guint i = 0; i < self->length; i++)
    {
      const float *values = self->history[(self->start + i) % LODGE_MACHINE_HISTORY];

      ret_values[i] = (double) values[series];
      if (ret_second != NULL)
        ret_second[i] = two ? (double) values[series + 1] : 0;
    }
  return self->length;
}
