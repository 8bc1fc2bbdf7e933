/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `lodge start NAME…` and the other actions: the verb is the nick of the action. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "cli/lodge-cli-private.h"

static LodgeMachineAction
action_of (const char *verb)
{
  GFlagsClass *klass = g_type_class_ref (LODGE_TYPE_MACHINE_ACTION);
  GFlagsValue *value = g_flags_get_value_by_nick (klass, verb);

  g_type_class_unref (klass);
  return value != NULL ? (LodgeMachineAction) value->value : 0;
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LodgeCli *cli = user_data;

  lodge_machine_act_finish (LODGE_MACHINE (source), result, &cli->error);
  g_main_loop_quit (cli->loop);
}

/* The same table as the interface's buttons. */
static gboolean
check_allowed (LodgeMachine        *machine,
               LodgeMachineAction   action,
               GError             **error)
{
  LodgeMachineState state = lodge_machine_get_state (machine);

  if (lodge_machine_get_allowed_actions (machine) & action)
    return TRUE;

  g_propagate_error (error, lodge_machine_state_refuse (state, lodge_machine_get_label (machine),
                                                        NULL));
  return FALSE;
}

static int
act_on (LodgeCli           *cli,
        const char         *name,
        LodgeMachineAction  action)
{
  LodgeMachine *machine = lodge_host_find_machine (cli->host, name);

  if (machine == NULL)
    lodge_error_set (&cli->error, LODGE_ERROR_NOT_FOUND, NULL,
                     _("There is no machine “%s” on this host."), name);
  else if (check_allowed (machine, action, &cli->error))
    {
      lodge_machine_act_async (machine, action, NULL, acted_cb, cli);
      g_main_loop_run (cli->loop);
    }
  return cli->error != NULL ? lodge_cli_fail (cli, cli->error) : 0;
}

/* All names are tried; the status is that of the first failure. */
int
lodge_cli_act (LodgeCli  *cli,
               int        argc,
               char     **argv)
{
  int status = 0;

  if (!lodge_cli_parse (cli, NULL, _("NAME…"), argc, argv))
    return 2;
  if (cli->arguments == NULL)
    {
      g_printerr ("%s\n", _("Name at least one machine."));
      return 2;
    }
  if (!lodge_cli_connect (cli))
    return lodge_cli_fail (cli, cli->error);

  for (char **name = cli->arguments; *name != NULL; name++)
    {
      int one = act_on (cli, *name, action_of (argv[1]));

      status = status != 0 ? status : one;
      g_clear_error (&cli->error);
    }
  return status;
}
