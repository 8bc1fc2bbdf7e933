/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One program, two faces: a sub-command goes to the command line, everything else to the window. */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "app/lodge-application.h"
#include "cli/lodge-cli.h"
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

int
main (int   argc,
      char *argv[])
{
  g_autoptr(LodgeApplication) application = NULL;
  g_autofree char *program = NULL;

  if (lodge_ssh_helper_handles (argv[0]))
    return lodge_ssh_helper_main (argc, argv);

  init_locale ();
  g_set_prgname ("lodge");
  lodge_virt_init ();
  if (argc > 1 && lodge_cli_handles (argv[1]))
    return lodge_cli_main (argc, argv);

  program = g_file_read_link ("/proc/self/exe", NULL);
  lodge_ssh_set_program (program);
  application = lodge_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
