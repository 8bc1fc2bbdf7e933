/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-audio-private.h"
#include "console/lodge-console-cards-private.h"
#include "console/lodge-console-clipboard-private.h"
#include "console/lodge-console-folder-private.h"
#include "console/lodge-console-usb-private.h"
#include "console/lodge-console.h"
#include "console/lodge-screen-private.h"

G_BEGIN_DECLS

#define LODGE_CONSOLE_N_SCANCODES 512

/* What is down. */
typedef struct {
  guint8 pressed[LODGE_CONSOLE_N_SCANCODES];
  guint buttons;   /* bit n: button n */
} LodgeConsoleInput;

const char *lodge_console_get_way       (LodgeConsole     *self);
LodgeConsoleInput *lodge_console_get_input (LodgeConsole *self);
void lodge_console_release_buttons      (LodgeConsole     *self);

/* For subclasses of LodgeConsole only: what the other side said. */
void lodge_console_set_connected        (LodgeConsole     *self);
void lodge_console_set_disconnected     (LodgeConsole     *self);
void lodge_console_take_failure         (LodgeConsole     *self,
                                         GError           *error);
void lodge_console_set_cursor           (LodgeConsole     *self,
                                         LodgeCursor      *cursor);
void lodge_console_set_pointer_mode     (LodgeConsole     *self,
                                         LodgePointerMode  mode);
void lodge_console_set_pointer_position (LodgeConsole     *self,
                                         int               x,
                                         int               y);
void lodge_console_set_n_screens        (LodgeConsole     *self,
                                         guint             n);
/* The lights of the guest's keyboard. */
void lodge_console_set_guest_locks      (LodgeConsole     *self,
                                         LodgeLocks        locks);
/* What the guest can now; both are forgotten when the session ends. For the clipboard see the calls
 * in lodge-console-clipboard-private.h, on lodge_console_get_clipboard(). */
void lodge_console_set_features         (LodgeConsole         *self,
                                         LodgeConsoleFeatures  features);
void lodge_console_set_agent_connected  (LodgeConsole         *self,
                                         gboolean              connected);

G_END_DECLS
