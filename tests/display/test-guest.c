/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What needs an agent in the guest, over a real SPICE server and an agent that does what the test tells
 * it: the size of the screen. */

#include "config.h"

#include <gtk/gtk.h>

#include "console/lodge-spice-console.h"
#include "display/lodge-display.h"

#include "../support/lodge-test-server.h"

#define tell(fixture, ...) lodge_test_server_tell (&(fixture)->server, __VA_ARGS__)

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  GtkWidget *window;
  GtkWidget *display;
} Fixture;

/* Waits until the server has told @what since the last call. */
static void
expect (Fixture    *fixture,
        const char *what)
{
  g_autofree char *line = g_strconcat (what, ";", NULL);

  lodge_test_wait (strstr (fixture->server.events->str, line) != NULL);
  g_string_truncate (fixture->server.events, 0);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  lodge_test_server_start (&fixture->server, NULL);
  tell (fixture, "agent on");
  fixture->console = lodge_spice_console_new_uri (fixture->server.uri);
  fixture->display = lodge_display_new ();
  lodge_display_set_console (LODGE_DISPLAY (fixture->display), fixture->console);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->display);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 801, 601);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lodge_console_connect (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 4
                   && lodge_framebuffer_get_width (lodge_console_get_framebuffer (fixture->console)) == 640
                   && (lodge_console_get_features (fixture->console) & LODGE_CONSOLE_RESIZES));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lodge_console_disconnect (fixture->console);
  g_assert_finalize_object (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  lodge_test_server_stop (&fixture->server);
}

static void
set_width (Fixture *fixture,
           int      width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 601);
  lodge_test_wait (gtk_widget_get_width (fixture->display) == width);
}

static void
test_resize (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_true (lodge_console_is_agent_connected (fixture->console));
  g_assert_true (lodge_console_uses_agent (fixture->console));
  lodge_test_wait (gtk_widget_get_width (fixture->display) == 801);
  g_assert_null (strstr (fixture->server.events->str, "agent monitors"));

  g_object_set (fixture->display, "resize-guest", TRUE, NULL);
  expect (fixture, "agent monitors 1 801x601+0+0");
  tell (fixture, "size 801 601");
  lodge_test_wait (lodge_framebuffer_get_width (lodge_console_get_framebuffer (fixture->console))
                   == 801);
  set_width (fixture, 900);
  set_width (fixture, 850);
  set_width (fixture, 700);
  expect (fixture, "agent monitors 1 700x601+0+0");

  /* An agent that comes back is told again. */
  tell (fixture, "agent off");
  lodge_test_wait (!lodge_console_is_agent_connected (fixture->console));
  g_assert_cmpuint (lodge_console_get_features (fixture->console), ==, 0);
  tell (fixture, "agent on");
  expect (fixture, "agent monitors 1 700x601+0+0");
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add ("/guest/resize", Fixture, NULL, set_up, test_resize, tear_down);
  return g_test_run ();
}
