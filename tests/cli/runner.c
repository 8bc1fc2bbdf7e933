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
  if (argc < 2 || !lodge_cli_handles (argv[1]))
    {
      lodge_cli_print_help ();
      return 2;
    }
  return lodge_cli_main (argc, argv);
}
