/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `lodge list`: the machines of a host as a table or as JSON. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cli/lodge-cli-private.h"

static gboolean
is_shown (LodgeMachine *machine,
          gboolean      only_active)
{
  gboolean active;

  g_object_get (machine, "active", &active, NULL);
  return active || !only_active;
}

static GPtrArray *
collect (LodgeHost *host,
         gboolean   only_active)
{
  GListModel *model = lodge_host_get_machines (host);
  GPtrArray *machines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeMachine) machine = g_list_model_get_item (model, i);

      if (is_shown (machine, only_active))
        g_ptr_array_add (machines, g_steal_pointer (&machine));
    }
  return machines;
}

static void
add_machine (GString      *json,
             LodgeMachine *machine)
{
  gboolean active, persistent, autostart;

  g_object_get (machine, "active", &active, "persistent", &persistent, "autostart", &autostart,
                NULL);
  g_string_append (json, "  {");
  lodge_json_add_string (json, "name", lodge_machine_get_name (machine));
  lodge_json_add_string (json, "uuid", lodge_machine_get_uuid (machine));
  lodge_json_add_string (json, "state",
                         lodge_machine_state_nick (lodge_machine_get_state (machine)));
  lodge_json_add_bool (json, "active", active);
  lodge_json_add_bool (json, "persistent", persistent);
  lodge_json_add_bool (json, "autostart", autostart);
  g_string_append_c (json, '}');
}

static void
print_json (GPtrArray *machines)
{
  g_autoptr(GString) json = g_string_new ("[");

  for (guint i = 0; i < machines->len; i++)
    {
      g_string_append (json, i > 0 ? ",\n" : "\n");
      add_machine (json, g_ptr_array_index (machines, i));
    }
  g_print ("%s%s]\n", json->str, machines->len > 0 ? "\n" : "");
}

/* Columns are aligned by characters, as names may be in any script. */
static void
print_row (const char *name,
           glong       width,
           const char *state)
{
  glong length = g_utf8_strlen (name, -1);

  g_print ("%s%*s  %s\n", name, (int) MAX (width - length, 0), "", state);
}

static void
print_table (GPtrArray *machines)
{
  glong width = g_utf8_strlen (_("Name"), -1);

  if (machines->len == 0)
    {
      g_printerr ("%s\n", _("There are no machines."));
      return;
    }
  for (guint i = 0; i < machines->len; i++)
    width = MAX (width, g_utf8_strlen (lodge_machine_get_name (g_ptr_array_index (machines, i)), -1));
  print_row (_("Name"), width, _("State"));
  for (guint i = 0; i < machines->len; i++)
    {
      LodgeMachine *machine = g_ptr_array_index (machines, i);

      print_row (lodge_machine_get_name (machine), width,
                 lodge_machine_state_label (lodge_machine_get_state (machine)));
    }
}

/* Lists all machines, unless --active came last. */
int
lodge_cli_list (LodgeCli  *cli,
                int        argc,
                char     **argv)
{
  gboolean only_active = FALSE;
  const GOptionEntry entries[] = {
    { "active", 0, 0, G_OPTION_ARG_NONE, &only_active, N_("Only those that are not off"), NULL },
    { "all", 'a', G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &only_active,
      N_("All machines, as without an option"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GPtrArray) machines = NULL;

  if (!lodge_cli_parse (cli, entries, NULL, argc, argv))
    return 2;
  if (cli->arguments != NULL)
    {
      g_printerr (_("“%s” is one argument too many.\n"), cli->arguments[0]);
      return 2;
    }
  if (!lodge_cli_connect (cli))
    return lodge_cli_fail (cli, cli->error);

  machines = collect (cli->host, only_active);
  if (cli->json)
    print_json (machines);
  else
    print_table (machines);
  return 0;
}
