/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the wizard's classes get their templates from. */

#include "config.h"

#include "wizard/lodge-wizard-template.h"

#include "wizard-resources.h"

/**
 * lodge_wizard_set_template:
 * @klass: a class, in its class_init
 * @stem: the name that the .c and the .ui file share
 *
 * Gives a class its template. The call to the resource's getter makes the linker keep it: the
 * resource is in a static library, and its constructor alone would be dropped.
 */
void
lodge_wizard_set_template (GtkWidgetClass *klass,
                           const char     *stem)
{
  g_autofree char *path = g_strdup_printf ("/io/github/lodge_vm/Lodge/wizard/%s.ui", stem);

  lodge_wizard_get_resource ();
  gtk_widget_class_set_template_from_resource (klass, path);
}
