/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the user does with the X server's keyboard and pointer arrives at the guest, exactly. */

#include "config.h"

#include "display-fixture.h"

#include "display/lodge-typist.h"

#include <X11/Xatom.h>
#include <stdlib.h>

/* As QEMU reads them. */
#define SIDE "buttons 64;"
#define EXTRA "buttons 128;"

static GSubprocess *manager; /* of windows */

/* With the keyboard, and away from the edges of the X screen. */
static void
set_up_focused (Fixture       *fixture,
                gconstpointer  user_data)
{
  set_up (fixture, user_data);
  xdotool ("windowmove --sync %lu 100 80", get_xid (fixture));
  xdotool ("windowfocus --sync %lu", get_xid (fixture));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->display));
  lodge_test_wait (fixture->display->grabbed);
  /* GTK drops a motion that comes before the first frame. */
  lodge_test_wait (screen_is_right (fixture));
  xdotool ("mousemove 400 300");
  lodge_test_wait (fixture->display->pointer_known);
}

static gboolean
is_managed (Display *xdisplay)
{
  Atom property = XInternAtom (xdisplay, "_NET_SUPPORTING_WM_CHECK", False), type = None;
  unsigned char *data = NULL;
  unsigned long n, rest;
  int format;

  XGetWindowProperty (xdisplay, DefaultRootWindow (xdisplay), property, 0, 1, False, AnyPropertyType,
                      &type, &format, &n, &rest, &data);
  g_clear_pointer (&data, XFree);
  return type != None;
}

/* As on a desktop: GDK hears of the focus in another way without a window manager. */
static void
set_up_managed (Fixture       *fixture,
                gconstpointer  user_data)
{
  Display *xdisplay = XOpenDisplay (NULL);

  manager = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                              "openbox", "--sm-disable", NULL);
  g_assert_nonnull (manager);
  lodge_test_wait (is_managed (xdisplay));
  XCloseDisplay (xdisplay);
  set_up_focused (fixture, user_data);
}

static void
tear_down_managed (Fixture       *fixture,
                   gconstpointer  user_data)
{
  tear_down (fixture, user_data);
  g_subprocess_force_exit (manager);
  g_assert_true (g_subprocess_wait (manager, NULL, NULL));
  g_clear_object (&manager);
}

static gboolean
is_relative (Fixture *fixture)
{
  return lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_RELATIVE;
}

/* The sums of the motions that arrived. */
static void
add_motions (Fixture *fixture,
             int     *x,
             int     *y)
{
  g_auto(GStrv) lines = g_strsplit (fixture->server.events->str, ";", -1);

  *x = *y = 0;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      int dx, dy;

      if (sscanf (lines[i], "motion %d %d", &dx, &dy) != 2)
        continue;
      *x += dx;
      *y += dy;
    }
}

static gboolean
moved_by (Fixture *fixture,
          int      x,
          int      y)
{
  int sum_x, sum_y;

  add_motions (fixture, &sum_x, &sum_y);
  return sum_x == x && sum_y == y;
}

static void
capture_pointer (Fixture *fixture)
{
  tell (fixture, "tablet off");
  lodge_test_wait (is_relative (fixture));
  g_string_truncate (fixture->server.events, 0);
  xdotool ("click 1");
  lodge_test_wait (fixture->display->captured);
}

/* Far beyond the window's and the screen's edges. */
static void
test_relative_far (Fixture       *fixture,
                   gconstpointer  user_data)
{
  capture_pointer (fixture);
  for (int i = 1; i <= 12; i++)
    {
      xdotool ("mousemove_relative 230 -150");
      lodge_test_wait (moved_by (fixture, i * 230, i * -150));
    }
  for (int i = 11; i >= 0; i--)
    {
      xdotool ("mousemove_relative -- -230 150");
      lodge_test_wait (moved_by (fixture, i * 230, i * -150));
    }
  xdotool ("mousemove_relative 3 0 mousemove_relative -- -3 0 mousemove_relative 0 1");
  lodge_test_wait (moved_by (fixture, 0, 1));

  /* The capturing click was none for the guest; the next one is, wherever the pointer has been. */
  g_assert_null (strstr (fixture->server.events->str, "buttons"));
  xdotool ("click 3");
  lodge_test_wait (strstr (fixture->server.events->str, "buttons 2;") != NULL);
  lodge_test_wait (strstr (fixture->server.events->str, "buttons 0;") != NULL);
}

/* The keyboard's focus alone does not take the pointer; the chord gives both back. */
static void
test_relative_release (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autofree char *text = NULL;
  int x, y;

  capture_pointer (fixture);
  xdotool ("mousemove_relative 40 0");
  lodge_test_wait (moved_by (fixture, 40, 0));
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  lodge_test_wait (!fixture->display->captured && !fixture->display->grabbed);
  g_assert_null (fixture->display->pointer_lock);

  /* It is where it was when it was taken, and goes where it will. */
  g_spawn_command_line_sync ("xdotool getmouselocation", &text, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (text, "x:400 y:300 "));
  xdotool ("mousemove 5 5");
  gtk_widget_grab_focus (GTK_WIDGET (fixture->display));
  xdotool ("mousemove 300 300 mousemove 310 300 mousemove_relative 5 5");
  add_motions (fixture, &x, &y);
  g_assert_cmpint (x, ==, 40);

  /* The guest gets a tablet: nothing is held any more. */
  xdotool ("click 1");
  lodge_test_wait (fixture->display->captured);
  tell (fixture, "tablet on");
  lodge_test_wait (!is_relative (fixture));
  g_assert_false (fixture->display->captured);
  xdotool ("mousemove 150 100");
  lodge_test_wait (strstr (fixture->server.events->str, "position 50 20 0;") != NULL);
}

/* A device that names places, as a remote desktop's: no worse than without the lock. */
static void
test_relative_places (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autofree char *text = NULL;
  int x, y;

  capture_pointer (fixture);
  for (int i = 0; i < 8; i++)
    {
      add_motions (fixture, &x, &y);
      xdotool ("mousemove %d 300", i % 2 == 0 ? 120 : 400);
      lodge_test_wait (moved_by (fixture, i % 2 == 0 ? -280 : 0, 0));
    }

  /* A press there on what is not the guest's ends the lock; the release must not be elsewhere. */
  xdotool ("mousemove 120 300");
  lodge_test_wait (moved_by (fixture, -280, 0));
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  lodge_test_wait (fixture->display->pointer_lock == NULL);
  g_spawn_command_line_sync ("xdotool getmouselocation", &text, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (text, "x:120 y:300 "));
}

static void
type (Fixture    *fixture,
      const char *layout_name,
      const char *text,
      const char *expected)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new (layout_name, NULL);
  g_autoptr(LodgeTypist) typist = lodge_typist_new ();

  lodge_typist_start (typist, fixture->console, layout, text);
  g_assert_true (lodge_typist_is_active (typist));
  lodge_test_wait (!lodge_typist_is_active (typist));
  g_assert_cmpfloat (lodge_typist_get_progress (typist), ==, 1);
  expect_keys (fixture, expected);
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  user_data)
{
  type (fixture, "us", "ls /|Z\r\n", "26;a6;1f;9f;39;b9;35;b5;2a;2b;ab;aa;2a;2c;ac;aa;1c;9c;");
  type (fixture, "de", "z@é\n", "15;95;e0;38;10;90;e0;b8;0d;8d;12;92;1c;9c;");
  /* An accent by itself is one with its letter; what has no key is left out. */
  type (fixture, "fr", "e\314\201ñ😀a", "03;83;10;90;");
}

/* Cancelled: no key stays down, and no more come. */
static void
test_typing_cancelled (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(LodgeKeyLayout) layout = lodge_key_layout_new ("us", NULL);
  g_autoptr(LodgeTypist) typist = lodge_typist_new ();

  lodge_typist_start (typist, fixture->console, layout, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  lodge_test_wait (g_str_equal (fixture->server.keys->str, "2a;1e;"));
  lodge_typist_cancel (typist);
  g_assert_false (lodge_typist_is_active (typist));
  xdotool ("key x");
  lodge_test_wait (g_str_has_suffix (fixture->server.keys->str, "2d;ad;"));
  g_assert_cmpstr (fixture->server.keys->str, ==, "2a;1e;9e;aa;2d;ad;");

  /* So it is when the screen goes. */
  lodge_typist_start (typist, fixture->console, layout, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  lodge_console_disconnect (fixture->console);
  g_assert_false (lodge_typist_is_active (typist));
}

static GdkDevice *
get_keyboard (Fixture *fixture)
{
  return gdk_seat_get_keyboard (
    gdk_display_get_default_seat (gtk_widget_get_display (fixture->window)));
}

/* What the guest does to its lock keys shows on the host's keyboard while the guest has it. */
static void
test_locks (Fixture       *fixture,
            gconstpointer  user_data)
{
  GdkDevice *keyboard = get_keyboard (fixture);
  LodgeLocks locks;

  tell (fixture, "leds 4");
  lodge_test_wait (lodge_console_get_locks (fixture->console, &locks) && locks == LODGE_LOCK_CAPS);
  lodge_test_wait (gdk_device_get_caps_lock_state (keyboard));
  g_assert_false (gdk_device_get_num_lock_state (keyboard));
  /* One more, and the first stays as it is. */
  tell (fixture, "leds 6");
  lodge_test_wait (gdk_device_get_num_lock_state (keyboard));
  g_assert_true (gdk_device_get_caps_lock_state (keyboard));
  tell (fixture, "leds 2");
  lodge_test_wait (gdk_device_get_num_lock_state (keyboard)
                   && !gdk_device_get_caps_lock_state (keyboard));

  /* The user's own locks are back when the keyboard is. */
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  lodge_test_wait (!fixture->display->grabbed && !gdk_device_get_num_lock_state (keyboard));
  tell (fixture, "leds 6");
  lodge_test_wait (lodge_console_get_locks (fixture->console, &locks)
                   && locks == (LODGE_LOCK_CAPS | LODGE_LOCK_NUM));
  g_assert_false (gdk_device_get_caps_lock_state (keyboard));

  /* And are the guest's as soon as it gets the keyboard. */
  g_string_truncate (fixture->server.keys, 0);
  xdotool ("click 1");
  lodge_test_wait (fixture->display->grabbed);
  lodge_test_wait (strstr (fixture->server.keys->str, "3a;ba;") != NULL
                   && strstr (fixture->server.keys->str, "45;c5;") != NULL);
}

/* A key that is held comes again and again, and goes up once. */
static void
test_repeat (Fixture       *fixture,
             gconstpointer  user_data)
{
  xdotool ("keydown k");
  lodge_test_wait (strstr (fixture->server.keys->str, "25;25;25;") != NULL);
  xdotool ("keyup k");
  lodge_test_wait (g_str_has_suffix (fixture->server.keys->str, "25;a5;"));
  xdotool ("key l");
  lodge_test_wait (g_str_has_suffix (fixture->server.keys->str, "25;a5;26;a6;"));
  g_assert_cmpint ((int) fixture->server.keys->len % 3, ==, 0);
}

/* The buttons at a mouse's side, and a wheel's clicks. */
static void
test_buttons (Fixture       *fixture,
              gconstpointer  user_data)
{
  xdotool ("click 2");
  expect_pointer (fixture, "buttons 4;buttons 0;");
  xdotool ("mousedown 8");
  expect_pointer (fixture, SIDE);
  xdotool ("mouseup 8");
  expect_pointer (fixture, "buttons 0;");
  xdotool ("mousedown 9");
  expect_pointer (fixture, EXTRA);
  xdotool ("mouseup 9");
  expect_pointer (fixture, "buttons 0;");
  xdotool ("click 4 click 4 click 5");
  lodge_test_wait (strstr (fixture->server.events->str, "wheel -1;") != NULL);
  expect_pointer (fixture, "wheel 1;buttons 0;");
}

/* What is down goes up; then nothing arrives until it may again. */
static void
test_view_only (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const guint keys[] = { 0x1d, 0x2e };

  xdotool ("keydown a mousedown 1");
  expect_keys (fixture, "1e;");
  expect_pointer (fixture, "buttons 1;");
  g_object_set (fixture->display, "view-only", TRUE, NULL);
  expect_keys (fixture, "9e;");
  expect_pointer (fixture, "buttons 0;");
  g_assert_false (fixture->display->grabbed);
  g_string_truncate (fixture->server.events, 0);

  xdotool ("keyup a mouseup 1 mousemove 200 200 click 1 click 4 mousemove 220 220 key b");
  lodge_test_wait (fixture->display->pointer_x == 120);
  lodge_console_send_keys (fixture->console, keys, G_N_ELEMENTS (keys));
  lodge_console_set_locks (fixture->console, TRUE, TRUE, TRUE);
  draw_frame (fixture, 5);
  lodge_test_wait (screen_is_right (fixture));

  /* The next that arrives is what is done after it. */
  g_assert_cmpstr (fixture->server.keys->str, ==, "");
  g_object_set (fixture->display, "view-only", FALSE, NULL);
  lodge_test_wait (fixture->display->grabbed);
  xdotool ("key c mousemove 230 230");
  expect_pointer (fixture, "position 130 150 0;");
  g_assert_null (strstr (fixture->server.events->str, " 120"));
  g_assert_null (strstr (fixture->server.events->str, "wheel"));
  g_assert_null (strstr (fixture->server.events->str, "buttons"));
  lodge_test_wait (g_str_has_suffix (fixture->server.keys->str, "2e;ae;"));
  g_assert_null (strstr (fixture->server.keys->str, "30;"));
}

/* A click with a button at the side holds the pointer no longer than any other. */
static void
test_side_button_leaves (Fixture       *fixture,
                         gconstpointer  user_data)
{
  gtk_widget_set_margin_end (GTK_WIDGET (fixture->display), 100);
  lodge_test_wait (gtk_widget_get_width (GTK_WIDGET (fixture->display)) == 540);
  xdotool ("mousedown 8");
  expect_pointer (fixture, SIDE);
  /* Out of the display with the button down, it is still the guest's. */
  xdotool ("mousemove 690 300 mouseup 8");
  expect_pointer (fixture, "buttons 0;");
  xdotool ("mousemove 695 300");
  lodge_test_wait (!fixture->display->pointer_known);
  g_string_truncate (fixture->server.events, 0);
  xdotool ("click 1");
  xdotool ("mousemove 400 300");
  lodge_test_wait (fixture->display->pointer_known);
  g_assert_null (strstr (fixture->server.events->str, "buttons 1"));
}

/* By the X server's key codes, which are Linux's and 8. */
static void
test_far_keys (Fixture       *fixture,
               gconstpointer  user_data)
{
  static const struct { int keycode; const char *expected; } keys[] = {
    { 107, "e0;37;e0;b7;" },        /* Print */
    { 127, "e1;1d;45;e1;9d;c5;" },  /* Pause */
    { 97, "73;f3;" },               /* Ro */
    { 100, "79;f9;" },              /* Henkan */
    { 102, "7b;fb;" },              /* Muhenkan */
    { 132, "7d;fd;" },              /* yen */
    { 129, "7e;fe;" },              /* keypad , of ABNT2 */
    { 130, "72;f2;" },              /* Hangul */
    { 131, "71;f1;" },              /* Hanja */
    { 94, "56;d6;" },               /* beside the left Shift */
    { 121, "e0;20;e0;a0;" },        /* mute */
    { 123, "e0;30;e0;b0;" },        /* volume up */
    { 171, "e0;19;e0;99;" },        /* next song */
    { 172, "e0;22;e0;a2;" },        /* play */
    { 133, "e0;5b;e0;db;" },        /* Super */
    { 135, "e0;5d;e0;dd;" },        /* Menu */
    { 191, "5d;dd;" },              /* F13 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      xdotool ("key %d", keys[i].keycode);
      expect_keys (fixture, keys[i].expected);
    }
}

/* Other keys than Ctrl and Alt take the keyboard back; what makes no sense does not take that away. */
static void
test_release_keys (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autofree char *text = NULL;

  g_object_set (fixture->display, "release-keys", "ctrl_r", NULL);
  g_object_get (fixture->display, "release-chord-text", &text, NULL);
  g_assert_cmpstr (text, ==, "Right Ctrl");
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L key 105");
  expect_keys (fixture, "1d;38;b8;9d;e0;1d;e0;9d;");
  lodge_test_wait (!fixture->display->grabbed);

  g_object_set (fixture->display, "release-keys", "no-such-key", NULL);
  xdotool ("click 1");
  lodge_test_wait (fixture->display->grabbed);
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  lodge_test_wait (!fixture->display->grabbed);
}

/* A window of another program, beside the display's; the manager gives it no focus for being new. */
static Window
open_other (Display *xdisplay)
{
  Window other = XCreateSimpleWindow (xdisplay, DefaultRootWindow (xdisplay), 900, 100, 200, 200, 0,
                                      0, 0);
  long never = 0;
  XEvent event;

  XChangeProperty (xdisplay, other, XInternAtom (xdisplay, "_NET_WM_USER_TIME", False), XA_CARDINAL,
                   32, PropModeReplace, (const guchar *) &never, 1);
  XSelectInput (xdisplay, other, KeyPressMask | StructureNotifyMask);
  XMapWindow (xdisplay, other);
  XWindowEvent (xdisplay, other, StructureNotifyMask, &event);
  return other;
}

/* The other program has the keyboard when the user goes there, without a chord before. */
static void
test_focus_elsewhere (Fixture       *fixture,
                      gconstpointer  user_data)
{
  Display *xdisplay = XOpenDisplay (NULL);
  Window other = open_other (xdisplay);
  XEvent event;

  xdotool ("keydown Control_L mousemove 950 150 windowfocus --sync %lu", other);
  lodge_test_wait (!fixture->display->grabbed);
  expect_keys (fixture, "1d;9d;");
  xdotool ("keyup Control_L key b");
  lodge_test_wait (XCheckTypedWindowEvent (xdisplay, other, KeyPress, &event));
  g_assert_cmpuint (XLookupKeysym (&event.xkey, 0), ==, GDK_KEY_b);
  XCloseDisplay (xdisplay);

  xdotool ("mousemove 400 300 windowfocus --sync %lu", get_xid (fixture));
  lodge_test_wait (fixture->display->grabbed);
  xdotool ("key c");
  expect_keys (fixture, "2e;ae;");
}

static void
add (const char *path,
     void      (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up_focused, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/events/relative/far", test_relative_far);
  add ("/events/relative/release", test_relative_release);
  add ("/events/relative/places", test_relative_places);
  add ("/events/buttons", test_buttons);
  add ("/events/view-only", test_view_only);
  add ("/events/side-button-leaves", test_side_button_leaves);
  add ("/events/locks", test_locks);
  add ("/events/repeat", test_repeat);
  add ("/events/far-keys", test_far_keys);
  add ("/events/release-keys", test_release_keys);
  add ("/events/typing", test_typing);
  add ("/events/typing/cancelled", test_typing_cancelled);
  g_test_add ("/events/focus-elsewhere", Fixture, NULL, set_up_managed, test_focus_elsewhere,
              tear_down_managed);
  return g_test_run ();
}
