/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest that is connected and shows nothing: that is said after a while, until there is a picture, and not
 * where there is something else to say. */

#include "config.h"

#include <adwaita.h>

#include "display/lodge-display.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-vnc-server.h"

#define TEXT_OF_BLANK "The machine shows no picture yet"

static gboolean
is_said (GtkWidget *display)
{
  g_autofree char *wrong =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (display), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        TEXT_OF_BLANK);

  return wrong == NULL;
}

static void
fill (LodgeTestVnc *vnc)
{
  lodge_test_vnc_say (vnc, "%1%1%2 %2%2%2%2%4 %z", 0u, 0u, 1u, 0u, 0u, 64u, 48u, 0u, 64u * 48 * 4);
}

static void
let_in (LodgeTestVnc *vnc)
{
  lodge_test_vnc_let_in (vnc, 64, 48);
  lodge_test_wait (lodge_console_get_state (vnc->console) == LODGE_CONSOLE_CONNECTED);
}

static void
test_blank (void)
{
  LodgeTestVnc server, *vnc = &server;
  GtkWidget *window = gtk_window_new (), *display = lodge_display_new ();

  lodge_test_vnc_start (vnc);
  gtk_window_set_child (GTK_WINDOW (window), display);
  gtk_window_present (GTK_WINDOW (window));
  lodge_display_set_console (LODGE_DISPLAY (display), vnc->console);
  let_in (vnc);
  g_assert_false (is_said (display));
  lodge_test_wait (is_said (display));

  /* Something else is more important. */
  g_object_set (display, "notice", LODGE_NOTICE_PAUSED, NULL);
  g_assert_false (is_said (display));
  g_object_set (display, "notice", LODGE_NOTICE_NONE, NULL);
  lodge_test_wait (is_said (display));

  fill (vnc);
  lodge_test_wait (lodge_display_has_picture (LODGE_DISPLAY (display)));
  g_assert_false (is_said (display));

  /* Not of a session that has ended before, and not of one that shows the last picture. */
  lodge_display_set_console (LODGE_DISPLAY (display), NULL);
  g_assert_false (is_said (display));
  lodge_display_set_console (LODGE_DISPLAY (display), vnc->console);
  g_assert_false (is_said (display));
  gtk_window_destroy (GTK_WINDOW (window));
  lodge_test_vnc_stop (vnc);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/blank/said", test_blank);
  return g_test_run ();
}
