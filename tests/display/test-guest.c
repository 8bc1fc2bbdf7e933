/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What needs an agent in the guest, over a real SPICE server and an agent that does what the test tells
 * it: the size of the screen, and the clipboard, with another client of the X server in the part of
 * another program. */

#include "config.h"

#include "display-fixture.h"

typedef struct {
  Fixture base;
  GdkDisplay *other;
  GdkClipboard *desktop;   /* as the other program sees it */
  char *text;
  gboolean read;
} GuestFixture;

#define agent(fixture, ...) lodge_test_server_tell (&(fixture)->base.server, "agent " __VA_ARGS__)

/* Waits until the agent has got a message since the last call. */
static void
expect (GuestFixture *fixture,
        const char   *message)
{
  g_autofree char *line = g_strconcat ("agent ", message, ";", NULL);

  lodge_test_wait (strstr (fixture->base.server.events->str, line) != NULL);
  g_string_truncate (fixture->base.server.events, 0);
}

static gboolean
has_got (GuestFixture *fixture,
         const char   *message)
{
  return strstr (fixture->base.server.events->str, message) != NULL;
}

static void
guest_set_up (GuestFixture  *fixture,
              gconstpointer  data)
{
  set_up (&fixture->base, NULL);
  fixture->other = gdk_display_open (NULL);
  fixture->desktop = gdk_display_get_clipboard (fixture->other);
  agent (fixture, "on");
  lodge_test_wait (lodge_console_get_features (fixture->base.console) & LODGE_CONSOLE_RESIZES);
}

static void
guest_tear_down (GuestFixture  *fixture,
                 gconstpointer  data)
{
  tear_down (&fixture->base, NULL);
  gdk_display_close (fixture->other);
  g_free (fixture->text);
}

static void
set_width (GuestFixture *fixture,
           int      width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->base.window), width, 601);
  lodge_test_wait (gtk_widget_get_width (GTK_WIDGET (fixture->base.display)) == width);
}

static void
test_resize (GuestFixture  *fixture,
             gconstpointer  data)
{
  g_assert_true (lodge_console_is_agent_connected (fixture->base.console));
  g_assert_true (lodge_console_uses_agent (fixture->base.console));
  set_width (fixture, 801);
  g_assert_false (has_got (fixture, "agent monitors"));

  g_object_set (fixture->base.display, "resize-guest", TRUE, NULL);
  expect (fixture, "monitors 1 801x601+0+0");
  tell (&fixture->base, "size 801 601");
  lodge_test_wait (lodge_framebuffer_get_width (lodge_console_get_framebuffer (fixture->base.console))
                   == 801);
  set_width (fixture, 900);
  set_width (fixture, 850);
  set_width (fixture, 700);
  expect (fixture, "monitors 1 700x601+0+0");

  /* An agent that comes back is told again. */
  agent (fixture, "off");
  lodge_test_wait (!lodge_console_is_agent_connected (fixture->base.console));
  g_assert_cmpuint (lodge_console_get_features (fixture->base.console), ==, 0);
  agent (fixture, "on");
  expect (fixture, "monitors 1 700x601+0+0");
}

static void
focus (GuestFixture *fixture)
{
  gtk_widget_grab_focus (GTK_WIDGET (fixture->base.display));
  xdotool ("windowfocus --sync %lu", get_xid (&fixture->base));
  lodge_test_wait (gtk_window_is_active (GTK_WINDOW (fixture->base.window)));
}

static gboolean
desktop_has (GuestFixture *fixture,
             const char   *mime)
{
  return gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (fixture->desktop), mime);
}

static void
text_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GuestFixture *fixture = user_data;

  fixture->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  fixture->read = TRUE;
}

/* The other program pastes. */
static void
paste (GuestFixture *fixture)
{
  g_clear_pointer (&fixture->text, g_free);
  fixture->read = FALSE;
  gdk_clipboard_read_text_async (fixture->desktop, NULL, text_cb, fixture);
}

static void
test_clipboard_to_guest (GuestFixture  *fixture,
                         gconstpointer  data)
{
  g_autoptr(GBytes) png = g_bytes_new_static ("not really a picture", 20);
  GdkContentProvider *content;

  /* What is copied while another program has the focus waits. */
  gdk_clipboard_set_text (fixture->desktop, "Grüße,\nWelt");
  focus (fixture);
  expect (fixture, "grab 0 1");
  agent (fixture, "request 0 1");
  expect (fixture, "data 0 1 13 Gr\\303\\274\\303\\237e,\\nWelt");

  content = gdk_content_provider_new_for_bytes ("image/png", png);
  gdk_clipboard_set_content (fixture->desktop, content);
  g_object_unref (content);
  expect (fixture, "grab 0 2");
  agent (fixture, "request 0 2");
  expect (fixture, "data 0 2 20 not really a picture");
  agent (fixture, "request 0 1");
  expect (fixture, "data 0 0 0 ");

  gdk_clipboard_set_text (gdk_display_get_primary_clipboard (fixture->other), "selected");
  expect (fixture, "grab 1 1");
  agent (fixture, "request 1 1");
  expect (fixture, "data 1 1 8 selected");
}

static void
test_clipboard_from_guest (GuestFixture  *fixture,
                           gconstpointer  data)
{
  focus (fixture);
  agent (fixture, "grab 0 1 2 77");
  lodge_test_wait (desktop_has (fixture, "image/png")
                   && desktop_has (fixture, "text/plain;charset=utf-8"));
  g_assert_false (has_got (fixture, "agent request"));
  paste (fixture);
  expect (fixture, "request 0 1");
  agent (fixture, "text 0 from\\nthe guest");
  lodge_test_wait (fixture->read);
  g_assert_cmpstr (fixture->text, ==, "from\nthe guest");

  /* A Windows guest. */
  agent (fixture, "caps 1 2 5 6 9");
  agent (fixture, "grab 0 1");
  lodge_test_wait (!desktop_has (fixture, "image/png"));
  paste (fixture);
  expect (fixture, "request 0 1");
  agent (fixture, "text 0 a\\r\\nb\\rc");
  lodge_test_wait (fixture->read);
  g_assert_cmpstr (fixture->text, ==, "a\nb\rc");
  gdk_clipboard_set_text (fixture->desktop, "x\ny");
  expect (fixture, "grab 0 1");
  agent (fixture, "request 0 1");
  expect (fixture, "data 0 1 4 x\\r\\ny");

  /* What the guest does not have any more is gone here too. */
  agent (fixture, "grab 0 1");
  lodge_test_wait (gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (fixture->base.display))) != NULL);
  agent (fixture, "release 0");
  lodge_test_wait (gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (fixture->base.display))) == NULL);
}

static void
test_clipboard_policy (GuestFixture  *fixture,
                       gconstpointer  data)
{
  LodgeConsoleClipboard *clipboard = lodge_console_get_clipboard (fixture->base.console);

  lodge_console_clipboard_set_policy (clipboard, LODGE_CLIPBOARD_ONCE);
  focus (fixture);
  gdk_clipboard_set_text (fixture->desktop, "one");
  agent (fixture, "request 0 1");
  expect (fixture, "data 0 0 0 ");
  lodge_test_wait (gdk_content_formats_contain_mime_type (
    gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (fixture->base.display))), "text/plain;charset=utf-8"));
  g_assert_true (lodge_display_send_clipboard (fixture->base.display));
  expect (fixture, "grab 0 1");
  agent (fixture, "request 0 1");
  expect (fixture, "data 0 1 3 one");

  lodge_console_clipboard_set_policy (clipboard, LODGE_CLIPBOARD_TO_GUEST);
  expect (fixture, "grab 0 1");
  lodge_console_clipboard_set_policy (clipboard, LODGE_CLIPBOARD_OFF);
  expect (fixture, "release 0");
}

static void
add (const char *path,
     void      (*func) (GuestFixture *, gconstpointer))
{
  g_test_add (path, GuestFixture, NULL, guest_set_up, func, guest_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  add ("/guest/resize", test_resize);
  add ("/guest/clipboard/to-guest", test_clipboard_to_guest);
  add ("/guest/clipboard/from-guest", test_clipboard_from_guest);
  add ("/guest/clipboard/policy", test_clipboard_policy);
  return g_test_run ();
}
