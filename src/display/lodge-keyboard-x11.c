/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What GTK does not tell of an X server's keyboard, and does not do to it. */

#include "config.h"

#include "display/lodge-keyboard-x11.h"

#include <X11/XKBlib.h>
#include <X11/Xatom.h>
#include <X11/extensions/XInput2.h>
#include <gdk/x11/gdkx.h>
#include <string.h>

/* The strings of a root window’s _XKB_RULES_NAMES. */
enum { NAME_RULES, NAME_MODEL, NAME_LAYOUT, NAME_VARIANT, NAME_OPTIONS, N_NAMES };

static GStrv
dup_names (Display *xdisplay)
{
  Atom property = XInternAtom (xdisplay, "_XKB_RULES_NAMES", True), type = None;
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  unsigned char *data = NULL;
  gulong length = 0, rest;
  GStrv found;
  int format = 0;

  if (property == None
      || XGetWindowProperty (xdisplay, DefaultRootWindow (xdisplay), property, 0, 1024, False,
                             XA_STRING, &type, &format, &length, &rest, &data) != Success)
    return NULL;

  /* The library adds a zero behind the data. */
  for (gulong i = 0; format == 8 && i < length; i += strlen ((char *) data + i) + 1)
    g_strv_builder_add (names, (char *) data + i);
  if (data != NULL)
    XFree (data);
  found = g_strv_builder_end (names);
  if (g_strv_length (found) < N_NAMES - 1)
    g_clear_pointer (&found, g_strfreev);
  return found;
}

/* One of a list by commas, as “us,de”. */
static char *
dup_item (const char *list,
          guint       index)
{
  g_auto(GStrv) items = g_strsplit (list != NULL ? list : "", ",", -1);

  return g_strdup (index < g_strv_length (items) ? g_strstrip (items[index]) : "");
}

/**
 * lodge_keyboard_x11_dup_layout:
 * @display: an X11 display
 *
 * Asks for the layout that is in use.
 *
 * Returns: (transfer full) (nullable): a name as `de+nodeadkeys`, %NULL when the server has none
 */
char *
lodge_keyboard_x11_dup_layout (GdkDisplay *display)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  g_auto(GStrv) names = dup_names (xdisplay);
  XkbStateRec state = { 0 };
  g_autofree char *layout = NULL;
  g_autofree char *variant = NULL;

  if (names == NULL)
    return NULL;

  XkbGetState (xdisplay, XkbUseCoreKbd, &state);
  layout = dup_item (names[NAME_LAYOUT], state.group);
  variant = dup_item (names[NAME_VARIANT], state.group);
  if (*layout == '\0')
    return NULL;
  return *variant != '\0' ? g_strconcat (layout, "+", variant, NULL) : g_steal_pointer (&layout);
}

/**
 * lodge_keyboard_x11_change_locks:
 * @display: an X11 display
 * @from: what they are
 * @to: what they become; Scroll Lock is left alone
 *
 * Changes the keyboard's locks.
 */
void
lodge_keyboard_x11_change_locks (GdkDisplay *display,
                                 LodgeLocks  from,
                                 LodgeLocks  to)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  guint num_mask = XkbKeysymToModifiers (xdisplay, XK_Num_Lock);
  guint affected = ((from ^ to) & LODGE_LOCK_CAPS ? LockMask : 0)
                   | ((from ^ to) & LODGE_LOCK_NUM ? num_mask : 0);
  guint locked = (to & LODGE_LOCK_CAPS ? LockMask : 0) | (to & LODGE_LOCK_NUM ? num_mask : 0);

  /* A value for a modifier that is not affected is an error, which ends the program. */
  XkbLockModifiers (xdisplay, XkbUseCoreKbd, affected, locked & affected);
  gdk_display_flush (display);
}

/**
 * lodge_keyboard_x11_is_focus_lost:
 * @surface: a surface that has grabbed the keyboard
 * @event: of #GdkX11Display::xevent
 *
 * Tells whether the focus goes to another window nevertheless, as a window manager does when the user
 * clicks there. GDK leaves such events out (`NotifyWhileGrabbed`) and keeps the keyboard.
 */
gboolean
lodge_keyboard_x11_is_focus_lost (GdkSurface *surface,
                                  gpointer    event)
{
  const XGenericEventCookie *cookie = &((const XEvent *) event)->xcookie;
  const XIFocusOutEvent *focus = cookie->data;

  return cookie->type == GenericEvent && cookie->evtype == XI_FocusOut && focus != NULL
         && focus->event == gdk_x11_surface_get_xid (surface)
         && focus->mode == XINotifyWhileGrabbed
         && (focus->detail == XINotifyAncestor || focus->detail == XINotifyVirtual
             || focus->detail == XINotifyNonlinear || focus->detail == XINotifyNonlinearVirtual);
}
