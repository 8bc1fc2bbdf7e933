/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything with a window is in a module of its own: the command line does without GTK and the
 * console's many libraries, and while they are loaded the first host is asked already. */

#include "config.h"

#include "app/lodge-window-module.h"

#include "app/lodge-application.h"
#include "console/lodge-console-usb.h"

/* Runs the application. @hosts are those of lodge_head_start(), nullable. */
int
lodge_window_module_main (LodgeHosts  *hosts,
                          int          argc,
                          char       **argv)
{
  g_autoptr(LodgeApplication) application = lodge_application_new (hosts);
  int status = g_application_run (G_APPLICATION (application), argc, argv);

  /* Nobody reaches the application any more: who starts the program meanwhile gets another. */
  lodge_console_usb_finish_all ();
  return status;
}
