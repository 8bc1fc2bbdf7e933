/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which guest a display shows, and which of its screens. Displays of one guest go together: the settings
 * and the clipboard of one are those of all. */

#include "config.h"

#include "display/lodge-display-private.h"

LodgeFramebuffer *
lodge_display_get_framebuffer (LodgeDisplay *self)
{
  return self->screen != NULL ? lodge_screen_get_framebuffer (self->screen) : NULL;
}

/* The guest's screen is to be as large as the widget. */
void
lodge_display_request_size (LodgeDisplay *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  LodgeDeviceArea area;

  if (!self->resize_guest || self->console == NULL || !gtk_widget_get_mapped (widget))
    return;

  lodge_device_area_init_widget (&area, widget);
  lodge_console_request_screen_size (self->console, self->screen, area.width, area.height);
}

/* The keyboard is taken back before the guest goes. */
static void
end_grab (LodgeDisplay *self)
{
  gboolean had_focus = self->has_focus;

  self->has_focus = FALSE;
  lodge_display_update_grab (self);
  self->has_focus = had_focus;
}

static void
show (LodgeDisplay *self,
      LodgeConsole *console,
      LodgeScreen  *screen)
{
  LodgeFramebuffer *framebuffer;

  if (self->console != NULL)
    end_grab (self);
  g_set_object (&self->console, console);
  g_set_object (&self->screen, screen);
  lodge_display_tiles_clear (self->tiles);
  framebuffer = lodge_display_get_framebuffer (self);
  if (framebuffer != NULL)
    {
      lodge_console_set_view_only (console, self->view_only);
      lodge_framebuffer_set_margin (framebuffer, LODGE_DISPLAY_TILES_BORDER);
      lodge_framebuffer_damage_all (framebuffer);
    }
  g_signal_group_set_target (self->console_signals, console);
  g_signal_group_set_target (self->screen_signals, screen);
  g_signal_group_set_target (self->framebuffer_signals, framebuffer);
  lodge_display_update_texture (self);

  lodge_display_update_geometry (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  lodge_display_request_size (self);
  lodge_display_update_grab (self);
  lodge_display_update_cursor (self);
  lodge_display_update_blank (self);
  g_object_notify (G_OBJECT (self), "screen");
}

/**
 * lodge_display_set_console:
 * @self: a display
 * @console: (nullable): the session to show
 *
 * Shows the first screen of another session. One framebuffer feeds one display: damage is taken by who
 * shows it.
 */
void
lodge_display_set_console (LodgeDisplay *self,
                           LodgeConsole *console)
{
  g_return_if_fail (LODGE_IS_DISPLAY (self));

  if (self->console == console)
    return;

  show (self, console, console != NULL ? lodge_console_get_screen (console, 0) : NULL);
  if (!self->beside)
    lodge_display_clipboard_set_guest (self->clipboard,
                                       console != NULL ? lodge_console_get_clipboard (console) : NULL);
  g_object_notify (G_OBJECT (self), "console");
}

/**
 * lodge_display_set_screen:
 * @self: a display that was made with lodge_display_new_beside()
 * @console: the session to show
 * @screen: one of its screens
 *
 * Shows any screen of a session.
 */
void
lodge_display_set_screen (LodgeDisplay *self,
                          LodgeConsole *console,
                          LodgeScreen  *screen)
{
  gboolean changed;

  g_return_if_fail (LODGE_IS_DISPLAY (self) && self->beside);
  g_return_if_fail (LODGE_IS_CONSOLE (console) && LODGE_IS_SCREEN (screen));

  changed = self->console != console;
  if (!changed && self->screen == screen)
    return;

  show (self, console, screen);
  if (changed)
    g_object_notify (G_OBJECT (self), "console");
}

LodgeScreen *
lodge_display_get_screen (LodgeDisplay *self)
{
  g_return_val_if_fail (LODGE_IS_DISPLAY (self), NULL);

  return self->screen;
}

/**
 * lodge_display_new_beside:
 * @other: a display, which need not live as long
 *
 * Makes a display for another screen of the guest that @other shows. It follows the properties of @other,
 * but not its console, and shares its clipboard: whichever of them has the focus, the guest has it.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
lodge_display_new_beside (LodgeDisplay *other)
{
  static const char *const followed[] = {
    "scale-mode", "scale-filter", "resize-guest", "dimmed", "notice", "release-keys",
    "inhibit-shortcuts", "view-only",
  };
  LodgeDisplay *self;

  g_return_val_if_fail (LODGE_IS_DISPLAY (other), NULL);

  self = LODGE_DISPLAY (lodge_display_new ());
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    g_object_bind_property (other, followed[i], self, followed[i], G_BINDING_SYNC_CREATE);
  g_set_object (&self->clipboard, other->clipboard);
  self->beside = TRUE;
  lodge_display_clipboard_add_widget (self->clipboard, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
