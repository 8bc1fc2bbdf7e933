/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a widget with a template. */

#include "config.h"

#include "widgets/lodge-template.h"

/**
 * lodge_template_dispose:
 * @widget: a widget that is being disposed
 * @type: the type whose template it is
 *
 * Takes all children away: gtk_widget_dispose_template() alone leaves those that have no name.
 */
void
lodge_template_dispose (gpointer widget,
                        GType    type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
