/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A wheel that is pushed sideways, over VNC. */

#include "config.h"

#include <adwaita.h>

#include "display/lodge-display.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-vnc-server.h"

#define SIZE 400

static void
xdotool (const char *arguments)
{
  g_autofree char *command = g_strconcat ("xdotool ", arguments, NULL);
  g_autoptr(GError) error = NULL;

  g_spawn_command_line_sync (command, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* What is said of the pointer's buttons next: requests for pixels are passed over. */
static guint
take_buttons (LodgeTestVnc *vnc)
{
  guint8 bytes[10];

  do
    {
      lodge_test_vnc_take (vnc, bytes, 1);
      lodge_test_vnc_take (vnc, bytes + 1, bytes[0] == 3 ? 9 : 5);
    }
  while (bytes[0] != 5);
  return bytes[1];
}

/* Down and up again, after any motions. */
static void
expect_click (LodgeTestVnc *vnc,
              guint         mask)
{
  guint buttons;

  while ((buttons = take_buttons (vnc)) == 0)
    continue;
  g_assert_cmphex (buttons, ==, mask);
  g_assert_cmphex (take_buttons (vnc), ==, 0);
}

static void
test_sideways (void)
{
  LodgeTestVnc server, *vnc = &server;
  GtkWidget *window = gtk_window_new (), *display = lodge_display_new ();

  lodge_test_vnc_start (vnc);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), SIZE, SIZE);
  gtk_window_set_child (GTK_WINDOW (window), display);
  gtk_window_present (GTK_WINDOW (window));
  lodge_display_set_console (LODGE_DISPLAY (display), vnc->console);
  lodge_test_vnc_let_in (vnc, SIZE, SIZE);
  lodge_test_vnc_say (vnc, "%1%1%2 %2%2%2%2%4 %z", 0u, 0u, 1u, 0u, 0u, (guint) SIZE, (guint) SIZE, 0u,
                      SIZE * SIZE * 4u);
  lodge_test_wait (lodge_display_has_picture (LODGE_DISPLAY (display)));
  lodge_test_vnc_forget (vnc);
  xdotool ("mousemove 90 90 mousemove 100 100");

  xdotool ("click 4");
  expect_click (vnc, 0x08);
  xdotool ("click 6");
  expect_click (vnc, 0x20);
  xdotool ("click 7");
  expect_click (vnc, 0x40);
  gtk_window_destroy (GTK_WINDOW (window));
  lodge_test_vnc_stop (vnc);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/sideways/wheel", test_sideways);
  return g_test_run ();
}
