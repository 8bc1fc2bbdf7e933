/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What templates need beside GTK: the end of a widget, and names of its icons for screen readers. */

#include "config.h"

#include "widgets/lodge-template.h"

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
name_icon (GtkWidget *widget)
{
  const char *text = gtk_widget_get_tooltip_text (widget);

  if (text == NULL)
    return;
  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)) == NULL)
    set_name (widget, text);
  /* A button is called as its child is, whatever its own name is. */
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    set_name (gtk_button_get_child (GTK_BUTTON (widget)), text);
}

/**
 * lodge_template_name_icons:
 * @widget: a widget whose children are there
 *
 * Gives each button in it that has only an icon the name of its tooltip: GTK 4.8 calls them by the
 * type of the icon.
 */
void
lodge_template_name_icons (GtkWidget *widget)
{
  name_icon (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lodge_template_name_icons (child);
}

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
