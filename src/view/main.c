/* SPDX-License-Identifier: GPL-3.0-or-later */

/* lodge-view ADDRESS: see lodge-view-application.c. */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "console/lodge-console-usb.h"
#include "view/lodge-view-application.h"

int
main (int   argc,
      char *argv[])
{
  const char *dir = g_getenv ("LODGE_LOCALEDIR");
  g_autoptr(LodgeViewApplication) application = NULL;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : LODGE_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("lodge-view");

  application = lodge_view_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  lodge_console_usb_finish_all ();
  return status;
}
