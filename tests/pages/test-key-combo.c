/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pages/lodge-key-combo.h"

static void
test_known (void)
{
  static const struct {
    const char *text;
    gsize n;
    guint codes[LODGE_KEY_COMBO_MAX];
  } cases[] = {
    { "ctrl-alt-del", 3, { 0x1d, 0x38, 0x153 } },
    { "ctrl-alt-backspace", 3, { 0x1d, 0x38, 0x0e } },
    { "ctrl-alt-f1", 3, { 0x1d, 0x38, 0x3b } },
    { "ctrl-alt-f10", 3, { 0x1d, 0x38, 0x44 } },
    { "ctrl-alt-f12", 3, { 0x1d, 0x38, 0x58 } },
    { "print", 1, { 0x137 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint codes[LODGE_KEY_COMBO_MAX] = { 0 };

      g_assert_cmpuint (lodge_key_combo_parse (cases[i].text, codes), ==, cases[i].n);
      g_assert_cmpmem (codes, sizeof codes, cases[i].codes, sizeof codes);
    }
}

static void
test_unknown (void)
{
  static const char *const texts[] = { "", "-", "ctrl-", "ctrl-nothing", "f13",
                                       "ctrl-alt-shift-super-del" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      guint codes[LODGE_KEY_COMBO_MAX];

      g_assert_cmpuint (lodge_key_combo_parse (texts[i], codes), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-combo/known", test_known);
  g_test_add_func ("/key-combo/unknown", test_unknown);
  return g_test_run ();
}
