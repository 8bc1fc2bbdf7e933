/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with nothing but the display: display-demo [--fit] URI. Without --fit a guest pixel is one
 * device pixel. */

#include "config.h"

#include <gtk/gtk.h>

#include "base/lodge-environment.h"
#include "console/lodge-spice-console.h"
#include "display/lodge-display.h"

static void
state_cb (LodgeConsole *console)
{
  g_autofree char *state = g_enum_to_string (LODGE_TYPE_CONSOLE_STATE,
                                             (int) lodge_console_get_state (console));
  const GError *error = lodge_console_get_error (console);

  g_print ("%s%s%s\n", state, error != NULL ? ": " : "", error != NULL ? error->message : "");
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(LodgeConsole) console = NULL;
  GtkWidget *window, *display;

  if (argc != 2 && (argc != 3 || !g_str_equal (argv[1], "--fit")))
    {
      g_printerr ("display-demo [--fit] URI\n");
      return 2;
    }

  lodge_environment_prepare ();
  gtk_init ();
  lodge_display_choose_renderer ();
  console = lodge_spice_console_new_uri (argv[argc - 1]);
  g_signal_connect (console, "notify::state", G_CALLBACK (state_cb), NULL);

  display = lodge_display_new ();
  lodge_display_set_console (LODGE_DISPLAY (display), console);
  g_object_set (display, "scale-mode", argc == 3 ? LODGE_SCALE_FIT : LODGE_SCALE_ORIGINAL,
                NULL);
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Display");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 768);
  gtk_window_set_child (GTK_WINDOW (window), display);
  gtk_window_present (GTK_WINDOW (window));
  lodge_console_connect (console);

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
