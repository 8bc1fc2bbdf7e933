/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fingers on the display; what they mean is lodge-touch.c's. */

#include "config.h"

#include "display/lodge-display-private.h"

static void
move_cb (double   x,
         double   y,
         gpointer user_data)
{
  lodge_display_move_to (user_data, x, y);
}

static void
drag_cb (double   dx,
         double   dy,
         gpointer user_data)
{
  lodge_display_move_by (user_data, dx, dy);
}

static void
button_cb (guint    button,
           gboolean pressed,
           gpointer user_data)
{
  LodgeDisplay *self = user_data;

  lodge_console_button (self->console, button, pressed);
}

static void
scroll_cb (double   distance,
           gpointer user_data)
{
  lodge_display_scroll (user_data, distance, TRUE);
}

static const LodgeTouchActions actions = { move_cb, drag_cb, button_cb, scroll_cb };

static gboolean
hold_cb (gpointer user_data)
{
  LodgeDisplay *self = user_data;

  self->touch_source = 0;
  if (lodge_display_is_connected (self))
    lodge_touch_hold (&self->touch, &actions, self);
  return G_SOURCE_REMOVE;
}

static void
begin (LodgeDisplay  *self,
       gconstpointer  finger,
       double         x,
       double         y)
{
  if (!lodge_display_take_input (self))
    return;

  g_clear_handle_id (&self->touch_source, g_source_remove);
  if (lodge_touch_begin (&self->touch, finger, x, y, lodge_display_is_relative (self)))
    self->touch_source = g_timeout_add (LODGE_TOUCH_HOLD_MS, hold_cb, self);
}

/* Whether @event is one of a finger. The console is connected. */
gboolean
lodge_display_handle_touch (LodgeDisplay *self,
                            GdkEvent     *event)
{
  gconstpointer finger = gdk_event_get_event_sequence (event);
  double x, y;

  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_TOUCH_BEGIN:
      if (lodge_display_get_event_place (self, event, &x, &y))
        begin (self, finger, x, y);
      return TRUE;

    case GDK_TOUCH_UPDATE:
      if (lodge_display_get_event_place (self, event, &x, &y))
        lodge_touch_update (&self->touch, finger, x, y, &actions, self);
      return TRUE;

    case GDK_TOUCH_END:
      lodge_touch_end (&self->touch, finger, &actions, self);
      return TRUE;

    case GDK_TOUCH_CANCEL:
      lodge_touch_cancel (&self->touch, &actions, self);
      return TRUE;

    default:
      return FALSE;
    }
}

/* The display has no input any more. */
void
lodge_display_release_touch (LodgeDisplay *self)
{
  g_clear_handle_id (&self->touch_source, g_source_remove);
  if (self->console != NULL)
    lodge_touch_cancel (&self->touch, &actions, self);
}
