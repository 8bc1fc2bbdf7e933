/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and a captured pointer under a Wayland compositor, whose own window is on an X screen: what is
 * done there with xdotool is its input. */

#include "config.h"

#include <gtk/gtk.h>

#include "console/lodge-spice-console.h"
#include "display/lodge-display-private.h"

#include "../support/lodge-test-server.h"

static void
run (const char *command)
{
  g_autoptr(GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static gboolean
has_event (LodgeTestServer *server,
           const char      *event)
{
  return strstr (server->events->str, event) != NULL;
}

static void
test_wayland (void)
{
  LodgeTestServer server = { 0 };
  LodgeConsole *console;
  LodgeDisplay *display;
  GtkWidget *window;

  lodge_test_server_start (&server, NULL);
  console = lodge_spice_console_new_uri (server.uri);
  display = LODGE_DISPLAY (lodge_display_new ());
  lodge_display_set_console (display, console);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (display));
  gtk_window_present (GTK_WINDOW (window));
  lodge_console_connect (console);
  lodge_test_wait (lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED
                   && server.n_channels == 4);
  lodge_test_server_tell (&server, "size 1000 700");
  lodge_test_server_tell (&server, "frame 1");
  lodge_test_wait (display->geometry.guest_width == 1000 && display->geometry.width == 1000);

  run ("xdotool mousemove 500 300 click 1");
  lodge_test_wait (display->grabbed && has_event (&server, "buttons 0;"));
  run ("xdotool key a key KP_Enter");
  lodge_test_wait (g_str_equal (server.keys->str, "1e;9e;e0;1c;e0;9c;"));

  lodge_test_server_tell (&server, "tablet off");
  lodge_test_wait (lodge_console_get_pointer_mode (console) == LODGE_POINTER_RELATIVE);
  run ("xdotool click 1");
  lodge_test_wait (display->captured && lodge_pointer_lock_is_held (display->pointer_lock));
  /* The compositor counts from where its pointer is held. */
  run ("xdotool mousemove 530 290");
  lodge_test_wait (has_event (&server, "motion 30 -10 0;"));
  run ("xdotool click 3");
  lodge_test_wait (has_event (&server, "buttons 2;"));
  run ("xdotool keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  lodge_test_wait (!display->captured && display->pointer_lock == NULL);

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
  g_test_add_func ("/wayland", test_wayland);
  return g_test_run ();
}
