/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"

G_BEGIN_DECLS

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

G_END_DECLS
