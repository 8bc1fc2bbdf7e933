/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random operations in fast motion on a window with a guest's screen: sessions come and go, the guest
 * changes its mode, the window its size, servers die, machines move. Nothing may leak, warn, or stay
 * black: now and then the guest draws, and the picture has to be there.
 *
 *   tests/support/headless build-asan/tests/stress/stress [--seed SEED] [--operations=N]
 *
 * A busy user does something each two seconds: an hour of that is 1800 operations. */

#include "config.h"

#include "stress.h"

#include <stdlib.h>

#include "../support/lodge-test-paint.h"

/* Of these the picture is looked at after each. */
#define CHECK_EACH 50

static int n_operations = 1800;

void
stress_turn (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;
  gboolean late = FALSE;
  guint source = g_timeout_add (ms, lodge_test_late_cb, &late);

  while (!late && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
}

void
stress_tell (LodgeTestServer *server,
             const char      *format,
             ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  g_output_stream_printf (server->commands, NULL, NULL, NULL, "%s\n", line);
}

static gboolean
picture_is (Stress  *stress,
            guint32  seed)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (stress->console);
  g_autofree guint32 *pixels = g_new (guint32, 640 * 480);

  if (lodge_framebuffer_get_width (framebuffer) != 640
      || lodge_framebuffer_get_height (framebuffer) != 480
      || !lodge_framebuffer_copy (framebuffer, 0, 0, 640, 480, (guint8 *) pixels, 640 * 4))
    return FALSE;

  for (int i = 0; i < 640 * 480; i++)
    if ((pixels[i] & 0xffffff) != (lodge_test_pixel (seed, i % 640, i / 640) & 0xffffff))
      return FALSE;
  return TRUE;
}

static gboolean
try_picture (Stress  *stress,
             guint32  seed)
{
  LodgeConsoleState state = lodge_console_get_state (stress->console);

  if (state == LODGE_CONSOLE_DISCONNECTED || state == LODGE_CONSOLE_FAILED)
    stress_connect (stress);
  stress_tell (stress->server, "video off");
  stress_tell (stress->server, "depth 32");
  stress_tell (stress->server, "size 640 480");
  stress_tell (stress->server, "vm on");
  stress_tell (stress->server, "frame %u", seed);
  stress_wait (10, picture_is (stress, seed));
  return picture_is (stress, seed);
}

static gboolean
is_well (LodgeTestServer *server)
{
  guint before = server->n_ok;

  stress_tell (server, "settle");
  stress_wait (5, server->n_ok > before || server->output == NULL);
  return server->n_ok > before;
}

/* Whatever has been: the guest's picture is there. A server that hangs is not the client's fault. */
static void
check (Stress *stress,
       guint   n)
{
  for (guint i = 0; i < 3; i++)
    {
      if (try_picture (stress, n * 10 + i))
        return;
      if (!is_well (stress->server))
        {
          g_test_message ("a server hangs");
          stress->n_deaths++;
          stress_restart (stress, stress->server);
          stress_new_console (stress);
        }
      else
        {
          g_test_message ("anew: the console is in state %d", lodge_console_get_state (stress->console));
          lodge_console_disconnect (stress->console);
          stress_turn (700);
        }
    }
  g_error ("no picture after %u operations", n);
}

/* As often as a guest draws, a user acts, and the world around them changes. */
static void
do_one (Stress *stress)
{
  int kind = stress_random (100);

  if (kind < 40)
    stress_do_guest (stress);
  else if (kind < 78)
    stress_do_user (stress);
  else if (kind < 97)
    stress_do_session (stress);
  else
    stress_do_vnc (stress);
}

static void
look_after_servers (Stress *stress)
{
  LodgeTestServer *servers[] = { stress->server, stress->other };

  for (guint i = 0; i < 2; i++)
    if (servers[i]->output == NULL)
      {
        g_test_message ("a server ended by itself");
        stress->n_deaths++;
        stress_restart (stress, servers[i]);
        if (i == 0 && stress->dials)
          stress_new_console (stress);
      }
}

static void
run (Stress *stress)
{
  GTimer *timer = g_timer_new ();

  for (int i = 1; i <= n_operations; i++)
    {
      do_one (stress);
      stress_turn ((guint) stress_random (40));
      look_after_servers (stress);
      if (i % CHECK_EACH == 0)
        check (stress, (guint) i);
    }
  g_test_message ("%d operations in %.0f seconds; the server's library failed %u times", n_operations,
                  g_timer_elapsed (timer, NULL), stress->n_deaths);
  g_timer_destroy (timer);
}

static void
open_windows (Stress *stress)
{
  stress->display = LODGE_DISPLAY (lodge_display_new ());
  stress->window = gtk_window_new ();
  stress->neighbour = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (stress->window), GTK_WIDGET (stress->display));
  gtk_window_set_default_size (GTK_WINDOW (stress->window), 640, 480);
  gtk_window_set_default_size (GTK_WINDOW (stress->neighbour), 200, 100);
  gtk_window_present (GTK_WINDOW (stress->neighbour));
  gtk_window_present (GTK_WINDOW (stress->window));
}

static void
close_windows (Stress *stress)
{
  LodgeDisplay *display = g_object_ref (stress->display);

  gtk_window_destroy (GTK_WINDOW (stress->window));
  gtk_window_destroy (GTK_WINDOW (stress->neighbour));
  g_assert_finalize_object (display);
  lodge_console_disconnect (stress->console);
  g_assert_finalize_object (stress->console);
  /* What the library still has to do to end. */
  stress_turn (2000);
}

static GSubprocess *
start_window_manager (void)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;

  return g_subprocess_new (flags, NULL, "openbox", "--sm-disable", NULL);
}

static void
test_stress (void)
{
  Stress stress = { g_new0 (LodgeTestServer, 1), g_new0 (LodgeTestServer, 1) };
  g_autoptr(GSubprocess) window_manager = start_window_manager ();

  lodge_test_server_start (stress.server, NULL);
  lodge_test_server_start (stress.other, NULL);
  lodge_test_server_tell (stress.server, "listen");
  lodge_test_server_tell (stress.other, "listen");
  open_windows (&stress);
  stress_new_console (&stress);

  run (&stress);

  close_windows (&stress);
  lodge_test_server_stop (stress.server);
  lodge_test_server_stop (stress.other);
  g_free (stress.server);
  g_free (stress.other);
  if (window_manager != NULL)
    {
      g_subprocess_force_exit (window_manager);
      g_subprocess_wait (window_manager, NULL, NULL);
    }
}

/* GTK 4.18 loses count of which widgets are pressed when what is under the pointer changes. All else counts. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE")
        && g_str_has_prefix (fields[i].value, "Broken accounting of active state"))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, user_data);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--operations="))
      n_operations = atoi (argv[i] + strlen ("--operations="));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/stress", test_stress);
  return g_test_run ();
}
