/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys of the display. The keyboard goes to the guest while the display has the focus, until the
 * release chord; then the next click takes it back. Keys are caught at the window, before its
 * shortcuts see them. */

#include "config.h"

#include "display/lodge-display-private.h"

#ifdef LODGE_HAVE_X11
#include <gdk/x11/gdkx.h>

#include "display/lodge-keyboard-x11.h"
#endif

gboolean
lodge_display_is_relative (LodgeDisplay *self)
{
  return self->console != NULL
         && lodge_console_get_pointer_mode (self->console) == LODGE_POINTER_RELATIVE;
}

gboolean
lodge_display_is_connected (LodgeDisplay *self)
{
  return self->console != NULL
         && lodge_console_get_state (self->console) == LODGE_CONSOLE_CONNECTED;
}

static GdkSurface *
get_surface (LodgeDisplay *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  return native != NULL ? gtk_native_get_surface (native) : NULL;
}

#ifdef LODGE_HAVE_X11

static void inhibit_shortcuts (LodgeDisplay *self, gboolean inhibit);

/* GDK tells the loss of the focus when the keyboard is free. */
static gboolean
xevent_cb (LodgeDisplay *self,
           gpointer      event)
{
  if (lodge_keyboard_x11_is_focus_lost (get_surface (self), event))
    inhibit_shortcuts (self, FALSE);
  return GDK_EVENT_PROPAGATE;
}

static void
watch_focus (LodgeDisplay *self,
             gboolean      watch)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));

  g_clear_signal_handler (&self->focus_handler, display);
  if (watch && GDK_IS_X11_DISPLAY (display))
    self->focus_handler = g_signal_connect_object (display, "xevent", G_CALLBACK (xevent_cb), self,
                                                   G_CONNECT_SWAPPED);
}

#else

static void
watch_focus (LodgeDisplay *self,
             gboolean      watch)
{
}

#endif

static void
inhibit_shortcuts (LodgeDisplay *self,
                   gboolean      inhibit)
{
  GdkSurface *surface = get_surface (self);

  inhibit &= self->inhibit_shortcuts;
  if (self->inhibits == inhibit)
    return;

  self->inhibits = inhibit;
  watch_focus (self, inhibit && GDK_IS_TOPLEVEL (surface));
  if (!GDK_IS_TOPLEVEL (surface))
    return;
  if (inhibit)
    gdk_toplevel_inhibit_system_shortcuts (GDK_TOPLEVEL (surface), NULL);
  else
    gdk_toplevel_restore_system_shortcuts (GDK_TOPLEVEL (surface));
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
  return handle_key (self, lodge_scancode_from_key (self->evdev, keyval, keycode), TRUE);
}

static void
key_released_cb (LodgeDisplay    *self,
                 guint            keyval,
                 guint            keycode,
                 GdkModifierType  state)
{
  handle_key (self, lodge_scancode_from_key (self->evdev, keyval, keycode), FALSE);
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
  lodge_release_chord_reset (&self->chord);
  self->evdev = lodge_scancode_has_evdev (gtk_widget_get_display (GTK_WIDGET (self)));
  catch_keys (self);
  inhibit_shortcuts (self, TRUE);
  if (!self->in_relay)
    lodge_console_release_keys (self->console);
  lodge_display_send_locks (self);
}

static void
end_grab (LodgeDisplay *self)
{
  let_keys_go (self);
  lodge_display_restore_locks (self);
  inhibit_shortcuts (self, FALSE);
  if (self->console != NULL && !self->in_relay)
    lodge_console_release_keys (self->console);
  lodge_display_release_pointer (self);
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

/* Whether the system's shortcuts go to the guest; may change while it has the keyboard. */
void
lodge_display_update_inhibition (LodgeDisplay *self)
{
  inhibit_shortcuts (self, self->grabbed);
}

/* For the other files of the display; @callback gets it first. */
void
lodge_display_add_controller (LodgeDisplay       *self,
                              GtkEventController *controller,
                              const char         *signal,
                              GCallback           callback)
{
  g_signal_connect_object (controller, signal, callback, self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* Adds the controllers that are always there. */
void
lodge_display_init_input (LodgeDisplay *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  lodge_display_add_controller (self, focus, "enter", G_CALLBACK (focus_enter_cb));
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_leave_cb), self, G_CONNECT_SWAPPED);
  lodge_display_init_pointer (self);
}

/* Brings the grab to what focus, console and chord say. */
void
lodge_display_update_grab (LodgeDisplay *self)
{
  gboolean grab = self->has_focus && !self->let_go && !self->view_only && lodge_display_is_connected (self)
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
