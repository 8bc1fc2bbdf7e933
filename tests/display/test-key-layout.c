/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Characters as keys, by layout. */

#include "config.h"

#include "display/lodge-key-layouts.h"
#include "display/lodge-typist.h"

static void
assert_keys (LodgeKeyLayout *layout,
             const char     *character,
             const char     *expected)
{
  LodgeStroke strokes[LODGE_STROKES_MAX];
  guint n = lodge_key_layout_find (layout, g_utf8_get_char (character), strokes);
  g_autoptr(GString) keys = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (keys, "%s%s%s%x", i > 0 ? " " : "",
                            strokes[i].modifiers & LODGE_STROKE_SHIFT ? "shift-" : "",
                            strokes[i].modifiers & LODGE_STROKE_ALTGR ? "altgr-" : "",
                            strokes[i].scancode);
  g_assert_cmpstr (keys->str, ==, expected);
}

static void
test_us (void)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("us", NULL);

  assert_keys (layout, "a", "1e");
  assert_keys (layout, "A", "shift-1e");
  assert_keys (layout, "1", "2");
  assert_keys (layout, "!", "shift-2");
  assert_keys (layout, "|", "shift-2b");
  assert_keys (layout, "<", "shift-33");
  assert_keys (layout, "~", "shift-29");
  assert_keys (layout, "/", "35");
  assert_keys (layout, "+", "shift-d");
  assert_keys (layout, " ", "39");
  assert_keys (layout, "\n", "1c");
  assert_keys (layout, "\t", "f");
  assert_keys (layout, "é", "");
  assert_keys (layout, "ế", "");
  assert_keys (layout, "\x1b", "");

  /* All that an ASCII keyboard has. */
  for (char c = 0x20; c < 0x7f; c++)
    {
      LodgeStroke strokes[LODGE_STROKES_MAX];

      g_assert_cmpuint (lodge_key_layout_find (layout, (gunichar) c, strokes), ==, 1);
      g_assert_cmphex (strokes[0].scancode, <, 0x3a);
    }
}

static void
test_german (void)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("de", NULL);
  g_autoptr(LodgeKeyLayout) no_dead_keys = lodge_key_layout_new ("de+nodeadkeys", NULL);

  assert_keys (layout, "z", "15");
  assert_keys (layout, "y", "2c");
  assert_keys (layout, "ü", "1a");
  assert_keys (layout, "ß", "c");
  assert_keys (layout, "@", "altgr-10");
  assert_keys (layout, "€", "altgr-12");
  assert_keys (layout, "{", "altgr-8");
  assert_keys (layout, "|", "altgr-56");
  assert_keys (layout, "é", "d 12");
  assert_keys (layout, "È", "shift-d shift-12");
  assert_keys (layout, "^", "29 39");
  assert_keys (no_dead_keys, "^", "29");
}

static void
test_french (void)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("fr", NULL);

  assert_keys (layout, "a", "10");
  assert_keys (layout, "1", "shift-2");
  assert_keys (layout, "é", "3");
  assert_keys (layout, "ê", "1a 12");
  assert_keys (layout, ".", "shift-33");
}

static void
test_unknown (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (lodge_key_layout_new ("no-such-layout", &error));
  g_assert_nonnull (error);
  g_assert_null (lodge_key_layout_new ("", NULL));
}

static void
mark_cb (glong    offset,
         gunichar character,
         gpointer user_data)
{
  g_string_append_printf (user_data, "%ld:", offset);
  g_string_append_unichar (user_data, character);
  g_string_append_c (user_data, ' ');
}

static void
test_check (void)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("us", NULL);
  g_autoptr(GString) marks = g_string_new (NULL);

  g_assert_cmpuint (lodge_typist_check ("plain\r\ntext\t\n", layout, mark_cb, marks), ==, 0);
  g_assert_cmpuint (lodge_typist_check ("aấ b😀", layout, mark_cb, marks), ==, 2);
  g_assert_cmpstr (marks->str, ==, "1:ấ 4:😀 ");
}

static void
test_list (void)
{
  GPtrArray *list = lodge_key_layouts_list ();
  gboolean us = FALSE, dvorak = FALSE;

  g_assert_cmpuint (list->len, >, 100);
  for (guint i = 0; i < list->len; i++)
    {
      LodgeKeyLayoutName *name = g_ptr_array_index (list, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(LodgeKeyLayout) layout = NULL;

      us |= g_str_equal (name->name, "us") && g_str_equal (name->label, "English (US)");
      dvorak |= g_str_equal (name->name, "us+dvorak");
      if (i % 20 != 0)
        continue;
      layout = lodge_key_layout_new (name->name, &error);
      g_assert_no_error (error);
    }
  g_assert_true (us && dvorak);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-layout/us", test_us);
  g_test_add_func ("/key-layout/german", test_german);
  g_test_add_func ("/key-layout/french", test_french);
  g_test_add_func ("/key-layout/unknown", test_unknown);
  g_test_add_func ("/key-layout/check", test_check);
  g_test_add_func ("/key-layout/list", test_list);
  return g_test_run ();
}
