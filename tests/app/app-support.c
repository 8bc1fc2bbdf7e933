/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app-support.h"

#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "app/lodge-application.h"

GtkApplication *
app_support_init (int    *argc,
                  char ***argv)
{
  g_autoptr(GError) error = NULL;
  GtkApplication *application;

  support_init (argc, argv);
  lodge_virt_init ();
  application = GTK_APPLICATION (lodge_application_new (NULL));
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}
