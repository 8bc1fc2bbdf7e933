/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-pointer-lock.h"

G_BEGIN_DECLS

/* What a window system's lock begins with. */
struct _LodgePointerLock
{
  void (*free) (LodgePointerLock *self);
  LodgePointerMoved moved;
  gpointer user_data;
  gboolean held;
};

gboolean          lodge_pointer_lock_get_place       (GtkWidget *widget, GdkSurface **surface,
                                                      graphene_rect_t *place);
LodgePointerLock *lodge_pointer_lock_x11_new         (GtkWidget *widget);
void              lodge_pointer_lock_wayland_prepare (GdkDisplay *display);
LodgePointerLock *lodge_pointer_lock_wayland_new     (GtkWidget *widget);

G_END_DECLS
