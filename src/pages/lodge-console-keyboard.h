/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* The keyboard’s settings, all of the program and those of the machine that is shown, on a display. */
typedef struct _LodgeConsoleKeyboard LodgeConsoleKeyboard;

LodgeConsoleKeyboard *lodge_console_keyboard_new         (LodgeDisplay *display);
void                  lodge_console_keyboard_set_machine (LodgeConsoleKeyboard *self, LodgeMachine *machine);
void                  lodge_console_keyboard_free        (LodgeConsoleKeyboard *self);

G_END_DECLS
