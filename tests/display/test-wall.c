/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's displays in one window, over a real SPICE server: what is on the screen to the pixel, where
 * keys and pointer go, and what the guest is asked for. */

#include "config.h"

#include <glib/gstdio.h>

#include "display-fixture.h"
#include "display/lodge-display-hint.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-wall.h"
#include "display/lodge-guest-window.h"

#define WIDTH  300
#define HEIGHT 200
#define SECOND (WIDTH + 2)   /* where the second begins, after the gap */

typedef struct {
  Fixture base;
  LodgeGuestWall *wall;
  GtkWidget *scroller;
  LodgeGuestActions *actions;
  GActionGroup *group;
} Wall;

static void
choose (Wall       *wall,
        const char *name,
        gboolean    on)
{
  g_action_group_change_action_state (wall->group, name, g_variant_new_boolean (on));
}

static gboolean
is_chosen (Wall       *wall,
           const char *name)
{
  g_autoptr(GVariant) state = g_action_group_get_action_state (wall->group, name);

  return g_variant_get_boolean (state);
}

/* The display beside the first, NULL when there is none. */
static LodgeDisplay *
get_second (Wall *wall)
{
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (wall->wall));

  return LODGE_IS_GUEST_CELL (last) ? lodge_guest_cell_get_display (LODGE_GUEST_CELL (last)) : NULL;
}

static LodgeGuestWindow *
find_guest_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (LODGE_IS_GUEST_WINDOW (window))
        return LODGE_GUEST_WINDOW (window);
    }
  return NULL;
}

/* A part of the window is this part of a surface that was painted with the seed. */
static gboolean
shows (Wall    *wall,
       int      at,
       int      top,
       guint32  seed,
       int      x,
       int      y,
       int      width,
       int      height)
{
  g_autofree guint32 *expected = g_new (guint32, width * height);
  XImage *image;
  gboolean right = TRUE;

  if (gtk_widget_get_width (wall->base.window) < at + width
      || gtk_widget_get_height (wall->base.window) < top + height)
    return FALSE;

  lodge_test_paint (expected, (gsize) width, seed, x, y, width, height);
  image = XGetImage (gdk_x11_display_get_xdisplay (gtk_widget_get_display (wall->base.window)),
                     get_xid (&wall->base), at, top, (guint) width, (guint) height, AllPlanes, ZPixmap);
  for (int i = 0; i < width * height && right; i++)
    right = (XGetPixel (image, i % width, i / width) & 0xffffff) == (expected[i] & 0xffffff);
  XDestroyImage (image);
  return right;
}

static gboolean
is_at (gpointer widget,
       Wall    *wall,
       int      x,
       int      y,
       int      width,
       int      height)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (widget)
         && gtk_widget_compute_bounds (widget, GTK_WIDGET (wall->wall), &bounds)
         && graphene_rect_equal (&bounds, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                               (float) height));
}

static void
resize_window (Wall *wall,
               int   width,
               int   height)
{
  gtk_window_set_default_size (GTK_WINDOW (wall->base.window), width, height);
  lodge_test_wait (gtk_widget_get_width (wall->scroller) == width
                   && gtk_widget_get_height (wall->scroller) == height);
}

/* With the guest's agent, unless there is @data. */
static void
set_up_wall (Wall          *wall,
             gconstpointer  data)
{
  Fixture *fixture = &wall->base;
  GtkWidget *viewport;

  set_up (fixture, data);
  g_object_ref (fixture->display);
  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  wall->wall = LODGE_GUEST_WALL (lodge_guest_wall_new (fixture->display));
  g_object_unref (fixture->display);
  viewport = gtk_viewport_new (NULL, NULL);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), FALSE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), GTK_WIDGET (wall->wall));
  wall->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (wall->scroller), viewport);
  gtk_window_set_child (GTK_WINDOW (fixture->window), wall->scroller);

  wall->actions = lodge_guest_actions_new (fixture->display);
  wall->group = lodge_guest_actions_get_group (wall->actions);
  gtk_widget_insert_action_group (fixture->window, "guest", wall->group);
  if (data == NULL)
    tell (fixture, "agent on");
  tell (fixture, "heads 4 0:0:%dx%d+0+0", WIDTH, HEIGHT);
  lodge_test_wait (g_action_group_get_action_enabled (wall->group, "one-window")
                   && (data != NULL || (lodge_console_get_features (fixture->console)
                                        & LODGE_CONSOLE_RESIZES)));
  resize_window (wall, SECOND + WIDTH, HEIGHT);
}

static void
tear_down_wall (Wall          *wall,
                gconstpointer  data)
{
  gtk_widget_insert_action_group (wall->base.window, "guest", NULL);
  g_clear_object (&wall->actions);
  g_assert_null (get_second (wall));
  tear_down (&wall->base, data);
}

/* The guest has two screens, side by side. */
static void
turn_on (Wall *wall)
{
  Fixture *fixture = &wall->base;

  tell (fixture, "size %d %d", 2 * WIDTH, HEIGHT);
  tell (fixture, "heads 4 0:0:%dx%d+0+0 1:0:%dx%d+%d+0", WIDTH, HEIGHT, WIDTH, HEIGHT, WIDTH);
  tell (fixture, "frame 7");
}

static gboolean
was_told (Wall       *wall,
          const char *monitors)
{
  g_autofree char *line = g_strconcat ("agent monitors ", monitors, ";", NULL);

  return strstr (wall->base.server.events->str, line) != NULL;
}

static void
show_both (Wall *wall)
{
  choose (wall, "one-window", TRUE);
  choose (wall, "display-2", TRUE);
  g_assert_nonnull (get_second (wall));
  if (lodge_console_get_features (wall->base.console) & LODGE_CONSOLE_RESIZES)
    lodge_test_wait (was_told (wall, "2 300x200+0+0 300x200+300+0"));
  turn_on (wall);
  lodge_test_wait (shows (wall, 0, 0, 7, 0, 0, WIDTH, HEIGHT));
  lodge_test_wait (shows (wall, SECOND, 0, 7, WIDTH, 0, WIDTH, HEIGHT));
}

static void
forget_events (Wall *wall)
{
  g_string_truncate (wall->base.server.events, 0);
}

/* Each shows its own, and what changes goes the short way. */
static void
test_pixels (Wall          *wall,
             gconstpointer  data)
{
  LodgeDisplay *second;

  show_both (wall);
  second = get_second (wall);
  g_assert_true (is_at (wall->base.display, wall, 0, 0, WIDTH, HEIGHT));
  g_assert_true (is_at (second, wall, SECOND, 0, WIDTH, HEIGHT));
  g_assert_null (find_guest_window ());
  lodge_test_wait (lodge_display_paints_directly (wall->base.display)
                   && lodge_display_paints_directly (second));

  tell (&wall->base, "rect 9 %d 20 50 60", WIDTH + 30);
  lodge_test_wait (shows (wall, SECOND + 30, 20, 9, WIDTH + 30, 20, 50, 60));
  g_assert_true (shows (wall, 0, 0, 7, 0, 0, WIDTH, HEIGHT));
  tell (&wall->base, "rect 11 200 100 100 100");
  lodge_test_wait (shows (wall, 200, 100, 11, 200, 100, 100, 100));
  g_assert_true (shows (wall, SECOND, 100, 7, WIDTH, 100, WIDTH, 100));
  g_assert_true (shows (wall, SECOND + 30, 20, 9, WIDTH + 30, 20, 50, 60));
  g_assert_true (lodge_display_paints_directly (second));
}

/* Out into a window and back: the guest does not notice, the picture stays. */
static void
test_move (Wall          *wall,
           gconstpointer  data)
{
  LodgeDisplay *second;
  LodgeGuestWindow *window;

  show_both (wall);
  second = get_second (wall);
  forget_events (wall);
  for (int i = 0; i < 3; i++)
    {
      choose (wall, "one-window", FALSE);
      window = find_guest_window ();
      g_assert_nonnull (window);
      g_assert_true (lodge_guest_window_get_display (window) == second);
      g_assert_null (get_second (wall));
      g_assert_true (lodge_display_has_picture (second));
      lodge_test_wait (gtk_widget_get_mapped (GTK_WIDGET (second))
                       && is_at (wall->base.display, wall, 0, 0, SECOND + WIDTH, HEIGHT));

      choose (wall, "one-window", TRUE);
      g_assert_null (find_guest_window ());
      g_assert_true (get_second (wall) == second);
      lodge_test_wait (shows (wall, SECOND, 0, 7, WIDTH, 0, WIDTH, HEIGHT)
                       && shows (wall, 0, 0, 7, 0, 0, WIDTH, HEIGHT));
    }
  g_assert_null (strstr (wall->base.server.events->str, "agent monitors"));
  g_assert_true (is_chosen (wall, "display-2"));
}

static void
click (Wall *wall,
       int   x,
       int   y)
{
  xdotool ("mousemove --window %lu %d %d click 1", get_xid (&wall->base), x, y);
}

/* A click gives the keys, places are each display's own. */
static void
test_input (Wall          *wall,
            gconstpointer  data)
{
  LodgeDisplay *first = wall->base.display, *second, *current = NULL;
  gboolean grabbed = FALSE;

  show_both (wall);
  second = get_second (wall);
  xdotool ("windowfocus --sync %lu", get_xid (&wall->base));
  click (wall, SECOND + 40, 50);
  lodge_test_wait (second->grabbed);
  expect_pointer (&wall->base, "position 340 50 0;buttons 1;buttons 0;");
  g_object_get (wall->wall, "current", &current, "grabbed", &grabbed, NULL);
  g_assert_true (current == second && grabbed);
  g_object_unref (current);
  xdotool ("key a");
  expect_keys (&wall->base, "1e;9e;");

  click (wall, WIDTH - 1, HEIGHT - 1);
  lodge_test_wait (first->grabbed && !second->grabbed);
  expect_pointer (&wall->base, "position 299 199 0;buttons 1;buttons 0;");
  click (wall, SECOND, 0);
  lodge_test_wait (second->grabbed && !first->grabbed);
  expect_pointer (&wall->base, "position 300 0 0;buttons 1;buttons 0;");
  xdotool ("key b");
  expect_keys (&wall->base, "30;b0;");

  /* Over the other one without a click, too. */
  xdotool ("mousemove --window %lu 20 30", get_xid (&wall->base));
  expect_pointer (&wall->base, "position 20 30 0;");

  /* Let go is let go, whichever way the focus takes. */
  xdotool ("key ctrl+alt");
  lodge_test_wait (!second->grabbed);
  g_object_get (wall->wall, "grabbed", &grabbed, NULL);
  g_assert_false (grabbed);
  xdotool ("key Tab key Tab");
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (wall->wall), GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (wall->wall), GTK_DIR_TAB_BACKWARD));
  g_assert_false (first->grabbed || second->grabbed);

  /* Back to the one that had it. */
  gtk_window_set_focus (GTK_WINDOW (wall->base.window), NULL);
  gtk_widget_grab_focus (GTK_WIDGET (wall->wall));
  lodge_test_wait (second->grabbed);
}

/* What is held goes from one display to the next: a button, and a key. */
static void
test_hold (Wall          *wall,
           gconstpointer  data)
{
  LodgeDisplay *first = wall->base.display, *second;

  show_both (wall);
  second = get_second (wall);
  xdotool ("windowfocus --sync %lu", get_xid (&wall->base));
  xdotool ("mousemove --window %lu 40 50 mousedown 1", get_xid (&wall->base));
  lodge_test_wait (first->grabbed);
  expect_pointer (&wall->base, "buttons 1;");
  xdotool ("mousemove --window %lu %d 60", get_xid (&wall->base), SECOND + 20);
  expect_pointer (&wall->base, "position 320 60 1;");
  g_assert_true (first->grabbed && !second->grabbed);
  /* The gap is none of theirs, and beyond them there is nothing. */
  xdotool ("mousemove --window %lu %d 70", get_xid (&wall->base), WIDTH);
  expect_pointer (&wall->base, "position 299 70 1;");
  xdotool ("mousemove --window %lu %d 80 mouseup 1", get_xid (&wall->base), SECOND + 30);
  expect_pointer (&wall->base, "position 330 80 1;buttons 0;");

  xdotool ("keydown shift");
  expect_keys (&wall->base, "2a;");
  click (wall, SECOND + 40, 50);
  lodge_test_wait (second->grabbed);
  expect_pointer (&wall->base, "position 340 50 0;buttons 1;buttons 0;");
  xdotool ("key a keyup shift");
  expect_keys (&wall->base, "1e;9e;aa;");

  /* Out of all of them it is let go. */
  xdotool ("keydown shift");
  expect_keys (&wall->base, "2a;");
  gtk_window_set_focus (GTK_WINDOW (wall->base.window), NULL);
  expect_keys (&wall->base, "aa;");
  xdotool ("keyup shift");
}

/* How to get out is said when the guest gets the keys, and not when they go to its next display. */
static void
test_hint (Wall          *wall,
           gconstpointer  data)
{
  LodgeDisplay *first = wall->base.display, *second;
  g_autoptr(GtkWidget) hint = g_object_ref_sink (g_object_new (LODGE_TYPE_DISPLAY_HINT, NULL));
  GtkRevealer *revealer = GTK_REVEALER (gtk_widget_get_first_child (hint));

  g_object_bind_property (wall->wall, "current", hint, "display", G_BINDING_SYNC_CREATE);
  show_both (wall);
  second = get_second (wall);
  xdotool ("windowfocus --sync %lu", get_xid (&wall->base));
  click (wall, SECOND + 40, 50);
  lodge_test_wait (second->grabbed && gtk_revealer_get_reveal_child (revealer));
  gtk_revealer_set_reveal_child (revealer, FALSE);
  click (wall, 40, 50);
  expect_pointer (&wall->base, "position 40 50 0;buttons 1;buttons 0;");
  g_assert_true (first->grabbed);
  g_assert_false (gtk_revealer_get_reveal_child (revealer));

  xdotool ("key ctrl+alt");
  lodge_test_wait (!first->grabbed);
  click (wall, SECOND + 40, 50);
  lodge_test_wait (second->grabbed && gtk_revealer_get_reveal_child (revealer));
  xdotool ("key ctrl+alt");
  lodge_test_wait (!gtk_revealer_get_reveal_child (revealer));
}

/* Each is as large as its own part. */
static void
test_resize (Wall          *wall,
             gconstpointer  data)
{
  show_both (wall);
  forget_events (wall);
  resize_window (wall, 802, 300);
  choose (wall, "resize", TRUE);
  lodge_test_wait (was_told (wall, "2 400x300+0+0 400x300+400+0"));
  tell (&wall->base, "size 800 300");
  tell (&wall->base, "heads 4 0:0:400x300+0+0 1:0:400x300+400+0");
  tell (&wall->base, "frame 8");
  lodge_test_wait (shows (wall, 0, 0, 8, 0, 0, 400, 300));
  lodge_test_wait (shows (wall, 402, 0, 8, 400, 0, 400, 300));

  /* One alone has all. */
  choose (wall, "display-2", FALSE);
  lodge_test_wait (was_told (wall, "1 802x300+0+0"));
}

/* Rather high than wide: below one another, and the guest has them so. */
static void
test_stack (Wall          *wall,
            gconstpointer  data)
{
  show_both (wall);
  forget_events (wall);
  resize_window (wall, 400, 602);
  lodge_test_wait (is_at (wall->base.display, wall, 0, 0, 400, 300)
                   && is_at (get_second (wall), wall, 0, 302, 400, 300));
  choose (wall, "resize", TRUE);
  lodge_test_wait (was_told (wall, "2 400x300+0+0 400x300+0+300"));
  tell (&wall->base, "size 400 600");
  tell (&wall->base, "heads 4 0:0:400x300+0+0 1:0:400x300+0+300");
  tell (&wall->base, "frame 8");
  lodge_test_wait (shows (wall, 0, 0, 8, 0, 0, 400, 300) && shows (wall, 0, 302, 8, 0, 300, 400, 300));

  /* There is room again: that the guest has a column does not keep it one. */
  resize_window (wall, 802, 300);
  lodge_test_wait (was_told (wall, "2 400x300+0+0 400x300+400+0"));
  tell (&wall->base, "size 800 300");
  tell (&wall->base, "heads 4 0:0:400x300+0+0 1:0:400x300+400+0");
  tell (&wall->base, "frame 9");
  lodge_test_wait (shows (wall, 0, 0, 9, 0, 0, 400, 300) && shows (wall, 402, 0, 9, 400, 0, 400, 300));

  /* A guest that does not follow keeps what it has; in a window of its own nothing is below it. */
  resize_window (wall, 400, 602);
  lodge_test_wait (was_told (wall, "2 400x300+0+0 400x300+0+300"));
  tell (&wall->base, "size 400 600");
  tell (&wall->base, "heads 4 0:0:400x300+0+0 1:0:400x300+0+300");
  tell (&wall->base, "frame 10");
  lodge_test_wait (shows (wall, 0, 302, 10, 0, 300, 400, 300));
  choose (wall, "resize", FALSE);
  resize_window (wall, 802, 300);
  lodge_test_wait (is_at (wall->base.display, wall, 0, 0, 802, 149)
                   && is_at (get_second (wall), wall, 0, 151, 802, 149));
}

/* Another session is told it anew, also by a window that nobody touched. */
static void
test_stack_again (Wall          *wall,
                  gconstpointer  data)
{
  show_both (wall);
  resize_window (wall, 400, 602);
  choose (wall, "resize", TRUE);
  lodge_test_wait (was_told (wall, "2 400x300+0+0 400x300+0+300"));
  lodge_console_disconnect (wall->base.console);
  lodge_test_wait (wall->base.server.n_channels == 0);
  forget_events (wall);
  connect_console (&wall->base);
  lodge_test_wait (was_told (wall, "2 400x300+0+0 400x300+0+300"));
}

/* As the guest has them. */
static void
test_order (Wall          *wall,
            gconstpointer  data)
{
  show_both (wall);
  tell (&wall->base, "heads 4 0:0:%dx%d+%d+0 1:0:%dx%d+0+0", WIDTH, HEIGHT, WIDTH, WIDTH, HEIGHT);
  lodge_test_wait (is_at (get_second (wall), wall, 0, 0, WIDTH, HEIGHT));
  lodge_test_wait (shows (wall, 0, 0, 7, 0, 0, WIDTH, HEIGHT));
  lodge_test_wait (shows (wall, SECOND, 0, 7, WIDTH, 0, WIDTH, HEIGHT));

  /* That it follows the window does not change it. */
  resize_window (wall, 802, 300);
  choose (wall, "resize", TRUE);
  lodge_test_wait (was_told (wall, "2 400x300+400+0 400x300+0+0"));
  choose (wall, "resize", FALSE);

  /* A smaller one is as much smaller in the window. */
  tell (&wall->base, "heads 4 0:0:%dx%d+0+0 1:0:%dx%d+%d+0", WIDTH, HEIGHT, WIDTH / 2, HEIGHT / 2, WIDTH);
  resize_window (wall, WIDTH * 2 + 2 + WIDTH, HEIGHT * 2);
  lodge_test_wait (is_at (wall->base.display, wall, 0, 0, WIDTH * 2, HEIGHT * 2)
                   && is_at (get_second (wall), wall, WIDTH * 2 + 2, 0, WIDTH, HEIGHT * 2));
}

/* A part of a picture is this part of a surface that was painted with the seed. */
static gboolean
holds (GdkTexture *picture,
       int         at,
       int         top,
       guint32     seed,
       int         x,
       int         y,
       int         width,
       int         height)
{
  int stride = gdk_texture_get_width (picture);
  g_autofree guint32 *pixels = g_new (guint32, stride * gdk_texture_get_height (picture));
  g_autofree guint32 *expected = g_new (guint32, width * height);

  gdk_texture_download (picture, (guchar *) pixels, (gsize) stride * 4);
  lodge_test_paint (expected, (gsize) width, seed, x, y, width, height);
  for (int i = 0; i < width * height; i++)
    if (pixels[(top + i / width) * stride + at + i % width] != (expected[i] | 0xff000000))
      return FALSE;
  return TRUE;
}

static void
show_toast_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  *(gboolean *) user_data = TRUE;
}

static GdkTexture *
take_screenshot (Wall *wall)
{
  static const GActionEntry entries[] = {
    { .name = "show-toast", .activate = show_toast_cb, .parameter_type = "s" },
  };
  g_autofree char *path = g_build_filename (wall->base.server.dir, "picture.png", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr(GError) error = NULL;
  GdkTexture *picture;
  gboolean saved = FALSE;

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), &saved);
  gtk_widget_insert_action_group (wall->base.window, "win", G_ACTION_GROUP (group));
  lodge_guest_screenshot_save (lodge_guest_actions_get_screenshot (wall->actions), file);
  lodge_test_wait (saved);
  gtk_widget_insert_action_group (wall->base.window, "win", NULL);
  picture = gdk_texture_new_from_filename (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return picture;
}

static gboolean
is_large (GdkTexture *picture,
          int         width,
          int         height)
{
  return gdk_texture_get_width (picture) == width && gdk_texture_get_height (picture) == height;
}

/* What shares the window is one picture, as it is there, at the guest's sizes. */
static void
test_screenshot (Wall          *wall,
                 gconstpointer  data)
{
  g_autoptr(GdkTexture) row = NULL, column = NULL, first = NULL;
  g_autofree guint32 *pixels = NULL;

  show_both (wall);
  row = take_screenshot (wall);
  g_assert_true (is_large (row, 2 * WIDTH, HEIGHT) && holds (row, 0, 0, 7, 0, 0, 2 * WIDTH, HEIGHT));

  tell (&wall->base, "heads 4 0:0:%dx%d+0+0 1:0:%dx%d+%d+0", WIDTH, HEIGHT, WIDTH / 2, HEIGHT / 2, WIDTH);
  resize_window (wall, 330, 602);
  lodge_test_wait (is_at (wall->base.display, wall, 0, 0, 330, 400)
                   && is_at (get_second (wall), wall, 0, 402, 330, 200));
  column = take_screenshot (wall);
  g_assert_true (is_large (column, WIDTH, HEIGHT + HEIGHT / 2));
  g_assert_true (holds (column, 0, 0, 7, 0, 0, WIDTH, HEIGHT));
  g_assert_true (holds (column, 0, HEIGHT, 7, WIDTH, 0, WIDTH / 2, HEIGHT / 2));
  pixels = g_new (guint32, WIDTH * HEIGHT * 3 / 2);
  gdk_texture_download (column, (guchar *) pixels, WIDTH * 4);
  g_assert_cmphex (pixels[WIDTH * HEIGHT * 3 / 2 - 1], ==, 0xff000000);

  choose (wall, "one-window", FALSE);
  first = take_screenshot (wall);
  g_assert_true (is_large (first, WIDTH, HEIGHT) && holds (first, 0, 0, 7, 0, 0, WIDTH, HEIGHT));
}

static void
test_original (Wall          *wall,
               gconstpointer  data)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (wall->scroller));

  show_both (wall);
  g_object_set (wall->base.display, "scale-mode", LODGE_SCALE_ORIGINAL, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (wall->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_EXTERNAL);
  resize_window (wall, 400, HEIGHT);
  lodge_test_wait (gtk_adjustment_get_upper (adjustment) == SECOND + WIDTH);
  gtk_adjustment_set_value (adjustment, 202);
  lodge_test_wait (shows (wall, 0, 0, 7, 202, 0, 98, HEIGHT)
                   && shows (wall, 100, 0, 7, WIDTH, 0, WIDTH, HEIGHT));
  tell (&wall->base, "rect 9 %d 0 100 100", WIDTH);
  lodge_test_wait (shows (wall, 100, 0, 9, WIDTH, 0, 100, 100));
}

/* Off in the guest, and closed. */
static void
test_off (Wall          *wall,
          gconstpointer  data)
{
  GtkWidget *label;

  choose (wall, "one-window", TRUE);
  choose (wall, "display-2", TRUE);
  lodge_test_wait (find_label (wall->base.window, "This Display Is Off") != NULL);

  /* By the keyboard there is a way to its button, and out. */
  gtk_widget_grab_focus (GTK_WIDGET (wall->wall));
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (wall->wall), GTK_DIR_TAB_FORWARD));
  g_assert_true (GTK_IS_BUTTON (gtk_window_get_focus (GTK_WINDOW (wall->base.window))));
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (wall->wall), GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (wall->wall), GTK_DIR_TAB_BACKWARD));

  turn_on (wall);
  lodge_test_wait (gtk_widget_get_mapped (GTK_WIDGET (get_second (wall))));
  gtk_widget_grab_focus (GTK_WIDGET (get_second (wall)));
  /* A guest that starts anew has one screen alone at first. */
  tell (&wall->base, "heads 1 0:0:%dx%d+0+0", WIDTH, HEIGHT);
  lodge_test_wait (find_label (wall->base.window, "This Display Is Off") != NULL
                   && !g_action_group_get_action_enabled (wall->group, "displays"));
  g_assert_null (find_guest_window ());

  label = find_label (wall->base.window, "_Close");
  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
  lodge_test_wait (!is_chosen (wall, "display-2"));
  g_assert_null (get_second (wall));
  lodge_test_wait (is_at (wall->base.display, wall, 0, 0, SECOND + WIDTH, HEIGHT));
}

/* It waits for a session that broke, and goes with the guest. */
static void
test_session (Wall          *wall,
              gconstpointer  data)
{
  Fixture *fixture = &wall->base;
  LodgeDisplay *second;

  show_both (wall);
  second = get_second (wall);
  lodge_console_disconnect (fixture->console);
  g_assert_true (get_second (wall) == second);
  lodge_test_wait (shows (wall, SECOND, 0, 7, WIDTH, 0, WIDTH, HEIGHT));
  lodge_test_wait (fixture->server.n_channels == 0);
  connect_console (fixture);
  g_assert_true (get_second (wall) == second);
  tell (fixture, "frame 12");
  lodge_test_wait (shows (wall, 0, 0, 12, 0, 0, WIDTH, HEIGHT)
                   && shows (wall, SECOND, 0, 12, WIDTH, 0, WIDTH, HEIGHT));
  lodge_display_set_console (fixture->display, NULL);
  g_assert_null (get_second (wall));
  g_assert_false (is_chosen (wall, "display-2"));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/wall/pixels", Wall, NULL, set_up_wall, test_pixels, tear_down_wall);
  g_test_add ("/wall/move", Wall, NULL, set_up_wall, test_move, tear_down_wall);
  g_test_add ("/wall/input", Wall, "no agent", set_up_wall, test_input, tear_down_wall);
  g_test_add ("/wall/hold", Wall, "no agent", set_up_wall, test_hold, tear_down_wall);
  g_test_add ("/wall/hint", Wall, "no agent", set_up_wall, test_hint, tear_down_wall);
  g_test_add ("/wall/resize", Wall, NULL, set_up_wall, test_resize, tear_down_wall);
  g_test_add ("/wall/stack", Wall, NULL, set_up_wall, test_stack, tear_down_wall);
  g_test_add ("/wall/stack-again", Wall, NULL, set_up_wall, test_stack_again, tear_down_wall);
  g_test_add ("/wall/order", Wall, NULL, set_up_wall, test_order, tear_down_wall);
  g_test_add ("/wall/screenshot", Wall, NULL, set_up_wall, test_screenshot, tear_down_wall);
  g_test_add ("/wall/original", Wall, NULL, set_up_wall, test_original, tear_down_wall);
  g_test_add ("/wall/off", Wall, NULL, set_up_wall, test_off, tear_down_wall);
  g_test_add ("/wall/session", Wall, NULL, set_up_wall, test_session, tear_down_wall);
  return g_test_run ();
}
