/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens the wizard alone, to look at it and to drive it by hand:
 *     demo-wizard [--uri URI]... [--size WIDTHxHEIGHT] [ISO]
 * Prints the UUID of the machine that was created. */

#include "config.h"

#include <adwaita.h>
#include <stdio.h>

#include "virt/lodge-hosts.h"
#include "wizard/lodge-new-machine.h"

static char **uris;
static char *size;
static char **paths;

static const GOptionEntry entries[] = {
  { "uri", 0, 0, G_OPTION_ARG_STRING_ARRAY, &uris, "A host", "URI" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "Size of the window", "WIDTHxHEIGHT" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "ISO" },
  { NULL }
};

static void
created_cb (LodgeNewMachine *wizard,
            LodgeHost       *host,
            const char      *uuid)
{
  printf ("created %s on %s\n", uuid, lodge_host_get_uri (host));
  fflush (stdout);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(LodgeHosts) hosts = NULL;
  g_autoptr(GError) error = NULL;
  LodgeNewMachine *wizard;
  int width, height;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }

  adw_init ();
  lodge_virt_init ();
  hosts = lodge_hosts_new ();
  for (guint i = 0; uris != NULL && uris[i] != NULL; i++)
    lodge_host_connect (lodge_hosts_add (hosts, uris[i]));

  wizard = lodge_new_machine_new (NULL, hosts, NULL, paths != NULL ? paths[0] : NULL);
  if (size != NULL && sscanf (size, "%dx%d", &width, &height) == 2)
    gtk_window_set_default_size (GTK_WINDOW (wizard), width, height);
  g_signal_connect (wizard, "created", G_CALLBACK (created_cb), NULL);
  gtk_window_present (GTK_WINDOW (wizard));

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
