/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clipboard over VNC against a server of the test's own, in both forms: what is copied on one side
 * is pasted on the other, byte for byte, and what cannot be is told. */

#include "config.h"

#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-vnc-clipboard-private.h"
#include "console/lodge-vnc-split-private.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-vnc-server.h"

#define say(...)    lodge_test_vnc_say (vnc, __VA_ARGS__)
#define expect(hex) lodge_test_vnc_expect (vnc, hex)

#define ALL     (TEXT | CAPS | REQUEST | PEEK | NOTIFY | PROVIDE)

#define VIETNAMESE "Ti\341\272\277ng Vi\341\273\207t"

typedef struct {
  LodgeTestVnc vnc;
  LodgeConsoleClipboard *clipboard;
  const char *copied;    /* on the desktop; NULL: it cannot be had */
  guint n_requested;
  guint n_failed;
  char *failure;
  GBytes *pasted;
  GError *error;
  guint n_pasted;
} Fixture;

static void
requested_cb (LodgeConsoleClipboard *clipboard,
              LodgeSelection         selection,
              LodgeClipboardTypes    type,
              Fixture               *fixture)
{
  g_autoptr(GBytes) bytes = NULL;

  g_assert_cmpint (selection, ==, LODGE_SELECTION_CLIPBOARD);
  g_assert_cmpint (type, ==, LODGE_CLIPBOARD_TEXT);
  fixture->n_requested++;
  if (fixture->copied != NULL)
    bytes = g_bytes_new (fixture->copied, strlen (fixture->copied));
  lodge_console_clipboard_answer (clipboard, selection, type, bytes);
}

static void
failed_cb (LodgeConsoleClipboard *clipboard,
           const GError          *error,
           Fixture               *fixture)
{
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_UNSUPPORTED);
  fixture->n_failed++;
  g_free (fixture->failure);
  fixture->failure = g_strdup (error->message);
}

static void
start_as (Fixture    *fixture,
          const char *name)
{
  *fixture = (Fixture) { 0 };
  lodge_test_vnc_start (&fixture->vnc);
  lodge_test_vnc_let_in_as (&fixture->vnc, 64, 48, name);
  g_assert_cmpint (lodge_console_get_state (fixture->vnc.console), ==, LODGE_CONSOLE_CONNECTED);
  fixture->clipboard = lodge_console_get_clipboard (fixture->vnc.console);
  g_signal_connect (fixture->clipboard, "requested", G_CALLBACK (requested_cb), fixture);
  g_signal_connect (fixture->clipboard, "failed", G_CALLBACK (failed_cb), fixture);
  /* The pixels' format, the encodings with that of the clipboard at the end, a request for all. */
  lodge_test_vnc_take (&fixture->vnc, NULL, 20 + 4 + 12 * 4);
  lodge_test_vnc_expect (&fixture->vnc, "c0a1e5ce" "0300" "0000" "0000" "0040" "0030");
}

static void
stop (Fixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->clipboard, fixture);
  lodge_test_vnc_stop (&fixture->vnc);
  g_clear_pointer (&fixture->failure, g_free);
  g_clear_pointer (&fixture->pasted, g_bytes_unref);
  g_clear_error (&fixture->error);
}

/* A pixel, and the request for more that follows. */
static void
draw (LodgeTestVnc *vnc)
{
  say ("%1%1%2 %2%2%2%2%4 %4", 0u, 0u, 1u, 0u, 0u, 1u, 1u, 0u, 0xff00u);
  expect ("0301" "0000" "0000" "0040" "0030");
}

static void
say_flags (LodgeTestVnc *vnc,
           guint         flags)
{
  say ("%1%z%4 %4", 3u, 3u, -4u, flags);
}

static void
say_caps (LodgeTestVnc *vnc)
{
  say ("%1%z%4 %4 %4", 3u, 3u, -8u, ALL, 0u);
  expect ("06000000" "fffffff8" "1f000001" "00000000");
}

static void
start_extended (Fixture    *fixture,
                const char *name)
{
  LodgeTestVnc *vnc = &fixture->vnc;

  start_as (fixture, name);
  say_caps (vnc);
  draw (vnc);
}

static GBytes *
convert (GConverter    *zlib,
         gconstpointer  data,
         gsize          size)
{
  g_autoptr(GConverter) owned = zlib;
  g_autoptr(GInputStream) memory = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr(GInputStream) stream = g_converter_input_stream_new (memory, zlib);
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr(GError) error = NULL;

  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* A text as the guest's, in a message that says it is @length long. */
static void
say_text (LodgeTestVnc *vnc,
          const char   *text,
          gsize         size,
          guint         length)
{
  g_autoptr(GByteArray) plain = g_byte_array_new ();
  g_autoptr(GBytes) packed = NULL;
  guint32 head = GUINT32_TO_BE (length);

  g_byte_array_append (plain, (guint8 *) &head, 4);
  g_byte_array_append (plain, (const guint8 *) text, (guint) size);
  packed = convert (G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9)), plain->data,
                    plain->len);
  say ("%1%z%4 %4", 3u, 3u, -(guint) (g_bytes_get_size (packed) + 4), PROVIDE | TEXT);
  lodge_test_vnc_say_bytes (vnc, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
}

/* What the server was given, with its NUL. */
static void
expect_text (LodgeTestVnc *vnc,
             const char   *text,
             gsize         size)
{
  g_autoptr(GBytes) plain = NULL;
  g_autofree guint8 *packed = NULL;
  guint8 head[12];
  const guint8 *data;
  guint32 length;

  lodge_test_vnc_take (vnc, head, sizeof head);
  g_assert_cmpuint (head[0], ==, 6);
  memcpy (&length, head + 4, 4);
  length = -GUINT32_FROM_BE (length) - 4;
  g_assert_cmpuint (length, <, 1 << 20);
  g_assert_cmpmem (head + 8, 4, "\x10\0\0\1", 4);
  packed = g_malloc (length);
  lodge_test_vnc_take (vnc, packed, length);
  plain = convert (G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB)), packed, length);
  g_assert_cmpuint (g_bytes_get_size (plain), ==, size + 4);
  data = g_bytes_get_data (plain, NULL);
  g_assert_cmpuint ((gsize) data[1] << 16 | (gsize) data[2] << 8 | data[3], ==, size);
  g_assert_cmpmem (data + 4, size, text, size);
}

static void
wait_for_offer (Fixture *fixture)
{
  lodge_test_wait (lodge_console_clipboard_get_guest_types (fixture->clipboard,
                                                            LODGE_SELECTION_CLIPBOARD)
                   == LODGE_CLIPBOARD_TEXT);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->pasted, g_bytes_unref);
  g_clear_error (&fixture->error);
  fixture->pasted = lodge_console_clipboard_read_finish (LODGE_CONSOLE_CLIPBOARD (source), result,
                                                         &fixture->error);
  fixture->n_pasted++;
}

static void
paste (Fixture *fixture)
{
  fixture->n_pasted = 0;
  lodge_console_clipboard_read_async (fixture->clipboard, LODGE_SELECTION_CLIPBOARD,
                                      LODGE_CLIPBOARD_TEXT, NULL, pasted_cb, fixture);
}

static void
expect_pasted (Fixture    *fixture,
               const char *text)
{
  lodge_test_wait (fixture->n_pasted > 0);
  g_assert_no_error (fixture->error);
  g_assert_cmpmem (g_bytes_get_data (fixture->pasted, NULL), g_bytes_get_size (fixture->pasted), text,
                   strlen (text));
}

static void
expect_not_pasted (Fixture        *fixture,
                   LodgeErrorCode  code)
{
  lodge_test_wait (fixture->n_pasted > 0);
  g_assert_error (fixture->error, LODGE_ERROR, (int) code);
}

static void
copy (Fixture    *fixture,
      const char *text)
{
  fixture->copied = text;
  lodge_console_clipboard_offer (fixture->clipboard, LODGE_SELECTION_CLIPBOARD,
                                 LODGE_CLIPBOARD_TEXT | LODGE_CLIPBOARD_PNG);
}

static void
test_plain (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;

  start_as (&f, "Test");
  g_assert_true (lodge_console_clipboard_is_available (f.clipboard));
  say ("%1%z%4%s", 3u, 3u, 6u, "a\r\nb\303\240");
  wait_for_offer (&f);
  paste (&f);
  expect_pasted (&f, "a\nb\303\240");
  lodge_test_vnc_hang_up (vnc);
  lodge_test_wait (lodge_console_get_state (vnc->console) == LODGE_CONSOLE_DISCONNECTED);
  g_assert_false (lodge_console_clipboard_is_available (f.clipboard));
  stop (&f);

  start_as (&f, "Test");
  say ("%1%z%4%s", 3u, 3u, 3u, "caf");
  say ("%1%z%4%s", 3u, 3u, 4u, "caf\351");
  lodge_test_vnc_forget (vnc);
  wait_for_offer (&f);
  paste (&f);
  expect_pasted (&f, "caf\303\251");

  /* Whether the server has another form is known when it has drawn. */
  lodge_console_clipboard_offer (f.clipboard, LODGE_SELECTION_PRIMARY, LODGE_CLIPBOARD_TEXT);
  copy (&f, "ch\303\240o");
  lodge_test_vnc_forget (vnc);
  g_assert_cmpuint (f.n_requested, ==, 0);
  say ("%1%1%2 %2%2%2%2%4 %4", 0u, 0u, 1u, 0u, 0u, 1u, 1u, 0u, 0xff00u);
  lodge_test_wait (vnc->got->len >= 10 + 12);
  g_assert_cmpuint (f.n_requested, ==, 1);
  g_assert_cmpmem (vnc->got->data + (vnc->got->data[0] == 6 ? 0 : 10), 12,
                   "\6\0\0\0\0\0\0\4ch\340o", 12);
  stop (&f);
}

/* Letters that Latin-1 has not are not sent as others, and the user is told, once. */
static void
test_plain_letters (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;
  g_autofree char *large = g_strnfill (LODGE_VNC_MAX_TEXT + 1, 'x');

  start_as (&f, "Test");
  draw (vnc);
  copy (&f, VIETNAMESE);
  lodge_test_wait (f.n_failed == 1);
  g_assert_nonnull (strstr (f.failure, "letters"));
  copy (&f, VIETNAMESE);
  copy (&f, large);
  copy (&f, "plain");
  expect ("06000000" "00000005" "706c61696e");
  g_assert_cmpuint (f.n_failed, ==, 1);
  stop (&f);

  start_as (&f, "Test");
  draw (vnc);
  copy (&f, large);
  lodge_test_wait (f.n_failed == 1);
  g_assert_nonnull (strstr (f.failure, "large"));
  stop (&f);
}

static void
test_from_guest (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;

  start_extended (&f, "Test");
  say_flags (vnc, NOTIFY | TEXT);
  wait_for_offer (&f);
  /* By demand only. */
  g_assert_cmpuint (vnc->got->len, ==, 0);
  paste (&f);
  expect ("06000000" "fffffffc" "02000001");
  say_text (vnc, VIETNAMESE "\r\nzwei\n", 21, 21);
  expect_pasted (&f, VIETNAMESE "\nzwei\n");

  /* With the NUL of the specification. */
  paste (&f);
  expect ("06000000" "fffffffc" "02000001");
  say_text (vnc, "a\r\n", 4, 4);
  expect_pasted (&f, "a\n");

  /* What was copied is gone. */
  paste (&f);
  expect ("06000000" "fffffffc" "02000001");
  say_flags (vnc, NOTIFY);
  expect_not_pasted (&f, LODGE_ERROR_NOT_FOUND);
  lodge_test_wait (lodge_console_clipboard_get_guest_types (f.clipboard, LODGE_SELECTION_CLIPBOARD) == 0);
  stop (&f);
}

static void
test_to_guest (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;

  start_extended (&f, "Test");
  copy (&f, VIETNAMESE "\nzwei");
  expect ("06000000" "fffffffc" "08000001");
  g_assert_cmpuint (f.n_requested, ==, 0);
  say_flags (vnc, PEEK);
  expect ("06000000" "fffffffc" "08000001");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, VIETNAMESE "\r\nzwei", 21);
  /* What is offered but cannot be had is nothing, as soon as that is known. */
  copy (&f, NULL);
  expect ("06000000" "fffffffc" "08000001");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, "", 1);
  lodge_console_clipboard_offer (f.clipboard, LODGE_SELECTION_CLIPBOARD, 0);
  expect ("06000000" "fffffffc" "08000000");
  say_flags (vnc, PEEK);
  expect ("06000000" "fffffffc" "08000000");

  /* A guest that copies takes the clipboard; it is not taken back from it by a word that we have none. */
  copy (&f, "ours");
  expect ("06000000" "fffffffc" "08000001");
  say_flags (vnc, NOTIFY | TEXT);
  wait_for_offer (&f);
  lodge_console_clipboard_offer (f.clipboard, LODGE_SELECTION_CLIPBOARD, 0);
  lodge_console_motion (vnc->console, 1, 2);
  expect ("0500" "0001" "0002");
  stop (&f);
}

/* QEMU hands on what it gets: the guest pastes the very bytes. */
static void
test_qemu (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;
  g_autofree char *most = g_strnfill (LODGE_VNC_MAX_TEXT, 'x');
  g_autofree char *large = g_strnfill (LODGE_VNC_MAX_TEXT + 1, 'x');
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);

  start_extended (&f, "QEMU (linux)");
  copy (&f, VIETNAMESE "\nzwei");
  expect ("06000000" "fffffffc" "08000001");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, VIETNAMESE "\nzwei", 19);

  /* What hardly gets smaller. */
  for (gsize i = 0; i < LODGE_VNC_MAX_TEXT; i++)
    most[i] = (char) g_rand_int_range (rand, 1, 128);
  copy (&f, most);
  expect ("06000000" "fffffffc" "08000001");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, most, LODGE_VNC_MAX_TEXT);
  g_assert_cmpuint (f.n_failed, ==, 0);

  /* It would hang up. */
  copy (&f, large);
  expect ("06000000" "fffffffc" "08000001");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, "", 0);
  g_assert_cmpuint (f.n_failed, ==, 1);
  g_assert_nonnull (strstr (f.failure, "large"));
  stop (&f);
}

/* What was copied before the server said what it can. */
static void
test_early (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;

  start_as (&f, "Test");
  copy (&f, VIETNAMESE);
  lodge_test_vnc_forget (vnc);
  say_caps (vnc);
  expect ("06000000" "fffffffc" "08000001");
  draw (vnc);
  g_assert_cmpuint (f.n_requested, ==, 0);
  g_assert_cmpuint (f.n_failed, ==, 0);
  stop (&f);
}

static void
test_policies (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;

  start_extended (&f, "Test");
  lodge_console_clipboard_set_policy (f.clipboard, LODGE_CLIPBOARD_FROM_GUEST);
  copy (&f, "secret");
  say_flags (vnc, PEEK);
  expect ("06000000" "fffffffc" "08000000");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, "", 1);
  say_flags (vnc, NOTIFY | TEXT);
  wait_for_offer (&f);

  lodge_console_clipboard_set_policy (f.clipboard, LODGE_CLIPBOARD_TO_GUEST);
  g_assert_cmpint (lodge_console_clipboard_get_guest_types (f.clipboard, LODGE_SELECTION_CLIPBOARD),
                   ==, 0);
  paste (&f);
  expect_not_pasted (&f, LODGE_ERROR_NOT_FOUND);
  copy (&f, "word");
  expect ("06000000" "fffffffc" "08000001");

  lodge_console_clipboard_set_policy (f.clipboard, LODGE_CLIPBOARD_OFF);
  expect ("06000000" "fffffffc" "08000000");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, "", 1);
  g_assert_cmpuint (f.n_requested, ==, 0);

  lodge_console_clipboard_set_policy (f.clipboard, LODGE_CLIPBOARD_ONCE);
  copy (&f, "word");
  say_flags (vnc, NOTIFY | TEXT);
  lodge_test_vnc_forget (vnc);
  lodge_console_clipboard_send_now (f.clipboard, LODGE_SELECTION_CLIPBOARD, LODGE_CLIPBOARD_TEXT);
  expect ("06000000" "fffffffc" "08000001");
  say_flags (vnc, REQUEST | TEXT);
  expect_text (vnc, "word", 5);
  stop (&f);
}

/* Our messages stand between the library’s, to a server that did not listen for a while. */
static void
test_between (void)
{
  Fixture f;
  LodgeTestVnc *vnc = &f.vnc;
  guint n_ours = 0, at;

  start_extended (&f, "Test");
  g_clear_handle_id (&vnc->source, g_source_remove);
  for (guint i = 0; i < 2000; i++)
    {
      lodge_console_button (vnc->console, 1, i % 2 == 0);
      if (i % 100 == 0)
        copy (&f, "word");
      if (i % 16 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  lodge_test_vnc_listen (vnc);
  lodge_test_wait (vnc->got->len >= 2000 * 6 + 20 * 12);
  for (at = 0; at < vnc->got->len; at += vnc->got->data[at] == 5 ? 6 : 12)
    {
      g_assert_true (vnc->got->data[at] == 5 || vnc->got->data[at] == 6);
      n_ours += vnc->got->data[at] == 6;
    }
  g_assert_cmpuint (n_ours, ==, 20);
  stop (&f);
}

/* Every message that the library can say, in pieces of every length. */
static void
test_split (void)
{
  static const struct { guint8 head[8]; guint length; } messages[] = {
    { { 0 }, 20 }, { { 2, 0, 0, 13 }, 56 }, { { 3, 1 }, 10 }, { { 4, 1 }, 8 }, { { 5, 1 }, 6 },
    { { 6, 0, 0, 0, 0, 0, 1, 0 }, 264 }, { { 6, 0, 0, 0, 0, 0, 0, 0 }, 8 }, { { 250, 0, 1, 2 }, 4 },
    { { 251, 0, 0, 8, 0, 8, 2 }, 40 }, { { 255, 0 }, 12 }, { { 255, 1, 0, 1 }, 4 },
    { { 255, 1, 0, 2 }, 10 },
  };

  for (guint piece = 1; piece < 30; piece++)
    {
      LodgeVncSplit split = { 0 };
      static const guint8 handshake[29];

      g_assert_false (lodge_vnc_split_is_at_end (&split));
      lodge_vnc_split_feed (&split, handshake, sizeof handshake);
      lodge_vnc_split_skip (&split, 3);
      lodge_vnc_split_feed (&split, handshake, 3);
      for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
        {
          guint8 bytes[512] = { 0 };

          memcpy (bytes, messages[i].head, 8);
          g_assert_true (lodge_vnc_split_is_at_end (&split));
          for (guint at = 0; at < messages[i].length; at += piece)
            {
              lodge_vnc_split_feed (&split, bytes + at, MIN (piece, messages[i].length - at));
              g_assert_true (lodge_vnc_split_is_at_end (&split) == (at + piece >= messages[i].length));
            }
        }
      lodge_vnc_split_feed (&split, (const guint8 *) "\xc8\0\0\0", 4);
      g_assert_false (lodge_vnc_split_is_at_end (&split));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vnc-clipboard/plain", test_plain);
  g_test_add_func ("/vnc-clipboard/plain-letters", test_plain_letters);
  g_test_add_func ("/vnc-clipboard/from-guest", test_from_guest);
  g_test_add_func ("/vnc-clipboard/to-guest", test_to_guest);
  g_test_add_func ("/vnc-clipboard/qemu", test_qemu);
  g_test_add_func ("/vnc-clipboard/early", test_early);
  g_test_add_func ("/vnc-clipboard/policies", test_policies);
  g_test_add_func ("/vnc-clipboard/between", test_between);
  g_test_add_func ("/vnc-clipboard/split", test_split);
  return g_test_run ();
}
