/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The display's window in the tests: see the header. */

#include "config.h"

#include "display-fixture.h"

void
expect_keys (Fixture    *fixture,
             const char *expected)
{
  lodge_test_wait (fixture->server.keys->len >= strlen (expected));
  g_assert_cmpstr (fixture->server.keys->str, ==, expected);
  g_string_truncate (fixture->server.keys, 0);
}

/* The last event; a place may be told twice, as when the pointer enters. */
void
expect_pointer (Fixture    *fixture,
                const char *expected)
{
  lodge_test_wait (g_str_has_suffix (fixture->server.events->str, expected));
}

Window
get_xid (Fixture *fixture)
{
  return gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (fixture->window)));
}

void
xdotool (const char *format,
         ...)
{
  g_autofree char *arguments = NULL, *command = NULL;
  g_autoptr(GError) error = NULL;
  va_list args;
  int status;

  va_start (args, format);
  arguments = g_strdup_vprintf (format, args);
  va_end (args);
  command = g_strconcat ("xdotool ", arguments, NULL);
  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

gboolean
screen_is_right (Fixture *fixture)
{
  GdkDisplay *display = gtk_widget_get_display (fixture->window);
  XImage *image;
  gboolean right = TRUE;

  image = XGetImage (gdk_x11_display_get_xdisplay (display), get_xid (fixture), 0, 0,
                     (guint) fixture->width, (guint) fixture->height, AllPlanes, ZPixmap);
  for (int y = 0; y < fixture->height && right; y++)
    for (int x = 0; x < fixture->width && right; x++)
      {
        guint32 expected = fixture->pixels[y * fixture->width + x] & 0xffffff;

        right = (XGetPixel (image, x, y) & 0xffffff) == expected;
      }
  XDestroyImage (image);
  return right;
}

gboolean
window_is_at_least (Fixture *fixture)
{
  return gtk_widget_get_width (fixture->window) >= fixture->width
         && gtk_widget_get_height (fixture->window) >= fixture->height;
}

gboolean
guest_is_right (Fixture *fixture)
{
  g_autoptr(GdkTexture) texture = lodge_display_snapshot_guest (fixture->display);
  g_autofree guint32 *pixels = NULL;
  int n = fixture->width * fixture->height;

  if (texture == NULL || gdk_texture_get_width (texture) != fixture->width
      || gdk_texture_get_height (texture) != fixture->height)
    return FALSE;

  pixels = g_new (guint32, n);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) fixture->width * 4);
  for (int i = 0; i < n; i++)
    if (pixels[i] != (fixture->pixels[i] | 0xff000000u))
      return FALSE;
  return TRUE;
}

void
set_size (Fixture *fixture,
          int      width,
          int      height)
{
  g_free (fixture->pixels);
  fixture->pixels = g_new0 (guint32, width * height);
  fixture->width = width;
  fixture->height = height;
  tell (fixture, "size %d %d", width, height);
}

void
draw_frame (Fixture *fixture,
            int      seed)
{
  lodge_test_paint (fixture->pixels, (gsize) fixture->width, (guint32) seed, 0, 0, fixture->width,
                    fixture->height);
  tell (fixture, "frame %d", seed);
}

void
draw_rect (Fixture *fixture,
           int      seed,
           int      x,
           int      y,
           int      width,
           int      height)
{
  lodge_test_paint (fixture->pixels + y * fixture->width + x, (gsize) fixture->width,
                    (guint32) seed, x, y, width, height);
  tell (fixture, "rect %d %d %d %d %d", seed, x, y, width, height);
}

void
draw_rects (Fixture *fixture,
            int      seed,
            int      n)
{
  int x, y, width, height;

  for (int i = 0; i < n; i++)
    {
      lodge_test_rect ((guint32) seed, i, fixture->width, fixture->height, &x, &y, &width,
                       &height);
      lodge_test_paint (fixture->pixels + y * fixture->width + x, (gsize) fixture->width,
                        (guint32) (seed + i), x, y, width, height);
    }
  tell (fixture, "rects %d %d", seed, n);
}

gboolean
is_state (Fixture           *fixture,
          LodgeConsoleState  state)
{
  return lodge_console_get_state (fixture->console) == state;
}

void
connect_to (LodgeTestServer *server,
            LodgeConsole    *console)
{
  lodge_console_connect (console);
  lodge_test_server_settle (server, console);
}

void
connect_console (Fixture *fixture)
{
  connect_to (&fixture->server, fixture->console);
}

/* Over @console, which is taken, to the server that has been started. */
void
set_up_console (Fixture      *fixture,
                LodgeConsole *console)
{
  fixture->console = console;
  fixture->display = LODGE_DISPLAY (lodge_display_new ());
  lodge_display_set_console (fixture->display, fixture->console);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->display));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 640, 480);
  gtk_window_present (GTK_WINDOW (fixture->window));
  connect_console (fixture);

  fixture->width = 640;
  fixture->height = 480;
  fixture->pixels = g_new0 (guint32, 640 * 480);
  draw_frame (fixture, 1);
  lodge_test_wait (guest_is_right (fixture));
}

void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  lodge_test_server_start (&fixture->server, NULL);
  set_up_console (fixture, lodge_spice_console_new_uri (fixture->server.uri));
}

void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  LodgeDisplay *display = g_object_ref (fixture->display);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (display);
  lodge_console_disconnect (fixture->console);
  g_assert_finalize_object (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  /* The library gives back what it was reading when it has seen the end. */
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  lodge_test_server_stop (&fixture->server);
  g_free (fixture->pixels);
}

/* With the keyboard on the display, and the pointer at 100, 100. */
void
give_keyboard (Fixture *fixture)
{
  gboolean absolute =
    lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_ABSOLUTE;

  lodge_test_wait (screen_is_right (fixture));
  xdotool ("windowfocus --sync %lu", get_xid (fixture));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->display));
  lodge_test_wait (fixture->display->grabbed);
  xdotool ("mousemove 90 90");
  lodge_test_wait (fixture->display->pointer_known && fixture->display->pointer_x == 90);
  xdotool ("mousemove 100 100");
  if (absolute)
    expect_pointer (fixture, "position 100 100 0;");
  else
    lodge_test_wait (fixture->display->pointer_x == 100);
}

void
assert_pointer (Fixture    *fixture,
                const char *name)
{
  GdkCursor *pointer = gtk_widget_get_cursor (GTK_WIDGET (fixture->display));

  g_assert_nonnull (pointer);
  g_assert_cmpstr (gdk_cursor_get_name (pointer), ==, name);
}

GtkWidget *
find_label (GtkWidget  *widget,
            const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}
