/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and pointer of the display. The keyboard goes to the guest while the display has the focus,
 * until the release chord; then the next click takes it back. Keys are caught at the window, before
 * its shortcuts see them. Buttons come from the raw events, because a gesture loses chords of them. */

#include "config.h"

#include "display/lodge-display-private.h"

#include <math.h>

/* The key code that is Up where the key codes are Linux's, and Print on old X servers. */
#define KEYCODE_UP 111

static gboolean
has_evdev_keymap (GdkDisplay *display)
{
  g_autofree guint *keyvals = NULL;
  int n = 0;

  if (!gdk_display_map_keycode (display, KEYCODE_UP, NULL, &keyvals, &n))
    return FALSE;

  for (int i = 0; i < n; i++)
    if (keyvals[i] == GDK_KEY_Up)
      return TRUE;
  return FALSE;
}

static guint
get_scancode (LodgeDisplay *self,
              guint         keyval,
              guint         keycode)
{
  guint scancode = 0;

  if (self->evdev && keycode >= 8)
    scancode = lodge_scancode_from_evdev (keycode - 8);
  return scancode != 0 ? scancode : lodge_scancode_from_keyval (keyval);
}

static gboolean
is_relative (LodgeDisplay *self)
{
  return self->console != NULL
         && lodge_console_get_pointer_mode (self->console) == LODGE_POINTER_RELATIVE;
}

static gboolean
is_connected (LodgeDisplay *self)
{
  return self->console != NULL
         && lodge_console_get_state (self->console) == LODGE_CONSOLE_CONNECTED;
}

static void
sync_locks (LodgeDisplay *self)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));
  GdkDevice *keyboard = seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;

  if (keyboard != NULL)
    lodge_console_set_locks (self->console, gdk_device_get_caps_lock_state (keyboard),
                             gdk_device_get_num_lock_state (keyboard),
                             gdk_device_get_scroll_lock_state (keyboard));
}

static void
inhibit_shortcuts (LodgeDisplay *self,
                   gboolean      inhibit)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  if (self->inhibits == inhibit)
    return;

  self->inhibits = inhibit;
  if (!GDK_IS_TOPLEVEL (surface))
    return;
  if (inhibit)
    gdk_toplevel_inhibit_system_shortcuts (GDK_TOPLEVEL (surface), NULL);
  else
    gdk_toplevel_restore_system_shortcuts (GDK_TOPLEVEL (surface));
}

static void
release_buttons (LodgeDisplay *self)
{
  for (guint button = 1; button < 32; button++)
    if (self->buttons & 1u << button)
      lodge_console_button (self->console, button, FALSE);
  self->buttons = 0;
}

static gboolean
handle_key (LodgeDisplay *self,
            guint         scancode,
            gboolean      pressed)
{
  if (scancode == 0)
    return FALSE;

  lodge_console_key (self->console, scancode, pressed);
  if (lodge_release_chord_key (&self->chord, scancode, pressed))
    {
      self->let_go = TRUE;
      lodge_display_update_grab (self);
      lodge_display_emit_released (self);
    }
  return TRUE;
}

static gboolean
key_pressed_cb (LodgeDisplay    *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  return handle_key (self, get_scancode (self, keyval, keycode), TRUE);
}

static void
key_released_cb (LodgeDisplay    *self,
                 guint            keyval,
                 guint            keycode,
                 GdkModifierType  state)
{
  handle_key (self, get_scancode (self, keyval, keycode), FALSE);
}

/* The newest capturing controller of the root comes first, before the application's shortcuts. */
static void
catch_keys (LodgeDisplay *self)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->key_controller != NULL || root == NULL)
    return;

  self->key_controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->key_controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->key_controller, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->key_controller, "key-released", G_CALLBACK (key_released_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (root, self->key_controller);
}

static void
let_keys_go (LodgeDisplay *self)
{
  GtkEventController *controller = g_steal_pointer (&self->key_controller);

  if (controller != NULL)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (controller), controller);
}

static void
begin_grab (LodgeDisplay *self)
{
  self->chord = (LodgeReleaseChord) { 0 };
  self->evdev = has_evdev_keymap (gtk_widget_get_display (GTK_WIDGET (self)));
  catch_keys (self);
  inhibit_shortcuts (self, TRUE);
  lodge_console_release_keys (self->console);
  sync_locks (self);
}

static void
end_grab (LodgeDisplay *self)
{
  let_keys_go (self);
  inhibit_shortcuts (self, FALSE);
  if (self->console != NULL)
    {
      lodge_console_release_keys (self->console);
      release_buttons (self);
    }
  self->buttons = 0;
  self->pointer_known = FALSE;
}

static void
focus_enter_cb (LodgeDisplay *self)
{
  self->has_focus = TRUE;
  self->let_go = FALSE;
  lodge_display_update_grab (self);
}

static void
focus_leave_cb (LodgeDisplay *self)
{
  self->has_focus = FALSE;
  lodge_display_update_grab (self);
}

static void
move_relative (LodgeDisplay *self,
               double        x,
               double        y)
{
  double factor_x = 1, factor_y = 1;
  double dx, dy;

  if (!self->pointer_known || !self->grabbed)
    return;

  if (self->geometry.guest_width > 0)
    {
      factor_x = (double) self->geometry.scale * self->geometry.guest_width / self->geometry.width;
      factor_y = (double) self->geometry.scale * self->geometry.guest_height / self->geometry.height;
    }
  self->rest_x += (x - self->pointer_x) * factor_x;
  self->rest_y += (y - self->pointer_y) * factor_y;
  dx = trunc (self->rest_x);
  dy = trunc (self->rest_y);
  self->rest_x -= dx;
  self->rest_y -= dy;
  lodge_console_move (self->console, (int) dx, (int) dy);
}

static void
motion_cb (LodgeDisplay *self,
           double        x,
           double        y)
{
  int guest_x, guest_y;

  if (!is_connected (self))
    return;

  if (is_relative (self))
    move_relative (self, x, y);
  else
    {
      lodge_display_geometry_to_guest (&self->geometry, x, y, &guest_x, &guest_y);
      if (self->geometry.guest_width > 0)
        lodge_console_motion (self->console, guest_x, guest_y);
    }
  self->pointer_x = x;
  self->pointer_y = y;
  self->pointer_known = TRUE;
}

static void
pointer_leave_cb (LodgeDisplay *self)
{
  self->pointer_known = FALSE;
}

static gboolean
get_event_place (LodgeDisplay *self,
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

static void
press_button (LodgeDisplay *self,
              GdkEvent     *event,
              guint         button)
{
  gboolean was_grabbed = self->grabbed;
  int guest_x, guest_y;
  double x, y;

  lodge_release_chord_disarm (&self->chord);
  self->let_go = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  lodge_display_update_grab (self);
  if (!self->grabbed || button > 31 || !get_event_place (self, event, &x, &y))
    return;

  if (is_relative (self))
    {
      /* The click that gives the pointer to the guest is not for the guest. */
      if (!was_grabbed)
        return;
    }
  else if (!lodge_display_geometry_to_guest (&self->geometry, x, y, &guest_x, &guest_y))
    return;
  else
    lodge_console_motion (self->console, guest_x, guest_y);

  self->buttons |= 1u << button;
  lodge_console_button (self->console, button, TRUE);
}

static void
release_button (LodgeDisplay *self,
                guint         button)
{
  if (button > 31 || !(self->buttons & 1u << button))
    return;

  self->buttons &= ~(1u << button);
  lodge_console_button (self->console, button, FALSE);
}

static gboolean
event_cb (LodgeDisplay *self,
          GdkEvent     *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if ((type != GDK_BUTTON_PRESS && type != GDK_BUTTON_RELEASE) || !is_connected (self))
    return GDK_EVENT_PROPAGATE;

  if (type == GDK_BUTTON_PRESS)
    press_button (self, event, gdk_button_event_get_button (event));
  else
    release_button (self, gdk_button_event_get_button (event));
  return GDK_EVENT_STOP;
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
  int clicks;

  if (!is_connected (self))
    return GDK_EVENT_PROPAGATE;

  lodge_release_chord_disarm (&self->chord);
  clicks = lodge_wheel_add (&self->wheel, dy, in_pixels, g_get_monotonic_time ());
  for (int i = 0; i < ABS (clicks); i++)
    {
      lodge_console_button (self->console, clicks < 0 ? 4 : 5, TRUE);
      lodge_console_button (self->console, clicks < 0 ? 4 : 5, FALSE);
    }
  return GDK_EVENT_STOP;
}

static void
add_controller (LodgeDisplay       *self,
                GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
watch (LodgeDisplay       *self,
       GtkEventController *controller,
       const char         *signal,
       GCallback           callback)
{
  g_signal_connect_object (controller, signal, callback, self, G_CONNECT_SWAPPED);
}

/* Adds the controllers that are always there. */
void
lodge_display_init_input (LodgeDisplay *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  watch (self, focus, "enter", G_CALLBACK (focus_enter_cb));
  watch (self, focus, "leave", G_CALLBACK (focus_leave_cb));
  watch (self, motion, "enter", G_CALLBACK (motion_cb));
  watch (self, motion, "motion", G_CALLBACK (motion_cb));
  watch (self, motion, "leave", G_CALLBACK (pointer_leave_cb));
  watch (self, legacy, "event", G_CALLBACK (event_cb));
  watch (self, scroll, "scroll", G_CALLBACK (scroll_cb));
  add_controller (self, focus);
  add_controller (self, motion);
  add_controller (self, legacy);
  add_controller (self, scroll);
}

/* Brings the grab to what focus, console and chord say. */
void
lodge_display_update_grab (LodgeDisplay *self)
{
  gboolean grab = self->has_focus && !self->let_go && is_connected (self)
                  && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (self->grabbed == grab)
    return;

  if (grab)
    begin_grab (self);
  else
    end_grab (self);
  lodge_display_set_grabbed (self, grab);
  lodge_display_update_cursor (self);
}

static GdkCursor *
make_cursor (LodgeDisplay *self)
{
  g_autoptr(GdkCursor) fallback = gdk_cursor_new_from_name ("default", NULL);

  if (self->cursor_texture == NULL)
    return NULL;
  return gdk_cursor_new_from_texture (self->cursor_texture, self->cursor->hot_x,
                                      self->cursor->hot_y, fallback);
}

static void
set_cursor_texture (LodgeDisplay *self,
                    LodgeCursor  *cursor)
{
  if (self->cursor == cursor)
    return;

  g_clear_object (&self->cursor_texture);
  g_clear_pointer (&self->cursor, lodge_cursor_unref);
  if (cursor == NULL)
    return;

  self->cursor = lodge_cursor_ref (cursor);
  if (cursor->pixels != NULL)
    self->cursor_texture = gdk_memory_texture_new (cursor->width, cursor->height,
                                                   GDK_MEMORY_R8G8B8A8, cursor->pixels,
                                                   (gsize) cursor->width * 4);
}

/* In the absolute mode the guest's pointer is the host's; in the relative one it is painted. */
void
lodge_display_update_cursor (LodgeDisplay *self)
{
  LodgeCursor *cursor = is_connected (self) ? lodge_console_get_cursor (self->console) : NULL;
  g_autoptr(GdkCursor) pointer = NULL;

  set_cursor_texture (self, cursor);
  if (is_relative (self))
    {
      if (self->grabbed)
        pointer = gdk_cursor_new_from_name ("none", NULL);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (cursor != NULL && cursor->pixels == NULL)
    pointer = gdk_cursor_new_from_name ("none", NULL);
  else
    pointer = make_cursor (self);
  gtk_widget_set_cursor (GTK_WIDGET (self), pointer);
}
