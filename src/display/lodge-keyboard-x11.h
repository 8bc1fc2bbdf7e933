/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* For displays of X11 only. */
char    *lodge_keyboard_x11_dup_layout    (GdkDisplay *display);
void     lodge_keyboard_x11_change_locks  (GdkDisplay *display, LodgeLocks from, LodgeLocks to);
gboolean lodge_keyboard_x11_is_focus_lost (GdkSurface *surface, gpointer event);

G_END_DECLS
