/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mark that says that a guest listens: there for as long as it does, and of the guest that is shown. */

#include "config.h"

#include <adwaita.h>

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-widgets.h"
#include "console/lodge-console-audio-private.h"
#include "console/lodge-spice-console.h"
#include "display/lodge-display.h"
#include "display/lodge-guest-marks.h"

static LodgeConsole *
make_console (void)
{
  return lodge_spice_console_new_uri ("spice+unix:///nowhere");
}

static void
set_listening (LodgeConsole *console,
               gboolean      listening)
{
  lodge_console_audio_set_recording (lodge_console_get_audio (console), listening);
}

static void
test_microphone (void)
{
  g_autoptr(LodgeConsole) console = make_console ();
  g_autoptr(LodgeConsole) other = make_console ();
  GtkWidget *window = gtk_window_new (), *overlay = gtk_overlay_new ();
  LodgeDisplay *display = LODGE_DISPLAY (lodge_display_new ());
  GtkWidget *marks = g_object_new (LODGE_TYPE_GUEST_MARKS, "display", display, NULL);
  GtkWidget *icon = lodge_test_find_where (marks, GTK_TYPE_IMAGE, "icon-name",
                                           "audio-input-microphone-symbolic");

  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (display));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), marks);
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  lodge_test_wait (gtk_widget_get_mapped (marks));
  g_assert_nonnull (icon);
  g_assert_false (gtk_widget_get_mapped (icon));

  lodge_display_set_console (display, console);
  g_assert_false (gtk_widget_get_mapped (icon));
  set_listening (console, TRUE);
  lodge_test_wait (gtk_widget_get_mapped (icon));
  gtk_test_accessible_assert_property (icon, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "The machine hears your microphone");
  set_listening (console, FALSE);
  g_assert_false (gtk_widget_get_mapped (icon));

  set_listening (console, TRUE);
  lodge_display_set_console (display, other);
  g_assert_false (gtk_widget_get_mapped (icon));
  lodge_display_set_console (display, console);
  lodge_test_wait (gtk_widget_get_mapped (icon));
  lodge_display_set_console (display, NULL);
  g_assert_false (gtk_widget_get_mapped (icon));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/marks/microphone", test_microphone);
  return g_test_run ();
}
