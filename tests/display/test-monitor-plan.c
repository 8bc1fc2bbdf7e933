/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which monitor shows which of a guest's displays. */

#include "config.h"

#include "display/lodge-monitor-plan.h"

static const char *const monitors[] = { "DP-1", "DP-2", "HDMI-1", NULL };

static void
assert_places (const char *const *wishes,
               guint              own,
               int                first,
               int                second,
               int                third)
{
  int places[3];

  lodge_monitor_plan_make (wishes, 3, monitors, own, places);
  g_assert_cmpint (places[0], ==, first);
  g_assert_cmpint (places[1], ==, second);
  g_assert_cmpint (places[2], ==, third);
}

static void
test_automatic (void)
{
  assert_places (NULL, 0, 0, 1, 2);
  assert_places (NULL, 1, 1, 0, 2);
}

static void
test_wished (void)
{
  const char *const all[] = { "HDMI-1", "DP-2", "DP-1", NULL };
  const char *const one[] = { "", "DP-2", NULL };
  const char *const away[] = { "", "DP-1", "none", NULL };

  assert_places (all, 0, 2, 1, 0);
  assert_places (one, 1, 0, 1, 2);
  assert_places (away, 0, 1, 0, -1);
}

/* Remembered of another desk, twice the same, or nothing that anybody wrote. */
static void
test_useless (void)
{
  const char *const gone[] = { "DP-9", "DP-9", "DP-2", NULL };
  const char *const twice[] = { "DP-2", "DP-2", "DP-2", NULL };
  const char *const none[] = { "none", "none", "none", NULL };

  assert_places (gone, 0, 0, 2, 1);
  assert_places (twice, 0, 1, 0, 2);
  assert_places (none, 2, 2, -1, -1);
}

static void
test_fewer_monitors (void)
{
  const char *const two[] = { "DP-1", "DP-2", NULL };
  int places[4];

  lodge_monitor_plan_make (NULL, 4, two, 1, places);
  g_assert_cmpint (places[0], ==, 1);
  g_assert_cmpint (places[1], ==, 0);
  g_assert_cmpint (places[2], ==, -1);
  g_assert_cmpint (places[3], ==, -1);
}

static void
test_swap (void)
{
  const char *const before[] = { "DP-1", "DP-2", NULL };
  g_auto(GStrv) swapped = lodge_monitor_plan_set_wish (before, 3, 0, "DP-2");
  g_auto(GStrv) taken = lodge_monitor_plan_set_wish (before, 3, 2, "DP-2");
  g_auto(GStrv) off = lodge_monitor_plan_set_wish (before, 3, 1, LODGE_MONITOR_NONE);

  g_assert_cmpstrv (swapped, ((const char *const[]) { "DP-2", "DP-1", "", NULL }));
  g_assert_cmpstrv (taken, ((const char *const[]) { "DP-1", "", "DP-2", NULL }));
  g_assert_cmpstrv (off, ((const char *const[]) { "DP-1", "none", "", NULL }));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/monitor-plan/automatic", test_automatic);
  g_test_add_func ("/monitor-plan/wished", test_wished);
  g_test_add_func ("/monitor-plan/useless", test_useless);
  g_test_add_func ("/monitor-plan/fewer-monitors", test_fewer_monitors);
  g_test_add_func ("/monitor-plan/swap", test_swap);
  return g_test_run ();
}
