/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Characters as keys, by layout. */

#include "config.h"

#include <xkbcommon/xkbcommon-compose.h>

#include "display/lodge-key-layouts.h"
#include "display/lodge-scancode.h"
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
test_us_international (void)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("us+intl", NULL);

  /* The same in X and in Windows, where AltGr and this key are something else. */
  assert_keys (layout, "'", "28 39");
  assert_keys (layout, "\"", "shift-28 39");
  assert_keys (layout, "`", "29 39");
  assert_keys (layout, "~", "shift-29 39");
  assert_keys (layout, "^", "shift-7 39");
  assert_keys (layout, "ñ", "altgr-31");
  assert_keys (layout, "ẽ", "shift-29 12");
  assert_keys (layout, "Ẽ", "shift-29 shift-12");
  assert_keys (layout, "ế", "28 shift-7 12");
  assert_keys (layout, "Ế", "28 shift-7 shift-12");
  assert_keys (layout, "ǘ", "28 altgr-15");
}

static void
test_vietnamese (void)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("vn", NULL);
  g_autoptr(LodgeKeyLayout) us = lodge_key_layout_new ("vn+us", NULL);

  assert_keys (layout, "đ", "b");
  assert_keys (layout, "Đ", "shift-b");
  assert_keys (layout, "ê", "4");
  assert_keys (layout, "ế", "altgr-9 4");
  assert_keys (layout, "Ế", "altgr-9 shift-4");
  assert_keys (layout, "ậ", "altgr-a 3");
  assert_keys (layout, "Ự", "altgr-a shift-1a");
  assert_keys (layout, "ỹ", "altgr-8 15");
  /* It has no key for this accent, but one of the other mark. */
  assert_keys (us, "ậ", "34 altgr-1e");
  assert_keys (us, "Ặ", "34 shift-altgr-1f");
  assert_keys (us, "ở", "35 altgr-19");
}

/* A layout without dead keys, but with keys of marks. */
static void
test_marks (void)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("us+alt-intl-unicode", NULL);
  g_autoptr(LodgeKeyLayout) none = lodge_key_layout_new ("us", NULL);

  assert_keys (layout, "ẽ", "12 shift-altgr-29");
  assert_keys (none, "ẽ", "");
}

typedef struct {
  struct xkb_state *state;
  struct xkb_compose_state *compose;
  struct xkb_context *context;
} Guest;

static void
guest_init (Guest      *guest,
            const char *layout)
{
  g_auto(GStrv) parts = g_strsplit (layout, "+", 2);
  struct xkb_rule_names names = { "evdev", "pc105", parts[0], parts[1], NULL };
  struct xkb_compose_table *table;
  struct xkb_keymap *keymap;

  guest->context = xkb_context_new (XKB_CONTEXT_NO_ENVIRONMENT_NAMES);
  keymap = xkb_keymap_new_from_names (guest->context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS);
  guest->state = xkb_state_new (keymap);
  xkb_keymap_unref (keymap);
  table = xkb_compose_table_new_from_locale (guest->context, "en_US.UTF-8",
                                             XKB_COMPOSE_COMPILE_NO_FLAGS);
  guest->compose = table != NULL ? xkb_compose_state_new (table, XKB_COMPOSE_STATE_NO_FLAGS) : NULL;
  xkb_compose_table_unref (table);
}

static void
guest_clear (Guest *guest)
{
  xkb_state_unref (guest->state);
  xkb_compose_state_unref (guest->compose);
  xkb_context_unref (guest->context);
}

/* What the guest makes of a key, as a toolkit does. */
static void
guest_key (Guest             *guest,
           const LodgeStroke *stroke,
           GString           *text)
{
  char made[32] = "";
  xkb_keycode_t key = 0;
  xkb_keysym_t sym;

  for (guint code = 1; code < 128 && key == 0; code++)
    if (lodge_scancode_from_evdev (code) == stroke->scancode)
      key = code + 8;
  xkb_state_update_mask (guest->state,
                         (stroke->modifiers & LODGE_STROKE_SHIFT ? 1u << 0 : 0)
                         | (stroke->modifiers & LODGE_STROKE_ALTGR ? 1u << 7 : 0), 0, 0, 0, 0, 0);
  sym = xkb_state_key_get_one_sym (guest->state, key);
  xkb_compose_state_feed (guest->compose, sym);
  switch (xkb_compose_state_get_status (guest->compose))
    {
    case XKB_COMPOSE_COMPOSED:
      xkb_compose_state_get_utf8 (guest->compose, made, sizeof made);
      break;

    case XKB_COMPOSE_NOTHING:
      xkb_keysym_to_utf8 (sym, made, sizeof made);
      break;

    case XKB_COMPOSE_COMPOSING:
    case XKB_COMPOSE_CANCELLED:
      break;
    }
  g_string_append (text, made);
}

/* All that is said to be typable arrives, in a guest that composes as X does. Returns how much is. */
static guint
assert_arrives (const char *name,
                gunichar    from,
                gunichar    to)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new (name, NULL);
  guint typable = 0;
  Guest guest;

  guest_init (&guest, name);
  for (gunichar character = from; guest.compose != NULL && character <= to; character++)
    {
      LodgeStroke strokes[LODGE_STROKES_MAX];
      guint n = lodge_key_layout_find (layout, character, strokes);
      g_autoptr(GString) arrived = g_string_new (NULL);
      g_autofree char *composed = NULL;
      char expected[8] = "";

      for (guint i = 0; i < n; i++)
        guest_key (&guest, &strokes[i], arrived);
      if (n == 0)
        continue;
      composed = g_utf8_normalize (arrived->str, -1, G_NORMALIZE_DEFAULT_COMPOSE);
      g_unichar_to_utf8 (character, expected);
      if (!g_str_equal (composed, expected))
        g_error ("%s: %s became %s", name, expected, composed);
      typable++;
    }
  guest_clear (&guest);
  return typable;
}

static void
test_arrives (void)
{
  static const char *const names[] = {
    "us", "us+intl", "us+altgr-intl", "us+alt-intl-unicode", "gb", "de", "de+nodeadkeys", "fr",
    "fr+oss", "ch+fr", "es", "pt", "br", "it", "pl", "cz", "sk", "hu", "se", "no", "fi", "dk", "is",
    "ro", "tr", "gr+polytonic", "vn", "vn+us", "vn+fr", "ca+multix", "ru",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      assert_arrives (names[i], 0x20, 0x7e);
      assert_arrives (names[i], 0xa1, 0x24f);
      assert_arrives (names[i], 0x1e00, 0x1eff);
    }
}

/* The whole of an alphabet. */
static void
test_vietnamese_whole (void)
{
  static const char *const names[] = { "vn", "vn+us", "vn+fr" };
  static const char letters[] =
    "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";
  g_autofree char *upper = g_utf8_strup (letters, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new (names[i], NULL);
      g_autofree char *apart = g_utf8_normalize (letters, -1, G_NORMALIZE_DEFAULT);

      g_assert_cmpuint (lodge_typist_check (letters, layout, NULL, NULL), ==, 0);
      g_assert_cmpuint (lodge_typist_check (upper, layout, NULL, NULL), ==, 0);
      g_assert_cmpuint (lodge_typist_check (apart, layout, NULL, NULL), ==, 0);
    }
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

  /* A letter that comes in parts is as one that does not. */
  g_string_truncate (marks, 0);
  g_assert_cmpuint (lodge_typist_check ("ae\u0301b", layout, mark_cb, marks), ==, 2);
  g_assert_cmpstr (marks->str, ==, "1:e 2:\u0301 ");
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
  g_test_add_func ("/key-layout/us-international", test_us_international);
  g_test_add_func ("/key-layout/vietnamese", test_vietnamese);
  g_test_add_func ("/key-layout/vietnamese-whole", test_vietnamese_whole);
  g_test_add_func ("/key-layout/marks", test_marks);
  g_test_add_func ("/key-layout/arrives", test_arrives);
  g_test_add_func ("/key-layout/unknown", test_unknown);
  g_test_add_func ("/key-layout/check", test_check);
  g_test_add_func ("/key-layout/list", test_list);
  return g_test_run ();
}
