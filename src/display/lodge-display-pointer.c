/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer over the display. In the absolute mode its place is the guest's; in the relative one a click
 * gives it to the guest, which then learns how far the mouse moves, until the keyboard is taken back.
 * Buttons come from the raw events, because a gesture loses chords of them. */

#include "config.h"

#include "display/lodge-display-private.h"

#include <math.h>

#ifdef LODGE_HAVE_X11
#include <gdk/x11/gdkx.h>

#include "display/lodge-side-buttons-x11.h"
#endif

static void
release_buttons (LodgeDisplay *self)
{
  for (guint button = 1; button < 32; button++)
    if (self->buttons & 1u << button)
      lodge_console_button (self->console, button, FALSE);
  self->buttons = 0;
}

/* Takes the pointer back from the guest. */
void
lodge_display_release_pointer (LodgeDisplay *self)
{
  if (self->console != NULL)
    release_buttons (self);
  self->buttons = 0;
  self->pointer_known = FALSE;
  lodge_display_release_touch (self);
  g_clear_pointer (&self->pointer_lock, lodge_pointer_lock_free);
  lodge_display_set_captured (self, FALSE);
}

/* By a distance in the widget's coordinates, as large in the guest as it looks. */
void
lodge_display_move_by (LodgeDisplay *self,
                       double        dx,
                       double        dy)
{
  double factor_x = 1, factor_y = 1;

  if (self->geometry.guest_width > 0)
    {
      factor_x = self->geometry.scale * self->geometry.guest_width / self->geometry.width;
      factor_y = self->geometry.scale * self->geometry.guest_height / self->geometry.height;
    }
  self->rest_x += dx * factor_x;
  self->rest_y += dy * factor_y;
  dx = trunc (self->rest_x);
  dy = trunc (self->rest_y);
  self->rest_x -= dx;
  self->rest_y -= dy;
  lodge_console_move (self->console, (int) dx, (int) dy);
}

static void
locked_motion_cb (double   dx,
                  double   dy,
                  gpointer user_data)
{
  LodgeDisplay *self = user_data;

  lodge_display_move_by (self, dx, dy);
}

static void
capture (LodgeDisplay *self)
{
  self->rest_x = self->rest_y = 0;
  self->pointer_lock = lodge_pointer_lock_new (GTK_WIDGET (self), locked_motion_cb, self);
  lodge_display_set_captured (self, TRUE);
  lodge_display_update_cursor (self);
}

/* Moves the guest's pointer to a place of the widget; %FALSE when that is outside the picture. */
gboolean
lodge_display_move_to (LodgeDisplay *self,
                       double        x,
                       double        y)
{
  int guest_x, guest_y;
  gboolean inside =
    lodge_display_geometry_to_guest (&self->geometry, x, y, &guest_x, &guest_y);

  if (self->geometry.guest_width > 0)
    lodge_console_motion_on (self->console, self->screen, guest_x, guest_y);
  return inside;
}

/* While a button is held GTK tells its motions to the display where it was pressed: finds the one of the
 * same guest, in the same window, that the pointer is over, and where. */
static LodgeDisplay *
find_display (LodgeDisplay *self,
              double       *x,
              double       *y)
{
  GtkWidget *widget = GTK_WIDGET (self), *root = GTK_WIDGET (gtk_widget_get_root (widget)), *other;
  double root_x, root_y;

  if (self->buttons == 0 || gtk_widget_contains (widget, *x, *y)
      || !gtk_widget_translate_coordinates (widget, root, *x, *y, &root_x, &root_y))
    return self;

  other = gtk_widget_pick (root, root_x, root_y, GTK_PICK_DEFAULT);
  if (!LODGE_IS_DISPLAY (other) || LODGE_DISPLAY (other)->console != self->console
      || !gtk_widget_translate_coordinates (root, other, root_x, root_y, x, y))
    return self;
  return LODGE_DISPLAY (other);
}

static void
move_somewhere (LodgeDisplay *self,
                double        x,
                double        y)
{
  LodgeDisplay *display = find_display (self, &x, &y);

  lodge_display_move_to (display, x, y);
}

static void
motion_cb (LodgeDisplay *self,
           double        x,
           double        y)
{
  if (!lodge_display_is_connected (self))
    return;

  if (!lodge_display_is_relative (self))
    move_somewhere (self, x, y);
  else if (self->captured && self->pointer_known
           && !lodge_pointer_lock_is_held (self->pointer_lock))
    lodge_display_move_by (self, x - self->pointer_x, y - self->pointer_y);
  self->pointer_x = x;
  self->pointer_y = y;
  self->pointer_known = TRUE;
}

static void
pointer_leave_cb (LodgeDisplay *self)
{
  self->pointer_known = FALSE;
}

/* Where an event took place, in the widget. */
gboolean
lodge_display_get_event_place (LodgeDisplay *self,
                               GdkEvent     *event,
                               double       *x,
                               double       *y)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  double native_x, native_y;

  if (native == NULL || !gdk_event_get_position (event, x, y))
    return FALSE;

  gtk_native_get_surface_transform (native, &native_x, &native_y);
  return gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), *x - native_x,
                                           *y - native_y, x, y);
}

/* The display of the same guest, in the same window, that has the keyboard. */
static LodgeDisplay *
find_grabbed (LodgeDisplay *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!LODGE_IS_DISPLAY (focus) || focus == GTK_WIDGET (self) || !LODGE_DISPLAY (focus)->grabbed
      || LODGE_DISPLAY (focus)->console != self->console)
    return NULL;
  return LODGE_DISPLAY (focus);
}

/* A click or a finger gives everything to the guest. %FALSE: it does not get this one. */
gboolean
lodge_display_take_input (LodgeDisplay *self)
{
  LodgeDisplay *other = find_grabbed (self);

  lodge_release_chord_disarm (&self->chord);
  if (other != NULL)
    self->in_relay = other->in_relay = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (other != NULL)
    self->in_relay = other->in_relay = FALSE;
  return self->grabbed;
}

static void
press_button (LodgeDisplay *self,
              guint         button,
              double        x,
              double        y)
{
  if (!lodge_display_take_input (self) || button > 31)
    return;

  if (lodge_display_is_relative (self))
    {
      /* The click that gives the pointer to the guest is not for the guest. */
      if (!self->captured)
        {
          capture (self);
          return;
        }
    }
  else if (!lodge_display_move_to (self, x, y))
    return;

  self->buttons |= 1u << button;
  lodge_console_button (self->console, button, TRUE);
}

/* %FALSE: the guest did not have it. */
static gboolean
release_button (LodgeDisplay *self,
                guint         button)
{
  if (button > 31 || !(self->buttons & 1u << button))
    return FALSE;

  self->buttons &= ~(1u << button);
  lodge_console_button (self->console, button, FALSE);
  return TRUE;
}

/* For lodge-side-buttons-x11.c: one that GTK does not see. %FALSE: it is not the guest's. */
gboolean
lodge_display_handle_side_button (LodgeDisplay *self,
                                  guint         button,
                                  gboolean      pressed)
{
  if (!lodge_display_is_connected (self))
    return FALSE;

  if (!pressed)
    return release_button (self, button);
  if (!self->pointer_known && !self->captured)
    return FALSE;
  press_button (self, button, self->pointer_x, self->pointer_y);
  return TRUE;
}

static gboolean
event_cb (LodgeDisplay *self,
          GdkEvent     *event)
{
  GdkEventType type = gdk_event_get_event_type (event);
  double x, y;

  if (!lodge_display_is_connected (self))
    return GDK_EVENT_PROPAGATE;
  if (lodge_display_handle_touch (self, event))
    return GDK_EVENT_STOP;
  if (type != GDK_BUTTON_PRESS && type != GDK_BUTTON_RELEASE)
    return GDK_EVENT_PROPAGATE;

  if (type == GDK_BUTTON_RELEASE)
    release_button (self, gdk_button_event_get_button (event));
  else if (lodge_display_get_event_place (self, event, &x, &y))
    press_button (self, gdk_button_event_get_button (event), x, y);
  return GDK_EVENT_STOP;
}

/* @button: for a click of the wheel up or to the left; the next one is for the other way */
static void
turn (LodgeDisplay *self,
      LodgeWheel   *wheel,
      guint         button,
      double        distance,
      gboolean      in_pixels)
{
  int clicks = lodge_wheel_add (wheel, distance, in_pixels, g_get_monotonic_time ());

  for (int i = 0; i < ABS (clicks); i++)
    {
      lodge_console_button (self->console, clicks < 0 ? button : button + 1, TRUE);
      lodge_console_button (self->console, clicks < 0 ? button : button + 1, FALSE);
    }
}

/* By a distance, down is positive: in clicks of a wheel, or in pixels. */
void
lodge_display_scroll (LodgeDisplay *self,
                      double        distance,
                      gboolean      in_pixels)
{
  turn (self, &self->wheel, 4, distance, in_pixels);
}

static gboolean
scroll_cb (LodgeDisplay       *self,
           double              dx,
           double              dy,
           GtkEventController *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (controller);
  gboolean in_pixels = event != NULL
                       && gdk_event_get_event_type (event) == GDK_SCROLL
                       && gdk_scroll_event_get_unit (event) == GDK_SCROLL_UNIT_SURFACE;

  if (!lodge_display_is_connected (self))
    return GDK_EVENT_PROPAGATE;

  lodge_release_chord_disarm (&self->chord);
  lodge_display_scroll (self, dy, in_pixels);
  turn (self, &self->sideways, 6, dx, in_pixels);
  return GDK_EVENT_STOP;
}

/* Adds the controllers of the pointer. */
void
lodge_display_init_pointer (LodgeDisplay *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  lodge_display_add_controller (self, motion, "enter", G_CALLBACK (motion_cb));
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (pointer_leave_cb), self, G_CONNECT_SWAPPED);
  lodge_display_add_controller (self, legacy, "event", G_CALLBACK (event_cb));
  lodge_display_add_controller (self, scroll, "scroll", G_CALLBACK (scroll_cb));
  lodge_pointer_lock_prepare (gtk_widget_get_display (GTK_WIDGET (self)));
#ifdef LODGE_HAVE_X11
  if (GDK_IS_X11_DISPLAY (gtk_widget_get_display (GTK_WIDGET (self))))
    lodge_side_buttons_x11_watch (self);
#endif
}
