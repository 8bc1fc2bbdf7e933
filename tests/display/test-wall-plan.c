/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the displays of a guest are in one window. */

#include "config.h"

#include "display/lodge-wall-plan.h"

#define N_MAX 4

typedef struct {
  LodgeWallItem items[N_MAX];
  LodgeWallItem *order[N_MAX];
  LodgeWallPlan plan;
} Fixture;

/* Items as displays are: each needs 160 x 120. */
static void
set_up (Fixture            *fixture,
        const GdkRectangle *guests,
        guint               n)
{
  *fixture = (Fixture) { .plan = { .items = fixture->order, .n = n } };
  for (guint i = 0; i < n; i++)
    {
      fixture->items[i] = (LodgeWallItem) {
        .on = guests[i].width > 0, .guest = guests[i], .min_width = 160, .min_height = 120,
      };
      fixture->order[i] = &fixture->items[i];
    }
  lodge_wall_plan_sort (&fixture->plan);
}

static void
assert_place (Fixture *fixture,
              guint    number,
              int      x,
              int      y,
              int      width,
              int      height)
{
  const GdkRectangle *place = &fixture->items[number].place;

  g_assert_cmpint (place->x, ==, x);
  g_assert_cmpint (place->y, ==, y);
  g_assert_cmpint (place->width, ==, width);
  g_assert_cmpint (place->height, ==, height);
}

static void
test_alone (void)
{
  Fixture fixture;

  set_up (&fixture, &(GdkRectangle) { 0, 0, 640, 480 }, 1);
  g_assert_cmpint (lodge_wall_plan_measure (&fixture.plan, GTK_ORIENTATION_HORIZONTAL), ==, 160);
  lodge_wall_plan_turn (&fixture.plan, 300, 900);
  lodge_wall_plan_place (&fixture.plan, 300, 900);
  assert_place (&fixture, 0, 0, 0, 300, 900);
}

static void
test_row (void)
{
  static const GdkRectangle guests[] = { { 0, 0, 800, 600 }, { 800, 0, 400, 300 }, { 1200, 0, 800, 600 } };
  Fixture fixture;

  set_up (&fixture, guests, 3);
  g_assert_cmpint (lodge_wall_plan_measure (&fixture.plan, GTK_ORIENTATION_HORIZONTAL), ==, 484);
  g_assert_cmpint (lodge_wall_plan_measure (&fixture.plan, GTK_ORIENTATION_VERTICAL), ==, 120);

  /* All at half their size. */
  lodge_wall_plan_turn (&fixture.plan, 1004, 500);
  lodge_wall_plan_place (&fixture.plan, 1004, 500);
  assert_place (&fixture, 0, 0, 0, 400, 500);
  assert_place (&fixture, 1, 402, 0, 200, 500);
  assert_place (&fixture, 2, 604, 0, 400, 500);

  /* A guest that follows the window does so by shares that stay. */
  fixture.plan.alike = TRUE;
  lodge_wall_plan_place (&fixture.plan, 1005, 500);
  assert_place (&fixture, 0, 0, 0, 333, 500);
  assert_place (&fixture, 1, 335, 0, 334, 500);
  assert_place (&fixture, 2, 671, 0, 334, 500);
}

static void
test_narrow (void)
{
  static const GdkRectangle guests[] = { { 0, 0, 800, 600 }, { 800, 0, 800, 600 } };
  Fixture fixture;

  set_up (&fixture, guests, 2);
  lodge_wall_plan_turn (&fixture.plan, 480, 702);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_VERTICAL);
  lodge_wall_plan_place (&fixture.plan, 480, 702);
  assert_place (&fixture, 0, 0, 0, 480, 350);
  assert_place (&fixture, 1, 0, 352, 480, 350);

  /* Too narrow for a row, whatever the height. */
  set_up (&fixture, guests, 2);
  lodge_wall_plan_turn (&fixture.plan, 321, -1);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_VERTICAL);
  set_up (&fixture, guests, 2);
  lodge_wall_plan_turn (&fixture.plan, 322, -1);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_HORIZONTAL);
}

/* What is needed comes before what the guest has. */
static void
test_least (void)
{
  static const GdkRectangle guests[] = { { 0, 0, 65000, 10 }, { 65000, 0, 1, 1 } };
  Fixture fixture;

  set_up (&fixture, guests, 2);
  lodge_wall_plan_place (&fixture.plan, 522, 300);
  assert_place (&fixture, 0, 0, 0, 359, 300);
  assert_place (&fixture, 1, 361, 0, 161, 300);
}

static void
test_order (void)
{
  static const GdkRectangle swapped[] = {
    { 900, 0, 300, 200 }, { 0, 0, 0, 0 }, { 0, 0, 300, 200 }, { 400, 0, 300, 200 },
  };
  static const GdkRectangle apart[] = { { 0, 0, 300, 200 }, { 0, 0, 400, 200 }, { 0, 0, 300, 200 } };
  static const GdkRectangle column[] = { { 50, 480, 300, 200 }, { 0, 0, 640, 480 } };
  static const GdkRectangle stairs[] = { { 640, 480, 300, 200 }, { 0, 0, 640, 480 } };
  Fixture fixture;

  /* The second is off, and stays second. */
  set_up (&fixture, swapped, 4);
  g_assert_true (fixture.order[0] == &fixture.items[2]);
  g_assert_true (fixture.order[1] == &fixture.items[1]);
  g_assert_true (fixture.order[2] == &fixture.items[3]);
  g_assert_true (fixture.order[3] == &fixture.items[0]);

  /* Surfaces of their own are all at 0, 0. */
  set_up (&fixture, apart, 3);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_HORIZONTAL);
  for (guint i = 0; i < 3; i++)
    g_assert_true (fixture.order[i] == &fixture.items[i]);

  set_up (&fixture, column, 2);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_VERTICAL);
  g_assert_true (fixture.order[0] == &fixture.items[1]);
  lodge_wall_plan_turn (&fixture.plan, 2000, 300);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_VERTICAL);

  /* A guest that follows: in its order, but a row where there is room. */
  fixture.plan.alike = TRUE;
  lodge_wall_plan_sort (&fixture.plan);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_HORIZONTAL);
  g_assert_true (fixture.order[0] == &fixture.items[1]);
  lodge_wall_plan_turn (&fixture.plan, 300, 600);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_VERTICAL);

  set_up (&fixture, stairs, 2);
  g_assert_cmpint (fixture.plan.orientation, ==, GTK_ORIENTATION_HORIZONTAL);
  g_assert_true (fixture.order[0] == &fixture.items[1]);
}

/* A picture of all, as they are in the window. */
static void
test_join (void)
{
  static const GdkRectangle guests[] = { { 0, 0, 300, 200 }, { 0, 0, 0, 0 }, { 300, 50, 100, 250 } };
  Fixture fixture;
  int width, height;

  set_up (&fixture, guests, 3);
  lodge_wall_plan_join (&fixture.plan, &width, &height);
  assert_place (&fixture, 0, 0, 0, 300, 200);
  assert_place (&fixture, 2, 300, 0, 100, 250);
  g_assert_true (width == 400 && height == 250);

  fixture.plan.orientation = GTK_ORIENTATION_VERTICAL;
  lodge_wall_plan_join (&fixture.plan, &width, &height);
  assert_place (&fixture, 2, 0, 200, 100, 250);
  g_assert_true (width == 300 && height == 450);

  set_up (&fixture, &guests[1], 1);
  lodge_wall_plan_join (&fixture.plan, &width, &height);
  g_assert_true (width == 0 && height == 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wall-plan/alone", test_alone);
  g_test_add_func ("/wall-plan/row", test_row);
  g_test_add_func ("/wall-plan/narrow", test_narrow);
  g_test_add_func ("/wall-plan/least", test_least);
  g_test_add_func ("/wall-plan/order", test_order);
  g_test_add_func ("/wall-plan/join", test_join);
  return g_test_run ();
}
