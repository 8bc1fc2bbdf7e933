/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The display over a real SPICE server: what the user does with the X server's keyboard and pointer
 * arrives at the guest, and connections come and go. */

#include "config.h"

#include "base/lodge-error.h"
#include "display-fixture.h"

static void
test_reconnect (Fixture       *fixture,
                gconstpointer  user_data)
{
  for (int i = 0; i < 20; i++)
    {
      lodge_console_disconnect (fixture->console);
      lodge_test_wait (fixture->server.n_channels == 0);
      connect_console (fixture);
      draw_frame (fixture, 50 + i);
      lodge_test_wait (guest_is_right (fixture));
    }
  lodge_test_wait (screen_is_right (fixture));
}

static void
test_server_ends (Fixture       *fixture,
                  gconstpointer  user_data)
{
  lodge_test_server_stop (&fixture->server);
  lodge_test_wait (is_state (fixture, LODGE_CONSOLE_DISCONNECTED));
  g_assert_null (lodge_console_get_error (fixture->console));
  lodge_test_server_start (&fixture->server, NULL);
}

static gboolean
has_hidden_cursor (Fixture *fixture)
{
  LodgeCursor *cursor = lodge_console_get_cursor (fixture->console);

  return cursor != NULL && cursor->pixels == NULL;
}

static void
test_cursor (Fixture       *fixture,
             gconstpointer  user_data)
{
  LodgeCursor *cursor;
  const guint8 *pixels;

  tell (fixture, "cursor 24 32 3 4");
  lodge_test_wait (lodge_test_has_cursor (fixture->console, 24, 3));
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

  tell (fixture, "cursor-hide");
  lodge_test_wait (has_hidden_cursor (fixture));
  assert_pointer (fixture, "none");

  /* A hot spot just outside is brought inside; GDK refuses it. */
  tell (fixture, "cursor 16 16 16 16");
  lodge_test_wait (lodge_test_has_cursor (fixture->console, 16, 15));
  assert_pointer (fixture, NULL);

  /* Too large: the host's own pointer is shown. */
  tell (fixture, "cursor 1024 4 0 0");
  lodge_test_wait (lodge_console_get_cursor (fixture->console) == NULL);
  g_assert_null (gtk_widget_get_cursor (GTK_WIDGET (fixture->display)));
}

/* What the two bits of a pixel mean; inverted is shown as white. */
static guint32
mono_pixel (int x,
            int y)
{
  if (lodge_test_mono_xor (x, y))
    return 0xffffffffu;
  return lodge_test_mono_and (x, y) ? 0 : 0xff000000u;
}

static guint32
masked_pixel (int x,
              int y)
{
  return (lodge_test_pixel (3, x, y) & 0xffffff) | (lodge_test_mono_and (x, y) ? 0 : 0xff000000u);
}

static void
expect_shape (Fixture *fixture,
              int      width,
              int      height,
              int      hot_x,
              int      hot_y,
              guint32  (*get_pixel) (int x, int y))
{
  GdkCursor *pointer;
  LodgeCursor *cursor;
  const guint8 *rgba;

  lodge_test_wait (lodge_test_has_cursor (fixture->console, width, hot_x));
  cursor = lodge_console_get_cursor (fixture->console);
  g_assert_cmpint (cursor->height, ==, height);
  rgba = g_bytes_get_data (cursor->pixels, NULL);
  for (int i = 0; i < width * height; i++, rgba += 4)
    g_assert_cmphex ((guint32) rgba[3] << 24 | (guint32) rgba[0] << 16 | (guint32) rgba[1] << 8
                     | rgba[2], ==, get_pixel (i % width, i / width));

  pointer = gtk_widget_get_cursor (GTK_WIDGET (fixture->display));
  g_assert_cmpint (gdk_texture_get_width (gdk_cursor_get_texture (pointer)), ==, width);
  g_assert_cmpint (gdk_cursor_get_hotspot_x (pointer), ==, hot_x);
  g_assert_cmpint (gdk_cursor_get_hotspot_y (pointer), ==, hot_y);
}

static void
test_cursor_kinds (Fixture       *fixture,
                   gconstpointer  user_data)
{
  tell (fixture, "cursor-mono 32 20 5 6");
  expect_shape (fixture, 32, 20, 5, 6, mono_pixel);
  tell (fixture, "cursor-mono 13 9 12 8");
  expect_shape (fixture, 13, 9, 12, 8, mono_pixel);
  tell (fixture, "cursor-mask 32 24 0 23");
  expect_shape (fixture, 32, 24, 0, 23, masked_pixel);
  tell (fixture, "cursor-mask 15 7 3 1");
  expect_shape (fixture, 15, 7, 3, 1, masked_pixel);
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
  lodge_test_wait (released);
  g_assert_false (fixture->display->grabbed);
  expect_keys (fixture, "1d;38;b8;9d;");

  /* Keys are the window's now. */
  xdotool ("key b");
  xdotool ("mousemove 200 200 click 1");
  lodge_test_wait (fixture->display->grabbed);
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
  lodge_test_wait (gtk_widget_get_mapped (other));
  xdotool ("windowfocus %lu",
           gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (other))));
  lodge_test_wait (!fixture->display->grabbed);
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
  lodge_test_wait (strstr (fixture->server.events->str, "wheel -1;") != NULL);
  xdotool ("click 5");
  lodge_test_wait (strstr (fixture->server.events->str, "wheel 1;") != NULL);
}

/* Connections that fail. */

static void
assert_failure (const char     *uri,
                LodgeErrorCode  code)
{
  g_autoptr(LodgeConsole) console = lodge_spice_console_new_uri (uri);

  lodge_console_connect (console);
  lodge_test_wait (lodge_console_get_state (console) != LODGE_CONSOLE_CONNECTING);
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (console), LODGE_ERROR, (int) code);
}

static void
test_failures (void)
{
  assert_failure ("spice+unix:///nonexistent/socket", LODGE_ERROR_NOT_CONNECTED);
}

static void
test_password (void)
{
  LodgeTestServer server = { 0 };
  LodgeConsole *console;
  LodgeCredentials *credentials;

  lodge_test_server_start (&server, "secret");
  console = lodge_spice_console_new_uri (server.uri);
  credentials = lodge_console_get_credentials (console);
  lodge_console_connect (console);
  lodge_test_wait (lodge_credentials_get_wanted (credentials) == LODGE_CREDENTIAL_PASSWORD);
  g_assert_false (lodge_credentials_get_refused (credentials));
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_CONNECTING);

  lodge_credentials_answer (credentials, NULL, "wrong");
  g_assert_cmpint (lodge_credentials_get_wanted (credentials), ==, 0);
  lodge_test_wait (lodge_credentials_get_wanted (credentials) == LODGE_CREDENTIAL_PASSWORD);
  g_assert_true (lodge_credentials_get_refused (credentials));

  lodge_credentials_answer (credentials, NULL, "secret");
  lodge_test_server_settle (&server, console);

  /* Once is enough. */
  lodge_console_disconnect (console);
  lodge_test_wait (server.n_channels == 0);
  connect_to (&server, console);
  g_assert_cmpint (lodge_credentials_get_wanted (credentials), ==, 0);

  /* Whoever does not answer can leave. */
  lodge_console_disconnect (console);
  g_assert_finalize_object (console);
  lodge_test_wait (server.n_channels == 0);
  console = lodge_spice_console_new_uri (server.uri);
  credentials = lodge_console_get_credentials (console);
  lodge_console_connect (console);
  lodge_test_wait (lodge_credentials_get_wanted (credentials) != 0);
  lodge_console_disconnect (console);
  g_assert_cmpint (lodge_credentials_get_wanted (credentials), ==, 0);
  g_assert_finalize_object (console);
  lodge_test_wait (server.n_channels == 0);
  lodge_test_server_stop (&server);
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
  LodgeTestServer server = { 0 };
  LodgeConsole *console;

  lodge_test_server_start (&server, NULL);
  console = lodge_spice_console_new_fd (give_fd_cb, server.path, NULL);
  for (int i = 0; i < 3; i++)
    {
      connect_to (&server, console);
      lodge_console_disconnect (console);
      lodge_test_wait (server.n_channels == 0);
    }
  g_assert_finalize_object (console);

  /* An answer after the question is void: the socket is closed. */
  console = lodge_spice_console_new_fd (keep_request_cb, NULL, NULL);
  lodge_console_connect (console);
  lodge_test_wait (waiting_request != NULL);
  g_assert_finalize_object (console);
  give_fd_cb (waiting_request, server.path);

  console = lodge_spice_console_new_fd (refuse_fd_cb, NULL, NULL);
  lodge_console_connect (console);
  lodge_test_wait (lodge_console_get_state (console) == LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (console), LODGE_ERROR, LODGE_ERROR_DENIED);
  g_assert_finalize_object (console);
  lodge_test_server_stop (&server);
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
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  /* A key that a slow computer holds for long comes once. */
  XAutoRepeatOff (gdk_x11_display_get_xdisplay (gdk_display_get_default ()));

  add ("/display/reconnect", test_reconnect);
  add ("/display/server-ends", test_server_ends);
  add ("/display/cursor", test_cursor);
  add ("/display/cursor/kinds", test_cursor_kinds);
  add ("/display/keys", test_keys);
  add ("/display/shortcuts", test_shortcuts);
  add ("/display/chord", test_chord);
  add ("/display/focus-loss", test_focus_loss);
  add ("/display/pointer", test_pointer);
  g_test_add_func ("/display/failures", test_failures);
  g_test_add_func ("/display/password", test_password);
  g_test_add_func ("/display/fd", test_fd);
  return g_test_run ();
}
