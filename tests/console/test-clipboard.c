/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clipboard of a console, and the sizes that are asked of a guest: with a console that writes down
 * what it is told, in place of a guest. */

#include "config.h"

#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-console-private.h"

#include "../support/lodge-test-server.h"

#define TEST_TYPE_GUEST (test_guest_get_type ())
G_DECLARE_FINAL_TYPE (TestGuest, test_guest, TEST, GUEST, LodgeConsole)

struct _TestGuest
{
  LodgeConsole parent_instance;
  GString *log;
};

G_DEFINE_FINAL_TYPE (TestGuest, test_guest, LODGE_TYPE_CONSOLE)

static void
test_guest_nothing (LodgeConsole *console)
{
}

static void
test_guest_resize (LodgeConsole *console,
                   int           width,
                   int           height)
{
  g_string_append_printf (TEST_GUEST (console)->log, "resize %dx%d;", width, height);
}

static void
test_guest_offer (LodgeConsole        *console,
                  LodgeSelection       selection,
                  LodgeClipboardTypes  types)
{
  g_string_append_printf (TEST_GUEST (console)->log, "offer %d %x;", selection, types);
}

static void
test_guest_request (LodgeConsole        *console,
                    LodgeSelection       selection,
                    LodgeClipboardTypes  type)
{
  g_string_append_printf (TEST_GUEST (console)->log, "request %d %x;", selection, type);
}

static void
test_guest_send (LodgeConsole        *console,
                 LodgeSelection       selection,
                 LodgeClipboardTypes  type,
                 GBytes              *contents)
{
  g_string_append_printf (TEST_GUEST (console)->log, "send %d %x %.*s;", selection, type,
                          contents != NULL ? (int) g_bytes_get_size (contents) : 6,
                          contents != NULL ? (const char *) g_bytes_get_data (contents, NULL)
                                           : "(none)");
}

static void
test_guest_finalize (GObject *object)
{
  g_string_free (TEST_GUEST (object)->log, TRUE);
  G_OBJECT_CLASS (test_guest_parent_class)->finalize (object);
}

static void
test_guest_class_init (TestGuestClass *klass)
{
  LodgeConsoleClass *console_class = LODGE_CONSOLE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_guest_finalize;
  console_class->connect = test_guest_nothing;
  console_class->disconnect = test_guest_nothing;
  console_class->resize = test_guest_resize;
  console_class->clipboard_offer = test_guest_offer;
  console_class->clipboard_request = test_guest_request;
  console_class->clipboard_send = test_guest_send;
}

static void
test_guest_init (TestGuest *self)
{
  self->log = g_string_new (NULL);
}

typedef struct {
  LodgeConsole *console;
  LodgeConsoleClipboard *clipboard;
  GString *told;      /* by the clipboard's signals */
  GBytes *contents;
  GError *error;
  guint n_read;
  GString *failed;    /* what the user is told */
} Fixture;

/* The guest's time to answer is over at once. */
static gboolean impatient;

guint
g_timeout_add (guint       interval,
               GSourceFunc function,
               gpointer    data)
{
  return g_timeout_add_full (G_PRIORITY_DEFAULT,
                             impatient && interval == LODGE_CLIPBOARD_TIMEOUT_MS ? 0 : interval, function,
                             data, NULL);
}

static void
failed_cb (LodgeConsoleClipboard *clipboard,
           const GError          *error,
           Fixture               *fixture)
{
  g_string_append_printf (fixture->failed, "%s;", error->message);
}

static void
guest_offered_cb (LodgeConsoleClipboard *clipboard,
                  LodgeSelection         selection,
                  LodgeClipboardTypes    types,
                  Fixture               *fixture)
{
  g_string_append_printf (fixture->told, "offered %d %x;", selection, types);
}

static void
requested_cb (LodgeConsoleClipboard *clipboard,
              LodgeSelection         selection,
              LodgeClipboardTypes    type,
              Fixture               *fixture)
{
  g_string_append_printf (fixture->told, "requested %d %x;", selection, type);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->console = g_object_new (TEST_TYPE_GUEST, NULL);
  fixture->clipboard = lodge_console_get_clipboard (fixture->console);
  fixture->told = g_string_new (NULL);
  g_signal_connect (fixture->clipboard, "guest-offered", G_CALLBACK (guest_offered_cb), fixture);
  g_signal_connect (fixture->clipboard, "requested", G_CALLBACK (requested_cb), fixture);
  fixture->failed = g_string_new (NULL);
  g_signal_connect (fixture->clipboard, "failed", G_CALLBACK (failed_cb), fixture);
  lodge_console_connect (fixture->console);
  lodge_console_set_connected (fixture->console);
  lodge_console_set_features (fixture->console, LODGE_CONSOLE_RESIZES);
  lodge_console_clipboard_set_available (fixture->clipboard, TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->console);
  g_string_free (fixture->told, TRUE);
  g_string_free (fixture->failed, TRUE);
  g_clear_pointer (&fixture->contents, g_bytes_unref);
  g_clear_error (&fixture->error);
}

static GString *
get_log (Fixture *fixture)
{
  return TEST_GUEST (fixture->console)->log;
}

static void
expect (GString    *log,
        const char *expected)
{
  g_assert_cmpstr (log->str, ==, expected);
  g_string_truncate (log, 0);
}

static void
wait_for (GString    *log,
          const char *expected)
{
  lodge_test_wait (log->len >= strlen (expected));
  expect (log, expected);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->contents, g_bytes_unref);
  g_clear_error (&fixture->error);
  fixture->contents = lodge_console_clipboard_read_finish (LODGE_CONSOLE_CLIPBOARD (source), result,
                                                           &fixture->error);
  fixture->n_read++;
}

static void
start_read (Fixture             *fixture,
            LodgeClipboardTypes  type)
{
  lodge_console_clipboard_read_async (fixture->clipboard, LODGE_SELECTION_CLIPBOARD, type, NULL,
                                      read_cb, fixture);
}

static void
guest_copies (Fixture             *fixture,
              LodgeClipboardTypes  types)
{
  lodge_console_clipboard_guest_offer (fixture->clipboard, LODGE_SELECTION_CLIPBOARD, types);
}

static void
guest_says (Fixture             *fixture,
            LodgeClipboardTypes  type,
            const char          *data,
            gsize                size)
{
  lodge_console_clipboard_guest_data (fixture->clipboard, LODGE_SELECTION_CLIPBOARD, type, data, size);
}

static void
guest_pastes (Fixture *fixture)
{
  lodge_console_clipboard_guest_request (fixture->clipboard, LODGE_SELECTION_CLIPBOARD,
                                         LODGE_CLIPBOARD_TEXT);
}

static void
answer (Fixture    *fixture,
        const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  lodge_console_clipboard_answer (fixture->clipboard, LODGE_SELECTION_CLIPBOARD,
                                  LODGE_CLIPBOARD_TEXT, bytes);
}

static void
offer (Fixture             *fixture,
       LodgeClipboardTypes  types)
{
  lodge_console_clipboard_offer (fixture->clipboard, LODGE_SELECTION_CLIPBOARD, types);
}

static void
test_to_guest (Fixture       *fixture,
               gconstpointer  data)
{
  /* Nothing that was not offered. */
  guest_pastes (fixture);
  expect (get_log (fixture), "send 0 1 (none);");

  offer (fixture, LODGE_CLIPBOARD_TEXT | LODGE_CLIPBOARD_PNG);
  guest_pastes (fixture);
  guest_pastes (fixture);
  expect (fixture->told, "requested 0 1;");
  answer (fixture, "one");
  answer (fixture, "two");
  expect (get_log (fixture), "offer 0 3;send 0 1 one;");

  /* Other contents: who waits for the old ones gets none, and not the new ones. */
  guest_pastes (fixture);
  offer (fixture, LODGE_CLIPBOARD_TEXT);
  answer (fixture, "three");
  expect (get_log (fixture), "send 0 1 (none);offer 0 1;");

  /* What the guest copies itself ends the offer. */
  guest_copies (fixture, LODGE_CLIPBOARD_TEXT);
  guest_pastes (fixture);
  expect (get_log (fixture), "offer 0 0;send 0 1 (none);");
}

static void
test_from_guest (Fixture       *fixture,
                 gconstpointer  data)
{
  start_read (fixture, LODGE_CLIPBOARD_TEXT);
  lodge_test_wait (fixture->n_read == 1);
  g_assert_error (fixture->error, LODGE_ERROR, LODGE_ERROR_NOT_FOUND);

  guest_copies (fixture, LODGE_CLIPBOARD_TEXT | 0x4000);
  wait_for (fixture->told, "offered 0 1;");
  start_read (fixture, LODGE_CLIPBOARD_TEXT);
  start_read (fixture, LODGE_CLIPBOARD_TEXT);
  expect (get_log (fixture), "request 0 1;");
  guest_says (fixture, LODGE_CLIPBOARD_PNG, "png", 3);
  guest_says (fixture, LODGE_CLIPBOARD_TEXT, "text", 4);
  lodge_test_wait (fixture->n_read == 3);
  g_assert_no_error (fixture->error);
  g_assert_cmpmem (g_bytes_get_data (fixture->contents, NULL), g_bytes_get_size (fixture->contents),
                   "text", 4);

  /* The same types again are other contents. */
  guest_copies (fixture, LODGE_CLIPBOARD_TEXT);
  wait_for (fixture->told, "offered 0 1;");
  start_read (fixture, LODGE_CLIPBOARD_TEXT);
  lodge_console_disconnect (fixture->console);
  lodge_test_wait (fixture->n_read == 4);
  g_assert_nonnull (fixture->error);
  expect (fixture->told, "offered 0 0;");
}

/* What the guest offered and does not hand over is told once, until it offers something else. */
static void
test_not_handed_over (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *large = g_strnfill (LODGE_CLIPBOARD_MAX_TEXT + 1, 'a');

  guest_copies (fixture, LODGE_CLIPBOARD_TEXT | LODGE_CLIPBOARD_PNG);
  wait_for (fixture->told, "offered 0 3;");
  start_read (fixture, LODGE_CLIPBOARD_TEXT);
  guest_says (fixture, LODGE_CLIPBOARD_TEXT, large, LODGE_CLIPBOARD_MAX_TEXT + 1);
  start_read (fixture, LODGE_CLIPBOARD_PNG);
  guest_says (fixture, LODGE_CLIPBOARD_PNG, "", 0);
  lodge_test_wait (fixture->n_read == 2);
  expect (fixture->failed, "What was copied in the machine is too large. Copy less of it.;");

  /* Nobody is told what he did to himself. */
  start_read (fixture, LODGE_CLIPBOARD_TEXT);
  guest_copies (fixture, LODGE_CLIPBOARD_TEXT);
  lodge_test_wait (fixture->n_read == 3);
  wait_for (fixture->told, "offered 0 1;");
  expect (fixture->failed, "");

  impatient = TRUE;
  start_read (fixture, LODGE_CLIPBOARD_TEXT);
  lodge_test_wait (fixture->n_read == 4);
  impatient = FALSE;
  g_assert_error (fixture->error, LODGE_ERROR, LODGE_ERROR_TIMEOUT);
  expect (fixture->failed, "The machine did not hand over what was copied in it. Copy it again.;");
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *large = g_malloc0 (LODGE_CLIPBOARD_MAX_TEXT + 1);
  static const struct {
    const char *text;
    gsize size;
    int code;
  } bad[] = {
    { "", 0, LODGE_ERROR_NOT_FOUND },
    { "a\0b", 3, LODGE_ERROR_INVALID },
    { "\xff\xfe", 2, LODGE_ERROR_INVALID },
    { NULL, LODGE_CLIPBOARD_MAX_TEXT + 1, LODGE_ERROR_INVALID },
  };

  memset (large, 'a', LODGE_CLIPBOARD_MAX_TEXT + 1);
  guest_copies (fixture, LODGE_CLIPBOARD_TEXT);
  wait_for (fixture->told, "offered 0 1;");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      start_read (fixture, LODGE_CLIPBOARD_TEXT);
      guest_says (fixture, LODGE_CLIPBOARD_TEXT, bad[i].text != NULL ? bad[i].text : large,
                  bad[i].size);
      lodge_test_wait (fixture->n_read == i + 1);
      g_assert_error (fixture->error, LODGE_ERROR, bad[i].code);
    }
  g_string_truncate (get_log (fixture), 0);

  lodge_console_clipboard_guest_offer (fixture->clipboard, (LodgeSelection) 200, LODGE_CLIPBOARD_TEXT);
  lodge_console_clipboard_guest_request (fixture->clipboard, (LodgeSelection) -1, LODGE_CLIPBOARD_TEXT);
  lodge_console_clipboard_guest_request (fixture->clipboard, LODGE_SELECTION_PRIMARY,
                                         (LodgeClipboardTypes) 3);
  guest_says (fixture, (LodgeClipboardTypes) 0x80, "x", 1);
  expect (get_log (fixture), "");

  /* An endless row of questions and offers. */
  offer (fixture, LODGE_CLIPBOARD_TEXT);
  for (int i = 0; i < 10000; i++)
    {
      guest_pastes (fixture);
      answer (fixture, "a");
    }
  g_assert_cmpuint (fixture->told->len, <=,
                    2 * LODGE_CLIPBOARD_MAX_REQUESTS * strlen ("requested 0 1;"));
  g_string_truncate (fixture->told, 0);
  for (int i = 0; i < 10000; i++)
    guest_copies (fixture, i % 2 ? LODGE_CLIPBOARD_TEXT : LODGE_CLIPBOARD_PNG);
  wait_for (fixture->told, "offered 0 1;");
}

static void
test_policy (Fixture       *fixture,
             gconstpointer  data)
{
  guest_copies (fixture, LODGE_CLIPBOARD_TEXT);
  wait_for (fixture->told, "offered 0 1;");
  lodge_console_clipboard_set_policy (fixture->clipboard, LODGE_CLIPBOARD_TO_GUEST);
  expect (fixture->told, "offered 0 0;");
  offer (fixture, LODGE_CLIPBOARD_TEXT);
  expect (get_log (fixture), "offer 0 1;");

  /* Who waits when the door closes gets nothing. */
  guest_pastes (fixture);
  expect (fixture->told, "requested 0 1;");
  lodge_console_clipboard_set_policy (fixture->clipboard, LODGE_CLIPBOARD_FROM_GUEST);
  expect (fixture->told, "offered 0 1;");
  answer (fixture, "secret");
  expect (get_log (fixture), "send 0 1 (none);offer 0 0;");
  offer (fixture, LODGE_CLIPBOARD_TEXT);
  expect (get_log (fixture), "");

  lodge_console_clipboard_set_policy (fixture->clipboard, LODGE_CLIPBOARD_OFF);
  expect (fixture->told, "offered 0 0;");
  offer (fixture, LODGE_CLIPBOARD_TEXT);
  lodge_console_clipboard_send_now (fixture->clipboard, LODGE_SELECTION_CLIPBOARD,
                                    LODGE_CLIPBOARD_TEXT);
  g_assert_false (lodge_console_clipboard_take_now (fixture->clipboard));
  expect (get_log (fixture), "");
}

static void
test_once (Fixture       *fixture,
           gconstpointer  data)
{
  lodge_console_clipboard_set_policy (fixture->clipboard, LODGE_CLIPBOARD_ONCE);
  offer (fixture, LODGE_CLIPBOARD_TEXT);
  expect (get_log (fixture), "");
  lodge_console_clipboard_send_now (fixture->clipboard, LODGE_SELECTION_CLIPBOARD,
                                    LODGE_CLIPBOARD_TEXT);
  guest_pastes (fixture);
  answer (fixture, "one");
  expect (get_log (fixture), "offer 0 1;send 0 1 one;");

  /* The next contents are not for the guest. */
  offer (fixture, LODGE_CLIPBOARD_TEXT);
  guest_pastes (fixture);
  answer (fixture, "two");
  expect (get_log (fixture), "offer 0 0;send 0 1 (none);");

  g_string_truncate (fixture->told, 0);
  guest_copies (fixture, LODGE_CLIPBOARD_TEXT);
  g_assert_true (lodge_console_clipboard_take_now (fixture->clipboard));
  expect (fixture->told, "offered 0 1;");
  guest_copies (fixture, LODGE_CLIPBOARD_TEXT);
  wait_for (fixture->told, "offered 0 0;");
}

static void
set_screen (Fixture *fixture,
            int      width,
            int      height)
{
  static guint8 pixels[1000 * 1000 * 4];

  g_assert_true (lodge_framebuffer_set_data (lodge_console_get_framebuffer (fixture->console), pixels,
                                             sizeof pixels, width, height, width * 4,
                                             LODGE_PIXELS_XRGB32));
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  data)
{
  GString *log = get_log (fixture);
  gboolean paused = FALSE;

  /* While a window is dragged only the last size counts. */
  set_screen (fixture, 640, 480);
  for (int i = 0; i <= 100; i++)
    lodge_console_request_size (fixture->console, 700 + i, 500);
  wait_for (log, "resize 800x500;");

  /* The next waits until the guest has done the one before. */
  lodge_console_request_size (fixture->console, 900, 500);
  lodge_console_request_size (fixture->console, 901, 500);
  g_timeout_add (500, lodge_test_late_cb, &paused);
  lodge_test_wait (paused);
  expect (log, "");
  set_screen (fixture, 800, 500);
  expect (log, "resize 901x500;");

  /* A guest that made something else of it is not asked again. */
  set_screen (fixture, 896, 500);
  lodge_console_request_size (fixture->console, 901, 500);
  lodge_console_request_size (fixture->console, 1, 1000000);
  wait_for (log, "resize 320x16384;");
}

static void
test_volume (Fixture       *fixture,
             gconstpointer  data)
{
  LodgeConsoleAudio *audio = lodge_console_get_audio (fixture->console);
  gint16 samples[] = { 0, 1000, -1000, G_MAXINT16, G_MININT16 };
  gboolean playing = TRUE;

  g_assert_false (lodge_console_audio_get_microphone (audio));
  lodge_console_audio_scale (audio, samples, G_N_ELEMENTS (samples));
  g_assert_cmpint (samples[3], ==, G_MAXINT16);
  g_object_set (audio, "volume", 0.5, NULL);
  lodge_console_audio_scale (audio, samples, G_N_ELEMENTS (samples));
  g_assert_cmpint (samples[1], ==, 500);
  g_assert_cmpint (samples[2], ==, -500);
  g_assert_cmpint (samples[4], ==, G_MININT16 / 2);
  g_object_set (audio, "muted", TRUE, NULL);
  lodge_console_audio_scale (audio, samples, G_N_ELEMENTS (samples));
  g_assert_cmpint (samples[4], ==, 0);

  lodge_console_audio_set_available (audio, TRUE);
  lodge_console_audio_set_playing (audio, TRUE);
  lodge_console_disconnect (fixture->console);
  g_object_get (audio, "playing", &playing, NULL);
  g_assert_false (playing || lodge_console_audio_is_available (audio));
}

int
main (int   argc,
      char *argv[])
{
  static const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/clipboard/to-guest", test_to_guest },
    { "/clipboard/from-guest", test_from_guest },
    { "/clipboard/not-handed-over", test_not_handed_over },
    { "/clipboard/hostile", test_hostile },
    { "/clipboard/policy", test_policy },
    { "/clipboard/once", test_once },
    { "/console/sizes", test_sizes },
    { "/console/volume", test_volume },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
