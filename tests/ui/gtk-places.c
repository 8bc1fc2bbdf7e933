/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A preloaded library for programs under GTK 4.10 and newer, which leaves the padding of everything
 * around a widget out of the place that it tells AT-SPI (GTK 4.18: gtkatspicomponent.c adds up places
 * between two different origins). With it the tests' pointer goes where the widgets are. It is linked
 * with nothing: what the program has loaded is used. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <gtk/gtk.h>

static gboolean
get_bounds (GtkAccessible *accessible, int *x, int *y, int *width, int *height)
{
  GtkWidget *widget = GTK_WIDGET (accessible);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  graphene_rect_t own, around;

  if (!gtk_widget_get_realized (widget))
    return FALSE;
  if (parent == NULL)
    parent = widget;
  /* Both by the origin of what is in the parent: its padding and border are left of and above that. */
  if (!gtk_widget_compute_bounds (widget, parent, &own)
      || !gtk_widget_compute_bounds (parent, parent, &around))
    return FALSE;
  *x = (int) (own.origin.x - around.origin.x);
  *y = (int) (own.origin.y - around.origin.y);
  *width = (int) own.size.width;
  *height = (int) own.size.height;
  return TRUE;
}

static void
startup_cb (GApplication *application, gpointer data)
{
  GTypeClass *widget_class = g_type_class_ref (GTK_TYPE_WIDGET);
  GtkAccessibleInterface *iface = g_type_interface_peek (widget_class, GTK_TYPE_ACCESSIBLE);

  iface->get_bounds = get_bounds;
}

/* Stands in front of GIO's. */
int
g_application_run (GApplication *application, int argc, char **argv)
{
  int (*run) (GApplication *, int, char **) = dlsym (RTLD_NEXT, "g_application_run");

  g_signal_connect (application, "startup", G_CALLBACK (startup_cb), NULL);
  return run (application, argc, argv);
}
