/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A machine that is to be selected as soon as a host lists it. When the user named it, and all hosts that
 * connect have answered and none has it, that is said. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/lodge-window-private.h"
#include "base/lodge-prop.h"

typedef enum {
  ANSWER_TO_COME,
  ANSWER_NONE,  /* not connected: it may come one day */
  ANSWER_HERE,
} Answer;

static Answer
get_answer (LodgeHost *host)
{
  gboolean loading;

  g_object_get (host, "loading", &loading, NULL);
  switch (lodge_host_get_state (host))
    {
    case LODGE_HOST_CONNECTING:
      return ANSWER_TO_COME;

    case LODGE_HOST_CONNECTED:
      return loading ? ANSWER_TO_COME : ANSWER_HERE;

    default:
      return ANSWER_NONE;
    }
}

static Answer
get_worst_answer (LodgeWindow *self)
{
  Answer worst = ANSWER_HERE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->hosts)); i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      worst = MIN (worst, get_answer (host));
    }
  return worst;
}

static void
forget_wanted (LodgeWindow *self)
{
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->wanted_page, g_free);
}

static gboolean
select_on (LodgeWindow *self,
           LodgeHost   *host)
{
  LodgeMachine *machine = lodge_host_find_machine (host, self->wanted);

  /* One of last time may be gone: the host says it soon. */
  if (machine == NULL || lodge_machine_get_state (machine) == LODGE_MACHINE_UNKNOWN
      || !lodge_sidebar_select (self->sidebar, machine))
    return FALSE;

  if (self->wanted_page != NULL)
    lodge_machine_page_set_page (self->machine_page, self->wanted_page);
  lodge_window_show_content (self);
  if (g_strcmp0 (self->wanted_page, "console") == 0)
    lodge_machine_page_focus_console (self->machine_page);
  forget_wanted (self);
  return TRUE;
}

static void
tell_missed (LodgeWindow *self,
             Answer       answer)
{
  g_autofree char *message = NULL;

  /* Translators: %s is the name of a machine */
  message = g_strdup_printf (answer == ANSWER_HERE
                             ? _("There is no machine “%s” on the hosts in the list.")
                             : _("There is no machine “%s” on the hosts that are connected."),
                             self->wanted);
  g_action_group_activate_action (G_ACTION_GROUP (self), "show-toast",
                                  g_variant_new_string (message));
}

/**
 * lodge_window_check_wanted:
 * @self: a window
 *
 * Selects what is wanted when it is there by now, or tells once that no host has it. A host that is
 * not connected may still bring it.
 */
void
lodge_window_check_wanted (LodgeWindow *self)
{
  Answer answer = ANSWER_TO_COME;

  for (guint i = 0; self->wanted != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->hosts)); i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      if (select_on (self, host))
        return;
    }
  if (self->wanted != NULL && self->wanted_untold)
    answer = get_worst_answer (self);
  if (answer == ANSWER_TO_COME)
    return;

  tell_missed (self, answer);
  self->wanted_untold = FALSE;
  if (answer == ANSWER_HERE)
    forget_wanted (self);
}

/**
 * lodge_window_watch_wanted:
 * @self: a window
 * @host: a host that is new in its list
 *
 * Lets the window learn when @host has answered.
 */
void
lodge_window_watch_wanted (LodgeWindow *self,
                           LodgeHost   *host)
{
  g_signal_connect_object (host, "notify::state", G_CALLBACK (lodge_window_check_wanted), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (host, "notify::loading", G_CALLBACK (lodge_window_check_wanted), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * lodge_window_show_machine:
 * @self: a window
 * @uuid_or_name: a machine, which may not be listed yet
 * @page: (nullable): “overview”, “console” or “hardware”
 *
 * Selects a machine now, or as soon as it appears on any host. A window for machines alone stays as
 * it is.
 */
void
lodge_window_show_machine (LodgeWindow *self,
                           const char  *uuid_or_name,
                           const char  *page)
{
  g_return_if_fail (LODGE_IS_WINDOW (self));

  if (self->single)
    return;

  lodge_set_string (&self->wanted, uuid_or_name);
  lodge_set_string (&self->wanted_page, page);
  self->wanted_untold = FALSE;
  lodge_window_check_wanted (self);
}

/**
 * lodge_window_find_machine:
 * @self: a window
 * @uuid_or_name: a machine, in the user's words
 * @page: (nullable): “overview”, “console” or “hardware”
 *
 * Like lodge_window_show_machine(), and tells when no host has it.
 */
void
lodge_window_find_machine (LodgeWindow *self,
                           const char  *uuid_or_name,
                           const char  *page)
{
  lodge_window_show_machine (self, uuid_or_name, page);
  self->wanted_untold = self->wanted != NULL;
  lodge_window_check_wanted (self);
}

/**
 * lodge_window_show_host:
 * @self: a window
 * @host: one of its hosts
 *
 * Selects a host.
 */
void
lodge_window_show_host (LodgeWindow *self,
                        LodgeHost   *host)
{
  g_return_if_fail (LODGE_IS_WINDOW (self));

  if (!self->single && lodge_sidebar_select (self->sidebar, host))
    lodge_window_show_content (self);
}
