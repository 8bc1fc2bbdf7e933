/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "display/lodge-key-combo.h"

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
                                       "ctrl-alt-shift-super-del-a-b" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      guint codes[LODGE_KEY_COMBO_MAX];

      g_assert_cmpuint (lodge_key_combo_parse (texts[i], codes), ==, 0);
    }
}

static void
test_texts (void)
{
  static const struct { const char *text, *label, *accel; } cases[] = {
    { "ctrl-alt", "Ctrl+Alt", "Control_L+Alt_L" },
    { "ctrl_r", "Right Ctrl", "Control_R" },
    { "super-f1", "Super+F1", "Super_L+F1" },
    { "ctrl-shift-t", "Ctrl+Shift+T", "Control_L+Shift_L+t" },
    { "nothing", "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = lodge_key_combo_get_label (cases[i].text);
      g_autofree char *accel = lodge_key_combo_get_accel (cases[i].text);

      g_assert_cmpstr (label, ==, cases[i].label);
      g_assert_cmpstr (accel, ==, cases[i].accel);
    }
}

/* Each key is told apart from the others. */
static void
test_keys (void)
{
  gboolean seen[512] = { FALSE };
  guint n = 0;

  for (const char *name; (name = lodge_key_combo_get_key (n)) != NULL; n++)
    {
      g_autofree char *label = lodge_key_combo_get_label (name);
      guint codes[LODGE_KEY_COMBO_MAX];

      g_assert_cmpuint (lodge_key_combo_parse (name, codes), ==, 1);
      g_assert_false (seen[codes[0]]);
      seen[codes[0]] = TRUE;
      g_assert_cmpstr (label, !=, "");
    }
  g_assert_cmpuint (n, >, 70);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-combo/known", test_known);
  g_test_add_func ("/key-combo/unknown", test_unknown);
  g_test_add_func ("/key-combo/texts", test_texts);
  g_test_add_func ("/key-combo/keys", test_keys);
  return g_test_run ();
}
