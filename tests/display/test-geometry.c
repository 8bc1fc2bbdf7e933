/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "display/lodge-display-geometry.h"

#include <math.h>

static const struct {
  int widget_width, widget_height, scale, guest_width, guest_height;
} cases[] = {
  { 640, 480, 1, 640, 480 },   { 1280, 720, 1, 1920, 1080 }, { 1000, 1000, 1, 640, 480 },
  { 333, 777, 1, 1024, 768 },  { 700, 500, 2, 1280, 800 },   { 513, 401, 2, 333, 217 },
  { 3840, 2160, 1, 720, 400 }, { 160, 120, 1, 16384, 10 },   { 1, 1, 1, 1920, 1080 },
  { 900, 700, 3, 1, 1 },       { 1920, 1080, 1, 1919, 1079 },
};

/* A widget that is all of its surface. */
static void
init_geometry (LodgeDisplayGeometry *self,
               LodgeScaleMode        mode,
               int                   widget_width,
               int                   widget_height,
               double                scale,
               int                   guest_width,
               int                   guest_height)
{
  LodgeDeviceArea area;

  lodge_device_area_init (&area, scale,
                          &GRAPHENE_RECT_INIT (0, 0, (float) widget_width, (float) widget_height),
                          widget_width, widget_height);
  lodge_display_geometry_init (self, mode, &area, guest_width, guest_height);
}

static void
init_case (LodgeDisplayGeometry *self,
           LodgeScaleMode        mode,
           gsize                 i)
{
  init_geometry (self, mode, cases[i].widget_width, cases[i].widget_height, cases[i].scale,
                 cases[i].guest_width, cases[i].guest_height);
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

  init_geometry (&self, LODGE_SCALE_ORIGINAL, 800, 600, 1, 640, 480);
  g_assert_cmpint (self.x, ==, 80);
  g_assert_cmpint (self.y, ==, 60);
  g_assert_cmpint (self.width, ==, 640);
  g_assert_true (lodge_display_geometry_is_sharp (&self));

  /* Larger than the widget: its corner shows. One guest pixel is one device pixel. */
  init_geometry (&self, LODGE_SCALE_ORIGINAL, 300, 200, 2, 640, 480);
  g_assert_cmpint (self.x, ==, 0);
  g_assert_cmpint (self.width, ==, 640);
  g_assert_cmpint (self.height, ==, 480);

  init_geometry (&self, LODGE_SCALE_FIT, 300, 200, 1, 0, 0);
  g_assert_cmpint (self.guest_width, ==, 0);
}

static void
test_integer (void)
{
  LodgeDisplayGeometry self;

  init_geometry (&self, LODGE_SCALE_INTEGER, 1000, 1100, 2, 640, 480);
  g_assert_cmpint (self.width, ==, 1920);
  g_assert_cmpint (self.height, ==, 1440);
  g_assert_cmpint (self.x, ==, 40);
  g_assert_cmpint (self.y, ==, 380);
  g_assert_true (lodge_display_geometry_is_exact (&self));

  init_geometry (&self, LODGE_SCALE_INTEGER, 320, 300, 1, 640, 480);
  g_assert_cmpint (self.width, ==, 320);
  g_assert_cmpint (self.height, ==, 240);
}

static void
test_stretch (void)
{
  LodgeDisplayGeometry self;

  init_geometry (&self, LODGE_SCALE_STRETCH, 1280, 481, 1, 640, 480);
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

  init_geometry (&self, LODGE_SCALE_FIT, 1280, 960, 1, 640, 480);
  g_assert_true (lodge_display_geometry_is_sharp (&self));
  init_geometry (&self, LODGE_SCALE_FIT, 1281, 961, 1, 640, 480);
  g_assert_false (lodge_display_geometry_is_sharp (&self));
  init_geometry (&self, LODGE_SCALE_FIT, 320, 240, 1, 640, 480);
  g_assert_false (lodge_display_geometry_is_sharp (&self));
}

/* Tiles meet: an edge is one number, edges grow, and the outer ones are the picture's. */
static void
test_edges (void)
{
  LodgeDisplayGeometry self;

  init_geometry (&self, LODGE_SCALE_FIT, 1280, 960, 1, 640, 480);
  g_assert_cmpint (lodge_display_geometry_edge_x (&self, -3), ==, -6);
  init_geometry (&self, LODGE_SCALE_FIT, 320, 240, 1, 640, 480);
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

  init_geometry (&self, LODGE_SCALE_FIT, 1000, 480, 1, 640, 480);
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

/* Widgets in a surface of 1001 by 777, some at its edge, and the device pixels that are wholly theirs. */
static const struct {
  double scale;
  int x, y, width, height;
  double lead_x, lead_y;
  int columns, rows;
} areas[] = {
  { 1,    0,  0,  1001, 777,  0,    0,    1001, 777 },
  { 1,    10, 47, 640,  480,  0,    0,    640,  480 },
  { 1.25, 0,  0,  1001, 777,  0,    0,    1251, 971 },  /* of 1251.25 and 971.25 */
  { 1.25, 10, 47, 640,  480,  0.5,  0.25, 799,  599 },
  { 1.5,  0,  0,  1001, 777,  0,    0,    1501, 1165 }, /* of 1501.5 and 1165.5 */
  { 1.5,  10, 47, 640,  480,  0,    0.5,  960,  719 },
  { 1.75, 0,  0,  1001, 777,  0,    0,    1752, 1360 }, /* of 1751.75 and 1359.75 */
  { 1.75, 10, 47, 640,  480,  0.5,  0.75, 1119, 839 },
  { 2,    0,  0,  1001, 777,  0,    0,    2002, 1554 },
  { 2,    10, 47, 640,  480,  0,    0,    1280, 960 },
};

static void
init_area (LodgeDeviceArea *self,
           gsize            i)
{
  lodge_device_area_init (self, areas[i].scale,
                          &GRAPHENE_RECT_INIT ((float) areas[i].x, (float) areas[i].y,
                                               (float) areas[i].width, (float) areas[i].height),
                          1001, 777);
}

static gboolean
is_whole (double number)
{
  return fabs (number - round (number)) < 0.001;
}

/* What the guest is asked for. */
static void
test_area (void)
{
  LodgeDeviceArea area, other;

  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      init_area (&area, i);
      g_assert_cmpfloat_with_epsilon (area.x, areas[i].lead_x, 0.0001);
      g_assert_cmpfloat_with_epsilon (area.y, areas[i].lead_y, 0.0001);
      g_assert_cmpint (area.width, ==, areas[i].columns);
      g_assert_cmpint (area.height, ==, areas[i].rows);
      init_area (&other, (i + 1) % G_N_ELEMENTS (areas));
      g_assert_true (lodge_device_area_equal (&area, &area));
      g_assert_false (lodge_device_area_equal (&area, &other));
    }

  /* A whole screen of 1920 by 1080, counted in pixels that are four thirds. */
  lodge_device_area_init (&area, 160 / 120.0, &GRAPHENE_RECT_INIT (0, 0, 1440, 810), 1440, 810);
  g_assert_cmpint (area.width, ==, 1920);
  g_assert_cmpint (area.height, ==, 1080);
}

/* A guest of the size that it was asked for is shown pixel by pixel, on the screen's own pixels. */
static void
test_one_to_one (void)
{
  static const LodgeScaleMode modes[] = {
    LODGE_SCALE_FIT, LODGE_SCALE_ORIGINAL, LODGE_SCALE_INTEGER, LODGE_SCALE_STRETCH,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (areas) * G_N_ELEMENTS (modes); i++)
    {
      gsize n = i / G_N_ELEMENTS (modes);
      LodgeDisplayGeometry self;
      LodgeDeviceArea area;
      graphene_rect_t rect;

      init_area (&area, n);
      lodge_display_geometry_init (&self, modes[i % G_N_ELEMENTS (modes)], &area, area.width,
                                   area.height);
      g_assert_cmpint (self.x, ==, 0);
      g_assert_cmpint (self.y, ==, 0);
      g_assert_cmpint (self.width, ==, area.width);
      g_assert_cmpint (self.height, ==, area.height);
      g_assert_true (lodge_display_geometry_is_exact (&self));
      for (int x = 0; x < area.width - 3; x += 17)
        {
          lodge_display_geometry_rect (&self, x, 1, 3, 5, &rect);
          g_assert_true (is_whole ((areas[n].x + (double) rect.origin.x) * areas[n].scale));
          g_assert_true (is_whole ((areas[n].y + (double) rect.origin.y) * areas[n].scale));
          g_assert_cmpfloat_with_epsilon (rect.size.width * areas[n].scale, 3, 0.001);
          g_assert_cmpfloat_with_epsilon (rect.size.height * areas[n].scale, 5, 0.001);
        }
    }
}

/* The middle of a guest pixel on the screen is that pixel again, however large it is. */
static void
test_there_and_back (void)
{
  static const int guests[] = { 320, 555, 1920 };

  for (gsize i = 0; i < G_N_ELEMENTS (areas) * G_N_ELEMENTS (guests); i++)
    {
      int guest = guests[i % G_N_ELEMENTS (guests)];
      LodgeDisplayGeometry self;
      LodgeDeviceArea area;
      graphene_rect_t rect;
      int x, y;

      init_area (&area, i / G_N_ELEMENTS (guests));
      for (LodgeScaleMode mode = LODGE_SCALE_ORIGINAL; mode <= LODGE_SCALE_INTEGER; mode++)
        {
          lodge_display_geometry_init (&self, mode, &area, guest, guest / 2);
          if (!lodge_display_geometry_is_exact (&self))
            continue;
          for (int column = 0; column < guest; column++)
            {
              int row = column / 2 % (guest / 2);

              lodge_display_geometry_rect (&self, column, row, 1, 1, &rect);
              lodge_display_geometry_to_guest (&self, rect.origin.x + rect.size.width / 2,
                                               rect.origin.y + rect.size.height / 2, &x, &y);
              g_assert_cmpint (x, ==, column);
              g_assert_cmpint (y, ==, row);
            }
        }
    }
}

/* A widget that is to hold a guest's screen has as many device pixels, and hardly more. */
static void
test_cover (void)
{
  static const double scales[] = { 1, 1.25, 4 / 3.0, 1.5, 1.75, 2, 3 };
  LodgeDeviceArea area;

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    for (int pixels = 1; pixels < 2000; pixels += 3)
      {
        int size = lodge_device_scale_cover (scales[i], pixels);

        lodge_device_area_init (&area, scales[i],
                                &GRAPHENE_RECT_INIT (0, 0, (float) size, (float) size), 5000, 5000);
        g_assert_cmpint (area.width, >=, pixels);
        g_assert_true (area.width < pixels + scales[i]);
      }
  g_assert_cmpint (lodge_device_scale_cover (160 / 120.0, 1920), ==, 1440);
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
  g_test_add_func ("/geometry/area", test_area);
  g_test_add_func ("/geometry/one-to-one", test_one_to_one);
  g_test_add_func ("/geometry/there-and-back", test_there_and_back);
  g_test_add_func ("/geometry/cover", test_cover);
  return g_test_run ();
}
