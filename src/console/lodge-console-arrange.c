/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The screens of a console: which there are, and how they are to be. */

#include "config.h"

#include "console/lodge-console-private.h"
#include "console/lodge-console-screens-private.h"

static gboolean
is_connected (LodgeConsole *self)
{
  return lodge_console_get_state (self) == LODGE_CONSOLE_CONNECTED;
}

static gboolean
can_resize (LodgeConsole *self)
{
  return is_connected (self) && (lodge_console_get_features (self) & LODGE_CONSOLE_RESIZES) != 0;
}

/**
 * lodge_console_get_screens:
 * @self: a console
 *
 * Asks which screens the guest has or may have; their numbers are their places in the list.
 *
 * Returns: (transfer none): a model of LodgeScreen that is never empty
 */
GListModel *
lodge_console_get_screens (LodgeConsole *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return lodge_console_screens_get_model (lodge_console_screens_of (self));
}

/**
 * lodge_console_get_screen:
 * @self: a console
 * @number: which, from 0
 *
 * Returns: (transfer none) (nullable): the screen, %NULL when there is none of this number
 */
LodgeScreen *
lodge_console_get_screen (LodgeConsole *self,
                          guint         number)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return lodge_console_screens_get (lodge_console_screens_of (self), number);
}

/**
 * lodge_console_request_size:
 * @self: a console
 * @width: in device pixels, brought into the allowed range; 0: none is wanted any more
 * @height: the same
 *
 * Wants the guest's screen to be of this size. Nothing happens while the guest cannot do that (see
 * the feature %LODGE_CONSOLE_RESIZES); it may also make something else of it.
 */
void
lodge_console_request_size (LodgeConsole *self,
                            int           width,
                            int           height)
{
  lodge_console_request_screen_size (self, lodge_console_get_screen (self, 0), width, height);
}

/* Whether the screen is one of the console's now. */
static gboolean
has_screen (LodgeConsole *self,
            LodgeScreen  *screen)
{
  return lodge_console_get_screen (self, lodge_screen_get_number (screen)) == screen;
}

/**
 * lodge_console_request_screen_size:
 * @self: a console
 * @screen: one of its screens
 * @width: as for lodge_console_request_size()
 * @height: the same
 *
 * Wants one of the guest's screens to be of this size.
 */
void
lodge_console_request_screen_size (LodgeConsole *self,
                                   LodgeScreen  *screen,
                                   int           width,
                                   int           height)
{
  guint number;

  g_return_if_fail (LODGE_IS_CONSOLE (self));
  g_return_if_fail (LODGE_IS_SCREEN (screen));

  number = lodge_screen_get_number (screen);
  if (!has_screen (self, screen))
    return;
  if (width <= 0 || height <= 0)
    lodge_console_screens_request_size (lodge_console_screens_of (self), number, 0, 0);
  else if (can_resize (self))
    lodge_console_screens_request_size (lodge_console_screens_of (self), number,
                                        CLAMP (width, LODGE_CONSOLE_MIN_WIDTH,
                                               LODGE_CONSOLE_MAX_SIZE),
                                        CLAMP (height, LODGE_CONSOLE_MIN_HEIGHT,
                                               LODGE_CONSOLE_MAX_SIZE));
}

/**
 * lodge_console_turn_screen:
 * @self: a console
 * @screen: one of its screens, but not the first
 * @on: whether somebody looks at it
 *
 * Wants one of the guest's screens on or off. A guest that cannot be told shows what it has.
 */
void
lodge_console_turn_screen (LodgeConsole *self,
                           LodgeScreen  *screen,
                           gboolean      on)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));
  g_return_if_fail (LODGE_IS_SCREEN (screen));

  if (!is_connected (self) || !has_screen (self, screen) || lodge_screen_get_number (screen) == 0)
    return;

  if (on && LODGE_CONSOLE_GET_CLASS (self)->show_screen != NULL)
    LODGE_CONSOLE_GET_CLASS (self)->show_screen (self, screen);
  lodge_console_screens_turn (lodge_console_screens_of (self), lodge_screen_get_number (screen), on);
}

/**
 * lodge_console_place_screen:
 * @self: a console
 * @screen: one of its screens
 * @x: guest pixels
 * @y: guest pixels
 *
 * Wants a place for a screen. It counts when all that are on have one and they do not overlap; else they
 * stand in a line.
 */
void
lodge_console_place_screen (LodgeConsole *self,
                            LodgeScreen  *screen,
                            int           x,
                            int           y)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));
  g_return_if_fail (LODGE_IS_SCREEN (screen));

  if (is_connected (self) && has_screen (self, screen))
    lodge_console_screens_place (lodge_console_screens_of (self), lodge_screen_get_number (screen),
                                 CLAMP (x, 0, LODGE_CONSOLE_MAX_SIZE),
                                 CLAMP (y, 0, LODGE_CONSOLE_MAX_SIZE));
}

/* In a line again. */
void
lodge_console_unplace_screens (LodgeConsole *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  lodge_console_screens_unplace (lodge_console_screens_of (self));
}

/**
 * lodge_console_line_up_screens:
 * @self: a console
 * @numbers: (array length=n) (nullable): of screens, the one at the left or the top first
 * @n: how many, at most %LODGE_MAX_SCREENS
 * @below: %TRUE: one below the other; %FALSE: side by side
 *
 * Says how screens stand that have no places. Those that are not named come last. The guest is told where
 * something else was wished of its screens in this session.
 */
void
lodge_console_line_up_screens (LodgeConsole *self,
                               const guint  *numbers,
                               guint         n,
                               gboolean      below)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));
  g_return_if_fail (n <= LODGE_MAX_SCREENS);

  if (is_connected (self))
    lodge_console_screens_line_up (lodge_console_screens_of (self), numbers, n, below);
}

/* As many as the guest has or may have; after the session there is one again. */
void
lodge_console_set_n_screens (LodgeConsole *self,
                             guint         n)
{
  lodge_console_screens_set_n (lodge_console_screens_of (self), n);
}
