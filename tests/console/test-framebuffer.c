/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lodge-environment.h"
#include "base/lodge-memory.h"
#include "base/lodge-units.h"
#include "console/lodge-framebuffer.h"

#define WIDTH 600
#define HEIGHT 300

static guint32 pixels[WIDTH * HEIGHT];

static void
count_cb (int *count)
{
  ++*count;
}

static LodgeFramebuffer *
framebuffer_new (int *n_damaged)
{
  LodgeFramebuffer *self = lodge_framebuffer_new ();

  g_assert_true (lodge_framebuffer_set_data (self, (guint8 *) pixels, sizeof pixels, WIDTH, HEIGHT,
                                             WIDTH * 4, LODGE_PIXELS_XRGB32));
  if (n_damaged != NULL)
    g_signal_connect_swapped (self, "damaged", G_CALLBACK (count_cb), n_damaged);
  return self;
}

/* One character a tile, row by row. */
static char *
take_all (LodgeFramebuffer *self)
{
  GString *tiles = g_string_new (NULL);

  for (guint row = 0; row < lodge_framebuffer_get_rows (self); row++)
    for (guint column = 0; column < lodge_framebuffer_get_columns (self); column++)
      g_string_append_c (tiles, lodge_framebuffer_take_tile (self, column, row) ? 'x' : '.');
  return g_string_free (tiles, FALSE);
}

static void
assert_taken (LodgeFramebuffer *self,
              const char       *expected)
{
  g_autofree char *tiles = take_all (self);

  g_assert_cmpstr (tiles, ==, expected);
}

static void
test_damage (void)
{
  int n_damaged = 0;
  g_autoptr(LodgeFramebuffer) self = framebuffer_new (&n_damaged);

  g_assert_cmpuint (lodge_framebuffer_get_columns (self), ==, 3);
  g_assert_cmpuint (lodge_framebuffer_get_rows (self), ==, 2);
  assert_taken (self, "xxxxxx");
  assert_taken (self, "......");

  lodge_framebuffer_damage (self, 255, 0, 1, 1);
  lodge_framebuffer_damage (self, 599, 299, 1, 1);
  g_assert_cmpint (n_damaged, ==, 1);
  assert_taken (self, "x....x");

  lodge_framebuffer_damage (self, 255, 255, 2, 2);
  g_assert_cmpint (n_damaged, ==, 2);
  assert_taken (self, "xx.xx.");

  lodge_framebuffer_set_margin (self, 2);
  lodge_framebuffer_damage (self, 253, 10, 1, 1);
  assert_taken (self, "x.....");
  lodge_framebuffer_damage (self, 254, 10, 1, 1);
  assert_taken (self, "xx....");
}

static void
test_hostile_damage (void)
{
  g_autoptr(LodgeFramebuffer) self = framebuffer_new (NULL);

  assert_taken (self, "xxxxxx");
  lodge_framebuffer_damage (self, -100, -100, 50, 50);
  lodge_framebuffer_damage (self, WIDTH, 0, 10, 10);
  lodge_framebuffer_damage (self, 0, 0, 0, 10);
  lodge_framebuffer_damage (self, 0, 0, -5, 10);
  lodge_framebuffer_damage (self, G_MAXINT, G_MAXINT, G_MAXINT, G_MAXINT);
  lodge_framebuffer_damage (self, G_MININT, G_MININT, G_MAXINT, G_MAXINT);
  assert_taken (self, "......");

  lodge_framebuffer_damage (self, 550, 290, G_MAXINT, G_MAXINT);
  assert_taken (self, ".....x");
  lodge_framebuffer_damage (self, -5, -5, G_MAXINT, 10);
  assert_taken (self, "xxx...");
}

static void
test_hostile_sizes (void)
{
  static const struct { gsize length; int width, height, stride; } bad[] = {
    { sizeof pixels, 0, 1, 4 },
    { sizeof pixels, 1, 0, 4 },
    { sizeof pixels, -1, 1, 4 },
    { sizeof pixels, 1, G_MININT, 4 },
    { sizeof pixels, 10, 10, 39 },
    { sizeof pixels, 10, 10, -40 },
    { sizeof pixels, WIDTH, HEIGHT + 1, WIDTH * 4 },
    { 399, 10, 10, 40 },
    { G_MAXSIZE, 16385, 1, 65540 },
    { G_MAXSIZE, 1, 16385, 4 },
    { G_MAXSIZE, 16384, 16384, 65536 },
    { G_MAXSIZE, 16384, 16384, G_MAXINT },
    { G_MAXSIZE, G_MAXINT, G_MAXINT, G_MAXINT },
  };
  g_autoptr(LodgeFramebuffer) self = framebuffer_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (lodge_framebuffer_set_data (self, (guint8 *) pixels, bad[i].length,
                                                  bad[i].width, bad[i].height, bad[i].stride,
                                                  LODGE_PIXELS_XRGB32));
      g_assert_false (lodge_framebuffer_copy (self, 0, 0, 1, 1, (guint8 *) pixels, 4));
      lodge_framebuffer_damage (self, 0, 0, 10, 10);
      assert_taken (self, "......");
    }
  g_assert_false (lodge_framebuffer_set_data (self, NULL, 400, 10, 10, 40, LODGE_PIXELS_XRGB32));

  /* The last row needs no gap after it. */
  g_assert_true (lodge_framebuffer_set_data (self, (guint8 *) pixels, 9 * 64 + 40, 10, 10, 64,
                                             LODGE_PIXELS_XRGB32));
}

static void
test_copy (void)
{
  g_autoptr(LodgeFramebuffer) self = framebuffer_new (NULL);
  guint32 dest[9];

  pixels[0] = 0x00123456;
  pixels[1] = 0x80abcdef;
  pixels[WIDTH] = 0xff000001;
  memset (dest, 0x11, sizeof dest);
  g_assert_true (lodge_framebuffer_copy (self, -1, -1, 3, 3, (guint8 *) dest, 12));
  g_assert_cmphex (dest[0], ==, 0x11111111);
  g_assert_cmphex (dest[3], ==, 0x11111111);
  g_assert_cmphex (dest[4], ==, 0xff123456);
  g_assert_cmphex (dest[5], ==, 0xffabcdef);
  g_assert_cmphex (dest[7], ==, 0xff000001);

  memset (dest, 0x11, sizeof dest);
  lodge_framebuffer_copy (self, WIDTH, 0, 3, 3, (guint8 *) dest, 12);
  lodge_framebuffer_copy (self, G_MAXINT, G_MAXINT, 3, 3, (guint8 *) dest, 12);
  lodge_framebuffer_copy (self, 0, 0, -3, 3, (guint8 *) dest, 12);
  for (gsize i = 0; i < G_N_ELEMENTS (dest); i++)
    g_assert_cmphex (dest[i], ==, 0x11111111);
}

/* Of any width, to and from any place, and not one pixel beside it. */
static void
test_share (void)
{
  enum { SIDE = 300 };
  g_autoptr(LodgeFramebuffer) self = lodge_framebuffer_new ();
  g_autofree guint32 *data = g_new (guint32, SIDE * SIDE), *dest = g_new (guint32, SIDE * SIDE);

  for (guint32 i = 0; i < SIDE * SIDE; i++)
    data[i] = i * 2654435761u;
  g_assert_true (lodge_framebuffer_set_data (self, (guint8 *) data, SIDE * SIDE * 4, SIDE, SIDE, SIDE * 4,
                                             LODGE_PIXELS_XRGB32));
  for (guint32 left = 0; left < 9; left++)
    {
      guint32 width = SIDE - 2 * left - left % 3;

      memset (dest, 0x11, SIDE * SIDE * 4);
      g_assert_true (lodge_framebuffer_share (self, (int) left / 2, 1, (int) width, SIDE - 1,
                                              (guint8 *) (dest + left), SIDE * 4));
      for (guint32 y = 0; y < SIDE; y++)
        for (guint32 x = 0; x < SIDE; x++)
          g_assert_cmphex (dest[y * SIDE + x], ==,
                           y < SIDE - 1 && x >= left && x < left + width
                             ? (data[(y + 1) * SIDE + x - left + left / 2] | 0xff000000) : 0x11111111);
    }
}

static void
test_formats (void)
{
  g_autoptr(LodgeFramebuffer) self = lodge_framebuffer_new ();
  guint16 data[] = { 0x7fff, 0x7c00, 0x03e0, 0x001f, 0xffff, 0xf800, 0x07e0, 0x0010 };
  guint32 dest[4];

  g_assert_true (lodge_framebuffer_set_data (self, (guint8 *) data, sizeof data, 4, 1, 16,
                                             LODGE_PIXELS_RGB16_555));
  lodge_framebuffer_copy (self, 0, 0, 4, 1, (guint8 *) dest, 16);
  g_assert_cmphex (dest[0], ==, 0xffffffff);
  g_assert_cmphex (dest[1], ==, 0xffff0000);
  g_assert_cmphex (dest[2], ==, 0xff00ff00);
  g_assert_cmphex (dest[3], ==, 0xff0000ff);

  g_assert_true (lodge_framebuffer_set_data (self, (guint8 *) (data + 4), 8, 4, 1, 16,
                                             LODGE_PIXELS_RGB16_565));
  lodge_framebuffer_copy (self, 0, 0, 4, 1, (guint8 *) dest, 16);
  g_assert_cmphex (dest[0], ==, 0xffffffff);
  g_assert_cmphex (dest[1], ==, 0xffff0000);
  g_assert_cmphex (dest[2], ==, 0xff00ff00);
  g_assert_cmphex (dest[3], ==, 0xff000084);
}

/* A new picture of the same size makes no resize; a clear keeps the size. */
static void
test_resized (void)
{
  g_autoptr(LodgeFramebuffer) self = framebuffer_new (NULL);
  int n_resized = 0, n_width = 0, n_height = 0;

  g_signal_connect_swapped (self, "resized", G_CALLBACK (count_cb), &n_resized);
  g_signal_connect_swapped (self, "notify::width", G_CALLBACK (count_cb), &n_width);
  g_signal_connect_swapped (self, "notify::height", G_CALLBACK (count_cb), &n_height);
  lodge_framebuffer_clear (self);
  g_assert_cmpint (lodge_framebuffer_get_width (self), ==, WIDTH);
  assert_taken (self, "......");
  lodge_framebuffer_set_data (self, (guint8 *) pixels, sizeof pixels, WIDTH, HEIGHT, WIDTH * 4,
                              LODGE_PIXELS_XRGB32);
  g_assert_cmpint (n_resized, ==, 0);
  assert_taken (self, "xxxxxx");

  lodge_framebuffer_set_data (self, (guint8 *) pixels, sizeof pixels, 256, HEIGHT, WIDTH * 4,
                              LODGE_PIXELS_XRGB32);
  g_assert_cmpint (n_resized, ==, 1);
  g_assert_cmpint (n_width, ==, 1);
  g_assert_cmpint (n_height, ==, 0);
  assert_taken (self, "xx");
}

/* A tile's damage is the smallest rectangle, cut at the tile's edges. */
static void
test_rectangles (void)
{
  g_autoptr(LodgeFramebuffer) self = framebuffer_new (NULL);
  int edge = LODGE_FRAMEBUFFER_TILE;
  int x, y, width, height;

  g_free (take_all (self));
  lodge_framebuffer_damage (self, 10, 20, 5, 6);
  lodge_framebuffer_damage (self, 30, 15, 2, 2);
  g_assert_true (lodge_framebuffer_take_damage (self, 0, 0, &x, &y, &width, &height));
  g_assert_cmpint (x, ==, 10);
  g_assert_cmpint (y, ==, 15);
  g_assert_cmpint (width, ==, 22);
  g_assert_cmpint (height, ==, 11);
  g_assert_false (lodge_framebuffer_take_damage (self, 0, 0, &x, &y, &width, &height));
  g_assert_cmpint (width, ==, 0);

  lodge_framebuffer_damage (self, edge - 3, edge - 1, 5, 4);
  g_assert_true (lodge_framebuffer_take_damage (self, 1, 1, &x, &y, &width, &height));
  g_assert_cmpint (x, ==, edge);
  g_assert_cmpint (y, ==, edge);
  g_assert_cmpint (width, ==, 2);
  g_assert_cmpint (height, ==, 3);
  assert_taken (self, "xx.x..");
}

static void
read_cb (LodgeFramebuffer *self,
         GString          *released)
{
  gsize stride;

  g_string_append_c (released, lodge_framebuffer_get_xrgb32 (self, &stride) != NULL ? 'x' : '-');
}

/* The pixels can be had until they are announced to go, and that is told each time. */
static void
test_released (void)
{
  g_autoptr(GString) released = g_string_new (NULL);
  g_autoptr(LodgeFramebuffer) self = framebuffer_new (NULL);
  gsize stride;

  g_signal_connect (self, "released", G_CALLBACK (read_cb), released);
  g_assert_true (lodge_framebuffer_get_xrgb32 (self, &stride) == (guint8 *) pixels);
  g_assert_cmpuint (stride, ==, WIDTH * 4);
  lodge_framebuffer_clear (self);
  lodge_framebuffer_clear (self);
  g_assert_cmpstr (released->str, ==, "x");
  g_assert_null (lodge_framebuffer_get_xrgb32 (self, &stride));

  lodge_framebuffer_set_data (self, (guint8 *) pixels, sizeof pixels, WIDTH, HEIGHT, WIDTH * 4,
                              LODGE_PIXELS_RGB16_565);
  g_assert_null (lodge_framebuffer_get_xrgb32 (self, &stride));
  lodge_framebuffer_set_data (self, (guint8 *) pixels, sizeof pixels, 8, 8, 33,
                              LODGE_PIXELS_XRGB32);
  g_assert_null (lodge_framebuffer_get_xrgb32 (self, &stride));
  g_assert_cmpstr (released->str, ==, "x-");
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
static gsize
read_resident (void)
{
  g_autofree char *text = NULL;
  gulong pages;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %lu", &pages), ==, 1);
  return pages * (gsize) sysconf (_SC_PAGESIZE);
}

/* What was taken for an update, as the SPICE library does: freed, but still the process's. */
static void
use_memory (void)
{
  char *update = g_malloc (16 * LODGE_MIB);

  memset (update, 1, 16 * LODGE_MIB);
  g_free (update);
}

static void
test_memory (void)
{
  gsize size = 1024 * 1024 * 4, before;
  g_autofree guint8 *large = g_malloc0 (size);
  g_autoptr(LodgeFramebuffer) self = lodge_framebuffer_new ();

  lodge_environment_tune_allocator ();
  lodge_memory_set_rest (1);
  before = read_resident ();
  use_memory ();
  g_assert_cmpuint (read_resident (), >, before + 12 * LODGE_MIB);

  g_assert_true (lodge_framebuffer_set_data (self, large, size, 1024, 1024, 1024 * 4,
                                             LODGE_PIXELS_XRGB32));
  while (read_resident () > before + 4 * LODGE_MIB)
    g_main_context_iteration (NULL, TRUE);
}
#else
static void
test_memory (void)
{
  g_test_skip ("this allocator has ways of its own");
}
#endif

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/framebuffer/damage", test_damage);
  g_test_add_func ("/framebuffer/hostile-damage", test_hostile_damage);
  g_test_add_func ("/framebuffer/hostile-sizes", test_hostile_sizes);
  g_test_add_func ("/framebuffer/copy", test_copy);
  g_test_add_func ("/framebuffer/share", test_share);
  g_test_add_func ("/framebuffer/formats", test_formats);
  g_test_add_func ("/framebuffer/resized", test_resized);
  g_test_add_func ("/framebuffer/rectangles", test_rectangles);
  g_test_add_func ("/framebuffer/released", test_released);
  g_test_add_func ("/framebuffer/memory", test_memory);
  return g_test_run ();
}
