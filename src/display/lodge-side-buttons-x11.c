/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The buttons at a mouse's side, on X11. GTK holds the pointer when one goes down and, up to 4.18, does
 * not let go when it comes up, as they have no bit among the modifiers: all until the next click belongs
 * to the widget. So those over a guest's screen are taken before GTK sees them. */

#include "config.h"

#include "display/lodge-side-buttons-x11.h"

#include <X11/extensions/XInput2.h>
#include <gdk/x11/gdkx.h>

#include "display/lodge-display-private.h"

/* Those before are ordinary ones and the wheel. */
#define FIRST_SIDE_BUTTON 8

static gboolean
is_of_display (LodgeDisplay        *self,
               const XIDeviceEvent *event)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  return GDK_IS_X11_SURFACE (surface) && gdk_x11_surface_get_xid (surface) == event->event
         && seat != NULL
         && gdk_x11_device_get_id (gdk_seat_get_pointer (seat)) == event->deviceid;
}

static gboolean
xevent_cb (LodgeDisplay *self,
           XEvent       *xevent)
{
  XGenericEventCookie *cookie = &xevent->xcookie;
  const XIDeviceEvent *event = cookie->data;

  if (xevent->type != GenericEvent || event == NULL
      || (cookie->evtype != XI_ButtonPress && cookie->evtype != XI_ButtonRelease)
      || event->detail < FIRST_SIDE_BUTTON || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || !is_of_display (self, event))
    return GDK_EVENT_PROPAGATE;

  return lodge_display_handle_side_button (self, (guint) event->detail,
                                           cookie->evtype == XI_ButtonPress);
}

/* For as long as @display lives. */
void
lodge_side_buttons_x11_watch (LodgeDisplay *display)
{
  g_signal_connect_object (gtk_widget_get_display (GTK_WIDGET (display)), "xevent",
                           G_CALLBACK (xevent_cb), display, G_CONNECT_SWAPPED);
}
