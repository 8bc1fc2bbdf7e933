/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-host-private.h"
#include "virt/lodge-machine.h"
#include "virt/lodge-meter.h"

G_BEGIN_DECLS

struct _LodgeMachine
{
  GObject parent_instance;

  LodgeHost *host; /* not owned; NULL when the machine is gone */
  char uuid[VIR_UUID_STRING_BUFLEN];
  char *name;
  char *sort_key;
  char *title;
  char *description;
  LodgeMachineState state;
  gint64 start_time;
  gboolean active;
  gboolean persistent;
  gboolean autostart;
  gboolean connected;
  gboolean ran_last;     /* it ran when its state was read the last time but for the reason of its end */
  guint n_busy;
  LodgeMachineMove move;
  GWeakRef moved_to;

  LodgeDomainXml *xml;
  gboolean xml_stale;
  gboolean xml_wanted;   /* somebody asked once: kept fresh from then on */
  gboolean xml_loading;
  gboolean title_known;

  /* Statistics. */
  guint watchers[4];     /* by bit of LodgeStatsGroup */
  LodgeMeter *meter;
  LodgeSample sample;
};

LodgeMachineState lodge_machine_state_of  (int state, gboolean saved);
LodgeMachine *lodge_machine_new           (LodgeHost *host, const LodgeMachineRow *row);
void          lodge_machine_apply         (LodgeMachine *self, const LodgeMachineRow *row);
void          lodge_machine_set_connected (LodgeMachine *self, gboolean connected);
void          lodge_machine_detach        (LodgeMachine *self);
void          lodge_machine_set_stale     (LodgeMachine *self);
void          lodge_machine_set_move      (LodgeMachine *self, LodgeMachineMove move, LodgeMachine *to);
gboolean      lodge_machine_ran_last      (LodgeMachine *self);
gboolean      lodge_machine_is_active     (LodgeMachine *self);
gboolean      lodge_machine_is_persistent (LodgeMachine *self);
gboolean      lodge_machine_wants_title   (LodgeMachine *self);
LodgeStatsGroup lodge_machine_get_watched (LodgeMachine *self);
void          lodge_machine_add_counters  (LodgeMachine *self, const LodgeMachineCounters *counters);
void          lodge_machine_set_busy      (LodgeMachine *self, gboolean busy);
int           lodge_machine_compare       (gconstpointer a, gconstpointer b, gpointer user_data);
const char   *lodge_machine_get_sort_key  (LodgeMachine *self);

G_END_DECLS
