/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and pointer for the guest of a console, and what of them is down. Nothing passes while there is no
 * session, or while it is for viewing only. */

#include "config.h"

#include "console/lodge-console-private.h"

static gboolean
takes_input (LodgeConsole *self)
{
  return lodge_console_get_state (self) == LODGE_CONSOLE_CONNECTED
         && !lodge_console_is_view_only (self);
}

/**
 * lodge_console_key:
 * @self: a console
 * @scancode: XT set 1, with 0x100 for the prefix e0; Pause is 0x146
 * @pressed: down or up; down again is a repetition
 *
 * Presses or releases a key. Releasing what is not down does nothing.
 */
void
lodge_console_key (LodgeConsole *self,
                   guint         scancode,
                   gboolean      pressed)
{
  LodgeConsoleInput *input = lodge_console_get_input (self);

  g_return_if_fail (LODGE_IS_CONSOLE (self));

  if (scancode == 0 || scancode >= LODGE_CONSOLE_N_SCANCODES || !takes_input (self))
    return;
  if (!pressed && !input->pressed[scancode])
    return;

  input->pressed[scancode] = !!pressed;
  LODGE_CONSOLE_GET_CLASS (self)->key (self, scancode, pressed);
}

/**
 * lodge_console_send_keys:
 * @self: a console
 * @scancodes: (array length=n): keys, as for lodge_console_key()
 * @n: how many
 *
 * Presses keys in order and releases them in reverse, as Ctrl+Alt+Delete.
 */
void
lodge_console_send_keys (LodgeConsole *self,
                         const guint  *scancodes,
                         gsize         n)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  lodge_console_release_keys (self);
  for (gsize i = 0; i < n; i++)
    lodge_console_key (self, scancodes[i], TRUE);
  for (gsize i = n; i > 0; i--)
    lodge_console_key (self, scancodes[i - 1], FALSE);
}

/**
 * lodge_console_release_keys:
 * @self: a console
 *
 * Releases all keys that are down, as when the keyboard goes to another window.
 */
void
lodge_console_release_keys (LodgeConsole *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  for (guint scancode = 0; scancode < LODGE_CONSOLE_N_SCANCODES; scancode++)
    lodge_console_key (self, scancode, FALSE);
}

/**
 * lodge_console_set_locks:
 * @self: a console
 * @caps: Caps Lock
 * @num: Num Lock
 * @scroll: Scroll Lock
 *
 * Brings the guest's lock keys to these states.
 */
void
lodge_console_set_locks (LodgeConsole *self,
                         gboolean      caps,
                         gboolean      num,
                         gboolean      scroll)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  if (takes_input (self))
    LODGE_CONSOLE_GET_CLASS (self)->set_locks (self, caps, num, scroll);
}

/**
 * lodge_console_motion:
 * @self: a console
 * @x: guest pixels, from the left
 * @y: guest pixels, from the top
 *
 * Moves the pointer to a place; for the absolute mode.
 */
void
lodge_console_motion (LodgeConsole *self,
                      int           x,
                      int           y)
{
  lodge_console_motion_on (self, NULL, x, y);
}

/**
 * lodge_console_motion_on:
 * @self: a console
 * @screen: (nullable): one of its screens; %NULL: the first
 * @x: guest pixels, from the left of the screen
 * @y: guest pixels, from its top
 *
 * Moves the pointer to a place on a screen; for the absolute mode.
 */
void
lodge_console_motion_on (LodgeConsole *self,
                         LodgeScreen  *screen,
                         int           x,
                         int           y)
{
  LodgeConsoleClass *klass;

  g_return_if_fail (LODGE_IS_CONSOLE (self));

  if (!takes_input (self))
    return;

  klass = LODGE_CONSOLE_GET_CLASS (self);
  if (klass->motion_on != NULL)
    klass->motion_on (self, screen != NULL ? screen : lodge_console_get_screen (self, 0), x, y);
  else
    klass->motion (self, x, y);
}

/**
 * lodge_console_move:
 * @self: a console
 * @dx: to the right
 * @dy: down
 *
 * Moves the pointer by a distance; for the relative mode.
 */
void
lodge_console_move (LodgeConsole *self,
                    int           dx,
                    int           dy)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  if (takes_input (self) && (dx != 0 || dy != 0))
    LODGE_CONSOLE_GET_CLASS (self)->move (self, dx, dy);
}

/**
 * lodge_console_button:
 * @self: a console
 * @button: 1 left, 2 middle, 3 right, 4 up, 5 down, 8 side, 9 extra; over VNC also 6 and 7, the wheel to the
 *   left and to the right, but not 9, for which it has no bit
 * @pressed: down or up
 *
 * Presses or releases a button of the pointer. Releasing what is not down does nothing.
 */
void
lodge_console_button (LodgeConsole *self,
                      guint         button,
                      gboolean      pressed)
{
  LodgeConsoleInput *input = lodge_console_get_input (self);
  guint bit = 1u << (button & 31);

  g_return_if_fail (LODGE_IS_CONSOLE (self));

  if (!takes_input (self) || (!pressed && (input->buttons & bit) == 0))
    return;

  input->buttons = pressed ? input->buttons | bit : input->buttons & ~bit;
  LODGE_CONSOLE_GET_CLASS (self)->button (self, button, pressed);
}

/* For lodge-console.c: all that are down. */
void
lodge_console_release_buttons (LodgeConsole *self)
{
  for (guint button = 1; button < 32; button++)
    lodge_console_button (self, button, FALSE);
}
