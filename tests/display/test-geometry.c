/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "display/lodge-display-geometry.h"

static const struct {
  int widget_width, widget_height, scale, guest_width, guest_height;
} cases[] = {
  { 640, 480, 1, 640, 480 },   { 1280, 720, 1, 1920, 1080 }, { 1000, 1000, 1, 640, 480 },
  { 333, 777, 1, 1024, 768 },  { 700, 500, 2, 1280, 800 },   { 513, 401, 2, 333, 217 },
  { 3840, 2160, 1, 720, 400 }, { 160, 120, 1, 16384, 10 },   { 1, 1, 1, 1920, 1080 },
  { 900, 700, 3, 1, 1 },       { 1920, 1080, 1, 1919, 1079 },
};

static void
init_case (LodgeDisplayGeometry *self,
           LodgeScaleMode        mode,
           gsize                 i)
{
  lodge_display_geometry_init (self, mode, cases[i].widget_width, cases[i].widget_height,
                               cases[i].scale, cases[i].guest_width, cases[i].guest_height);
}

static void
test_fit (void)
{
  LodgeDisplayGeometry self;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int room_x = cases[i].widget_width * cases[i].scale;
      int room_y = cases[i].widget_height * cases[i].scale;
      double ratio;

      init_case (&self, LODGE_SCALE_FIT, i);
      g_assert_cmpint (self.x, >=, 0);
      g_assert_cmpint (self.y, >=, 0);
      g_assert_cmpint (self.x + self.width, <=, room_x);
      g_assert_cmpint (self.y + self.height, <=, room_y);
      g_assert_true (self.width == room_x || self.height == room_y);

      /* The aspect is right to half a pixel. */
      ratio = (double) self.guest_width / self.guest_height;
      if (self.height > 1 && self.width > 1)
        g_assert_true (ABS (self.width - self.height * ratio) <= MAX (ratio, 1));
    }
}

static void
test_original (void)
{
  LodgeDisplayGeometry self;

  lodge_display_geometry_init (&self, LODGE_SCALE_ORIGINAL, 800, 600, 1, 640, 480);
  g_assert_cmpint (self.x, ==, 80);
  g_assert_cmpint (self.y, ==, 60);
  g_assert_cmpint (self.width, ==, 640);
  g_assert_true (lodge_display_geometry_is_sharp (&self));

  /* Larger than the widget: its corner shows. One guest pixel is one device pixel. */
  lodge_display_geometry_init (&self, LODGE_SCALE_ORIGINAL, 300, 200, 2, 640, 480);
  g_assert_cmpint (self.x, ==, 0);
  g_assert_cmpint (self.width, ==, 640);
  g_assert_cmpint (self.height, ==, 480);

  lodge_display_geometry_init (&self, LODGE_SCALE_FIT, 300, 200, 1, 0, 0);
  g_assert_cmpint (self.guest_width, ==, 0);
}

static void
test_integer (void)
{
  LodgeDisplayGeometry self;

  lodge_display_geometry_init (&self, LODGE_SCALE_INTEGER, 1000, 1100, 2, 640, 480);
  g_assert_cmpint (self.width, ==, 1920);
  g_assert_cmpint (self.height, ==, 1440);
  g_assert_cmpint (self.x, ==, 40);
  g_assert_cmpint (self.y, ==, 380);
  g_assert_true (lodge_display_geometry_is_exact (&self));

  lodge_display_geometry_init (&self, LODGE_SCALE_INTEGER, 320, 300, 1, 640, 480);
  g_assert_cmpint (self.width, ==, 320);
  g_assert_cmpint (self.height, ==, 240);
}

static void
test_stretch (void)
{
  LodgeDisplayGeometry self;

  lodge_display_geometry_init (&self, LODGE_SCALE_STRETCH, 1280, 481, 1, 640, 480);
  g_assert_cmpint (self.width, ==, 1280);
  g_assert_cmpint (self.height, ==, 481);
  g_assert_cmpint (self.x, ==, 0);
  g_assert_cmpint (self.y, ==, 0);
  g_assert_false (lodge_display_geometry_is_sharp (&self));
  self.sharp = TRUE;
  g_assert_true (lodge_display_geometry_is_sharp (&self));
}

/* Each device pixel of a sharp picture lies between the edges of the guest pixel that it shows. */
static void
test_nearest (void)
{
  LodgeDisplayGeometry self;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      init_case (&self, LODGE_SCALE_FIT, i);
      for (int x = self.x; x < self.x + self.width; x++)
        {
          int guest = lodge_display_geometry_guest_x (&self, x);

          g_assert_cmpint (guest, >=, 0);
          g_assert_cmpint (guest, <, self.guest_width);
          g_assert_cmpint (lodge_display_geometry_edge_x (&self, guest), <=, x);
          g_assert_cmpint (lodge_display_geometry_edge_x (&self, guest + 1), >=, x);
        }
    }
}

static void
test_sharp (void)
{
  LodgeDisplayGeometry self;

  lodge_display_geometry_init (&self, LODGE_SCALE_FIT, 1280, 960, 1, 640, 480);
  g_assert_true (lodge_display_geometry_is_sharp (&self));
  lodge_display_geometry_init (&self, LODGE_SCALE_FIT, 1281, 961, 1, 640, 480);
  g_assert_false (lodge_display_geometry_is_sharp (&self));
  lodge_display_geometry_init (&self, LODGE_SCALE_FIT, 320, 240, 1, 640, 480);
  g_assert_false (lodge_display_geometry_is_sharp (&self));
}

/* Tiles meet: an edge is one number, edges grow, and the outer ones are the picture's. */
static void
test_edges (void)
{
  LodgeDisplayGeometry self;

  lodge_display_geometry_init (&self, LODGE_SCALE_FIT, 1280, 960, 1, 640, 480);
  g_assert_cmpint (lodge_display_geometry_edge_x (&self, -3), ==, -6);
  lodge_display_geometry_init (&self, LODGE_SCALE_FIT, 320, 240, 1, 640, 480);
  g_assert_cmpint (lodge_display_geometry_edge_x (&self, -2), ==, -1);
  g_assert_cmpint (lodge_display_geometry_edge_x (&self, -6), ==, -3);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int last = G_MININT;

      init_case (&self, LODGE_SCALE_FIT, i);
      g_assert_cmpint (lodge_display_geometry_edge_x (&self, 0), ==, self.x);
      g_assert_cmpint (lodge_display_geometry_edge_y (&self, 0), ==, self.y);
      g_assert_cmpint (lodge_display_geometry_edge_x (&self, self.guest_width), ==,
                       self.x + self.width);
      g_assert_cmpint (lodge_display_geometry_edge_y (&self, self.guest_height), ==,
                       self.y + self.height);
      for (int x = 0; x <= self.guest_width; x += 256)
        {
          g_assert_cmpint (lodge_display_geometry_edge_x (&self, x), >=, last);
          last = lodge_display_geometry_edge_x (&self, x);
        }
    }
}

/* Each device pixel has a guest pixel, in order; the first and the last are reached. */
static void
test_to_guest (void)
{
  LodgeDisplayGeometry self;
  int x, y;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int last = 0;

      init_case (&self, LODGE_SCALE_FIT, i);
      for (int column = 0; column < self.width; column++)
        {
          double place = (self.x + column + 0.5) / self.scale;

          g_assert_true (lodge_display_geometry_to_guest (&self, place,
                                                          (self.y + 0.5) / self.scale, &x, &y));
          g_assert_cmpint (y, ==, 0);
          g_assert_cmpint (x, >=, last);
          g_assert_cmpint (x, <, self.guest_width);
          if (column == 0)
            g_assert_cmpint (x, ==, 0);
          last = x;
        }
      if (self.width > 1)
        g_assert_cmpint (last, ==, self.guest_width - 1);
    }
}

static void
test_beside (void)
{
  LodgeDisplayGeometry self;
  int x, y;

  lodge_display_geometry_init (&self, LODGE_SCALE_FIT, 1000, 480, 1, 640, 480);
  g_assert_false (lodge_display_geometry_to_guest (&self, 0, 100, &x, &y));
  g_assert_cmpint (x, ==, 0);
  g_assert_cmpint (y, ==, 100);
  g_assert_false (lodge_display_geometry_to_guest (&self, 999, 479.9, &x, &y));
  g_assert_cmpint (x, ==, 639);
  g_assert_cmpint (y, ==, 479);
  g_assert_false (lodge_display_geometry_to_guest (&self, -1e9, 1e9, &x, &y));
  g_assert_cmpint (x, ==, 0);
  g_assert_cmpint (y, ==, 479);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/fit", test_fit);
  g_test_add_func ("/geometry/original", test_original);
  g_test_add_func ("/geometry/sharp", test_sharp);
  g_test_add_func ("/geometry/integer", test_integer);
  g_test_add_func ("/geometry/stretch", test_stretch);
  g_test_add_func ("/geometry/nearest", test_nearest);
  g_test_add_func ("/geometry/edges", test_edges);
  g_test_add_func ("/geometry/to-guest", test_to_guest);
  g_test_add_func ("/geometry/beside", test_beside);
  return g_test_run ();
}
