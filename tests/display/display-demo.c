/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with nothing but the display: display-demo [--fit] [--address] spice+unix://PATH. Without
 * --fit a guest pixel is one device pixel. The sockets are handed over, and so guarded, as those of this
 * computer's machines are; with --address the console dials. */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <gtk/gtk.h>
#include <unistd.h>

#include "base/lodge-environment.h"
#include "console/lodge-spice-console.h"
#include "display/lodge-display.h"

#define SCHEME "spice+unix://"

static void
state_cb (LodgeConsole *console)
{
  g_autofree char *state = g_enum_to_string (LODGE_TYPE_CONSOLE_STATE,
                                             (int) lodge_console_get_state (console));
  const GError *error = lodge_console_get_error (console);

  g_print ("%s%s%s\n", state, error != NULL ? ": " : "", error != NULL ? error->message : "");
}

static void
provide_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (user_data);
  g_autoptr(GSocket) sock = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr(GError) error = NULL;

  if (g_socket_connect (sock, address, NULL, &error))
    lodge_fd_request_return (request, dup (g_socket_get_fd (sock)), NULL);
  else
    lodge_fd_request_return (request, -1, error);
}

static LodgeConsole *
make_console (char     *uri,
              gboolean  dial)
{
  if (dial || !g_str_has_prefix (uri, SCHEME))
    return lodge_spice_console_new_uri (uri);
  return lodge_spice_console_new_fd (provide_cb, uri + strlen (SCHEME), NULL);
}

int
main (int   argc,
      char *argv[])
{
  gboolean fit = FALSE, dial = FALSE;
  const GOptionEntry entries[] = {
    { "fit", 0, 0, G_OPTION_ARG_NONE, &fit, "Scale to the window", NULL },
    { "address", 0, 0, G_OPTION_ARG_NONE, &dial, "Let the console dial", NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("URI");
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeConsole) console = NULL;
  GtkWidget *window, *display;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "display-demo: which URI?");
      return 2;
    }

  lodge_environment_prepare ();
  gtk_init ();
  lodge_display_choose_renderer ();
  console = make_console (argv[1], dial);
  g_signal_connect (console, "notify::state", G_CALLBACK (state_cb), NULL);

  display = lodge_display_new ();
  lodge_display_set_console (LODGE_DISPLAY (display), console);
  g_object_set (display, "scale-mode", fit ? LODGE_SCALE_FIT : LODGE_SCALE_ORIGINAL, NULL);
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
