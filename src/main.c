/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One program, two faces: a sub-command goes to the command line, everything else to the window, which
 * is a module with GTK and all that. */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <gmodule.h>
#include <locale.h>

#include "app/lodge-window-module.h"
#include "base/lodge-environment.h"
#include "cli/lodge-cli.h"
#include "cli/lodge-head-start.h"
#include "virt/lodge-hosts.h"
#include "virt/lodge-ssh-helper.h"
#include "virt/lodge-ssh.h"

static void
init_locale (void)
{
  const char *dir = g_getenv ("LODGE_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : LODGE_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Beside the program in the build tree, else where it is installed. */
static char *
find_module (const char *program)
{
  g_autofree char *dir = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *beside = dir != NULL ? g_build_filename (dir, LODGE_WINDOW_MODULE, NULL) : NULL;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&beside);
  return g_build_filename (LODGE_MODULE_DIR, LODGE_WINDOW_MODULE, NULL);
}

static LodgeWindowModuleMain
load_module (const char *program)
{
  g_autofree char *path = find_module (program);
  GModule *module = g_module_open (path, G_MODULE_BIND_LAZY);
  gpointer symbol = NULL;

  if (module == NULL || !g_module_symbol (module, LODGE_WINDOW_MODULE_MAIN, &symbol))
    {
      g_printerr (_("lodge: the part with the window cannot be loaded: %s\n"), g_module_error ());
      return NULL;
    }
  g_module_make_resident (module);
  return symbol;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(LodgeHosts) hosts = NULL;
  LodgeWindowModuleMain window_main;
  int status;

  if (lodge_ssh_helper_handles (argv[0]))
    return lodge_ssh_helper_main (argc, argv);

  init_locale ();
  g_set_prgname ("lodge");
  lodge_environment_prepare ();
  lodge_virt_init ();
  if (lodge_cli_handles (argc, argv))
    return lodge_cli_main (argc, argv);

  lodge_ssh_set_program (program);
  /* A question that a host asks before there is a window waits for it. */
  lodge_host_set_interactive (TRUE);
  lodge_host_set_caching (TRUE);
  hosts = lodge_head_start (argc, argv);
  window_main = load_module (program);
  status = window_main != NULL ? window_main (hosts, argc, argv) : 1;
  if (hosts != NULL)
    lodge_hosts_finish_caching (hosts);
  return status;
}
