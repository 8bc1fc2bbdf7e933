/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Guests with several screens, over a real SPICE server: monitors of one surface and surfaces of their own,
 * what a guest may say of them, and what it is told. */

#include "config.h"

#include "display-fixture.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-window.h"

/* The guest's screens, each in a window of its own. */
typedef struct {
  GtkWidget *window;
  LodgeDisplay *display;
} Second;

static GListModel *
get_screens (Fixture *fixture)
{
  return lodge_console_get_screens (fixture->console);
}

static LodgeScreen *
get_screen (Fixture *fixture,
            guint    number)
{
  return lodge_console_get_screen (fixture->console, number);
}

static guint
count_screens (Fixture *fixture)
{
  return g_list_model_get_n_items (get_screens (fixture));
}

static gboolean
is_on (Fixture *fixture,
       guint    number)
{
  LodgeScreen *screen = get_screen (fixture, number);

  return screen != NULL && lodge_screen_is_enabled (screen);
}

/* Whether the screen shows this part of a surface that was painted with the seed. */
static gboolean
shows (LodgeDisplay *display,
       guint32       seed,
       int           x,
       int           y,
       int           width,
       int           height)
{
  g_autoptr(GdkTexture) texture = lodge_display_snapshot_guest (display);
  g_autofree guint32 *pixels = NULL, *expected = NULL;
  int n = width * height;

  if (texture == NULL || gdk_texture_get_width (texture) != width
      || gdk_texture_get_height (texture) != height)
    return FALSE;

  pixels = g_new (guint32, n);
  expected = g_new (guint32, n);
  lodge_test_paint (expected, (gsize) width, seed, x, y, width, height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (int i = 0; i < n; i++)
    if (pixels[i] != (expected[i] | 0xff000000u))
      return FALSE;
  return TRUE;
}

/* And whether its window does, at 1:1. */
static gboolean
window_shows (Second  *second,
              guint32  seed,
              int      x,
              int      y,
              int      width,
              int      height)
{
  Fixture fixture = {
    .window = second->window, .display = second->display, .width = width, .height = height,
  };
  gboolean right;

  fixture.pixels = g_new (guint32, width * height);
  lodge_test_paint (fixture.pixels, (gsize) width, seed, x, y, width, height);
  right = screen_is_right (&fixture);
  g_free (fixture.pixels);
  return right;
}

static Window
get_window (Second *second)
{
  return gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (second->window)));
}

/* Beside the window of the first. */
static void
open_second (Fixture *fixture,
             Second  *second,
             guint    number,
             int      width,
             int      height)
{
  second->display = LODGE_DISPLAY (lodge_display_new_beside (fixture->display));
  lodge_display_set_screen (second->display, fixture->console, get_screen (fixture, number));
  second->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (second->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (second->window), width, height);
  gtk_window_set_child (GTK_WINDOW (second->window), GTK_WIDGET (second->display));
  gtk_window_present (GTK_WINDOW (second->window));
  lodge_test_wait (gtk_widget_get_width (GTK_WIDGET (second->display)) == width);
  xdotool ("windowmove --sync %lu 700 %u", get_window (second), number * 210);
}

static void
close_second (Second *second)
{
  LodgeDisplay *display = g_object_ref (second->display);

  gtk_window_destroy (GTK_WINDOW (second->window));
  g_assert_finalize_object (display);
}

/* One surface with as many monitors, side by side. */
static void
set_heads (Fixture *fixture,
           int      n)
{
  g_autoptr(GString) heads = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    g_string_append_printf (heads, " %d:0:%dx%d+%d+0", i, 300 + 10 * i, 200, 400 * i);
  tell (fixture, "size %d 240", 400 * n);
  tell (fixture, "heads 4%s", heads->str);
  tell (fixture, "frame 7");
}

static void
test_one_surface (Fixture       *fixture,
                  gconstpointer  data)
{
  Second seconds[4] = { 0 };

  set_heads (fixture, 2);
  lodge_test_wait (count_screens (fixture) == 4 && is_on (fixture, 1));
  g_assert_false (is_on (fixture, 2));
  lodge_test_wait (shows (fixture->display, 7, 0, 0, 300, 200));
  open_second (fixture, &seconds[1], 1, 310, 200);
  lodge_test_wait (shows (seconds[1].display, 7, 400, 0, 310, 200));
  lodge_test_wait (window_shows (&seconds[1], 7, 400, 0, 310, 200));

  /* What changes on one changes there only. */
  tell (fixture, "rect 9 400 0 310 200");
  lodge_test_wait (window_shows (&seconds[1], 9, 400, 0, 310, 200));
  g_assert_true (shows (fixture->display, 7, 0, 0, 300, 200));

  set_heads (fixture, 4);
  lodge_test_wait (is_on (fixture, 3));
  for (int i = 2; i < 4; i++)
    open_second (fixture, &seconds[i], (guint) i, 300 + 10 * i, 200);
  for (int i = 1; i < 4; i++)
    lodge_test_wait (window_shows (&seconds[i], 7, 400 * i, 0, 300 + 10 * i, 200));

  /* A screen goes. */
  tell (fixture, "heads 4 0:0:300x200+0+0 2:0:320x200+800+0");
  lodge_test_wait (!is_on (fixture, 1) && !is_on (fixture, 3));
  g_assert_true (is_on (fixture, 2));
  g_assert_null (lodge_display_snapshot_guest (seconds[1].display));
  g_assert_true (lodge_display_has_picture (seconds[1].display));

  /* And the driver with it. */
  tell (fixture, "size 320 200");
  tell (fixture, "heads 1 0:0:320x200+0+0");
  tell (fixture, "frame 3");
  lodge_test_wait (count_screens (fixture) == 1 && shows (fixture->display, 3, 0, 0, 320, 200));
  for (int i = 1; i < 4; i++)
    close_second (&seconds[i]);
}

/* A guest with a graphics device for each of @n screens. */
static void
set_up_devices (Fixture       *fixture,
                gconstpointer  data)
{
  int n = GPOINTER_TO_INT (data);

  lodge_console_disconnect (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  for (int i = 1; i < n; i++)
    {
      tell (fixture, "screen %d", i);
      tell (fixture, "size %d 200", 300 + 10 * i);
      tell (fixture, "frame %d", 10 + i);
    }
  tell (fixture, "screen 0");
  connect_console (fixture);
}

static void
test_devices (Fixture       *fixture,
              gconstpointer  data)
{
  Second seconds[4] = { 0 };

  set_up_devices (fixture, GINT_TO_POINTER (4));
  lodge_test_wait (count_screens (fixture) == 4);
  lodge_test_wait (guest_is_right (fixture));
  g_assert_cmpint (fixture->server.n_channels, ==, 4);
  g_assert_false (is_on (fixture, 1));

  /* Nothing of a screen is sent before somebody looks. */
  for (int i = 1; i < 4; i++)
    {
      lodge_console_turn_screen (fixture->console, get_screen (fixture, (guint) i), TRUE);
      open_second (fixture, &seconds[i], (guint) i, 300 + 10 * i, 200);
      lodge_test_wait (is_on (fixture, (guint) i));
    }
  for (int i = 1; i < 4; i++)
    lodge_test_wait (window_shows (&seconds[i], (guint32) (10 + i), 0, 0, 300 + 10 * i, 200));
  g_assert_true (guest_is_right (fixture));

  tell (fixture, "screen 2");
  tell (fixture, "frame 50");
  lodge_test_wait (window_shows (&seconds[2], 50, 0, 0, 320, 200));
  g_assert_true (shows (seconds[1].display, 11, 0, 0, 310, 200));
  for (int i = 1; i < 4; i++)
    close_second (&seconds[i]);
}

static void
test_pointer (Fixture       *fixture,
              gconstpointer  data)
{
  set_heads (fixture, 2);
  lodge_test_wait (is_on (fixture, 1));

  /* A tablet is as large as the surface. */
  lodge_console_motion_on (fixture->console, get_screen (fixture, 1), 20, 30);
  expect_pointer (fixture, "position 420 30 0;");
  lodge_console_motion_on (fixture->console, get_screen (fixture, 0), 20, 30);
  expect_pointer (fixture, "position 20 30 0;");

  /* An agent is told the screen's number. */
  tell (fixture, "agent on");
  lodge_test_wait (lodge_console_is_agent_connected (fixture->console));
  lodge_console_motion_on (fixture->console, get_screen (fixture, 1), 20, 31);
  expect_pointer (fixture, "agent mouse 20 31 0 1;");
  lodge_console_motion_on (fixture->console, get_screen (fixture, 0), 5, 6);
  expect_pointer (fixture, "agent mouse 5 6 0 0;");
}

/* From the window of a second screen, with its keys. */
static void
test_input (Fixture       *fixture,
            gconstpointer  data)
{
  Second second;
  Window xid;

  set_heads (fixture, 2);
  lodge_test_wait (is_on (fixture, 1));
  open_second (fixture, &second, 1, 310, 200);
  lodge_test_wait (window_shows (&second, 7, 400, 0, 310, 200));
  xid = get_window (&second);
  xdotool ("windowraise %lu windowfocus --sync %lu", xid, xid);
  gtk_widget_grab_focus (GTK_WIDGET (second.display));
  lodge_test_wait (second.display->grabbed);
  xdotool ("mousemove --window %lu 40 50", xid);
  expect_pointer (fixture, "position 440 50 0;");
  xdotool ("mousemove --window %lu 309 199 click 1", xid);
  expect_pointer (fixture, "position 709 199 0;buttons 1;buttons 0;");
  xdotool ("key a");
  expect_keys (fixture, "1e;9e;");
  close_second (&second);
}

static void
expect (Fixture    *fixture,
        const char *message)
{
  g_autofree char *line = g_strconcat ("agent monitors ", message, ";", NULL);

  lodge_test_wait (strstr (fixture->server.events->str, line) != NULL);
  g_string_truncate (fixture->server.events, 0);
}

static void
test_arrange (Fixture       *fixture,
              gconstpointer  data)
{
  LodgeConsole *console = fixture->console;

  tell (fixture, "heads 4 0:0:640x480+0+0");
  tell (fixture, "agent on");
  lodge_test_wait (count_screens (fixture) == 4
                   && (lodge_console_get_features (console) & LODGE_CONSOLE_RESIZES));

  /* The first keeps the size that it has. */
  lodge_console_turn_screen (console, get_screen (fixture, 1), TRUE);
  lodge_console_request_screen_size (console, get_screen (fixture, 1), 800, 600);
  expect (fixture, "2 640x480+0+0 800x600+640+0");
  tell (fixture, "size 1440 600");
  tell (fixture, "heads 4 0:0:640x480+0+0 1:0:800x600+640+0");
  tell (fixture, "frame 7");
  lodge_test_wait (is_on (fixture, 1));

  /* Where the desktop's monitors are, when they are known. */
  lodge_console_place_screen (console, get_screen (fixture, 0), 1000, 700);
  lodge_console_place_screen (console, get_screen (fixture, 1), 1000, 100);
  expect (fixture, "2 640x480+0+600 800x600+0+0");
  tell (fixture, "size 1440 1080");
  tell (fixture, "frame 8");
  lodge_console_place_screen (console, get_screen (fixture, 1), 1000, 200);
  expect (fixture, "2 640x480+0+0 800x600+640+0");

  /* In another line; who is not named comes last, and nonsense is left out. */
  lodge_console_unplace_screens (console);
  lodge_console_line_up_screens (console, (const guint[]) { 1, 1, 99 }, 3, TRUE);
  expect (fixture, "2 640x480+0+600 800x600+0+0");
  lodge_console_line_up_screens (console, (const guint[]) { 1 }, 1, FALSE);
  expect (fixture, "2 640x480+800+0 800x600+0+0");
  lodge_console_line_up_screens (console, NULL, 0, FALSE);
  expect (fixture, "2 640x480+0+0 800x600+640+0");

  lodge_console_turn_screen (console, get_screen (fixture, 1), FALSE);
  expect (fixture, "1 640x480+0+0");

  /* The first cannot be turned off, and nobody has the sixth. */
  lodge_console_turn_screen (console, get_screen (fixture, 0), FALSE);
  g_assert_null (get_screen (fixture, 5));
  lodge_console_request_size (console, 700, 500);
  expect (fixture, "1 700x500+0+0");
}

static GtkWidget *
find_window (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return GTK_WIDGET (window);
    }
  return NULL;
}

static gboolean
is_enabled (GActionGroup *group,
            const char   *name)
{
  return g_action_group_get_action_enabled (group, name);
}

static gboolean
is_turned_on (GActionGroup *group,
              const char   *name)
{
  g_autoptr(GVariant) state = g_action_group_get_action_state (group, name);

  return g_variant_get_boolean (state);
}

static void
choose (GActionGroup *group,
        const char   *name,
        gboolean      on)
{
  g_action_group_change_action_state (group, name, g_variant_new_boolean (on));
}

/* What is chosen in the menu: a window comes, and the guest is told; the window goes, and it is told. */
static void
test_windows (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LodgeGuestActions) actions = lodge_guest_actions_new (fixture->display);
  GActionGroup *group = lodge_guest_actions_get_group (actions);
  LodgeDisplay *second;
  GtkWidget *window;

  gtk_window_set_title (GTK_WINDOW (fixture->window), "Guest");
  g_assert_false (is_enabled (group, "displays"));
  tell (fixture, "agent on");
  tell (fixture, "heads 3 0:0:640x480+0+0");
  lodge_test_wait (is_enabled (group, "displays")
                   && (lodge_console_get_features (fixture->console) & LODGE_CONSOLE_RESIZES));
  g_assert_true (is_enabled (group, "display-3"));
  g_assert_false (is_enabled (group, "display-4"));
  g_assert_false (is_enabled (group, "fullscreen-displays"));

  choose (group, "display-2", TRUE);
  expect (fixture, "2 640x480+0+0 640x480+640+0");
  g_assert_true (is_turned_on (group, "display-2"));
  window = find_window ("Guest – Display 2");
  g_assert_nonnull (window);
  second = lodge_guest_window_get_display (LODGE_GUEST_WINDOW (window));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (second)));
  tell (fixture, "size 1140 480");
  tell (fixture, "heads 3 0:0:640x480+0+0 1:0:500x400+640+0");
  tell (fixture, "frame 7");
  lodge_test_wait (gtk_widget_get_mapped (GTK_WIDGET (second)) && shows (second, 7, 640, 0, 500, 400));

  /* What is said over the first, and is not live, is said over this one; what can be done about it there. */
  g_assert_null (find_label (window, "Paused"));
  g_object_set (fixture->display, "notice", LODGE_NOTICE_PAUSED, "dimmed", TRUE, NULL);
  lodge_test_wait (find_label (window, "Paused") != NULL);
  g_assert_null (find_label (window, "_Resume"));
  g_object_set (fixture->display, "notice", LODGE_NOTICE_LOST, NULL);
  lodge_test_wait (find_label (window, "Connection lost. Connecting again…") != NULL);
  g_object_set (fixture->display, "notice", LODGE_NOTICE_NONE, "dimmed", FALSE, NULL);
  lodge_test_wait (find_label (window, "Connection lost. Connecting again…") == NULL);

  /* As large as its window, from now on. */
  g_action_group_change_action_state (group, "resize", g_variant_new_boolean (TRUE));
  lodge_test_wait (strstr (fixture->server.events->str, "agent monitors 2 640x480+0+0 ") != NULL);
  g_assert_null (strstr (fixture->server.events->str, "500x400"));
  g_string_truncate (fixture->server.events, 0);
  g_action_group_change_action_state (group, "resize", g_variant_new_boolean (FALSE));

  /* The guest turns it off, and on again: the window waits. */
  tell (fixture, "heads 3 0:0:640x480+0+0");
  lodge_test_wait (!gtk_widget_get_mapped (GTK_WIDGET (second)));
  tell (fixture, "heads 3 0:0:640x480+0+0 1:0:500x400+640+0");
  lodge_test_wait (gtk_widget_get_mapped (GTK_WIDGET (second)));

  gtk_window_close (GTK_WINDOW (window));
  lodge_test_wait (!is_turned_on (group, "display-2"));
  expect (fixture, "1 640x480+0+0");
  g_assert_null (find_window ("Guest – Display 2"));

  /* It goes with the session, but not at once. */
  choose (group, "display-3", TRUE);
  lodge_console_disconnect (fixture->console);
  g_assert_nonnull (find_window ("Guest – Display 3"));
  g_assert_false (is_enabled (group, "displays"));
  lodge_test_wait (fixture->server.n_channels == 0);
  connect_console (fixture);
  lodge_test_wait (is_enabled (group, "displays"));
  expect (fixture, "3 640x480+0+0 500x400+640+0 640x480+1140+0");
  lodge_display_set_console (fixture->display, NULL);
  g_assert_null (find_window ("Guest – Display 3"));
}

/* What a guest may say of its monitors. Each is taken for what it can be, and the first screen always shows
 * something. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct { const char *heads; guint n; gboolean second; int width, height; } cases[] = {
    { "2 0:0:0x0+0+0 1:0:0x0+0+0", 5, FALSE, 33, 22 },
    { "2 0:0:0x0+0+0 1:0:100x100+0+0", 2, TRUE, 640, 480 },
    { "2 0:0:4294967295x4294967295+0+0 1:0:100x100+4294967295+4294967295", 2, FALSE, 640, 480 },
    { "2 0:0:4294967295x1+1+1 1:0:4294967295x4294967295+600+400", 2, TRUE, 639, 1 },
    { "2 0:0:100x100+640+0 1:0:100x100+0+480", 2, FALSE, 640, 480 },
    { "2 0:0:100x100+600+440 1:0:40x40+0+0", 2, TRUE, 40, 40 },
    { "2 0:7:100x100+0+0 1:9:100x100+0+0", 2, FALSE, 640, 480 },
    { "2 1:0:100x100+0+0 1:0:200x200+9+9", 2, TRUE, 640, 480 },
    { "2 0:0:320x240+0+0 1:0:320x240+160+120", 2, TRUE, 320, 240 },
    { "2 4294967295:0:320x240+0+0 16:0:50x50+0+0", 2, FALSE, 640, 480 },
    { "3 0:0:50x50+0+0 2:0:60x60+0+0", 3, FALSE, 50, 50 },
    { "200 0:0:64x64+0+0", 16, FALSE, 64, 64 },
    { "20 0:0:9x9+0+0 1:0:9x9+9+0 2:0:9x9+0+0 3:0:9x9+0+0 4:0:9x9+0+0 5:0:9x9+0+0 6:0:9x9+0+0 "
      "7:0:9x9+0+0 8:0:9x9+0+0 9:0:9x9+0+0 10:0:9x9+0+0 11:0:9x9+0+0 12:0:9x9+0+0 13:0:9x9+0+0 "
      "14:0:9x9+0+0 15:0:9x9+0+0 16:0:9x9+0+0 17:0:9x9+0+0 18:0:9x9+0+0 19:0:9x9+0+0",
      16, TRUE, 9, 9 },
  };
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* So that each answer is one to its question. */
      tell (fixture, "heads 5 0:0:33x22+0+0");
      lodge_test_wait (count_screens (fixture) == 5
                       && lodge_framebuffer_get_width (framebuffer) == 33);
      tell (fixture, "heads %s", cases[i].heads);
      tell (fixture, "frame %d", (int) i + 2);
      lodge_test_wait (count_screens (fixture) == cases[i].n);
      lodge_test_wait (lodge_framebuffer_get_width (framebuffer) == cases[i].width
                       && lodge_framebuffer_get_height (framebuffer) == cases[i].height);
      g_assert_cmpint (is_on (fixture, 1), ==, cases[i].second);
      g_assert_nonnull (lodge_console_get_screen (fixture->console, 0));
    }
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/screens/one-surface", Fixture, NULL, set_up, test_one_surface, tear_down);
  g_test_add ("/screens/devices", Fixture, NULL, set_up, test_devices, tear_down);
  g_test_add ("/screens/pointer", Fixture, NULL, set_up, test_pointer, tear_down);
  g_test_add ("/screens/input", Fixture, NULL, set_up, test_input, tear_down);
  g_test_add ("/screens/arrange", Fixture, NULL, set_up, test_arrange, tear_down);
  g_test_add ("/screens/windows", Fixture, NULL, set_up, test_windows, tear_down);
  g_test_add ("/screens/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  return g_test_run ();
}
