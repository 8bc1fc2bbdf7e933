/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The focus of a window whose menu closes. GTK 4.8 leaves it in the menu when that showed a submenu that
 * keys had opened: no key does anything then, until somebody clicks. */

#include "config.h"

#include "display/lodge-menu-focus.h"

/* The menu that has the focus; NULL when none does. */
static GtkWidget *
get_menu (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;
}

/* To where it goes after a menu without submenus. */
static gboolean
leave_menu_cb (gpointer user_data)
{
  GtkWindow *window = user_data;
  GtkWidget *menu = get_menu (window);

  if (menu != NULL && !gtk_widget_get_visible (menu)
      && !gtk_widget_grab_focus (gtk_widget_get_parent (menu)))
    gtk_window_set_focus (window, NULL);
  return G_SOURCE_REMOVE;
}

/* GTK is not done with closing it. */
static void
menu_closed_cb (GtkWindow *window)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, leave_menu_cb, g_object_ref (window), g_object_unref);
}

/* Also one that is closed can get it, when its submenu goes. */
static void
focus_changed_cb (GtkWindow *window)
{
  GtkWidget *menu = get_menu (window);

  if (menu == NULL)
    return;

  if (!gtk_widget_get_visible (menu))
    menu_closed_cb (window);
  g_signal_handlers_disconnect_by_func (menu, menu_closed_cb, window);
  g_signal_connect_object (menu, "unmap", G_CALLBACK (menu_closed_cb), window, G_CONNECT_SWAPPED);
}

/**
 * lodge_menu_focus_keep:
 * @window: a window with menus
 *
 * Gives the focus to the button of a menu that closed with it.
 */
void
lodge_menu_focus_keep (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}
