/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer lock on X11: the pointer is grabbed, its motion is read from the events of XInput 2, and
 * it is brought back to the middle before it comes to an edge, at the end to where it was. A device that
 * names places instead of distances (a tablet, a remote desktop) would jump by that and is left alone. */

#include "config.h"

#include "display/lodge-pointer-lock-private.h"

#include <X11/extensions/XInput2.h>
#include <gdk/x11/gdkx.h>
#include <math.h>

typedef struct {
  LodgePointerLock parent;

  GtkWidget *widget;
  GdkDisplay *display;
  GdkSurface *surface;
  gulong handler;
  int device;
  double start_x, start_y;    /* all in device pixels of the root window */
  double last_x, last_y;
  gboolean warping;           /* the event of a warp is still to come */
  gboolean has_raw;           /* what the device itself said of the next motion */
  double raw_x, raw_y;
  gboolean placed;            /* the last motion named a place */
  int source;                 /* a device, and whether it names places */
  gboolean source_absolute;
} X11Lock;

static Display *
get_xdisplay (X11Lock *self)
{
  return gdk_x11_display_get_xdisplay (self->display);
}

static double
distance (double x,
          double y,
          double to_x,
          double to_y)
{
  return hypot (to_x - x, to_y - y);
}

static void
warp (X11Lock *self,
      double   x,
      double   y)
{
  Display *xdisplay = get_xdisplay (self);

  gdk_x11_display_error_trap_push (self->display);
  XIWarpPointer (xdisplay, self->device, None, DefaultRootWindow (xdisplay), 0, 0, 0, 0, x, y);
  gdk_x11_display_error_trap_pop_ignored (self->display);
}

/* The window's place can change under the lock, so it is asked for each time. */
static gboolean
find_middle (X11Lock *self,
             double  *x,
             double  *y,
             double  *room)
{
  Display *xdisplay = get_xdisplay (self);
  int scale = gdk_surface_get_scale_factor (self->surface);
  int screen = DefaultScreen (xdisplay), root_x, root_y;
  graphene_rect_t place;
  GdkSurface *surface;
  Window child;

  if (!lodge_pointer_lock_get_place (self->widget, &surface, &place)
      || !XTranslateCoordinates (xdisplay, gdk_x11_surface_get_xid (surface),
                                 DefaultRootWindow (xdisplay),
                                 (int) ((place.origin.x + place.size.width / 2) * (float) scale),
                                 (int) ((place.origin.y + place.size.height / 2) * (float) scale),
                                 &root_x, &root_y, &child))
    return FALSE;

  *x = CLAMP (root_x, 0, DisplayWidth (xdisplay, screen) - 1);
  *y = CLAMP (root_y, 0, DisplayHeight (xdisplay, screen) - 1);
  *room = MIN (place.size.width, place.size.height) * (float) scale / 4;
  return TRUE;
}

static void
keep_inside (X11Lock *self)
{
  double x, y, room;

  if (self->warping || !find_middle (self, &x, &y, &room)
      || distance (self->last_x, self->last_y, x, y) <= room)
    return;

  self->warping = TRUE;
  warp (self, x, y);
}

static gboolean
is_absolute_source (X11Lock *self,
                    int      source)
{
  XIDeviceInfo *info;
  int n = 0;

  if (source == self->source)
    return self->source_absolute;

  self->source = source;
  self->source_absolute = FALSE;
  gdk_x11_display_error_trap_push (self->display);
  info = XIQueryDevice (get_xdisplay (self), source, &n);
  gdk_x11_display_error_trap_pop_ignored (self->display);
  for (int i = 0; info != NULL && i < info->num_classes; i++)
    {
      XIValuatorClassInfo *valuator = (XIValuatorClassInfo *) info->classes[i];

      if (valuator->type == XIValuatorClass && valuator->number == 0)
        self->source_absolute = valuator->mode == XIModeAbsolute;
    }
  if (info != NULL)
    XIFreeDeviceInfo (info);
  return self->source_absolute;
}

/* Synthetic devices claim distances also when they name places of the screen; those come without a raw
 * event, or with the place in it. */
static gboolean
names_places (X11Lock             *self,
              const XIDeviceEvent *event)
{
  return is_absolute_source (self, event->sourceid) || !self->has_raw
         || distance (self->raw_x, self->raw_y, event->root_x, event->root_y) < 1.5;
}

/* Events come in the order in which the server moved the pointer; those of a warp have no other source
 * than the pointer itself. The callback may free the lock; nothing follows it. */
static void
handle_motion (X11Lock             *self,
               const XIDeviceEvent *event)
{
  double scale = gdk_surface_get_scale_factor (self->surface);
  double dx = (event->root_x - self->last_x) / scale;
  double dy = (event->root_y - self->last_y) / scale;

  self->last_x = event->root_x;
  self->last_y = event->root_y;
  if (event->sourceid == self->device)
    {
      self->warping = FALSE;
      return;
    }

  self->placed = names_places (self, event);
  if (!self->placed)
    keep_inside (self);
  self->has_raw = FALSE;
  self->parent.moved (dx, dy, self->parent.user_data);
}

static void
handle_raw_motion (X11Lock          *self,
                   const XIRawEvent *event)
{
  const double *values = event->raw_values;

  self->has_raw = TRUE;
  self->raw_x = self->raw_y = -1;
  if (event->valuators.mask_len > 0 && XIMaskIsSet (event->valuators.mask, 0))
    self->raw_x = *values++;
  if (event->valuators.mask_len > 0 && XIMaskIsSet (event->valuators.mask, 1))
    self->raw_y = *values;
}

static gboolean
xevent_cb (X11Lock *self,
           XEvent  *xevent)
{
  XGenericEventCookie *cookie = &xevent->xcookie;

  if (xevent->type != GenericEvent || cookie->data == NULL)
    return FALSE;

  if (cookie->evtype == XI_RawMotion)
    handle_raw_motion (self, cookie->data);
  else if (cookie->evtype == XI_Motion
           && ((XIDeviceEvent *) cookie->data)->deviceid == self->device)
    handle_motion (self, cookie->data);
  return FALSE;
}

static void
select_raw_motion (X11Lock  *self,
                   gboolean  on)
{
  guchar bits[XIMaskLen (XI_LASTEVENT)] = { 0 };
  XIEventMask mask = { .deviceid = self->device, .mask_len = sizeof bits, .mask = bits };
  Display *xdisplay = get_xdisplay (self);

  if (on)
    XISetMask (bits, XI_RawMotion);
  XISelectEvents (xdisplay, DefaultRootWindow (xdisplay), &mask, 1);
  gdk_display_flush (self->display);
}

static gboolean
ask_place (X11Lock *self)
{
  Display *xdisplay = get_xdisplay (self);
  XIButtonState buttons = { 0 };
  XIModifierState modifiers;
  XIGroupState group;
  Window root, child;
  double x, y;
  gboolean found;

  found = XIQueryPointer (xdisplay, self->device, DefaultRootWindow (xdisplay), &root, &child,
                          &self->start_x, &self->start_y, &x, &y, &buttons, &modifiers, &group);
  XFree (buttons.mask);
  self->last_x = self->start_x;
  self->last_y = self->start_y;
  return found;
}

static gboolean
grab (X11Lock *self)
{
  guchar bits[XIMaskLen (XI_LASTEVENT)] = { 0 };
  XIEventMask mask = { .deviceid = self->device, .mask_len = sizeof bits, .mask = bits };
  int status;

  XISetMask (bits, XI_Motion);
  XISetMask (bits, XI_ButtonPress);
  XISetMask (bits, XI_ButtonRelease);
  gdk_x11_display_error_trap_push (self->display);
  status = XIGrabDevice (get_xdisplay (self), self->device,
                         gdk_x11_surface_get_xid (self->surface), CurrentTime, None,
                         XIGrabModeAsync, XIGrabModeAsync, True, &mask);
  return gdk_x11_display_error_trap_pop (self->display) == 0 && status == XIGrabSuccess;
}

static void
x11_lock_free (LodgePointerLock *lock)
{
  X11Lock *self = (X11Lock *) lock;

  if (self->handler != 0)
    g_signal_handler_disconnect (self->display, self->handler);
  if (self->parent.held)
    {
      select_raw_motion (self, FALSE);
      XIUngrabDevice (get_xdisplay (self), self->device, CurrentTime);
      if (!self->placed)
        warp (self, self->start_x, self->start_y);
      gdk_display_flush (self->display);
    }
  g_clear_object (&self->surface);
  g_clear_object (&self->display);
  g_free (self);
}

/* See lodge_pointer_lock_new(). */
LodgePointerLock *
lodge_pointer_lock_x11_new (GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  GdkSeat *seat = gdk_display_get_default_seat (display);
  GdkSurface *surface = NULL;
  graphene_rect_t place;
  X11Lock *self;

  if (seat == NULL || gdk_seat_get_pointer (seat) == NULL
      || !lodge_pointer_lock_get_place (widget, &surface, &place))
    return NULL;

  self = g_new0 (X11Lock, 1);
  self->parent.free = x11_lock_free;
  self->widget = widget;
  self->display = g_object_ref (display);
  self->surface = g_object_ref (surface);
  self->device = gdk_x11_device_get_id (gdk_seat_get_pointer (seat));
  if (!ask_place (self) || !grab (self))
    {
      x11_lock_free (&self->parent);
      return NULL;
    }

  self->parent.held = TRUE;
  select_raw_motion (self, TRUE);
  self->handler = g_signal_connect_swapped (display, "xevent", G_CALLBACK (xevent_cb), self);
  return &self->parent;
}
