/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line without the interface. */

#include "config.h"

#include <locale.h>

#include "cli/lodge-cli.h"

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  if (!lodge_cli_handles (argc, argv))
    {
      g_autofree char *help = lodge_cli_get_help ();

      g_print ("%s\n", help);
      return 2;
    }
  return lodge_cli_main (argc, argv);
}
