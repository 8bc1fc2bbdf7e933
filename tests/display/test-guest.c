/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What needs an agent in the guest, over a real SPICE server and an agent that does what the test tells
 * it: the size of the screen, files, and the clipboard, with another client of the X server in the part of
 * another program. */

#include "config.h"

#include <glib/gstdio.h>

#include "base/lodge-error.h"
#include "base/lodge-leaks.h"
#include "console/lodge-console-clipboard-private.h"
#include "display-fixture.h"
#include "display/lodge-transfers.h"

typedef struct {
  Fixture base;
  GdkClipboard *desktop;   /* as the other program sees it */
  char *text;
  gboolean read;
} GuestFixture;

/* Another program, for as long as the tests run: GTK 4.18 crashes when a display closes while its
 * clipboard asks what there is. */
static GdkDisplay *other;

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
  fixture->desktop = gdk_display_get_clipboard (other);
  gdk_clipboard_set_content (fixture->desktop, NULL);
  gdk_clipboard_set_content (gdk_display_get_primary_clipboard (other), NULL);
  agent (fixture, "on");
  lodge_test_wait (lodge_console_get_features (fixture->base.console) & LODGE_CONSOLE_RESIZES);
}

static void
guest_tear_down (GuestFixture  *fixture,
                 gconstpointer  data)
{
  tear_down (&fixture->base, NULL);
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

  gdk_clipboard_set_text (gdk_display_get_primary_clipboard (other), "selected");
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
stream_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  const char *mime;

  *(GInputStream **) user_data =
    gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &mime, NULL);
}

static void
bytes_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(gssize *) user_data = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
}

/* Another program pastes a picture of so many bytes, each of them a “b”. */
static void
paste_picture (GuestFixture *fixture,
               const char   *mime,
               int           spice_type)
{
  const char *mimes[] = { mime, NULL };
  g_autofree char *request = g_strdup_printf ("request 0 %d", spice_type);
  g_autoptr(GInputStream) stream = NULL;
  char picture[400] = { 0 };
  gssize n = -1;

  gdk_clipboard_read_async (fixture->desktop, mimes, G_PRIORITY_DEFAULT, NULL, stream_cb, &stream);
  expect (fixture, request);
  agent (fixture, "bytes 0 %d 300", spice_type);
  lodge_test_wait (stream != NULL);
  g_input_stream_read_async (stream, picture, sizeof picture, G_PRIORITY_DEFAULT, NULL, bytes_cb, &n);
  lodge_test_wait (n >= 0);
  g_assert_cmpint (n, ==, 300);
  g_assert_cmpuint (strspn (picture, "b"), ==, 300);
}

/* All kinds of pictures, under their names on the desktop. */
static void
test_clipboard_pictures (GuestFixture  *fixture,
                         gconstpointer  data)
{
  static const char *const mimes[] = { "image/png", "image/bmp", "image/tiff", "image/jpeg" };

  focus (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (mimes); i++)
    {
      agent (fixture, "grab 0 %d", (int) i + 2);
      for (gsize j = 0; j < G_N_ELEMENTS (mimes); j++)
        lodge_test_wait (desktop_has (fixture, mimes[j]) == (i == j));
      paste_picture (fixture, mimes[i], (int) i + 2);
    }
}

/* What is marked in the guest, beside what is copied there. */
static void
test_clipboard_primary (GuestFixture  *fixture,
                        gconstpointer  data)
{
  GdkClipboard *copied = fixture->desktop;

  focus (fixture);
  agent (fixture, "grab 0 2");
  lodge_test_wait (desktop_has (fixture, "image/png"));
  fixture->desktop = gdk_display_get_primary_clipboard (other);
  agent (fixture, "grab 1 1");
  lodge_test_wait (desktop_has (fixture, "text/plain;charset=utf-8"));
  paste (fixture);
  expect (fixture, "request 1 1");
  agent (fixture, "text 1 marked");
  lodge_test_wait (fixture->read);
  g_assert_cmpstr (fixture->text, ==, "marked");

  agent (fixture, "release 1");
  lodge_test_wait (!desktop_has (fixture, "text/plain;charset=utf-8"));
  fixture->desktop = copied;
  g_assert_true (desktop_has (fixture, "image/png"));
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
    gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (fixture->base.display))),
    "text/plain;charset=utf-8"));
  g_assert_true (lodge_display_send_clipboard (fixture->base.display));
  expect (fixture, "grab 0 1");
  agent (fixture, "request 0 1");
  expect (fixture, "data 0 1 3 one");

  lodge_console_clipboard_set_policy (clipboard, LODGE_CLIPBOARD_TO_GUEST);
  expect (fixture, "grab 0 1");
  lodge_console_clipboard_set_policy (clipboard, LODGE_CLIPBOARD_OFF);
  expect (fixture, "release 0");
}

static char *
write_file (GuestFixture *fixture,
            const char   *name,
            gsize         size)
{
  g_autofree char *contents = g_strnfill (size, 'f');
  char *path = g_build_filename (fixture->base.server.dir, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, contents, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}

static LodgeFileTransfer *
send_file (GuestFixture *fixture,
           const char   *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  return lodge_console_send_files (fixture->base.console, &file, 1);
}

/* The number that the library gave the file. */
static guint
expect_start (GuestFixture *fixture,
              const char   *name_and_size)
{
  GString *events = fixture->base.server.events;
  g_autofree char *end = g_strconcat (" ", name_and_size, ";", NULL);
  const char *line;
  guint id = 0;

  lodge_test_wait (strstr (events->str, end) != NULL);
  line = strstr (events->str, "agent file-start ");
  g_assert_nonnull (line);
  g_assert_cmpint (sscanf (line, "agent file-start %u", &id), ==, 1);
  g_string_truncate (events, 0);
  return id;
}

static void
expect_failure (GuestFixture *fixture,
                const char   *path,
                int           code)
{
  g_autoptr(LodgeFileTransfer) transfer = send_file (fixture, path);

  lodge_test_wait (lodge_file_transfer_get_state (transfer) == LODGE_TRANSFER_FAILED);
  g_assert_error (lodge_file_transfer_get_error (transfer), LODGE_ERROR, code);
}

static void
test_files (GuestFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *path = write_file (fixture, "ä file", 200000);
  g_autoptr(LodgeFileTransfer) transfer = NULL;
  g_autoptr(LodgeFileTransfer) cancelled = NULL;
  guint id;

  transfer = send_file (fixture, path);
  id = expect_start (fixture, "ä file 200000");
  agent (fixture, "status %u 0", id);
  lodge_test_wait (lodge_file_transfer_get_fraction (transfer) == 1);
  g_assert_cmpint (lodge_file_transfer_get_state (transfer), ==, LODGE_TRANSFER_RUNNING);
  agent (fixture, "status %u 3", id);
  lodge_test_wait (lodge_file_transfer_get_state (transfer) == LODGE_TRANSFER_DONE);
  g_assert_true (has_got (fixture, "agent file-data "));

  cancelled = send_file (fixture, path);
  expect_start (fixture, "ä file 200000");
  lodge_file_transfer_cancel (cancelled);
  g_assert_cmpint (lodge_file_transfer_get_state (cancelled), ==, LODGE_TRANSFER_CANCELLED);
  expect_failure (fixture, fixture->base.server.dir, LODGE_ERROR_INVALID);
  expect_failure (fixture, "/nowhere/at/all", LODGE_ERROR_NOT_FOUND);
  agent (fixture, "off");
  lodge_test_wait (!lodge_console_is_agent_connected (fixture->base.console));
  expect_failure (fixture, path, LODGE_ERROR_UNSUPPORTED);
  g_unlink (path);
}

/* A full disk in the guest, and a guest that goes away. */
static void
test_files_refused (GuestFixture  *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = write_file (fixture, "file", 10);
  g_autoptr(LodgeFileTransfer) first = send_file (fixture, path);
  g_autoptr(LodgeFileTransfer) second = NULL;

  agent (fixture, "status %u 4", expect_start (fixture, "file 10"));
  lodge_test_wait (lodge_file_transfer_get_state (first) == LODGE_TRANSFER_FAILED);
  g_assert_nonnull (lodge_error_get_detail (lodge_file_transfer_get_error (first)));

  second = send_file (fixture, path);
  expect_start (fixture, "file 10");
  agent (fixture, "off");
  lodge_test_wait (lodge_file_transfer_get_state (second) == LODGE_TRANSFER_FAILED);
  g_unlink (path);
}

static GtkWidget *
find_widget (GtkWidget  *widget,
             GType       type,
             const char *text)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type)
      && (text == NULL || g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type, text);
  return found;
}

/* The card that tells how it goes: from the first byte to the end, and what went wrong. */
static void
test_files_card (GuestFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = write_file (fixture, "A report with a rather long name.pdf", 100000);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->base.server.dir);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *display = g_object_ref (GTK_WIDGET (fixture->base.display));
  LodgeTransfers *transfers = g_object_new (LODGE_TYPE_TRANSFERS, "display", display, NULL);
  GtkWidget *card = GTK_WIDGET (transfers);
  GtkWidget *button;

  gtk_window_set_child (GTK_WINDOW (fixture->base.window), NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), display);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), card);
  gtk_window_set_child (GTK_WINDOW (fixture->base.window), overlay);
  g_object_unref (display);

  lodge_transfers_send (transfers, &file, 1);
  g_assert_nonnull (find_widget (card, GTK_TYPE_LABEL, "A report with a rather long name.pdf"));
  g_assert_nonnull (find_widget (card, GTK_TYPE_LABEL, "0 % sent"));
  agent (fixture, "status %u 0", expect_start (fixture, "A report with a rather long name.pdf 100000"));
  lodge_test_wait (find_widget (card, GTK_TYPE_LABEL, "100 % sent"));
  button = find_widget (card, GTK_TYPE_BUTTON, NULL);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Cancel");
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (find_widget (card, GTK_TYPE_LABEL, "Canceled"));
  g_signal_emit_by_name (button, "clicked");
  g_assert_null (gtk_widget_get_first_child (card));

  /* What went wrong stays until it is read. */
  lodge_transfers_send (transfers, &folder, 1);
  lodge_test_wait (find_widget (card, GTK_TYPE_LABEL,
                                "Folders cannot be sent. Pack them into one file first."));
  button = find_widget (card, GTK_TYPE_BUTTON, NULL);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Close");
  g_signal_emit_by_name (button, "clicked");
  g_assert_null (gtk_widget_get_first_child (card));
  g_unlink (path);
}

/* What is done while the guest is only looked at does not arrive, then or later. */
static void
test_view_only (GuestFixture  *fixture,
                gconstpointer  data)
{
  g_autofree char *path = write_file (fixture, "file", 10);
  LodgeDisplay *display = fixture->base.display;

  focus (fixture);
  gdk_clipboard_set_text (fixture->desktop, "known");
  expect (fixture, "grab 0 1");
  g_object_set (display, "view-only", TRUE, NULL);
  expect (fixture, "release 0");
  g_assert_cmpuint (lodge_console_get_features (fixture->base.console), ==, 0);

  gdk_clipboard_set_text (fixture->desktop, "secret");
  g_object_set (display, "resize-guest", TRUE, NULL);
  set_width (fixture, 777);
  expect_failure (fixture, path, LODGE_ERROR_UNSUPPORTED);
  agent (fixture, "request 0 1");
  lodge_test_wait (has_got (fixture, "agent data 0 0 0 ;"));
  g_assert_false (has_got (fixture, "agent grab"));
  g_assert_false (has_got (fixture, "agent monitors"));
  g_assert_false (has_got (fixture, "agent file-start"));

  /* What the guest copies may be taken. */
  agent (fixture, "grab 0 1");
  lodge_test_wait (gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (display))) != NULL);
  agent (fixture, "release 0");
  lodge_test_wait (gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (display))) == NULL);

  g_object_set (display, "view-only", FALSE, NULL);
  expect (fixture, "monitors 1 777x601+0+0");
  g_unlink (path);
}

/* Numbers that mean nothing, sizes that lie. */
static void
test_hostile (GuestFixture  *fixture,
              gconstpointer  data)
{
  focus (fixture);
  agent (fixture, "grab 7 1 2");
  agent (fixture, "grab 4294967295 1");
  agent (fixture, "release 99");
  agent (fixture, "request 2 1");
  agent (fixture, "request 0 4000000000");
  expect (fixture, "data 0 0 0 ");
  agent (fixture, "text 5 nobody asked");
  agent (fixture, "bytes 0 77 100000");
  agent (fixture, "bytes 0 1 20000000");

  /* A selection and nothing after it, and a list with a hole at the end. */
  agent (fixture, "raw 7 4 00 00 00 00");
  agent (fixture, "raw 7 7 00 00 00 00 01 00 00");
  agent (fixture, "raw 4 8 00 00 00 00 01 00 00 00");

  /* More than can ever come: what follows is taken for it. */
  agent (fixture, "raw 4 4000000000 00 00 00 00 01 00 00 00");
  agent (fixture, "grab 0 1");
  draw_frame (&fixture->base, 77);
  lodge_test_wait (guest_is_right (&fixture->base));
  g_assert_cmpint (lodge_console_get_state (fixture->base.console), ==, LODGE_CONSOLE_CONNECTED);
  agent (fixture, "off");
  lodge_test_wait (!lodge_console_is_agent_connected (fixture->base.console));
}

static void
show_toast_cb (GSimpleAction *action,
               GVariant      *text,
               gpointer       user_data)
{
  char **told = user_data;

  g_free (*told);
  *told = g_variant_dup_string (text, NULL);
}

/* What the window is told to show from now on is in @told. */
static void
watch_toasts (GuestFixture  *fixture,
              char         **told)
{
  static const GActionEntry entry = { .name = "show-toast", .activate = show_toast_cb,
                                      .parameter_type = "s" };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), &entry, 1, told);
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (fixture->base.display))),
                                  "win", G_ACTION_GROUP (group));
}

/* Contents that are too large, or are never handed over, are an error for who pastes, and the window says
 * why. */
static void
test_clipboard_large (GuestFixture  *fixture,
                      gconstpointer  data)
{
  g_autofree char *told = NULL;

  watch_toasts (fixture, &told);
  focus (fixture);
  agent (fixture, "grab 0 1");
  lodge_test_wait (desktop_has (fixture, "text/plain;charset=utf-8"));
  paste (fixture);
  expect (fixture, "request 0 1");
  agent (fixture, "bytes 0 1 %d", LODGE_CLIPBOARD_MAX_TEXT + 1);
  lodge_test_wait (fixture->read);
  g_assert_cmpstr (told, ==, "What was copied in the machine is too large. Copy less of it.");
  g_assert_true (fixture->text == NULL || *fixture->text == '\0');
  paste (fixture);
  expect (fixture, "request 0 1");
  agent (fixture, "bytes 0 1 1000000");
  /* GTK 4.18 keeps the size that X11 tells before what comes in parts. */
  LODGE_FOREIGN_LEAKS_BEGIN
  lodge_test_wait (fixture->read);
  LODGE_FOREIGN_LEAKS_END
  g_assert_cmpuint (strlen (fixture->text), ==, 1000000);
}

/* What could not be given to the guest is told in the window. */
static void
test_clipboard_failed (GuestFixture  *fixture,
                       gconstpointer  data)
{
  g_autofree char *told = NULL;

  watch_toasts (fixture, &told);
  lodge_console_clipboard_take_failure (lodge_console_get_clipboard (fixture->base.console),
                                        lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "Not that"));
  g_assert_cmpstr (told, ==, "Not that");
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
  other = gdk_display_open (NULL);
  add ("/guest/resize", test_resize);
  add ("/guest/clipboard/to-guest", test_clipboard_to_guest);
  add ("/guest/clipboard/from-guest", test_clipboard_from_guest);
  add ("/guest/clipboard/pictures", test_clipboard_pictures);
  add ("/guest/clipboard/primary", test_clipboard_primary);
  add ("/guest/clipboard/policy", test_clipboard_policy);
  add ("/guest/clipboard/large", test_clipboard_large);
  add ("/guest/clipboard/failed", test_clipboard_failed);
  add ("/guest/files", test_files);
  add ("/guest/files-refused", test_files_refused);
  add ("/guest/files-card", test_files_card);
  add ("/guest/view-only", test_view_only);
  add ("/guest/hostile", test_hostile);
  return g_test_run ();
}
