/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sizes in fields: what is shown, what is understood, how far a step goes. */

#include "config.h"

#include <glib.h>

#include "base/lodge-units.h"
#include "wizard/lodge-wizard-size-text.h"

static void
test_to_text (void)
{
  static const struct {
    guint64 bytes;
    const char *text;
  } cases[] = {
    { LODGE_MIB, "1 MiB" },
    { 512 * LODGE_MIB, "512 MiB" },
    { LODGE_GIB, "1 GiB" },
    { LODGE_GIB + 512 * LODGE_MIB, "1.5 GiB" },
    { 2 * LODGE_GIB + 256 * LODGE_MIB, "2.25 GiB" },
    { 10 * LODGE_GIB, "10 GiB" },
    { 100 * LODGE_GIB, "100 GiB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lodge_wizard_size_to_text (cases[i].bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_to_short_text (void)
{
  static const struct {
    guint64 bytes;
    const char *text;
  } cases[] = {
    { 128 * LODGE_MIB, "128 MiB" },
    { 8 * LODGE_GIB - 300 * LODGE_MIB, "7.7 GiB" },
    { 2 * LODGE_GIB, "2 GiB" },
    { 75 * LODGE_GIB - 300 * LODGE_MIB, "75 GiB" },
    { 100 * LODGE_GIB, "100 GiB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lodge_wizard_size_to_short_text (cases[i].bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_from_text (void)
{
  static const struct {
    const char *text;
    guint64 now;
    guint64 bytes;
  } cases[] = {
    { "2 GiB", LODGE_GIB, 2 * LODGE_GIB },
    { "2g", LODGE_GIB, 2 * LODGE_GIB },
    { "  1.5 GB ", LODGE_GIB, LODGE_GIB + 512 * LODGE_MIB },
    { "768 mib", LODGE_GIB, 768 * LODGE_MIB },
    { "1t", LODGE_GIB, 1024 * LODGE_GIB },
    { "3", LODGE_GIB, 3 * LODGE_GIB },
    { "300", 512 * LODGE_MIB, 300 * LODGE_MIB },
    { "1.3 GiB", LODGE_GIB, 1331 * LODGE_MIB },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 bytes = 0;

      g_assert_true (lodge_wizard_size_from_text (cases[i].text, cases[i].now, &bytes));
      g_assert_cmpuint (bytes, ==, cases[i].bytes);
    }
}

static void
test_not_a_size (void)
{
  static const char *const cases[] = { "", "much", "-1 GiB", "0", "nan", "inf", "1e300", "2 apples" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 bytes = 7;

      g_assert_false (lodge_wizard_size_from_text (cases[i], LODGE_GIB, &bytes));
      g_assert_cmpuint (bytes, ==, 7);
    }
}

/* What is only looked at must not change by rounding. */
static void
test_unchanged (void)
{
  guint64 odd = 3 * LODGE_GIB + 77 * LODGE_MIB + 12345;
  g_autofree char *text = lodge_wizard_size_to_text (odd);
  guint64 bytes;

  g_assert_true (lodge_wizard_size_from_text (text, odd, &bytes));
  g_assert_cmpuint (bytes, ==, odd);
}

static void
test_steps (void)
{
  g_assert_cmpuint (lodge_wizard_size_step (LODGE_GIB), ==, 128 * LODGE_MIB);
  g_assert_cmpuint (lodge_wizard_size_step (20 * LODGE_GIB), ==, 2 * LODGE_GIB);
  g_assert_cmpuint (lodge_wizard_size_step (0), ==, LODGE_MIB);
  g_assert_cmpuint (lodge_wizard_size_round (21 * LODGE_GIB - 1), ==, 20 * LODGE_GIB);
  g_assert_cmpuint (lodge_wizard_size_round (LODGE_GIB + 1), ==, LODGE_GIB);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wizard/size/to-text", test_to_text);
  g_test_add_func ("/wizard/size/to-short-text", test_to_short_text);
  g_test_add_func ("/wizard/size/from-text", test_from_text);
  g_test_add_func ("/wizard/size/not-a-size", test_not_a_size);
  g_test_add_func ("/wizard/size/unchanged", test_unchanged);
  g_test_add_func ("/wizard/size/steps", test_steps);
  return g_test_run ();
}
