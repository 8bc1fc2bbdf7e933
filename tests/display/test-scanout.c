/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest that draws with 3D acceleration, whose picture comes as shared memory: it is on the screen to the
 * last pixel, and each of its frames is answered, whatever comes. */

#include "config.h"

#include <epoxy/gl.h>
#include <string.h>

#include "base/lodge-error.h"
#include "display-fixture.h"
#include "display/lodge-status-dialog-private.h"

static guint n_drawn;

static void
scanout (Fixture    *fixture,
         int         width,
         int         height,
         int         stride,
         const char *format,
         gboolean    bottom_up)
{
  g_free (fixture->pixels);
  fixture->pixels = g_new0 (guint32, width * height);
  fixture->width = width;
  fixture->height = height;
  tell (fixture, "gl scanout %d %d %d %s %d %d", width, height, stride, format, bottom_up,
        stride * height);
  tell (fixture, "heads 1 0:0:%dx%d+0+0", width, height);
}

static void
paint (Fixture *fixture,
       int      seed)
{
  tell (fixture, "gl paint %d 0 0 %d %d", seed, fixture->width, fixture->height);
}

/* What of @seed's picture the client is to see. */
static void
expect (Fixture *fixture,
        int      seed,
        int      x,
        int      y,
        int      width,
        int      height)
{
  lodge_test_paint (fixture->pixels + y * fixture->width + x, (gsize) fixture->width,
                    (guint32) seed, x, y, width, height);
}

/* And waits for the answer. */
static void
draw (Fixture *fixture,
      int      x,
      int      y,
      int      width,
      int      height)
{
  g_autofree char *answer = g_strdup_printf ("drawn %u;", ++n_drawn);

  tell (fixture, "gl draw %d %d %d %d", x, y, width, height);
  lodge_test_wait (g_str_has_suffix (fixture->server.events->str, answer));
}

static void
draw_all (Fixture *fixture,
          int      seed)
{
  paint (fixture, seed);
  expect (fixture, seed, 0, 0, fixture->width, fixture->height);
  draw (fixture, 0, 0, fixture->width, fixture->height);
}

static gboolean
is_seen (Fixture *fixture)
{
  return guest_is_right (fixture) && window_is_at_least (fixture) && screen_is_right (fixture);
}

static void
set_up_scanout (Fixture       *fixture,
                gconstpointer  user_data)
{
  n_drawn = 0;
  set_up (fixture, user_data);
  g_object_set (fixture->display, "scale-mode", LODGE_SCALE_ORIGINAL, NULL);
  gtk_widget_set_halign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
}

/* In all formats, either way up; only what was announced is copied. */
static void
test_pixels (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char *const formats[] = { "XR24", "AB24", "RX24", "BA24" };

  for (int i = 0; i < 8; i++)
    {
      int seed = 10 + 10 * i, stride = 640 * 4 + 64 * (i % 3);

      scanout (fixture, 640, 480, stride, formats[i / 2], i % 2);
      draw_all (fixture, seed);
      lodge_test_wait (is_seen (fixture));

      paint (fixture, seed + 1);
      expect (fixture, seed + 1, 100, 50, 301, 33);
      draw (fixture, 100, 50, 301, 33);
      g_assert_true (guest_is_right (fixture));
      expect (fixture, seed + 1, 639, 0, 1, 480);
      draw (fixture, 639, 0, 5000, 480);
      g_assert_true (guest_is_right (fixture));
      lodge_test_wait (is_seen (fixture));
    }
  g_assert_nonnull (lodge_screen_get_scanout (fixture->display->screen));
}

/* Also when nothing is drawn on it, as when a viewer comes later. */
static void
test_sizes (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const int sizes[][2] = { { 800, 600 }, { 333, 177 }, { 1, 1 }, { 1024, 768 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      scanout (fixture, sizes[i][0], sizes[i][1], sizes[i][0] * 4, "XR24", FALSE);
      if (i % 2 == 0)
        draw_all (fixture, (int) i + 5);
      else
        {
          paint (fixture, (int) i + 5);
          expect (fixture, (int) i + 5, 0, 0, fixture->width, fixture->height);
        }
      lodge_test_wait (guest_is_right (fixture));
      if (fixture->width > 1)
        lodge_test_wait (is_seen (fixture));
    }
}

/* From its processor to the surface of the protocol, and back. */
static void
test_surface (Fixture       *fixture,
              gconstpointer  user_data)
{
  for (int i = 0; i < 3; i++)
    {
      scanout (fixture, 500 + i, 400, 2048, "XR24", TRUE);
      draw_all (fixture, 10 + i);
      lodge_test_wait (is_seen (fixture));
      set_size (fixture, 640, 480 + i);
      tell (fixture, "heads 1 0:0:640x%d+0+0", 480 + i);
      draw_frame (fixture, 20 + i);
      lodge_test_wait (is_seen (fixture));
      g_assert_null (lodge_screen_get_scanout (fixture->display->screen));
      draw_rects (fixture, 30 + i, 20);
      lodge_test_wait (is_seen (fixture));
    }
}

static const char *
get_obstacle (Fixture *fixture)
{
  return lodge_screen_get_obstacle (fixture->display->screen);
}

/* What the guest says makes no sense: the last picture stays, and the next one is shown. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const scanouts[] = {
    "0 0 0 XR24 0 4096",
    "1 0 4 XR24 0 4096",
    "65536 1 262144 XR24 0 262144",
    "1 65536 4 XR24 0 262144",
    "-1 -1 -1 XR24 1 4096",
    "16384 16384 65536 XR24 1 1073741824",
    "640 480 2556 XR24 0 1228800",
    "640 480 2562 XR24 0 1300000",
    "640 480 2560 XR24 0 1228799",
    "640 480 2560 XR24 0 0",
    "640 480 -4 XR24 0 1228800",
    "640 480 2560 YUYV 0 1228800",
  };
  static const char *const files[] = { "/dev/zero", "/proc/self/mem", "/", "/etc/passwd" };
  guint seed = 40;

  for (gsize i = 0; i < G_N_ELEMENTS (scanouts) + G_N_ELEMENTS (files); i++)
    {
      scanout (fixture, 640, 480, 2560, "XR24", i % 2);
      draw_all (fixture, (int) seed++);
      g_assert_null (get_obstacle (fixture));
      g_assert_true (guest_is_right (fixture));

      if (i < G_N_ELEMENTS (scanouts))
        tell (fixture, "gl scanout %s", scanouts[i]);
      else
        tell (fixture, "gl file %s 640 480", files[i - G_N_ELEMENTS (scanouts)]);
      draw (fixture, 0, 0, 640, 480);
      draw (fixture, -1, -1, -1, -1);
      g_assert_nonnull (get_obstacle (fixture));
      g_assert_true (guest_is_right (fixture));
      g_assert_true (is_state (fixture, LODGE_CONSOLE_CONNECTED));
    }
}

/* The memory goes while it is shown: that is no end of the program. For long, it is one of the session. */
static void
test_truncated (Fixture       *fixture,
                gconstpointer  user_data)
{
  for (int i = 0; i < 3; i++)
    {
      scanout (fixture, 640, 480, 2560, "XR24", i == 1);
      draw_all (fixture, 60 + i);
      lodge_test_wait (is_seen (fixture));
      tell (fixture, "gl truncate %d", i * 5000);
      draw (fixture, 0, 100, 640, 300);
      g_assert_nonnull (get_obstacle (fixture));
      draw (fixture, 10, 479, 10, 1);
    }

  lodge_test_wait (is_state (fixture, LODGE_CONSOLE_FAILED));
  g_assert_error (lodge_console_get_error (fixture->console), LODGE_ERROR, LODGE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (lodge_console_get_error (fixture->console)->message, "3D acceleration"));
}

/* A guest of a window that nobody sees goes on, and what it drew is there when it is seen again. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  user_data)
{
  scanout (fixture, 640, 480, 2560, "XR24", FALSE);
  draw_all (fixture, 80);
  gtk_widget_set_visible (fixture->window, FALSE);
  for (int i = 0; i < 5; i++)
    draw_all (fixture, 81 + i);
  g_assert_true (guest_is_right (fixture));
  lodge_display_set_console (fixture->display, NULL);
  draw_all (fixture, 90);
  lodge_display_set_console (fixture->display, fixture->console);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lodge_test_wait (is_seen (fixture));
}

/* A monitor shows a part of it, as QEMU's drivers do. */
static void
test_monitor (Fixture       *fixture,
              gconstpointer  user_data)
{
  scanout (fixture, 1024, 512, 4096, "XR24", TRUE);
  draw_all (fixture, 100);
  lodge_test_wait (guest_is_right (fixture));
  tell (fixture, "heads 1 0:0:700x500+13+7");

  g_free (fixture->pixels);
  fixture->width = 700;
  fixture->height = 500;
  fixture->pixels = g_new (guint32, 700 * 500);
  for (int y = 0; y < 500; y++)
    for (int x = 0; x < 700; x++)
      fixture->pixels[y * 700 + x] = lodge_test_pixel (100, x + 13, y + 7);
  lodge_test_wait (guest_is_right (fixture));

  tell (fixture, "gl paint 101 0 0 1024 512");
  for (int y = 93; y < 103; y++)
    for (int x = 87; x < 107; x++)
      fixture->pixels[y * 700 + x] = lodge_test_pixel (101, x + 13, y + 7);
  draw (fixture, 100, 100, 20, 10);
  g_assert_true (guest_is_right (fixture));
  draw (fixture, 800, 0, 20, 10);
  g_assert_true (guest_is_right (fixture));
  lodge_test_wait (is_seen (fixture));
}

static gboolean
says (LodgeStatusDialog *dialog,
      const char        *text)
{
  const char *source = lodge_status_dialog_get_text (dialog, "Source of the Picture");

  return source != NULL && strstr (source, text) != NULL;
}

static void
test_status (Fixture       *fixture,
             gconstpointer  user_data)
{
  GtkWidget *widget = lodge_status_dialog_new (GTK_WINDOW (fixture->window), fixture->display);
  LodgeStatusDialog *dialog = LODGE_STATUS_DIALOG (widget);
  g_autofree char *source = NULL;

  gtk_window_present (GTK_WINDOW (widget));
  lodge_test_wait (says (dialog, "server sends"));
  scanout (fixture, 640, 480, 2560, "XR24", FALSE);
  draw_all (fixture, 110);
  lodge_test_wait (says (dialog, "shared with the machine"));
  gtk_window_destroy (GTK_WINDOW (widget));

  tell (fixture, "gl scanout 640 480 2560 XR24 0 4096");
  draw (fixture, 0, 0, 640, 480);
  source = lodge_display_dup_source (fixture->display);
  g_assert_cmpstr (source, ==, get_obstacle (fixture));
}

/* As a driver has it: the rows in the order in which they are in memory. */
static void
import_cb (LodgeScanout *scanout)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (scanout);
  g_autofree guint32 *pixels = g_new (guint32, layout->width * layout->height);

  for (guint32 y = 0; y < layout->height; y++)
    {
      guint32 row = layout->bottom_up ? layout->height - 1 - y : y;

      g_assert_true (lodge_scanout_read (scanout, 0, (int) y, (int) layout->width, 1,
                                         (guint8 *) (pixels + row * layout->width),
                                         layout->width * 4, NULL));
    }
  for (guint32 i = 0; i < layout->width * layout->height; i++)
    pixels[i] |= 0xff000000u;
  glPixelStorei (GL_UNPACK_ROW_LENGTH, 0);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, (GLsizei) layout->width, (GLsizei) layout->height, 0,
                GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, pixels);
}

/* FALSE, and the test is skipped, where GTK does not draw with GL. */
static gboolean
set_up_texture (Fixture                *fixture,
                LodgeDisplayGlImporter  importer)
{
  if (fixture->display->gl == NULL)
    {
      g_test_skip ("GTK does not draw with GL");
      return FALSE;
    }
  lodge_display_gl_set_importer (importer);
  return TRUE;
}

/* Nothing is copied for the screen; who needs pixels has them. */
static void
test_texture (Fixture       *fixture,
              gconstpointer  user_data)
{
  LodgeDisplayTiles *tiles = fixture->display->tiles;
  guint64 n_loaded = 0;

  if (!set_up_texture (fixture, import_cb))
    return;

  lodge_test_wait (screen_is_right (fixture));
  for (int i = 0; i < 4; i++)
    {
      scanout (fixture, 640, 480, 2560 + 128 * i, i < 2 ? "XR24" : "AB24", i % 2);
      draw_all (fixture, 120 + i);
      g_assert_true (lodge_display_has_texture (fixture->display));
      lodge_test_wait (screen_is_right (fixture));
      g_assert_true (guest_is_right (fixture));
      if (i == 0)
        n_loaded = lodge_display_tiles_get_n_loaded (tiles);
      draw_all (fixture, 130 + i);
      lodge_test_wait (screen_is_right (fixture));
      g_assert_true (guest_is_right (fixture));
    }
  g_assert_cmpint (lodge_display_tiles_get_n_loaded (tiles), ==, n_loaded);
  scanout (fixture, 801, 603, 4096, "XR24", TRUE);
  draw_all (fixture, 140);
  lodge_test_wait (is_seen (fixture));
  g_assert_null (lodge_display_get_gl_obstacle (fixture->display));
}

/* What cannot be a texture is copied, and so is what no longer can. */
static void
test_no_texture (Fixture       *fixture,
                 gconstpointer  user_data)
{
  if (!set_up_texture (fixture, NULL))
    return;

  for (int i = 0; i < 3; i++)
    {
      lodge_display_gl_set_importer (NULL);
      scanout (fixture, 640, 480, 2560, "XR24", FALSE);
      draw_all (fixture, 150 + i);
      g_assert_false (lodge_display_has_texture (fixture->display));
      g_assert_nonnull (strstr (lodge_display_get_gl_obstacle (fixture->display), "not in a"));
      lodge_test_wait (is_seen (fixture));

      lodge_display_gl_set_importer (import_cb);
      scanout (fixture, 640, 480, 2560, "XR24", TRUE);
      draw_all (fixture, 160 + i);
      g_assert_true (lodge_display_has_texture (fixture->display));
      lodge_test_wait (is_seen (fixture));

      if (i > 0)
        {
          draw_frame (fixture, 170 + i);
          lodge_test_wait (!lodge_display_has_texture (fixture->display));
          lodge_test_wait (is_seen (fixture));
        }
      else
        {
          gtk_widget_set_visible (fixture->window, FALSE);
          gtk_widget_unrealize (fixture->window);
          draw_all (fixture, 180);
          g_assert_true (guest_is_right (fixture));
          gtk_window_present (GTK_WINDOW (fixture->window));
          lodge_test_wait (lodge_display_has_texture (fixture->display));
          lodge_test_wait (screen_is_right (fixture));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  static const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/scanout/pixels", test_pixels },
    { "/scanout/sizes", test_sizes },
    { "/scanout/surface", test_surface },
    { "/scanout/hostile", test_hostile },
    { "/scanout/truncated", test_truncated },
    { "/scanout/hidden", test_hidden },
    { "/scanout/monitor", test_monitor },
    { "/scanout/status", test_status },
    { "/scanout/gl/texture", test_texture },
    { "/scanout/gl/none", test_no_texture },
  };

  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up_scanout, tests[i].func, tear_down);
  return g_test_run ();
}
