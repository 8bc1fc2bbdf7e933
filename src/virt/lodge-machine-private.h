/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-host-private.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Raw counters of one moment; -1 and 0 where the hypervisor does not say. */
typedef struct {
  char uuid[VIR_UUID_STRING_BUFLEN];
  gint64 time;            /* monotonic microseconds */
  guint64 cpu_time;       /* nanoseconds */
  guint vcpus;
  guint64 memory_used;    /* bytes */
  guint64 memory_total;
  guint64 disk_read, disk_written;
  guint64 received, sent;
} LodgeMachineCounters;

LodgeMachine *lodge_machine_new           (LodgeHost *host, const LodgeMachineRow *row);
void          lodge_machine_apply         (LodgeMachine *self, const LodgeMachineRow *row);
void          lodge_machine_set_connected (LodgeMachine *self, gboolean connected);
void          lodge_machine_detach        (LodgeMachine *self);
void          lodge_machine_set_stale     (LodgeMachine *self);
gboolean      lodge_machine_is_active     (LodgeMachine *self);
gboolean      lodge_machine_wants_title   (LodgeMachine *self);
LodgeStatsGroup lodge_machine_get_watched (LodgeMachine *self);
void          lodge_machine_add_counters  (LodgeMachine *self, const LodgeMachineCounters *counters);
void          lodge_machine_set_busy      (LodgeMachine *self, gboolean busy);
int           lodge_machine_compare       (gconstpointer a, gconstpointer b, gpointer user_data);
const char   *lodge_machine_get_sort_key  (LodgeMachine *self);

G_END_DECLS
