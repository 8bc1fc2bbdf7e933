/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's displays on all monitors of the desktop, under a Wayland compositor that has two. */

#include "config.h"

#include "console/lodge-spice-console.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-window.h"
#include "display/lodge-monitors-dialog-private.h"

#include "../support/lodge-test-server.h"

static gpointer
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

/* The rows of a dialog, in their order. */
static void
find_rows (GtkWidget *widget,
           GPtrArray *rows)
{
  if (ADW_IS_COMBO_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_rows (child, rows);
}

static GdkMonitor *
get_monitor (gpointer window)
{
  return gdk_display_get_monitor_at_surface (gtk_widget_get_display (window),
                                             gtk_native_get_surface (window));
}

static gboolean
is_filled (gpointer      window,
           LodgeDisplay *display)
{
  return gtk_window_is_fullscreen (window) && get_monitor (window) != NULL
         && gtk_widget_get_width (GTK_WIDGET (display)) == 1000
         && gtk_widget_get_height (GTK_WIDGET (display)) == 700;
}

/* The first display is given the other monitor: the second display takes the one that is given up. */
static void
assign (GActionGroup *group,
        guint         own)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  GtkWidget *dialog;

  g_action_group_activate_action (group, "monitors", NULL);
  dialog = find_window (LODGE_TYPE_MONITORS_DIALOG);
  g_assert_nonnull (dialog);
  find_rows (dialog, rows);
  g_assert_cmpuint (rows->len, >=, 2);
  /* Automatic and two monitors; the second may also be without one. */
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (rows->pdata[0])), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (rows->pdata[1])), ==, 4);

  adw_combo_row_set_selected (rows->pdata[0], 1 + own);
  adw_combo_row_set_selected (rows->pdata[1], 2 + !own);
  adw_combo_row_set_selected (rows->pdata[0], 1 + !own);
  g_assert_cmpuint (adw_combo_row_get_selected (rows->pdata[0]), ==, 1 + !own);
  g_assert_cmpuint (adw_combo_row_get_selected (rows->pdata[1]), ==, 2 + own);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
test_monitors (void)
{
  LodgeTestServer server = { 0 };
  g_autoptr(LodgeGuestActions) actions = NULL;
  GActionGroup *group;
  GdkMonitor *own;
  gboolean on_left;
  LodgeConsole *console;
  LodgeDisplay *display;
  LodgeGuestWindow *second;
  GtkWidget *window;

  lodge_test_server_start (&server, NULL);
  lodge_test_server_tell (&server, "agent on");
  lodge_test_server_tell (&server, "heads 4 0:0:640x480+0+0");
  console = lodge_spice_console_new_uri (server.uri);
  display = LODGE_DISPLAY (lodge_display_new ());
  actions = lodge_guest_actions_new (display);
  group = lodge_guest_actions_get_group (actions);
  lodge_display_set_console (display, console);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (display));
  gtk_window_present (GTK_WINDOW (window));
  lodge_console_connect (console);
  lodge_test_wait (lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED
                   && server.n_channels == 4);
  lodge_test_server_tell (&server, "frame 1");
  lodge_test_wait (g_action_group_get_action_enabled (group, "fullscreen-displays")
                   && gtk_widget_get_mapped (window)
                   && (lodge_console_get_features (console) & LODGE_CONSOLE_RESIZES));

  lodge_test_wait (get_monitor (window) != NULL);
  own = get_monitor (window);
  g_action_group_change_action_state (group, "resize", g_variant_new_boolean (TRUE));
  g_action_group_activate_action (group, "fullscreen-displays", NULL);
  second = find_window (LODGE_TYPE_GUEST_WINDOW);
  g_assert_nonnull (second);
  lodge_test_server_tell (&server, "size 1280 480");
  lodge_test_server_tell (&server, "heads 4 0:0:640x480+0+0 1:0:640x480+640+0");
  lodge_test_server_tell (&server, "frame 2");
  lodge_test_wait (is_filled (window, display)
                   && is_filled (second, lodge_guest_window_get_display (second)));
  /* Of a window that grows on its monitor weston may say for ever that it touches the next one too. */
  g_assert_true (get_monitor (second) != own);
  lodge_test_wait (strstr (server.events->str, "agent monitors 2 1000x700") != NULL
                   && (strstr (server.events->str, " 1000x700+0+0 1000x700+1000+0;") != NULL
                       || strstr (server.events->str, " 1000x700+1000+0 1000x700+0+0;") != NULL));

  on_left = strstr (server.events->str, " 1000x700+0+0 1000x700+1000+0;") != NULL;
  assign (group, on_left ? 0 : 1);
  lodge_test_wait (strstr (server.events->str, on_left ? " 1000x700+1000+0 1000x700+0+0;"
                                                       : " 1000x700+0+0 1000x700+1000+0;") != NULL);
  lodge_test_wait (is_filled (window, display)
                   && is_filled (second, lodge_guest_window_get_display (second)));

  /* The first leaves with all. */
  gtk_window_unfullscreen (GTK_WINDOW (window));
  lodge_test_wait (!gtk_window_is_fullscreen (GTK_WINDOW (window))
                   && !gtk_window_is_fullscreen (GTK_WINDOW (second)));

  lodge_display_set_console (display, NULL);
  g_assert_null (find_window (LODGE_TYPE_GUEST_WINDOW));
  gtk_window_destroy (GTK_WINDOW (window));
  lodge_console_disconnect (console);
  g_object_unref (console);
  lodge_test_wait (server.n_channels == 0);
  lodge_test_server_stop (&server);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/monitors", test_monitors);
  return g_test_run ();
}
