/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds widgets by what they are, as tests of whole windows want it. */

#include "config.h"

#include "lodge-test-widgets.h"

#include <string.h>

static gboolean
matches (GtkWidget  *widget,
         GType       type,
         const char *property,
         const char *part)
{
  g_autofree char *text = NULL;

  if (!G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return FALSE;
  if (property != NULL)
    g_object_get (widget, property, &text, NULL);
  return property == NULL || (text != NULL && strstr (text, part) != NULL);
}

GtkWidget *
lodge_test_find_where (GtkWidget  *widget,
                       GType       type,
                       const char *property,
                       const char *part)
{
  GtkWidget *found = NULL;

  if (matches (widget, type, property, part))
    return widget;
  if (GTK_IS_POPOVER (widget) && !gtk_widget_get_mapped (widget))
    return NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = lodge_test_find_where (child, type, property, part);
  return found;
}

GtkWidget *
lodge_test_find (GtkWidget *widget,
                 GType      type)
{
  return lodge_test_find_where (widget, type, NULL, NULL);
}

GtkWidget *
lodge_test_find_shown (GtkWidget  *widget,
                       GType       type,
                       const char *property,
                       const char *part)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (matches (widget, type, property, part))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = lodge_test_find_shown (child, type, property, part);
  return found;
}
