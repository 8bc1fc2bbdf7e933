/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The display over a real SPICE server: what the guest draws is on the X screen to the last pixel, and
 * what the user does with the X server's keyboard and pointer arrives at the guest. */

#include "config.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "base/lodge-error.h"
#include "console/lodge-spice-console.h"
#include "display/lodge-display-private.h"

#include "../support/lodge-test-paint.h"

#define TIMEOUT_SECONDS 20

typedef struct {
  char *dir;
  char *path;
  char *uri;
  GSubprocess *process;
  GOutputStream *commands;
  GDataInputStream *output;
  GString *keys;     /* what arrived from the keyboard, with ';' after each */
  GString *events;   /* and from the pointer */
  guint n_ok;
  int n_channels;
} Server;

typedef struct {
  Server server;
  LodgeConsole *console;
  GtkWidget *window;
  LodgeDisplay *display;
  guint32 *pixels;   /* what the guest's screen is to be */
  int width, height;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

static gboolean
timeout_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

#define wait_until(condition) \
  G_STMT_START { \
    gboolean late_ = FALSE; \
    guint source_ = g_timeout_add_seconds (TIMEOUT_SECONDS, timeout_cb, &late_); \
    while (!(condition) && !late_) \
      g_main_context_iteration (NULL, TRUE); \
    if (late_) \
      g_error ("%s:%d: waited too long for: %s", __FILE__, __LINE__, #condition); \
    g_source_remove (source_); \
  } G_STMT_END

static void
quiet (const char     *domain,
       GLogLevelFlags  level,
       const char     *message,
       gpointer        user_data)
{
}

/* The SPICE library warns when the other side hangs up, which is what some tests are about. */
static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  return g_strcmp0 (domain, "GSpice") != 0 || (level & G_LOG_LEVEL_CRITICAL);
}

/* The server. */

static void read_line (Server *server);

static void
take_line (Server     *server,
           const char *line)
{
  if (g_str_equal (line, "ok"))
    server->n_ok++;
  else if (g_str_has_prefix (line, "channels "))
    server->n_channels = atoi (line + strlen ("channels "));
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
  Server *server = user_data;

  if (line == NULL)
    {
      g_clear_object (&server->output);
      return;
    }
  take_line (server, line);
  read_line (server);
}

static void
read_line (Server *server)
{
  g_data_input_stream_read_line_async (server->output, G_PRIORITY_DEFAULT, NULL, line_cb, server);
}

static void
server_start (Server     *server,
              const char *password)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "display",
                                                    "lodge-test-spice-server", NULL);
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GError) error = NULL;

  g_test_log_set_fatal_handler (is_fatal, NULL);

  /* The library warns about things that are no concern of the client. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  server->dir = g_dir_make_tmp ("lodge-display-XXXXXX", &error);
  g_assert_no_error (error);
  server->path = g_build_filename (server->dir, "spice", NULL);
  server->uri = g_strconcat ("spice+unix://", server->path, NULL);
  server->keys = g_string_new (NULL);
  server->events = g_string_new (NULL);
  server->process = g_subprocess_launcher_spawn (launcher, &error, program, server->path, password,
                                                 NULL);
  g_assert_no_error (error);
  server->commands = g_subprocess_get_stdin_pipe (server->process);
  server->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));
  read_line (server);
  wait_until (server->n_ok == 1);
}

static void
server_stop (Server *server)
{
  g_output_stream_close (server->commands, NULL, NULL);
  wait_until (server->output == NULL);
  g_subprocess_wait (server->process, NULL, NULL);
  g_clear_object (&server->process);
  g_string_free (server->keys, TRUE);
  g_string_free (server->events, TRUE);
  g_unlink (server->path);
  g_rmdir (server->dir);
  g_free (server->dir);
  g_free (server->path);
  g_free (server->uri);
  *server = (Server) { 0 };
}

G_GNUC_PRINTF (2, 3) static void
tell (Server     *server,
      const char *format,
      ...)
{
  g_autofree char *line = NULL;
  guint before = server->n_ok;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_true (g_output_stream_printf (server->commands, NULL, NULL, NULL, "%s\n", line));
  wait_until (server->n_ok > before);
}

static void
expect_keys (Fixture    *fixture,
             const char *expected)
{
  wait_until (fixture->server.keys->len >= strlen (expected));
  g_assert_cmpstr (fixture->server.keys->str, ==, expected);
  g_string_truncate (fixture->server.keys, 0);
}

/* The last event; a place may be told twice, as when the pointer enters. */
static void
expect_pointer (Fixture    *fixture,
                const char *expected)
{
  wait_until (g_str_has_suffix (fixture->server.events->str, expected));
}

/* The X server's side. */

static Window
get_xid (Fixture *fixture)
{
  return gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (fixture->window)));
}

G_GNUC_PRINTF (1, 2) static void
xdotool (const char *format,
         ...)
{
  g_autofree char *arguments = NULL, *command = NULL;
  g_autoptr(GError) error = NULL;
  va_list args;
  int status;

  va_start (args, format);
  arguments = g_strdup_vprintf (format, args);
  va_end (args);
  command = g_strconcat ("xdotool ", arguments, NULL);
  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static gboolean
screen_is_right (Fixture *fixture)
{
  GdkDisplay *display = gtk_widget_get_display (fixture->window);
  XImage *image;
  gboolean right = TRUE;

  image = XGetImage (gdk_x11_display_get_xdisplay (display), get_xid (fixture), 0, 0,
                     (guint) fixture->width, (guint) fixture->height, AllPlanes, ZPixmap);
  for (int y = 0; y < fixture->height && right; y++)
    for (int x = 0; x < fixture->width && right; x++)
      {
        guint32 expected = fixture->pixels[y * fixture->width + x] & 0xffffff;

        right = (XGetPixel (image, x, y) & 0xffffff) == expected;
      }
  XDestroyImage (image);
  return right;
}

static gboolean
window_is_at_least (Fixture *fixture)
{
  return gtk_widget_get_width (fixture->window) >= fixture->width
         && gtk_widget_get_height (fixture->window) >= fixture->height;
}

/* The guest's side. */

static gboolean
guest_is_right (Fixture *fixture)
{
  g_autoptr(GdkTexture) texture = lodge_display_snapshot_guest (fixture->display);
  g_autofree guint32 *pixels = NULL;
  int n = fixture->width * fixture->height;

  if (texture == NULL || gdk_texture_get_width (texture) != fixture->width
      || gdk_texture_get_height (texture) != fixture->height)
    return FALSE;

  pixels = g_new (guint32, n);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) fixture->width * 4);
  for (int i = 0; i < n; i++)
    if (pixels[i] != (fixture->pixels[i] | 0xff000000u))
      return FALSE;
  return TRUE;
}

static void
set_size (Fixture *fixture,
          int      width,
          int      height)
{
  g_free (fixture->pixels);
  fixture->pixels = g_new0 (guint32, width * height);
  fixture->width = width;
  fixture->height = height;
  tell (&fixture->server, "size %d %d", width, height);
}

static void
draw_frame (Fixture *fixture,
            int      seed)
{
  lodge_test_paint (fixture->pixels, (gsize) fixture->width, (guint32) seed, 0, 0, fixture->width,
                    fixture->height);
  tell (&fixture->server, "frame %d", seed);
}

static void
draw_rect (Fixture *fixture,
           int      seed,
           int      x,
           int      y,
           int      width,
           int      height)
{
  lodge_test_paint (fixture->pixels + y * fixture->width + x, (gsize) fixture->width,
                    (guint32) seed, x, y, width, height);
  tell (&fixture->server, "rect %d %d %d %d %d", seed, x, y, width, height);
}

static void
draw_rects (Fixture *fixture,
            int      seed,
            int      n)
{
  int x, y, width, height;

  for (int i = 0; i < n; i++)
    {
      lodge_test_rect ((guint32) seed, i, fixture->width, fixture->height, &x, &y, &width,
                       &height);
      lodge_test_paint (fixture->pixels + y * fixture->width + x, (gsize) fixture->width,
                        (guint32) (seed + i), x, y, width, height);
    }
  tell (&fixture->server, "rects %d %d", seed, n);
}

static gboolean
is_state (Fixture           *fixture,
          LodgeConsoleState  state)
{
  return lodge_console_get_state (fixture->console) == state;
}

static gboolean
has_cursor (LodgeConsole *console,
            int           width,
            int           hot_x)
{
  LodgeCursor *cursor = lodge_console_get_cursor (console);

  return cursor != NULL && cursor->pixels != NULL && cursor->width == width
         && cursor->hot_x == hot_x;
}

/* Until each channel has proved to work: the server's library crashes when a client goes while the
 * threads of its screen and its cursor are about to greet it. */
static void
connect_to (Server       *server,
            LodgeConsole *console)
{
  static int size = 8;

  size = size == 16 ? 8 : size + 1;
  lodge_console_connect (console);
  wait_until (lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED
              && server->n_channels == 4);
  tell (server, "cursor %d 4 0 0", size);
  wait_until (has_cursor (console, size, 0));
  wait_until (lodge_framebuffer_copy (lodge_console_get_framebuffer (console), 0, 0, 0, 0, NULL, 0));
}

static void
connect_console (Fixture *fixture)
{
  connect_to (&fixture->server, fixture->console);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  server_start (&fixture->server, NULL);
  fixture->console = lodge_spice_console_new_uri (fixture->server.uri);
  fixture->display = LODGE_DISPLAY (lodge_display_new ());
  lodge_display_set_console (fixture->display, fixture->console);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->display));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 640, 480);
  gtk_window_present (GTK_WINDOW (fixture->window));
  connect_console (fixture);

  fixture->width = 640;
  fixture->height = 480;
  fixture->pixels = g_new0 (guint32, 640 * 480);
  draw_frame (fixture, 1);
  wait_until (guest_is_right (fixture));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  LodgeDisplay *display = g_object_ref (fixture->display);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (display);
  lodge_console_disconnect (fixture->console);
  g_assert_finalize_object (fixture->console);
  wait_until (fixture->server.n_channels == 0);
  server_stop (&fixture->server);
  g_free (fixture->pixels);
}

/* With the keyboard on the display, and the pointer at 100, 100. */
static void
give_keyboard (Fixture *fixture)
{
  gboolean absolute =
    lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_ABSOLUTE;

  wait_until (screen_is_right (fixture));
  xdotool ("windowfocus --sync %lu", get_xid (fixture));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->display));
  wait_until (fixture->display->grabbed);
  xdotool ("mousemove 90 90");
  wait_until (fixture->display->pointer_known && fixture->display->pointer_x == 90);
  xdotool ("mousemove 100 100");
  expect_pointer (fixture, absolute ? "position 100 100 0;" : "motion 10 10 0;");
}

static void
test_pixels (Fixture       *fixture,
             gconstpointer  user_data)
{
  wait_until (screen_is_right (fixture));
  draw_rects (fixture, 100, 300);
  wait_until (guest_is_right (fixture));
  wait_until (screen_is_right (fixture));
}

/* A picture may be on the screen before its damage is told, so each step may bring the one before. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  user_data)
{
  guint64 before;

  wait_until (screen_is_right (fixture));
  draw_rect (fixture, 4, 10, 10, 64, 64);
  wait_until (screen_is_right (fixture));

  before = lodge_display_tiles_get_n_loaded (fixture->display->tiles);
  draw_rect (fixture, 5, 300, 20, 64, 64);
  wait_until (screen_is_right (fixture));
  g_assert_cmpuint (lodge_display_tiles_get_n_loaded (fixture->display->tiles) - before, <=, 2);

  /* Over a corner of four. */
  before = lodge_display_tiles_get_n_loaded (fixture->display->tiles);
  draw_rect (fixture, 6, 230, 230, 64, 64);
  wait_until (screen_is_right (fixture));
  g_assert_cmpuint (lodge_display_tiles_get_n_loaded (fixture->display->tiles) - before, <=, 5);
}

static void
test_resize (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const struct { int width, height; } sizes[] = {
    { 800, 600 }, { 333, 211 }, { 1024, 768 }, { 1, 1 }, { 256, 256 }, { 257, 511 },
  };

  g_object_set (fixture->display, "scale-mode", LODGE_SCALE_ORIGINAL, NULL);
  gtk_widget_set_halign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      set_size (fixture, sizes[i].width, sizes[i].height);
      draw_frame (fixture, (int) i);
      wait_until (guest_is_right (fixture));
      wait_until (window_is_at_least (fixture));
      if (sizes[i].width >= 160 && sizes[i].height >= 120)
        wait_until (screen_is_right (fixture));
    }
}

/* The last picture stays until there is a new one. */
static void
test_disconnected (Fixture       *fixture,
                   gconstpointer  user_data)
{
  wait_until (screen_is_right (fixture));
  lodge_console_disconnect (fixture->console);
  g_assert_true (is_state (fixture, LODGE_CONSOLE_DISCONNECTED));
  g_assert_null (lodge_display_snapshot_guest (fixture->display));
  gtk_widget_queue_draw (GTK_WIDGET (fixture->display));
  wait_until (fixture->server.n_channels == 0);
  g_assert_true (screen_is_right (fixture));

  g_object_set (fixture->display, "dimmed", TRUE, NULL);
  wait_until (!screen_is_right (fixture));
  for (int i = 0; i < fixture->width * fixture->height; i++)
    fixture->pixels[i] = fixture->pixels[i] & 0xffffff;

  g_object_set (fixture->display, "dimmed", FALSE, NULL);
  connect_console (fixture);
  wait_until (guest_is_right (fixture));
  wait_until (screen_is_right (fixture));
}

static void
test_reconnect (Fixture       *fixture,
                gconstpointer  user_data)
{
  for (int i = 0; i < 20; i++)
    {
      lodge_console_disconnect (fixture->console);
      wait_until (fixture->server.n_channels == 0);
      connect_console (fixture);
      draw_frame (fixture, 50 + i);
      wait_until (guest_is_right (fixture));
    }
  wait_until (screen_is_right (fixture));
}

static void
test_server_ends (Fixture       *fixture,
                  gconstpointer  user_data)
{
  server_stop (&fixture->server);
  wait_until (is_state (fixture, LODGE_CONSOLE_DISCONNECTED));
  g_assert_null (lodge_console_get_error (fixture->console));
  server_start (&fixture->server, NULL);
}

static gboolean
has_hidden_cursor (Fixture *fixture)
{
  LodgeCursor *cursor = lodge_console_get_cursor (fixture->console);

  return cursor != NULL && cursor->pixels == NULL;
}

static void
assert_pointer (Fixture    *fixture,
                const char *name)
{
  GdkCursor *pointer = gtk_widget_get_cursor (GTK_WIDGET (fixture->display));

  g_assert_nonnull (pointer);
  g_assert_cmpstr (gdk_cursor_get_name (pointer), ==, name);
}

static void
test_cursor (Fixture       *fixture,
             gconstpointer  user_data)
{
  LodgeCursor *cursor;
  const guint8 *pixels;

  tell (&fixture->server, "cursor 24 32 3 4");
  wait_until (has_cursor (fixture->console, 24, 3));
  cursor = lodge_console_get_cursor (fixture->console);
  g_assert_cmpint (cursor->height, ==, 32);
  g_assert_cmpint (cursor->hot_y, ==, 4);
  pixels = g_bytes_get_data (cursor->pixels, NULL);
  for (int i = 0; i < 24 * 32; i++)
    {
      g_assert_cmphex (pixels[i * 4], ==, 0xff);
      g_assert_cmphex (pixels[i * 4 + 1], ==, 0x80);
      g_assert_cmphex (pixels[i * 4 + 2], ==, 0x00);
      g_assert_cmphex (pixels[i * 4 + 3], ==, 0xff);
    }
  assert_pointer (fixture, NULL);

  tell (&fixture->server, "cursor-hide");
  wait_until (has_hidden_cursor (fixture));
  assert_pointer (fixture, "none");

  /* A hot spot just outside is brought inside; GDK refuses it. */
  tell (&fixture->server, "cursor 16 16 16 16");
  wait_until (has_cursor (fixture->console, 16, 15));
  assert_pointer (fixture, NULL);

  /* Too large: the host's own pointer is shown. */
  tell (&fixture->server, "cursor 1024 4 0 0");
  wait_until (lodge_console_get_cursor (fixture->console) == NULL);
  g_assert_null (gtk_widget_get_cursor (GTK_WIDGET (fixture->display)));
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  user_data)
{
  give_keyboard (fixture);
  xdotool ("key a");
  expect_keys (fixture, "1e;9e;");
  xdotool ("key Up Delete KP_Enter");
  expect_keys (fixture, "e0;48;e0;c8;e0;53;e0;d3;"
                          "e0;1c;e0;9c;");
  xdotool ("key Pause");
  expect_keys (fixture, "e1;1d;45;e1;9d;c5;");
  xdotool ("keydown Shift_L key F1 keyup Shift_L");
  expect_keys (fixture, "2a;3b;bb;aa;");
}

/* Ctrl+Q and Tab are for the guest, not for the window. */
static void
test_shortcuts (Fixture       *fixture,
                gconstpointer  user_data)
{
  give_keyboard (fixture);
  xdotool ("keydown Control_L key q keyup Control_L key Tab");
  expect_keys (fixture, "1d;10;90;9d;0f;8f;");
  g_assert_true (fixture->display->grabbed);
}

static void
released_cb (gboolean *released)
{
  *released = TRUE;
}

static void
test_chord (Fixture       *fixture,
            gconstpointer  user_data)
{
  gboolean released = FALSE;

  g_signal_connect_swapped (fixture->display, "released", G_CALLBACK (released_cb), &released);
  give_keyboard (fixture);
  xdotool ("keydown Control_L keydown Alt_L key d keyup Alt_L keyup Control_L");
  expect_keys (fixture, "1d;38;20;a0;b8;9d;");
  g_assert_true (fixture->display->grabbed);
  g_assert_false (released);

  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  wait_until (released);
  g_assert_false (fixture->display->grabbed);
  expect_keys (fixture, "1d;38;b8;9d;");

  /* Keys are the window's now. */
  xdotool ("key b");
  xdotool ("mousemove 200 200 click 1");
  wait_until (fixture->display->grabbed);
  xdotool ("key c");
  expect_keys (fixture, "2e;ae;");
}

static void
test_focus_loss (Fixture       *fixture,
                 gconstpointer  user_data)
{
  GtkWidget *other;

  give_keyboard (fixture);
  xdotool ("keydown a keydown Shift_L");
  expect_keys (fixture, "1e;2a;");

  other = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (other));
  wait_until (gtk_widget_get_mapped (other));
  xdotool ("windowfocus %lu",
           gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (other))));
  wait_until (!fixture->display->grabbed);
  expect_keys (fixture, "9e;aa;");
  xdotool ("keyup a keyup Shift_L");
  gtk_window_destroy (GTK_WINDOW (other));
}

static void
test_pointer (Fixture       *fixture,
              gconstpointer  user_data)
{
  give_keyboard (fixture);
  xdotool ("mousemove 0 0");
  expect_pointer (fixture, "position 0 0 0;");
  xdotool ("mousemove 639 479");
  expect_pointer (fixture, "position 639 479 0;");
  xdotool ("mousemove 320 200");
  expect_pointer (fixture, "position 320 200 0;");

  /* The second button while the first is down; then the first goes up. */
  xdotool ("mousedown 1");
  expect_pointer (fixture, "buttons 1;");
  xdotool ("mousedown 3");
  expect_pointer (fixture, "buttons 3;");
  xdotool ("mouseup 1");
  expect_pointer (fixture, "buttons 2;");
  xdotool ("mouseup 3");
  expect_pointer (fixture, "buttons 0;");

  xdotool ("click 4");
  wait_until (strstr (fixture->server.events->str, "wheel -1;") != NULL);
  xdotool ("click 5");
  wait_until (strstr (fixture->server.events->str, "wheel 1;") != NULL);
}

static void
test_relative (Fixture       *fixture,
               gconstpointer  user_data)
{
  tell (&fixture->server, "cursor-hide");
  tell (&fixture->server, "tablet off");
  wait_until (lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_RELATIVE);
  give_keyboard (fixture);
  xdotool ("mousemove 110 95");
  expect_pointer (fixture, "motion 10 -5 0;");
  assert_pointer (fixture, "none");

  /* The guest's pointer is painted then. */
  tell (&fixture->server, "cursor 8 8 0 0");
  tell (&fixture->server, "cursor-move 50 60");
  for (int y = 60; y < 68; y++)
    for (int x = 50; x < 58; x++)
      fixture->pixels[y * fixture->width + x] = 0xffff8000;
  wait_until (screen_is_right (fixture));
}

/* Connections that fail. */

static void
assert_failure (const char     *uri,
                LodgeErrorCode  code)
{
  g_autoptr(LodgeConsole) console = lodge_spice_console_new_uri (uri);

  lodge_console_connect (console);
  wait_until (lodge_console_get_state (console) != LODGE_CONSOLE_CONNECTING);
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (console), LODGE_ERROR, (int) code);
}

static void
test_failures (void)
{
  Server server = { 0 };

  server_start (&server, "secret");
  assert_failure (server.uri, LODGE_ERROR_DENIED);
  assert_failure ("spice+unix:///nonexistent/socket", LODGE_ERROR_NOT_CONNECTED);
  wait_until (server.n_channels == 0);
  server_stop (&server);
}

static void
give_fd_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (user_data);
  g_autoptr(GSocket) sock = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);

  g_assert_true (g_socket_connect (sock, address, NULL, NULL));
  lodge_fd_request_return (request, dup (g_socket_get_fd (sock)), NULL);
}

static LodgeFdRequest *waiting_request;

static void
keep_request_cb (LodgeFdRequest *request,
                 gpointer        user_data)
{
  waiting_request = request;
}

static void
refuse_fd_cb (LodgeFdRequest *request,
              gpointer        user_data)
{
  g_autoptr(GError) error = lodge_error_new (LODGE_ERROR_DENIED, NULL, "no");

  lodge_fd_request_return (request, -1, error);
}

static void
test_fd (void)
{
  Server server = { 0 };
  LodgeConsole *console;

  server_start (&server, NULL);
  console = lodge_spice_console_new_fd (give_fd_cb, server.path, NULL);
  for (int i = 0; i < 3; i++)
    {
      connect_to (&server, console);
      lodge_console_disconnect (console);
      wait_until (server.n_channels == 0);
    }
  g_assert_finalize_object (console);

  /* An answer after the question is void: the socket is closed. */
  console = lodge_spice_console_new_fd (keep_request_cb, NULL, NULL);
  lodge_console_connect (console);
  wait_until (waiting_request != NULL);
  g_assert_finalize_object (console);
  give_fd_cb (waiting_request, server.path);

  console = lodge_spice_console_new_fd (refuse_fd_cb, NULL, NULL);
  lodge_console_connect (console);
  wait_until (lodge_console_get_state (console) == LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (console), LODGE_ERROR, LODGE_ERROR_DENIED);
  g_assert_finalize_object (console);
  server_stop (&server);
}

static void
add (const char *path,
     void      (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_log_set_handler ("GSpice", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, quiet, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/display/pixels", test_pixels);
  add ("/display/damage", test_damage);
  add ("/display/resize", test_resize);
  add ("/display/disconnected", test_disconnected);
  add ("/display/reconnect", test_reconnect);
  add ("/display/server-ends", test_server_ends);
  add ("/display/cursor", test_cursor);
  add ("/display/keys", test_keys);
  add ("/display/shortcuts", test_shortcuts);
  add ("/display/chord", test_chord);
  add ("/display/focus-loss", test_focus_loss);
  add ("/display/pointer", test_pointer);
  add ("/display/relative", test_relative);
  g_test_add_func ("/display/failures", test_failures);
  g_test_add_func ("/display/fd", test_fd);
  return g_test_run ();
}
