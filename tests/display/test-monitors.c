/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's displays on all monitors of the desktop, under a Wayland compositor that has two. */

#include "config.h"

#include "console/lodge-spice-console.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-window.h"

#include "../support/lodge-test-server.h"

static LodgeGuestWindow *
find_second (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (LODGE_IS_GUEST_WINDOW (window))
        return LODGE_GUEST_WINDOW (window);
    }
  return NULL;
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

static void
test_monitors (void)
{
  LodgeTestServer server = { 0 };
  g_autoptr(LodgeGuestActions) actions = NULL;
  GActionGroup *group;
  GdkMonitor *own;
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
  second = find_second ();
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

  /* The first leaves with all. */
  gtk_window_unfullscreen (GTK_WINDOW (window));
  lodge_test_wait (!gtk_window_is_fullscreen (GTK_WINDOW (window))
                   && !gtk_window_is_fullscreen (GTK_WINDOW (second)));

  lodge_display_set_console (display, NULL);
  g_assert_null (find_second ());
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
