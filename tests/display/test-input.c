/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gdk/gdk.h>
#include <linux/input-event-codes.h>

#include "display/lodge-scancode.h"
#include "display/lodge-touch.h"
#include "display/lodge-wheel.h"

static void
test_evdev (void)
{
  static const struct { guint code, scancode; } keys[] = {
    { KEY_ESC, 0x01 },        { KEY_A, 0x1e },           { KEY_ENTER, 0x1c },
    { KEY_F10, 0x44 },        { KEY_KPDOT, 0x53 },       { KEY_102ND, 0x56 },
    { KEY_F11, 0x57 },        { KEY_F12, 0x58 },         { KEY_RO, 0x73 },
    { KEY_HENKAN, 0x79 },     { KEY_MUHENKAN, 0x7b },    { KEY_KATAKANAHIRAGANA, 0x70 },
    { KEY_YEN, 0x7d },        { KEY_KPENTER, 0x11c },    { KEY_RIGHTCTRL, 0x11d },
    { KEY_KPSLASH, 0x135 },   { KEY_SYSRQ, 0x137 },      { KEY_RIGHTALT, 0x138 },
    { KEY_HOME, 0x147 },      { KEY_UP, 0x148 },         { KEY_PAGEUP, 0x149 },
    { KEY_LEFT, 0x14b },      { KEY_RIGHT, 0x14d },      { KEY_END, 0x14f },
    { KEY_DOWN, 0x150 },      { KEY_PAGEDOWN, 0x151 },   { KEY_INSERT, 0x152 },
    { KEY_DELETE, 0x153 },    { KEY_PAUSE, 0x146 },      { KEY_LEFTMETA, 0x15b },
    { KEY_RIGHTMETA, 0x15c }, { KEY_COMPOSE, 0x15d },    { KEY_MUTE, 0x120 },
    { KEY_VOLUMEDOWN, 0x12e },{ KEY_VOLUMEUP, 0x130 },   { KEY_NEXTSONG, 0x119 },
    { KEY_KPCOMMA, 0x7e },    { KEY_HANGEUL, 0x72 },     { KEY_HANJA, 0x71 },
    { KEY_F13, 0x5d },        { KEY_MEDIA, 0x16d },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmphex (lodge_scancode_from_evdev (keys[i].code), ==, keys[i].scancode);
  g_assert_cmphex (lodge_scancode_from_evdev (0), ==, 0);
  g_assert_cmphex (lodge_scancode_from_evdev (KEY_MAX), ==, 0);
  g_assert_cmphex (lodge_scancode_from_evdev (G_MAXUINT), ==, 0);
}

/* No two keys are one to the guest, and all fit a console. */
static void
test_unique (void)
{
  guint codes[512] = { 0 };

  for (guint code = 1; code < 300; code++)
    {
      guint scancode = lodge_scancode_from_evdev (code);

      g_assert_cmpuint (scancode, <, 512);
      if (scancode == 0)
        continue;
      if (codes[scancode] != 0)
        g_error ("%u and %u are both %x", codes[scancode], code, scancode);
      codes[scancode] = code;
    }
}

static void
test_keyval (void)
{
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_a), ==, 0x1e);
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_A), ==, 0x1e);
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_0), ==, 0x0b);
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_F9), ==, 0x43);
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_Up), ==, 0x148);
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_KP_8), ==, 0x48);
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_Pause), ==, 0x146);
  g_assert_cmphex (lodge_scancode_from_keyval (GDK_KEY_aring), ==, 0);
}

static void
test_chord (void)
{
  static const guint keys[] = { LODGE_SCANCODE_CTRL_LEFT, LODGE_SCANCODE_ALT_LEFT };
  LodgeReleaseChord chord;

  lodge_release_chord_init (&chord, keys, G_N_ELEMENTS (keys));
  g_assert_false (lodge_release_chord_key (&chord, 0x1d, TRUE));
  g_assert_false (lodge_release_chord_key (&chord, 0x38, TRUE));
  g_assert_true (lodge_release_chord_key (&chord, 0x1d, FALSE));
  g_assert_false (lodge_release_chord_key (&chord, 0x38, FALSE));

  /* Another key in between. */
  lodge_release_chord_key (&chord, 0x38, TRUE);
  lodge_release_chord_key (&chord, 0x1d, TRUE);
  lodge_release_chord_key (&chord, 0x53, TRUE);
  lodge_release_chord_key (&chord, 0x53, FALSE);
  g_assert_false (lodge_release_chord_key (&chord, 0x1d, FALSE));
  g_assert_false (lodge_release_chord_key (&chord, 0x38, FALSE));

  /* A click in between. */
  lodge_release_chord_key (&chord, 0x38, TRUE);
  lodge_release_chord_key (&chord, 0x1d, TRUE);
  lodge_release_chord_disarm (&chord);
  g_assert_false (lodge_release_chord_key (&chord, 0x1d, FALSE));

  /* One alone. */
  lodge_release_chord_key (&chord, 0x38, FALSE);
  lodge_release_chord_key (&chord, 0x1d, TRUE);
  g_assert_false (lodge_release_chord_key (&chord, 0x1d, FALSE));

  /* A key that was let go unseen is up; the keys are the same as before. */
  lodge_release_chord_key (&chord, 0x38, TRUE);
  lodge_release_chord_reset (&chord);
  lodge_release_chord_key (&chord, 0x1d, TRUE);
  g_assert_false (lodge_release_chord_key (&chord, 0x1d, FALSE));
  lodge_release_chord_key (&chord, 0x38, TRUE);
  lodge_release_chord_key (&chord, 0x1d, TRUE);
  g_assert_true (lodge_release_chord_key (&chord, 0x38, FALSE));
}

/* One key alone, which is a modifier as well. */
static void
test_chord_one (void)
{
  static const guint keys[] = { 0x11d };
  LodgeReleaseChord chord;

  lodge_release_chord_init (&chord, keys, 1);
  g_assert_false (lodge_release_chord_key (&chord, 0x11d, TRUE));
  g_assert_false (lodge_release_chord_key (&chord, 0x11d, TRUE));
  g_assert_true (lodge_release_chord_key (&chord, 0x11d, FALSE));

  lodge_release_chord_key (&chord, 0x11d, TRUE);
  lodge_release_chord_key (&chord, 0x2e, TRUE);
  lodge_release_chord_key (&chord, 0x11d, TRUE);
  lodge_release_chord_key (&chord, 0x2e, FALSE);
  g_assert_false (lodge_release_chord_key (&chord, 0x11d, FALSE));

  lodge_release_chord_init (&chord, NULL, 0);
  lodge_release_chord_key (&chord, 0x1d, TRUE);
  g_assert_false (lodge_release_chord_key (&chord, 0x1d, FALSE));
}

static void
test_wheel (void)
{
  LodgeWheel wheel = { 0 };
  gint64 now = 10 * G_USEC_PER_SEC;

  g_assert_cmpint (lodge_wheel_add (&wheel, 1, FALSE, now), ==, 1);
  g_assert_cmpint (lodge_wheel_add (&wheel, -1, FALSE, now), ==, -1);
  g_assert_cmpint (lodge_wheel_add (&wheel, 0.4, FALSE, now), ==, 0);
  g_assert_cmpint (lodge_wheel_add (&wheel, 0.4, FALSE, now), ==, 0);
  g_assert_cmpint (lodge_wheel_add (&wheel, 0.4, FALSE, now), ==, 1);

  /* The rest is forgotten when the direction turns, and after a pause. */
  g_assert_cmpint (lodge_wheel_add (&wheel, -0.9, FALSE, now), ==, 0);
  now += G_USEC_PER_SEC;
  g_assert_cmpint (lodge_wheel_add (&wheel, -0.9, FALSE, now), ==, 0);
  g_assert_cmpint (lodge_wheel_add (&wheel, -0.2, FALSE, now), ==, -1);

  g_assert_cmpint (lodge_wheel_add (&wheel, 1e9, FALSE, now), ==, 10);
  now += G_USEC_PER_SEC;
  g_assert_cmpint (lodge_wheel_add (&wheel, 19, TRUE, now), ==, 0);
  g_assert_cmpint (lodge_wheel_add (&wheel, 2, TRUE, now), ==, 1);
}

static void
touch_move_cb (double   x,
               double   y,
               gpointer user_data)
{
  g_string_append_printf (user_data, "to %g,%g;", x, y);
}

static void
touch_drag_cb (double   dx,
               double   dy,
               gpointer user_data)
{
  g_string_append_printf (user_data, "by %g,%g;", dx, dy);
}

static void
touch_button_cb (guint    button,
                 gboolean pressed,
                 gpointer user_data)
{
  g_string_append_printf (user_data, "%c%u;", pressed ? '+' : '-', button);
}

static void
touch_scroll_cb (double   distance,
                 gpointer user_data)
{
  g_string_append_printf (user_data, "scroll %g;", distance);
}

static const LodgeTouchActions touch_actions = {
  touch_move_cb, touch_drag_cb, touch_button_cb, touch_scroll_cb,
};

static void
expect_touch (GString    *said,
              const char *expected)
{
  g_assert_cmpstr (said->str, ==, expected);
  g_string_truncate (said, 0);
}

static void
test_touch (void)
{
  g_autoptr(GString) said = g_string_new (NULL);
  LodgeTouch touch = { 0 };
  int a, b;

  /* A tap. */
  g_assert_true (lodge_touch_begin (&touch, &a, 50, 60, FALSE));
  lodge_touch_update (&touch, &a, 52, 61, &touch_actions, said);
  expect_touch (said, "");
  lodge_touch_end (&touch, &a, &touch_actions, said);
  expect_touch (said, "to 50,60;+1;-1;");

  /* Something is dragged. */
  lodge_touch_begin (&touch, &a, 50, 60, FALSE);
  lodge_touch_update (&touch, &a, 80, 60, &touch_actions, said);
  lodge_touch_hold (&touch, &touch_actions, said);
  lodge_touch_update (&touch, &a, 90, 70, &touch_actions, said);
  lodge_touch_end (&touch, &a, &touch_actions, said);
  expect_touch (said, "to 50,60;+1;to 80,60;to 90,70;-1;");

  /* A finger rests: the right button, and no more. */
  lodge_touch_begin (&touch, &a, 50, 60, FALSE);
  lodge_touch_hold (&touch, &touch_actions, said);
  expect_touch (said, "to 50,60;+3;-3;");
  lodge_touch_update (&touch, &a, 90, 70, &touch_actions, said);
  lodge_touch_end (&touch, &a, &touch_actions, said);
  expect_touch (said, "");

  /* Two scroll; the contents go with them. */
  lodge_touch_begin (&touch, &a, 50, 60, FALSE);
  g_assert_false (lodge_touch_begin (&touch, &b, 80, 60, FALSE));
  lodge_touch_update (&touch, &a, 50, 40, &touch_actions, said);
  lodge_touch_update (&touch, &b, 80, 40, &touch_actions, said);
  expect_touch (said, "scroll 10;scroll 10;");
  lodge_touch_end (&touch, &a, &touch_actions, said);
  lodge_touch_update (&touch, &b, 80, 20, &touch_actions, said);
  lodge_touch_end (&touch, &b, &touch_actions, said);
  expect_touch (said, "");

  /* A touchpad moves from where the pointer is. */
  lodge_touch_begin (&touch, &a, 50, 60, TRUE);
  lodge_touch_update (&touch, &a, 80, 60, &touch_actions, said);
  lodge_touch_update (&touch, &a, 80, 50, &touch_actions, said);
  lodge_touch_end (&touch, &a, &touch_actions, said);
  expect_touch (said, "by 30,0;by 0,-10;");
  lodge_touch_begin (&touch, &a, 50, 60, TRUE);
  lodge_touch_end (&touch, &a, &touch_actions, said);
  expect_touch (said, "+1;-1;");

  /* No button stays down. */
  lodge_touch_begin (&touch, &a, 50, 60, FALSE);
  lodge_touch_update (&touch, &a, 80, 60, &touch_actions, said);
  lodge_touch_cancel (&touch, &touch_actions, said);
  expect_touch (said, "to 50,60;+1;to 80,60;-1;");
  lodge_touch_end (&touch, &a, &touch_actions, said);
  expect_touch (said, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input/evdev", test_evdev);
  g_test_add_func ("/input/unique", test_unique);
  g_test_add_func ("/input/keyval", test_keyval);
  g_test_add_func ("/input/chord", test_chord);
  g_test_add_func ("/input/chord-one", test_chord_one);
  g_test_add_func ("/input/wheel", test_wheel);
  g_test_add_func ("/input/touch", test_touch);
  return g_test_run ();
}
