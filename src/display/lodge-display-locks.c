/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Caps Lock, Num Lock and Scroll Lock on both sides. When the guest gets the keyboard, its locks become the
 * host's; when the guest changes them meanwhile, the host's follow where that can be done (X11), and
 * are as they were when the keyboard comes back. */

#include "config.h"

#include "display/lodge-display-private.h"

#ifdef LODGE_HAVE_X11
#include <gdk/x11/gdkx.h>

#include "display/lodge-keyboard-x11.h"
#endif

static LodgeLocks
get_host_locks (GdkDevice *keyboard)
{
  return (gdk_device_get_caps_lock_state (keyboard) ? LODGE_LOCK_CAPS : 0)
         | (gdk_device_get_num_lock_state (keyboard) ? LODGE_LOCK_NUM : 0)
         | (gdk_device_get_scroll_lock_state (keyboard) ? LODGE_LOCK_SCROLL : 0);
}

static GdkDevice *
get_keyboard (LodgeDisplay *self)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  return seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;
}

/* What a keyboard with a light for it shows: Scroll Lock has no modifier to be set by. */
static void
change_host_locks (LodgeDisplay *self,
                   LodgeLocks    change)
{
#ifdef LODGE_HAVE_X11
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  GdkDevice *keyboard = get_keyboard (self);

  change &= LODGE_LOCK_CAPS | LODGE_LOCK_NUM;
  if (change == 0 || keyboard == NULL || !GDK_IS_X11_DISPLAY (display))
    return;

  self->forced_locks ^= change;
  lodge_keyboard_x11_change_locks (display, get_host_locks (keyboard),
                                   get_host_locks (keyboard) ^ change);
#endif
}

/* To the guest. */
void
lodge_display_send_locks (LodgeDisplay *self)
{
  GdkDevice *keyboard = get_keyboard (self);
  LodgeLocks locks;

  self->forced_locks = 0;
  if (keyboard == NULL)
    return;

  locks = get_host_locks (keyboard);
  lodge_console_set_locks (self->console, (locks & LODGE_LOCK_CAPS) != 0,
                           (locks & LODGE_LOCK_NUM) != 0, (locks & LODGE_LOCK_SCROLL) != 0);
}

/* The guest's changed. */
void
lodge_display_take_locks (LodgeDisplay *self)
{
  GdkDevice *keyboard = get_keyboard (self);
  LodgeLocks locks;

  if (self->grabbed && keyboard != NULL && lodge_console_get_locks (self->console, &locks))
    change_host_locks (self, get_host_locks (keyboard) ^ locks);
}

/* The host's are as they would be without the guest. */
void
lodge_display_restore_locks (LodgeDisplay *self)
{
  change_host_locks (self, self->forced_locks);
  self->forced_locks = 0;
}
