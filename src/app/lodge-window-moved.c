/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Machines that move to another host: what shows them goes along. */

#include "config.h"

#include "app/lodge-window-private.h"

#include <glib/gi18n.h>

static void
show_toast (LodgeWindow *self,
            const char  *text)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "show-toast", g_variant_new_string (text));
}

static gboolean
follow (LodgeWindow  *self,
        LodgeMachine *from,
        LodgeMachine *to)
{
  if (self->single)
    return lodge_window_follow_in_tabs (self, from, to);
  if (self->machine != from)
    return FALSE;

  lodge_machine_page_follow (self->machine_page, to);
  return lodge_sidebar_select (self->sidebar, to);
}

static void
moved_cb (LodgeWindow  *self,
          LodgeMachine *from,
          LodgeMachine *to)
{
  g_autofree char *name = lodge_window_shorten_name (lodge_machine_get_label (to));
  g_autofree char *text = NULL;

  if (!follow (self, from, to))
    return;

  /* Translators: a machine and a host */
  text = g_strdup_printf (_("“%s” moved to %s"), name, lodge_host_get_name (lodge_machine_get_host (to)));
  show_toast (self, text);
}

/**
 * lodge_window_follow_moves:
 * @self: a window
 *
 * From now on, what it shows of a machine goes along when that moves to another host of the list.
 */
void
lodge_window_follow_moves (LodgeWindow *self)
{
  g_signal_connect_object (self->hosts, "machine-moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}

/**
 * lodge_window_follow_move:
 * @self: a window
 *
 * Shows the machine that is shown where it moved to, if that is known.
 */
void
lodge_window_follow_move (LodgeWindow *self)
{
  g_autoptr(LodgeMachine) to = self->machine != NULL ? lodge_machine_dup_moved_to (self->machine) : NULL;

  if (to != NULL && lodge_machine_get_host (to) != NULL)
    follow (self, self->machine, to);
}

/**
 * lodge_window_check_move:
 * @self: a window
 *
 * Lets go of a machine that is gone to where nobody knows, unless its console is looked at: that says so.
 */
void
lodge_window_check_move (LodgeWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (self->single || self->machine == NULL || !lodge_machine_is_away (self->machine)
      || lodge_machine_get_move (self->machine) == LODGE_MOVE_LOOKING
      || g_strcmp0 (lodge_machine_page_get_page (self->machine_page), "console") == 0)
    return;

  name = lodge_window_shorten_name (lodge_machine_get_label (self->machine));
  /* Translators: %s is the name of a machine */
  text = g_strdup_printf (_("“%s” moved to a host that is not connected"), name);
  lodge_sidebar_select (self->sidebar, self->host);
  show_toast (self, text);
}
