/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts lodge-test-spice-server, sends it commands, and collects what it says of its client. */

#include "config.h"

#include "lodge-test-server.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* Nobody made a mistake when the other side hangs up in the middle of its first answer; and libphodav,
 * which serves shared folders, asks for what it had not queried, of which GLib 2.76 complains. */
static gboolean
is_mistake (const char *message)
{
  return strstr (message, ": incomplete ") == NULL
         && strstr (message, "GFileInfo created without etag::") == NULL
         && strstr (message, "(g_file_info_get_etag)") == NULL;
}

static void
quiet_unless_mistake (const char     *domain,
                      GLogLevelFlags  level,
                      const char     *message,
                      gpointer        user_data)
{
  if (is_mistake (message))
    g_log_default_handler (domain, level, message, user_data);
}

/* The SPICE library warns when the other side hangs up, which is what some tests are about. */
static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  return is_mistake (message)
         && (g_strcmp0 (domain, "GSpice") != 0 || (level & G_LOG_LEVEL_CRITICAL));
}

static void read_line (LodgeTestServer *server);

static void
take_line (LodgeTestServer *server,
           const char      *line)
{
  if (g_str_equal (line, "ok"))
    server->n_ok++;
  else if (g_str_has_prefix (line, "channels "))
    server->n_channels = atoi (line + strlen ("channels "));
  else if (g_str_has_prefix (line, "port "))
    server->port = (guint) atoi (line + strlen ("port "));
  else if (g_str_has_prefix (line, "tls-port "))
    server->tls_port = (guint) atoi (line + strlen ("tls-port "));
  else if (g_str_has_prefix (line, "key "))
    g_string_append_printf (server->keys, "%s;", line + strlen ("key "));
  else if (!g_str_equal (line, "ready"))
    g_string_append_printf (server->events, "%s;", line);
  else
    server->n_ok++;
}

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree char *line =
    g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  LodgeTestServer *server = user_data;

  if (line == NULL)
    {
      g_clear_object (&server->output);
      return;
    }
  take_line (server, line);
  read_line (server);
}

static void
read_line (LodgeTestServer *server)
{
  g_data_input_stream_read_line_async (server->output, G_PRIORITY_DEFAULT, NULL, line_cb, server);
}

static void
start (LodgeTestServer *server,
       const char      *password,
       const char      *certificates,
       const char      *sasl)
{
  static gsize are_set;
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "display",
                                                    "lodge-test-spice-server", NULL);
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GError) error = NULL;

  if (g_once_init_enter (&are_set))
    {
      g_log_set_handler ("GSpice", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, lodge_test_quiet_cb,
                         NULL);
      g_log_set_handler ("GSpice", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, quiet_unless_mistake,
                         NULL);
      g_log_set_handler ("GLib-GIO", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, quiet_unless_mistake,
                         NULL);
      g_once_init_leave (&are_set, 1);
    }
  g_test_log_set_fatal_handler (is_fatal, NULL);

  /* The library warns about things that are no concern of the client. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  /* Nor does it free all of a client that has left. */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  if (sasl != NULL)
    g_subprocess_launcher_setenv (launcher, "SASL_CONF_PATH", sasl, TRUE);
  server->dir = g_dir_make_tmp ("lodge-display-XXXXXX", &error);
  g_assert_no_error (error);
  server->path = g_build_filename (server->dir, "spice", NULL);
  server->uri = g_strconcat ("spice+unix://", server->path, NULL);
  server->keys = g_string_new (NULL);
  server->events = g_string_new (NULL);
  server->process = g_subprocess_launcher_spawn (launcher, &error, program, server->path, password,
                                                 certificates, NULL);
  g_assert_no_error (error);
  server->commands = g_subprocess_get_stdin_pipe (server->process);
  server->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));
  read_line (server);
  lodge_test_wait (server->n_ok == 1);
}

void
lodge_test_server_start (LodgeTestServer *server,
                         const char      *password)
{
  start (server, password, NULL, NULL);
}

void
lodge_test_server_start_tls (LodgeTestServer *server,
                             const char      *certificates)
{
  start (server, "", certificates, NULL);
}

void
lodge_test_server_start_sasl (LodgeTestServer *server,
                              const char      *dir)
{
  start (server, NULL, NULL, dir);
}

void
lodge_test_server_stop (LodgeTestServer *server)
{
  g_output_stream_close (server->commands, NULL, NULL);
  lodge_test_wait (server->output == NULL);
  g_subprocess_wait (server->process, NULL, NULL);
  g_clear_object (&server->process);
  g_string_free (server->keys, TRUE);
  g_string_free (server->events, TRUE);
  g_unlink (server->path);
  g_rmdir (server->dir);
  g_free (server->dir);
  g_free (server->path);
  g_free (server->uri);
  *server = (LodgeTestServer) { 0 };
}

void
lodge_test_server_tell (LodgeTestServer *server,
                        const char      *format,
                        ...)
{
  g_autofree char *line = NULL;
  guint before = server->n_ok;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_true (g_output_stream_printf (server->commands, NULL, NULL, NULL, "%s\n", line));
  lodge_test_wait (server->n_ok > before);
}

gboolean
lodge_test_has_cursor (LodgeConsole *console,
                       int           width,
                       int           hot_x)
{
  LodgeCursor *cursor = lodge_console_get_cursor (console);

  return cursor != NULL && cursor->pixels != NULL && cursor->width == width
         && cursor->hot_x == hot_x;
}

void
lodge_test_server_settle (LodgeTestServer *server,
                          LodgeConsole    *console)
{
  static int size = 8;

  size = size == 16 ? 8 : size + 1;
  lodge_test_wait (lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED
                   && server->n_channels >= 4);
  lodge_test_server_tell (server, "cursor %d 4 0 0", size);
  lodge_test_wait (lodge_test_has_cursor (console, size, 0));
  lodge_test_wait (lodge_framebuffer_copy (lodge_console_get_framebuffer (console), 0, 0, 0, 0, NULL, 0));
}

gboolean
lodge_test_late_cb (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

void
lodge_test_quiet_cb (const char     *domain,
                     GLogLevelFlags  level,
                     const char     *message,
                     gpointer        user_data)
{
}
