/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gvnc.h>

#include "console/lodge-console-private.h"

G_BEGIN_DECLS

/* The picture and the pointer of a VNC session. */
typedef struct _LodgeVncScreen LodgeVncScreen;

LodgeVncScreen *lodge_vnc_screen_new         (VncConnection  *connection,
                                              LodgeConsole   *console,
                                              gboolean        is_local);
void            lodge_vnc_screen_free        (LodgeVncScreen *self);
/* With the extended form of the clipboard, or without it. */
gboolean        lodge_vnc_screen_start       (LodgeVncScreen *self,
                                              gboolean        clipboard);
gboolean        lodge_vnc_screen_resize      (LodgeVncScreen *self,
                                              int             width,
                                              int             height);
void            lodge_vnc_screen_changed     (LodgeVncScreen *self,
                                              int             x,
                                              int             y,
                                              int             width,
                                              int             height);
/* How fast the server answers, if it tells of changes of the size. */
void            lodge_vnc_screen_ask         (LodgeVncScreen *self);
gint64          lodge_vnc_screen_get_round_trip (LodgeVncScreen *self);
LodgeCursor    *lodge_vnc_cursor_to_lodge    (VncCursor      *cursor);

G_END_DECLS
