/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which keys take the keyboard back, and whether the desktop's shortcuts go to the machine. */

#include "config.h"

#include "pages/lodge-console-keyboard.h"

#include "base/lodge-settings.h"

struct _LodgeConsoleKeyboard
{
  LodgeDisplay *display;
  GSettings *settings;
  GSettings *machine_settings;
};

/**
 * lodge_console_keyboard_new:
 * @display: a display, which outlives the result
 *
 * Keeps the program's settings on a display.
 *
 * Returns: (transfer full): to be freed with the display
 */
LodgeConsoleKeyboard *
lodge_console_keyboard_new (LodgeDisplay *display)
{
  LodgeConsoleKeyboard *self = g_new0 (LodgeConsoleKeyboard, 1);

  self->display = display;
  self->settings = lodge_settings_new ();
  if (self->settings != NULL)
    g_settings_bind (self->settings, "release-keys", display, "release-keys", G_SETTINGS_BIND_GET);
  return self;
}

/**
 * lodge_console_keyboard_set_machine:
 * @self: a keyboard
 * @machine: (nullable): what the display shows
 *
 * Moves to another machine's settings.
 */
void
lodge_console_keyboard_set_machine (LodgeConsoleKeyboard *self,
                                    LodgeMachine         *machine)
{
  if (self->machine_settings != NULL)
    g_settings_unbind (self->display, "inhibit-shortcuts");
  g_clear_object (&self->machine_settings);
  if (machine != NULL)
    self->machine_settings = lodge_settings_new_for_machine (lodge_machine_get_uuid (machine));
  if (self->machine_settings != NULL)
    g_settings_bind (self->machine_settings, "system-shortcuts", self->display,
                     "inhibit-shortcuts", G_SETTINGS_BIND_GET);
}

void
lodge_console_keyboard_free (LodgeConsoleKeyboard *self)
{
  if (self->settings != NULL)
    g_settings_unbind (self->display, "release-keys");
  if (self->machine_settings != NULL)
    g_settings_unbind (self->display, "inhibit-shortcuts");
  g_clear_object (&self->settings);
  g_clear_object (&self->machine_settings);
  g_free (self);
}
