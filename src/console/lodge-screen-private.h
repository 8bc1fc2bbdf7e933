/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-screen.h"

G_BEGIN_DECLS

/* For the consoles only: what the other side said. */
LodgeScreen *lodge_screen_new         (guint        number);
void         lodge_screen_set_area    (LodgeScreen *self,
                                       gboolean     enabled,
                                       int          x,
                                       int          y);
void         lodge_screen_set_cursor  (LodgeScreen *self,
                                       LodgeCursor *cursor);
void         lodge_screen_set_pointer (LodgeScreen *self,
                                       int          x,
                                       int          y);
void         lodge_screen_set_scanout (LodgeScreen  *self,
                                       LodgeScanout *scanout,
                                       const char   *obstacle);

G_END_DECLS
