/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_SCREEN_OFF,         /* the machine does not run */
  LODGE_SCREEN_NONE,        /* it has no screen that can be shown */
  LODGE_SCREEN_CONNECTING,
  LODGE_SCREEN_PROTECTED,   /* see the console's credentials */
  LODGE_SCREEN_SHOWN,
  LODGE_SCREEN_FAILED,      /* see error; retry() */
  LODGE_SCREEN_ELSEWHERE,   /* another one of this program shows it; take() */
  LODGE_SCREEN_TAKEN,       /* another program does, since a moment ago; retry() */
  LODGE_SCREEN_LOST,        /* the host cannot be reached; goes on by itself when it can */
  LODGE_SCREEN_WAITING,     /* it is not connected before somebody says so; retry() */
} LodgeScreenStatus;

#define LODGE_TYPE_SCREEN_STATUS (lodge_screen_status_get_type ())
GType lodge_screen_status_get_type (void);

/* Properties: machine, wanted (bool: somebody looks), status, console (LodgeConsole, nullable),
 * error (GError, boxed, nullable). */
#define LODGE_TYPE_MACHINE_SCREEN (lodge_machine_screen_get_type ())
G_DECLARE_FINAL_TYPE (LodgeMachineScreen, lodge_machine_screen, LODGE, MACHINE_SCREEN, GObject)

LodgeMachineScreen *lodge_machine_screen_new         (void);
void                lodge_machine_screen_set_machine (LodgeMachineScreen *self, LodgeMachine *machine);
/* The same machine on another host: what was connected is connected there. */
void                lodge_machine_screen_follow      (LodgeMachineScreen *self, LodgeMachine *machine);
void                lodge_machine_screen_set_wanted  (LodgeMachineScreen *self, gboolean wanted);
/* Whether it is connected as soon as it is wanted; else it waits for the first retry(). */
void                lodge_machine_screen_set_automatic (LodgeMachineScreen *self, gboolean automatic);
void                lodge_machine_screen_set_graphics (LodgeMachineScreen *self, int index);
void                lodge_machine_screen_take        (LodgeMachineScreen *self);
void                lodge_machine_screen_retry       (LodgeMachineScreen *self);
LodgeScreenStatus   lodge_machine_screen_get_status  (LodgeMachineScreen *self);
LodgeConsole       *lodge_machine_screen_get_console (LodgeMachineScreen *self);
const GError       *lodge_machine_screen_get_error   (LodgeMachineScreen *self);

G_END_DECLS
