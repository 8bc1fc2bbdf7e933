/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counters in, shares and rates out, and the last two minutes of them. Pure. */

#include "config.h"

#include "virt/lodge-meter.h"

#include <math.h>
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
      const LodgeSample *sample,
      LodgeStatsGroup    known)
{
  float *values = self->history[(self->start + self->length) % LODGE_MACHINE_HISTORY];

  values[SERIES_CPU] = known & LODGE_STATS_CPU ? (float) sample->cpu : NAN;
  values[SERIES_MEMORY] = known & LODGE_STATS_MEMORY ? (float) sample->memory_used : NAN;
  values[SERIES_READ] = known & LODGE_STATS_DISK ? (float) sample->disk_read : NAN;
  values[SERIES_WRITE] = known & LODGE_STATS_DISK ? (float) sample->disk_write : NAN;
  values[SERIES_IN] = known & LODGE_STATS_NETWORK ? (float) sample->network_in : NAN;
  values[SERIES_OUT] = known & LODGE_STATS_NETWORK ? (float) sample->network_out : NAN;
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

static void
fill_rates (LodgeSample                *sample,
            const LodgeMachineCounters *now,
            const LodgeMachineCounters *before,
            LodgeStatsGroup             known)
{
  gint64 elapsed = now->time - before->time;

  if (known & LODGE_STATS_CPU)
    sample->cpu = cpu_of (now, before);
  if (known & LODGE_STATS_DISK)
    {
      sample->disk_read = rate_of (now->disk_read, before->disk_read, elapsed);
      sample->disk_write = rate_of (now->disk_written, before->disk_written, elapsed);
    }
  if (known & LODGE_STATS_NETWORK)
    {
      sample->network_in = rate_of (now->received, before->received, elapsed);
      sample->network_out = rate_of (now->sent, before->sent, elapsed);
    }
}

/* A first one has no past: it gives only what is not a rate, and no history. A rate is known when
 * both its counters are. Memory of which nothing was said is as it was. */
void
lodge_meter_add (LodgeMeter                 *self,
                 const LodgeMachineCounters *counters,
                 LodgeSample                *ret_sample)
{
  LodgeStatsGroup known = counters->groups & (self->last.groups | LODGE_STATS_MEMORY);

  memset (ret_sample, 0, sizeof *ret_sample);
  ret_sample->memory_used = counters->memory_used > 0 ? counters->memory_used
                                                      : self->last.memory_used;
  if (ret_sample->memory_used == 0)
    known &= ~LODGE_STATS_MEMORY;
  ret_sample->memory_total = counters->memory_total;
  if (self->has_last)
    {
      fill_rates (ret_sample, counters, &self->last, known);
      push (self, ret_sample, known);
    }
  self->last = *counters;
  self->last.memory_used = ret_sample->memory_used;
  self->has_last = TRUE;
}

/* The next counters are no continuation of the last. */
void
lodge_meter_pause (LodgeMeter *self)
{
  self->has_last = FALSE;
}

/* As lodge_machine_get_history(): NAN for what was not watched then. */
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
