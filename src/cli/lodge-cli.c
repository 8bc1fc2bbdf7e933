/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line: which sub-commands there are, their common options, connecting, and how an
 * error becomes an exit status. Each sub-command has a file of its own. */

#include "config.h"

#include "cli/lodge-cli-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"

#define EXIT_USAGE 2
#define COLUMN 18 /* of the summaries in the help */

static const LodgeCliCommand commands[] = {
  { "list", NULL, N_("List the machines of a host"), lodge_cli_list },
  { "start", N_("NAME…"), N_("Start machines"), lodge_cli_act },
  { "shut-down", N_("NAME…"), N_("Ask guests to shut down"), lodge_cli_act },
  { "force-off", N_("NAME…"), N_("Switch machines off at once"), lodge_cli_act },
  { "pause", N_("NAME…"), N_("Pause machines"), lodge_cli_act },
  { "resume", N_("NAME…"), N_("Let paused machines run on"), lodge_cli_act },
  { "reboot", N_("NAME…"), N_("Ask guests to restart"), lodge_cli_act },
  { "reset", N_("NAME…"), N_("Press the reset button of machines"), lodge_cli_act },
};

static const LodgeCliCommand *
find_command (const char *verb)
{
  for (guint i = 0; verb != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (verb, commands[i].verb))
      return &commands[i];
  return NULL;
}

static void
state_cb (LodgeHost  *host,
          GParamSpec *pspec,
          LodgeCli   *cli)
{
  gboolean loading;

  g_object_get (host, "loading", &loading, NULL);
  if (lodge_host_get_error (host) != NULL)
    {
      if (cli->error == NULL)
        cli->error = g_error_copy (lodge_host_get_error (host));
      g_main_loop_quit (cli->loop);
    }
  else if (lodge_host_get_state (host) == LODGE_HOST_CONNECTED && !loading)
    g_main_loop_quit (cli->loop);
}

/* Where the sub-command stands: after options that all of them know, if there are any. Else 0. */
static int
find_verb (int    argc,
           char **argv)
{
  int i = 1;

  while (i < argc && argv[i][0] == '-')
    {
      if (g_str_equal (argv[i], "--connect") || g_str_equal (argv[i], "-c"))
        i += 2;
      else if (g_str_has_prefix (argv[i], "--connect=") || g_str_equal (argv[i], "--json"))
        i++;
      else
        return 0;
    }
  return i < argc && find_command (argv[i]) != NULL ? i : 0;
}

/* The first words of each line of the help line up. */
static void
add_command (GString               *help,
             const LodgeCliCommand *command)
{
  g_autofree char *usage = NULL;

  usage = g_strdup_printf ("%s %s", command->verb,
                           command->arguments != NULL ? _(command->arguments) : "");
  /* Padded by characters, not bytes. */
  g_string_append_printf (help, "  %s%*s %s\n", usage,
                          (int) MAX (COLUMN - g_utf8_strlen (usage, -1), 0), "", _(command->summary));
}

/**
 * lodge_cli_handles:
 * @argc: as of main()
 * @argv: as of main()
 *
 * Tells whether the program is called with a sub-command of the command line. `--connect` and
 * `--json` may stand before it.
 *
 * Returns: %TRUE when lodge_cli_main() is to be called
 */
gboolean
lodge_cli_handles (int    argc,
                   char **argv)
{
  return find_verb (argc, argv) != 0;
}

/**
 * lodge_cli_get_help:
 *
 * Gives the sub-commands with a line on each, as a part of `lodge --help`.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_cli_get_help (void)
{
  GString *help = g_string_new (_("Without a window:"));

  g_string_append_c (help, '\n');
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    add_command (help, &commands[i]);
  g_string_append_printf (help, "\n%s", _("“lodge COMMAND --help” explains a command."));
  return g_string_free (help, FALSE);
}

/* Reads the common options and those of @entries. FALSE after having said what is wrong. */
gboolean
lodge_cli_parse (LodgeCli            *cli,
                 const GOptionEntry  *entries,
                 const char          *arguments,
                 int                  argc,
                 char               **argv)
{
  const GOptionEntry common[] = {
    { "connect", 'c', 0, G_OPTION_ARG_STRING, &cli->uri, N_("Address of the host"), N_("URI") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &cli->arguments, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *usage = g_strdup_printf ("%s %s", argv[1], arguments != NULL ? arguments : "");
  g_autoptr(GOptionContext) context = g_option_context_new (usage);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) copy = NULL;

  /* The verb is no argument of the parser. */
  g_strv_builder_add (builder, argv[0]);
  for (int i = 2; i < argc; i++)
    g_strv_builder_add (builder, argv[i]);
  copy = g_strv_builder_end (builder);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse_strv (context, &copy, &error))
    return TRUE;

  g_printerr ("%s\n", error->message);
  return FALSE;
}

/* Connects and waits for the first listing; the command line tries once. */
gboolean
lodge_cli_connect (LodgeCli *cli)
{
  cli->loop = g_main_loop_new (NULL, FALSE);
  cli->host = lodge_host_new (cli->uri != NULL ? cli->uri : lodge_virt_default_uri ());
  g_signal_connect (cli->host, "notify::state", G_CALLBACK (state_cb), cli);
  g_signal_connect (cli->host, "notify::loading", G_CALLBACK (state_cb), cli);
  lodge_host_connect (cli->host);
  g_main_loop_run (cli->loop);
  g_signal_handlers_disconnect_by_data (cli->host, cli);
  return cli->error == NULL;
}

/* 1 for what is not known better, then one status for each code of LODGE_ERROR. */
int
lodge_cli_exit_code (const GError *error)
{
  if (error == NULL)
    return 0;
  if (error->domain != LODGE_ERROR || error->code == LODGE_ERROR_FAILED)
    return 1;
  return EXIT_USAGE + error->code;
}

/* Says what went wrong, on stderr or as JSON, and gives the exit status. */
int
lodge_cli_fail (LodgeCli     *cli,
                const GError *error)
{
  g_autoptr(GString) json = g_string_new ("{");

  if (!cli->json)
    {
      g_printerr ("%s\n", error->message);
      if (lodge_error_get_detail (error) != NULL)
        g_printerr ("  %s\n", lodge_error_get_detail (error));
      return lodge_cli_exit_code (error);
    }
  lodge_json_add_string (json, "error", error->domain == LODGE_ERROR
                         ? lodge_error_code_nick ((LodgeErrorCode) error->code) : "failed");
  lodge_json_add_string (json, "message", error->message);
  lodge_json_add_string (json, "detail", lodge_error_get_detail (error));
  g_print ("%s}\n", json->str);
  return lodge_cli_exit_code (error);
}

/**
 * lodge_cli_main:
 * @argc: as of main()
 * @argv: as of main(), with a sub-command that lodge_cli_handles() finds
 *
 * Runs one sub-command with a main loop of its own. Locale and lodge_virt_init() come before.
 *
 * Returns: the exit status: 0 done, 1 failed, 2 wrong usage, else 2 plus a code of `LODGE_ERROR`
 */
int
lodge_cli_main (int    argc,
                char **argv)
{
  int verb = find_verb (argc, argv);
  g_autofree char **words = g_memdup2 (argv, ((gsize) argc + 1) * sizeof (char *));
  LodgeCli cli = { NULL };
  int status;

  g_return_val_if_fail (verb > 0, EXIT_USAGE);

  /* The commands find themselves first, and their options behind. */
  for (int i = verb; i > 1; i--)
    words[i] = argv[i - 1];
  words[1] = argv[verb];
  lodge_virt_init ();
  status = find_command (argv[verb])->run (&cli, argc, words);
  if (cli.host != NULL)
    lodge_host_disconnect (cli.host);
  g_clear_object (&cli.host);
  g_clear_pointer (&cli.loop, g_main_loop_unref);
  g_clear_error (&cli.error);
  g_free (cli.uri);
  g_strfreev (cli.arguments);
  lodge_virt_finish ();
  return status;
}
