/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The display over a real SPICE server: what the guest draws is on the X screen to the last pixel, and
 * what the user does with the X server's keyboard and pointer arrives at the guest. */

#include "config.h"

#include <gdk/x11/gdkx.h>
#include <gtk/gtk.h>

#include "base/lodge-error.h"
#include "console/lodge-spice-console.h"
#include "display/lodge-display-private.h"

#include "../support/lodge-test-paint.h"
#include "../support/lodge-test-server.h"

#define tell(fixture, ...) lodge_test_server_tell (&(fixture)->server, __VA_ARGS__)

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  GtkWidget *window;
  LodgeDisplay *display;
  guint32 *pixels;   /* what the guest's screen is to be */
  int width, height;
} Fixture;

static void
expect_keys (Fixture    *fixture,
             const char *expected)
{
  lodge_test_wait (fixture->server.keys->len >= strlen (expected));
  g_assert_cmpstr (fixture->server.keys->str, ==, expected);
  g_string_truncate (fixture->server.keys, 0);
}

/* The last event; a place may be told twice, as when the pointer enters. */
static void
expect_pointer (Fixture    *fixture,
                const char *expected)
{
  lodge_test_wait (g_str_has_suffix (fixture->server.events->str, expected));
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
  tell (fixture, "size %d %d", width, height);
}

static void
draw_frame (Fixture *fixture,
            int      seed)
{
  lodge_test_paint (fixture->pixels, (gsize) fixture->width, (guint32) seed, 0, 0, fixture->width,
                    fixture->height);
  tell (fixture, "frame %d", seed);
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
  tell (fixture, "rect %d %d %d %d %d", seed, x, y, width, height);
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
  tell (fixture, "rects %d %d", seed, n);
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
connected (LodgeTestServer *server,
           LodgeConsole    *console)
{
  static int size = 8;

  size = size == 16 ? 8 : size + 1;
  lodge_test_wait (lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED
              && server->n_channels == 4);
  lodge_test_server_tell (server, "cursor %d 4 0 0", size);
  lodge_test_wait (has_cursor (console, size, 0));
  lodge_test_wait (lodge_framebuffer_copy (lodge_console_get_framebuffer (console), 0, 0, 0, 0, NULL, 0));
}

static void
connect_to (LodgeTestServer *server,
            LodgeConsole    *console)
{
  lodge_console_connect (console);
  connected (server, console);
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
  lodge_test_server_start (&fixture->server, NULL);
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
  lodge_test_wait (guest_is_right (fixture));
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
  lodge_test_wait (fixture->server.n_channels == 0);
  lodge_test_server_stop (&fixture->server);
  g_free (fixture->pixels);
}

/* With the keyboard on the display, and the pointer at 100, 100. */
static void
give_keyboard (Fixture *fixture)
{
  gboolean absolute =
    lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_ABSOLUTE;

  lodge_test_wait (screen_is_right (fixture));
  xdotool ("windowfocus --sync %lu", get_xid (fixture));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->display));
  lodge_test_wait (fixture->display->grabbed);
  xdotool ("mousemove 90 90");
  lodge_test_wait (fixture->display->pointer_known && fixture->display->pointer_x == 90);
  xdotool ("mousemove 100 100");
  expect_pointer (fixture, absolute ? "position 100 100 0;" : "motion 10 10 0;");
}

static void
test_pixels (Fixture       *fixture,
             gconstpointer  user_data)
{
  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 100, 300);
  lodge_test_wait (guest_is_right (fixture));
  lodge_test_wait (screen_is_right (fixture));
}

/* A picture may be on the screen before its damage is told, so each step may bring the one before. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  user_data)
{
  guint64 before;

  lodge_test_wait (screen_is_right (fixture));
  draw_rect (fixture, 4, 10, 10, 64, 64);
  lodge_test_wait (screen_is_right (fixture));

  before = lodge_display_tiles_get_n_loaded (fixture->display->tiles);
  draw_rect (fixture, 5, 300, 20, 64, 64);
  lodge_test_wait (screen_is_right (fixture));
  g_assert_cmpuint (lodge_display_tiles_get_n_loaded (fixture->display->tiles) - before, <=, 2);

  /* Over a corner of four. */
  before = lodge_display_tiles_get_n_loaded (fixture->display->tiles);
  draw_rect (fixture, 6, 230, 230, 64, 64);
  lodge_test_wait (screen_is_right (fixture));
  g_assert_cmpuint (lodge_display_tiles_get_n_loaded (fixture->display->tiles) - before, <=, 5);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Changes need no frame of GTK's, where the X server takes them directly. */
static void
test_direct (Fixture       *fixture,
             gconstpointer  user_data)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  guint n_frames = 0;

  if (fixture->display->direct == NULL)
    {
      g_test_skip ("no direct way to the window");
      return;
    }

  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 10, 5);
  lodge_test_wait (screen_is_right (fixture));
  g_signal_connect_swapped (gdk_surface_get_frame_clock (surface), "paint", G_CALLBACK (count_cb),
                            &n_frames);
  for (int i = 0; i < 20; i++)
    {
      draw_rects (fixture, 200 + i * 20, 20);
      lodge_test_wait (screen_is_right (fixture));
    }
  g_assert_cmpuint (n_frames, ==, 0);
}

static GtkWidget *
make_patch (void)
{
  GtkWidget *patch = gtk_picture_new ();
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, "* { background: #123456; }", -1);
  gtk_style_context_add_provider (gtk_widget_get_style_context (patch),
                                  GTK_STYLE_PROVIDER (provider), 800);
  gtk_widget_set_halign (patch, GTK_ALIGN_START);
  gtk_widget_set_valign (patch, GTK_ALIGN_START);
  gtk_widget_set_margin_start (patch, 100);
  gtk_widget_set_margin_top (patch, 50);
  gtk_widget_set_size_request (patch, 200, 80);
  return patch;
}

static void
expect_patch (Fixture *fixture)
{
  for (int y = 50; y < 130; y++)
    for (int x = 100; x < 300; x++)
      fixture->pixels[y * fixture->width + x] = 0x123456;
}

/* What lies over the picture stays there when the guest draws, and goes without a trace. */
static void
test_covered (Fixture       *fixture,
              gconstpointer  user_data)
{
  GtkWidget *overlay = gtk_overlay_new (), *patch = make_patch ();

  g_object_ref (fixture->display);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (fixture->display));
  g_object_unref (fixture->display);
  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 30, 20);
  lodge_test_wait (screen_is_right (fixture));

  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), patch);
  for (int i = 0; i < 5; i++)
    {
      draw_rects (fixture, 300 + i * 40, 40);
      expect_patch (fixture);
      lodge_test_wait (screen_is_right (fixture));
    }

  gtk_overlay_remove_overlay (GTK_OVERLAY (overlay), patch);
  draw_frame (fixture, 77);
  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 600, 40);
  lodge_test_wait (screen_is_right (fixture));
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
      lodge_test_wait (guest_is_right (fixture));
      lodge_test_wait (window_is_at_least (fixture));
      if (sizes[i].width >= 160 && sizes[i].height >= 120)
        lodge_test_wait (screen_is_right (fixture));
    }
}

static void
look_for_black_cb (LodgeFramebuffer *framebuffer,
                   gboolean         *black)
{
  guint32 pixel = 0;

  if (lodge_framebuffer_copy (framebuffer, 100, 100, 1, 1, (guint8 *) &pixel, 4))
    *black |= pixel == 0xff000000u;
}

/* Between two pictures of different sizes there is never a black one. */
static void
test_flash (Fixture       *fixture,
            gconstpointer  user_data)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  gboolean black = FALSE;

  g_signal_connect (framebuffer, "damaged", G_CALLBACK (look_for_black_cb), &black);
  for (int i = 0; i < 6; i++)
    {
      int width = i % 2 == 0 ? 800 : 640, height = i % 2 == 0 ? 600 : 480;
      guint before = fixture->server.n_ok;

      tell (fixture, "size %d %d\nframe %d", width, height, i + 1);
      lodge_test_wait (fixture->server.n_ok == before + 2
                       && lodge_framebuffer_get_width (framebuffer) == width);
      g_assert_false (black);
    }
  g_signal_handlers_disconnect_by_data (framebuffer, &black);
}

/* The last picture stays until there is a new one. */
static void
test_disconnected (Fixture       *fixture,
                   gconstpointer  user_data)
{
  lodge_test_wait (screen_is_right (fixture));
  lodge_console_disconnect (fixture->console);
  g_assert_true (is_state (fixture, LODGE_CONSOLE_DISCONNECTED));
  g_assert_null (lodge_display_snapshot_guest (fixture->display));
  gtk_widget_queue_draw (GTK_WIDGET (fixture->display));
  lodge_test_wait (fixture->server.n_channels == 0);
  g_assert_true (screen_is_right (fixture));

  g_object_set (fixture->display, "dimmed", TRUE, NULL);
  lodge_test_wait (!screen_is_right (fixture));
  g_object_set (fixture->display, "dimmed", FALSE, NULL);
  lodge_test_wait (screen_is_right (fixture));
  for (int i = 0; i < fixture->width * fixture->height; i++)
    fixture->pixels[i] = fixture->pixels[i] & 0xffffff;

  connect_console (fixture);
  lodge_test_wait (guest_is_right (fixture));
  lodge_test_wait (screen_is_right (fixture));
}

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

  tell (fixture, "cursor 24 32 3 4");
  lodge_test_wait (has_cursor (fixture->console, 24, 3));
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
  lodge_test_wait (has_cursor (fixture->console, 16, 15));
  assert_pointer (fixture, NULL);

  /* Too large: the host's own pointer is shown. */
  tell (fixture, "cursor 1024 4 0 0");
  lodge_test_wait (lodge_console_get_cursor (fixture->console) == NULL);
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

static void
test_relative (Fixture       *fixture,
               gconstpointer  user_data)
{
  tell (fixture, "cursor-hide");
  tell (fixture, "tablet off");
  lodge_test_wait (lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_RELATIVE);
  give_keyboard (fixture);
  xdotool ("mousemove 110 95");
  expect_pointer (fixture, "motion 10 -5 0;");
  assert_pointer (fixture, "none");

  /* The guest's pointer is painted then. */
  tell (fixture, "cursor 8 8 0 0");
  tell (fixture, "cursor-move 50 60");
  for (int y = 60; y < 68; y++)
    for (int x = 50; x < 58; x++)
      fixture->pixels[y * fixture->width + x] = 0xffff8000;
  lodge_test_wait (screen_is_right (fixture));
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
  connected (&server, console);

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

  add ("/display/picture/pixels", test_pixels);
  add ("/display/damage", test_damage);
  add ("/display/picture/covered", test_covered);
  add ("/display/direct", test_direct);
  add ("/display/picture/resize", test_resize);
  add ("/display/flash", test_flash);
  add ("/display/picture/disconnected", test_disconnected);
  add ("/display/picture/relative", test_relative);
  add ("/display/reconnect", test_reconnect);
  add ("/display/server-ends", test_server_ends);
  add ("/display/cursor", test_cursor);
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
