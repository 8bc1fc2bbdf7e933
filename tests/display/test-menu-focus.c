/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the keys go when a menu closes. */

#include "config.h"

#include "display/lodge-menu-focus.h"

typedef struct {
  GtkWidget *window;
  GtkMenuButton *button;
  GtkPopover *popover;
} Fixture;

static void
turn_until_mapped (GtkWidget *widget,
                   gboolean   mapped)
{
  while (gtk_widget_get_mapped (widget) != mapped)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
idle_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
turn_until_idle (void)
{
  gboolean idle = FALSE;

  g_idle_add (idle_cb, &idle);
  while (!idle)
    g_main_context_iteration (NULL, TRUE);
}

static void
open_menu (Fixture *fixture)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) submenu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (submenu, "One", "none.one");
  g_menu_append (menu, "Two", "none.two");
  g_menu_append_submenu (menu, "More", G_MENU_MODEL (submenu));
  fixture->window = gtk_window_new ();
  fixture->button = GTK_MENU_BUTTON (button);
  gtk_menu_button_set_menu_model (fixture->button, G_MENU_MODEL (menu));
  gtk_window_set_child (GTK_WINDOW (fixture->window), button);
  lodge_menu_focus_keep (GTK_WINDOW (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  turn_until_mapped (fixture->window, TRUE);

  gtk_menu_button_popup (fixture->button);
  fixture->popover = gtk_menu_button_get_popover (fixture->button);
  turn_until_mapped (GTK_WIDGET (fixture->popover), TRUE);
}

static void
expect_focus (Fixture   *fixture,
              gpointer   ancestor)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_get_mapped (focus));
  g_assert_true (gtk_widget_is_ancestor (focus, ancestor));
}

static void
close_menu (Fixture *fixture)
{
  gtk_menu_button_popdown (fixture->button);
  turn_until_mapped (GTK_WIDGET (fixture->popover), FALSE);
  turn_until_idle ();
  expect_focus (fixture, fixture->button);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
test_menu (void)
{
  Fixture fixture;

  open_menu (&fixture);
  expect_focus (&fixture, fixture.popover);
  close_menu (&fixture);
}

static void
test_submenu (void)
{
  Fixture fixture;

  open_menu (&fixture);
  g_object_set (fixture.popover, "visible-submenu", "More", NULL);
  gtk_widget_child_focus (GTK_WIDGET (fixture.popover), GTK_DIR_TAB_FORWARD);
  turn_until_idle ();
  expect_focus (&fixture, fixture.popover);
  close_menu (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/menu-focus/menu", test_menu);
  g_test_add_func ("/menu-focus/submenu", test_submenu);
  return g_test_run ();
}
