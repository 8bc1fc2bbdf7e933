/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Raw counters of one moment; 0 where the hypervisor does not say. */
typedef struct {
  char uuid[37];
  gint64 time;            /* monotonic microseconds */
  guint64 cpu_time;       /* nanoseconds */
  guint vcpus;
  guint64 memory_used;    /* bytes */
  guint64 memory_total;
  guint64 disk_read, disk_written;
  guint64 received, sent;
  LodgeStatsGroup groups; /* what was asked for; the rest is unknown */
} LodgeMachineCounters;

/* What they mean: a share of the vCPUs, bytes, bytes a second. */
typedef struct {
  double cpu;
  guint64 memory_used, memory_total;
  guint64 disk_read, disk_write, network_in, network_out;
} LodgeSample;

typedef struct _LodgeMeter LodgeMeter;

/* One machine's counters become rates and a history. Main thread. */
LodgeMeter *lodge_meter_new         (void);
void        lodge_meter_free        (LodgeMeter *self);
void        lodge_meter_add         (LodgeMeter *self, const LodgeMachineCounters *counters,
                                     LodgeSample *ret_sample);
void        lodge_meter_pause       (LodgeMeter *self);
guint       lodge_meter_get_history (LodgeMeter *self, LodgeStatsGroup group,
                                     double *ret_values, double *ret_second);

G_END_DECLS
