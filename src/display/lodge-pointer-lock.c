/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer lock of whichever window system there is; GTK has none of its own. */

#include "config.h"

#include "display/lodge-pointer-lock-private.h"

#ifdef LODGE_HAVE_X11
#include <gdk/x11/gdkx.h>
#endif
#ifdef LODGE_HAVE_WAYLAND
#include <gdk/wayland/gdkwayland.h>
#endif

/* Where @widget is on its surface. */
gboolean
lodge_pointer_lock_get_place (GtkWidget       *widget,
                              GdkSurface     **surface,
                              graphene_rect_t *place)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double x, y;

  if (native == NULL || !gtk_widget_compute_bounds (widget, GTK_WIDGET (native), place))
    return FALSE;

  gtk_native_get_surface_transform (native, &x, &y);
  graphene_rect_offset (place, (float) x, (float) y);
  *surface = gtk_native_get_surface (native);
  return *surface != NULL;
}

/**
 * lodge_pointer_lock_prepare:
 * @display: a display
 *
 * Asks the display what it can do, so that the answer is there when a lock is wanted.
 */
void
lodge_pointer_lock_prepare (GdkDisplay *display)
{
#ifdef LODGE_HAVE_WAYLAND
  if (GDK_IS_WAYLAND_DISPLAY (display))
    lodge_pointer_lock_wayland_prepare (display);
#endif
}

/**
 * lodge_pointer_lock_new:
 * @widget: where the pointer is to stay; mapped
 * @moved: called when the mouse moves
 * @user_data: for @moved
 *
 * Locks the pointer, until the lock is freed.
 *
 * Returns: (transfer full) (nullable): the lock; %NULL where the display cannot do it
 */
LodgePointerLock *
lodge_pointer_lock_new (GtkWidget         *widget,
                        LodgePointerMoved  moved,
                        gpointer           user_data)
{
  LodgePointerLock *self = NULL;
  G_GNUC_UNUSED GdkDisplay *display = gtk_widget_get_display (widget);

#ifdef LODGE_HAVE_X11
  if (GDK_IS_X11_DISPLAY (display))
    self = lodge_pointer_lock_x11_new (widget);
#endif
#ifdef LODGE_HAVE_WAYLAND
  if (GDK_IS_WAYLAND_DISPLAY (display))
    self = lodge_pointer_lock_wayland_new (widget);
#endif
  if (self == NULL)
    return NULL;

  self->moved = moved;
  self->user_data = user_data;
  return self;
}

gboolean
lodge_pointer_lock_is_held (LodgePointerLock *self)
{
  return self != NULL && self->held;
}

void
lodge_pointer_lock_free (LodgePointerLock *self)
{
  self->free (self);
}
