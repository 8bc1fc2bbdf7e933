/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a host needs to answer is most of a start's time, so its worker sets out before the window's
 * libraries are loaded. Only in the process that will have the window. */

#include "config.h"

#include "cli/lodge-head-start.h"

#include <gio/gio.h>

#include "base/lodge-settings.h"

#define BUS_MS 1000

static gboolean
ignore_cb (const char  *name,
           const char  *value,
           gpointer     data,
           GError     **error)
{
  *(gboolean *) data = TRUE;
  return TRUE;
}

/* The hosts of the command line; FALSE when it asks for something that needs none. */
static gboolean
read_uris (int     argc,
           char  **argv,
           GStrv  *ret_uris)
{
  g_auto(GStrv) words = g_new0 (char *, (gsize) argc + 1);
  g_auto(GStrv) uris = NULL;
  gboolean other = FALSE;
  const GOptionEntry entries[] = {
    { "connect", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &uris, NULL, NULL },
    { "version", 'v', G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, ignore_cb, NULL, NULL },
    { "help", 'h', G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, ignore_cb, NULL, NULL },
    { NULL }
  };
  GOptionGroup *group = g_option_group_new ("head-start", "", "", &other, NULL);
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  for (int i = 0; i < argc; i++)
    words[i] = g_strdup (argv[i]);
  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse_strv (context, &words, NULL) || other)
    return FALSE;
  *ret_uris = g_steal_pointer (&uris);
  return TRUE;
}

/* Another process has the window already. Without a bus there is none that could be found. */
static gboolean
window_exists (void)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GVariant) reply = NULL;
  gboolean owned = FALSE;

  if (bus == NULL)
    return FALSE;

  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "NameHasOwner",
                                       g_variant_new ("(s)", LODGE_APP_ID), G_VARIANT_TYPE ("(b)"),
                                       G_DBUS_CALL_FLAGS_NO_AUTO_START, BUS_MS, NULL, NULL);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &owned);
  return owned;
}

/**
 * lodge_head_start:
 * @argc: of main()
 * @argv: of main(), left as it is
 *
 * Connects to the hosts that a window of this process will show first. On the main thread, before
 * the application.
 *
 * Returns: (transfer full) (nullable): the hosts; %NULL when this process will have no window
 */
LodgeHosts *
lodge_head_start (int    argc,
                  char **argv)
{
  g_autoptr(LodgeHosts) hosts = NULL;
  g_autoptr(GSettings) settings = NULL;
  g_auto(GStrv) uris = NULL;
  g_auto(GStrv) remembered = NULL;

  if (!read_uris (argc, argv, &uris) || window_exists ())
    return NULL;

  if (uris == NULL)
    settings = lodge_settings_new ();
  if (settings != NULL)
    remembered = g_settings_get_strv (settings, "hosts");
  hosts = lodge_hosts_new ();
  lodge_hosts_connect_first (hosts, (const char *const *) uris, (const char *const *) remembered);
  return g_steal_pointer (&hosts);
}
