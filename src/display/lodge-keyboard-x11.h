/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* For displays of X11 only. */
char *lodge_keyboard_x11_dup_layout (GdkDisplay *display);
void  lodge_keyboard_x11_set_locks  (GdkDisplay *display, gboolean caps, gboolean num);

G_END_DECLS
