/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A screenshot is what the guest shows, pixel by pixel, and it is said where it went, or that it could not. */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "display-fixture.h"
#include "display/lodge-guest-actions.h"

typedef struct {
  Fixture base;
  LodgeGuestActions *actions;
  GSimpleActionGroup *window;   /* what it raises */
  char *toast, *error, *detail;
} ScreenshotFixture;

static void
show_toast_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  ((ScreenshotFixture *) user_data)->toast = g_variant_dup_string (parameter, NULL);
}

static void
show_error_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  ScreenshotFixture *fixture = user_data;

  g_variant_get (parameter, "(ss)", &fixture->error, &fixture->detail);
}

static void
screenshot_set_up (ScreenshotFixture *fixture,
                   gconstpointer      user_data)
{
  static const GActionEntry entries[] = {
    { .name = "show-toast", .activate = show_toast_cb, .parameter_type = "s" },
    { .name = "show-error", .activate = show_error_cb, .parameter_type = "(ss)" },
  };

  set_up (&fixture->base, user_data);
  fixture->actions = lodge_guest_actions_new (fixture->base.display);
  fixture->window = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->window), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (fixture->base.window, "win", G_ACTION_GROUP (fixture->window));
}

static void
screenshot_tear_down (ScreenshotFixture *fixture,
                      gconstpointer      user_data)
{
  g_clear_object (&fixture->actions);
  tear_down (&fixture->base, user_data);
  g_clear_object (&fixture->window);
  g_free (fixture->toast);
  g_free (fixture->error);
  g_free (fixture->detail);
}

static void
take (ScreenshotFixture *fixture,
      const char        *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  lodge_guest_screenshot_save (lodge_guest_actions_get_screenshot (fixture->actions), file);
}

static void
assert_is_guest (ScreenshotFixture *fixture,
                 const char        *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) picture = gdk_texture_new_from_filename (path, &error);
  g_autofree guint32 *pixels = NULL;
  g_autofree char *start = NULL;
  int width = fixture->base.width, height = fixture->base.height;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &start, NULL, NULL));
  g_assert_true (g_str_has_prefix (start, "\x89PNG\r\n"));
  g_assert_cmpint (gdk_texture_get_width (picture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (picture), ==, height);
  pixels = g_new (guint32, width * height);
  gdk_texture_download (picture, (guchar *) pixels, (gsize) width * 4);
  for (int i = 0; i < width * height; i++)
    if (pixels[i] != (0xff000000 | fixture->base.pixels[i]))
      g_error ("%08x at %d, %d instead of %06x", pixels[i], i % width, i / width,
               fixture->base.pixels[i] & 0xffffff);
}

/* At the guest's size, whatever that of the window is; what was in the file is gone. */
static void
test_saved (ScreenshotFixture *fixture,
            gconstpointer      user_data)
{
  g_autofree char *path = g_build_filename (fixture->base.server.dir, "a picture.png", NULL);
  g_autofree char *large = g_strnfill (5000000, 'x');

  g_assert_true (g_file_set_contents (path, large, -1, NULL));
  g_object_set (fixture->base.display, "scale-mode", LODGE_SCALE_STRETCH, NULL);
  set_size (&fixture->base, 801, 333);
  draw_frame (&fixture->base, 4);
  lodge_test_wait (guest_is_right (&fixture->base));
  take (fixture, path);
  /* It is that of when it was taken. */
  draw_rect (&fixture->base, 5, 0, 0, 100, 100);
  lodge_test_wait (guest_is_right (&fixture->base));
  lodge_test_wait (fixture->toast != NULL);
  g_assert_cmpstr (fixture->toast, ==, "Saved as “a picture.png”");
  g_assert_null (fixture->error);
  lodge_test_paint (fixture->base.pixels, 801, 4, 0, 0, 801, 333);
  assert_is_guest (fixture, path);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static gboolean
has_message (const char *text)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data)
        && strstr (adw_message_dialog_get_body (l->data), text) != NULL)
      {
        gtk_window_destroy (l->data);
        return TRUE;
      }
  return FALSE;
}

/* In the window that can show errors, and in a dialog of its own over another. */
static void
test_refused (ScreenshotFixture *fixture,
              gconstpointer      user_data)
{
  g_autofree char *path = g_build_filename (fixture->base.server.dir, "missing", "a.png", NULL);
  GLogLevelFlags fatal;

  take (fixture, path);
  lodge_test_wait (fixture->error != NULL);
  g_assert_cmpstr (fixture->error, ==, "The screenshot could not be saved. Choose another folder.");
  g_assert_nonnull (strstr (fixture->detail, "No such file"));
  g_assert_null (fixture->toast);

  /* libadwaita 1.7 measures a dialog's heading narrower than its longest word, of which GTK 4.18 warns. */
  fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  gtk_widget_insert_action_group (fixture->base.window, "win", NULL);
  take (fixture, "/proc/a.png");
  lodge_test_wait (has_message ("The screenshot could not be saved."));
  g_log_set_always_fatal (fatal);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/screenshot/saved", ScreenshotFixture, NULL, screenshot_set_up, test_saved,
              screenshot_tear_down);
  g_test_add ("/screenshot/refused", ScreenshotFixture, NULL, screenshot_set_up, test_refused,
              screenshot_tear_down);
  return g_test_run ();
}
