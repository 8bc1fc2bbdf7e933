/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's pointer at the desktop's scales: its pixels are all there and none is between two of the screen's,
 * and the hot spot is the same pixel. */

#include "config.h"

#include <math.h>

#include "display/lodge-scaled-cursor.h"

static const double scales[] = { 1, 1.125, 1.25, 1.5, 1.75, 2, 2.5, 3 };

static const struct { int width, height, hot_x, hot_y; } cursors[] = {
  { 24, 32, 3, 4 }, { 1, 1, 0, 0 }, { 32, 32, 31, 31 }, { 17, 5, 8, 4 }, { 512, 512, 256, 511 },
};

static guint32
get_pixel (int x,
           int y)
{
  return 0xff000000u | (guint32) (x % 256) | (guint32) (y % 256) << 8 | 0x7f0000u;
}

static LodgeCursor *
make_cursor (gsize i)
{
  int width = cursors[i].width, height = cursors[i].height;
  g_autofree guint32 *pixels = g_new (guint32, width * height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      pixels[y * width + x] = get_pixel (x, y);
  return lodge_cursor_new (width, height, cursors[i].hot_x, cursors[i].hot_y, pixels);
}

/* As the texture is downloaded: blue first. */
static guint32
swap (guint32 rgba)
{
  return (rgba & 0xff00ff00u) | (rgba & 0xff) << 16 | (rgba >> 16 & 0xff);
}

/* Whether all is empty but the pointer, which begins there. */
static void
expect_pixels (GdkTexture  *texture,
               LodgeCursor *cursor,
               int          left,
               int          top)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, width * height);

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        gboolean inside = x >= left && x < left + cursor->width && y >= top && y < top + cursor->height;

        g_assert_cmphex (pixels[y * width + x], ==, inside ? swap (get_pixel (x - left, y - top)) : 0);
      }
}

static void
test_scales (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cursors); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (scales); j++)
      {
        g_autoptr(LodgeCursor) cursor = make_cursor (i);
        g_autoptr(GdkTexture) texture = NULL;
        GdkRectangle area;

        texture = lodge_scaled_cursor_make_texture (cursor, scales[j], &area);
        g_assert_cmpfloat_with_epsilon (area.width * scales[j], gdk_texture_get_width (texture), 0.01);
        g_assert_cmpfloat_with_epsilon (area.height * scales[j], gdk_texture_get_height (texture), 0.01);
        g_assert_cmpint (area.x, <, area.width);
        g_assert_cmpint (area.y, <, area.height);
        expect_pixels (texture, cursor, (int) round (area.x * scales[j]) - cursor->hot_x,
                       (int) round (area.y * scales[j]) - cursor->hot_y);
        g_assert_cmpint (area.width * scales[j], <=, cursor->width + 2 * 8 * scales[j] + 2);
      }
}

/* Where a unit is a pixel nothing is added. */
static void
test_same (void)
{
  g_autoptr(LodgeCursor) cursor = make_cursor (0);
  g_autoptr(GdkTexture) texture = NULL;
  GdkRectangle area;

  texture = lodge_scaled_cursor_make_texture (cursor, 1, &area);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 24);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 32);
  g_assert_cmpint (area.x, ==, 3);
  g_assert_cmpint (area.y, ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scaled-cursor/scales", test_scales);
  g_test_add_func ("/scaled-cursor/same", test_same);
  return g_test_run ();
}
