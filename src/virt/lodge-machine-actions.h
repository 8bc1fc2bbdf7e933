/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* virDomainState, in words of ours; saved is shut off with a managed save image. Unknown is a machine of
 * last time, of which its host has said nothing yet. */
typedef enum {
  LODGE_MACHINE_SHUT_OFF,
  LODGE_MACHINE_RUNNING,
  LODGE_MACHINE_PAUSED,
  LODGE_MACHINE_SHUTTING_DOWN,
  LODGE_MACHINE_CRASHED,
  LODGE_MACHINE_SLEEPING,   /* pmsuspended */
  LODGE_MACHINE_SAVED,
  LODGE_MACHINE_UNKNOWN,
} LodgeMachineState;

typedef enum {
  LODGE_ACTION_START     = 1 << 0,
  LODGE_ACTION_PAUSE     = 1 << 1,
  LODGE_ACTION_RESUME    = 1 << 2,
  LODGE_ACTION_SHUT_DOWN = 1 << 3,
  LODGE_ACTION_REBOOT    = 1 << 4,
  LODGE_ACTION_RESET     = 1 << 5,
  LODGE_ACTION_FORCE_OFF = 1 << 6,
  LODGE_ACTION_DELETE    = 1 << 7,
} LodgeMachineAction;

#define LODGE_TYPE_MACHINE_STATE (lodge_machine_state_get_type ())
GType lodge_machine_state_get_type (void);
#define LODGE_TYPE_MACHINE_ACTION (lodge_machine_action_get_type ())
GType lodge_machine_action_get_type (void); /* flags; nicks start, pause, ..., shut-down, force-off */

/* The pure table: what may be done in a state. */
LodgeMachineAction lodge_machine_state_allows     (LodgeMachineState state);
const char        *lodge_machine_state_label      (LodgeMachineState state); /* translated: “Running” */
const char        *lodge_machine_state_nick       (LodgeMachineState state); /* running, shut-off */
const char        *lodge_machine_state_icon_name  (LodgeMachineState state);
GError            *lodge_machine_state_refuse     (LodgeMachineState state, const char *name,
                                                   const char *detail); /* (transfer full) */

G_END_DECLS
