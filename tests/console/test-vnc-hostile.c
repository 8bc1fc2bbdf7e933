/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A VNC server that means harm. Whatever it says, the console ends with an error for people or goes on;
 * it never crashes, waits for ever, or takes memory for what was only announced. To be run with the
 * sanitizers too. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-vnc-check-private.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-vnc-server.h"

#define say(...) lodge_test_vnc_say (vnc, __VA_ARGS__)

/* More than this must never be there: a screen of 640 × 480, the library, and a text of the clipboard.
 * A sanitizer keeps what was freed. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_GROWTH_KIB (2 * 1024 * 1024)
#else
#define MAX_GROWTH_KIB (96 * 1024)
#endif

static gboolean
has_ended (LodgeTestVnc *vnc)
{
  LodgeConsoleState state = lodge_console_get_state (vnc->console);

  return state == LODGE_CONSOLE_FAILED || state == LODGE_CONSOLE_DISCONNECTED;
}

static void
expect_refused (LodgeTestVnc *vnc)
{
  const GError *error;

  lodge_test_wait (has_ended (vnc));
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_FAILED);
  error = lodge_console_get_error (vnc->console);
  g_assert_true (error->domain == LODGE_ERROR);
  g_assert_cmpuint (strlen (error->message), >, 20);
  lodge_test_vnc_stop (vnc);
}

static void
start (LodgeTestVnc *vnc)
{
  lodge_test_vnc_start (vnc);
  lodge_test_vnc_let_in (vnc, 640, 480);
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_CONNECTED);
}

static void
rect (LodgeTestVnc *vnc,
      guint         x,
      guint         y,
      guint         width,
      guint         height,
      int           encoding)
{
  say ("%1%1%2 %2%2%2%2%4", 0u, 0u, 1u, x, y, width, height, (guint) encoding);
}

/* Is there still somebody? */
static void
expect_alive (LodgeTestVnc *vnc)
{
  guint32 pixel = 0;
  static guint32 colour;

  colour = (colour + 0x010203) & 0xffffff;
  rect (vnc, 1, 1, 1, 1, 0);
  say ("%4", GUINT32_SWAP_LE_BE (colour));
  lodge_test_wait (has_ended (vnc)
                   || (lodge_framebuffer_copy (lodge_console_get_framebuffer (vnc->console), 1, 1, 1, 1,
                                               (guint8 *) &pixel, 4)
                       && pixel == (0xff000000u | colour)));
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_CONNECTED);
}

static void
test_greetings (void)
{
  static const char *const greetings[] = {
    "RFB 002.000\n", "RFB 003.002\n", "HTTP/1.1 400", "RFB 00x.008\n", "RFB -03.008\n", "RFB 003.008 ",
    "            ", "REDQ\1\2\3\4\5\6\7\b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      LodgeTestVnc server, *vnc = &server;

      lodge_test_vnc_start (vnc);
      say ("%s", greetings[i]);
      expect_refused (vnc);
    }
}

/* The types of security: none, more than the library has room for, unknown ones, and no reason. */
static void
test_types (void)
{
  LodgeTestVnc server, *vnc = &server;
  const guint counts[] = { 11, 40, 80, 255 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      lodge_test_vnc_start (vnc);
      lodge_test_vnc_greet (vnc);
      say ("%1%z", counts[i], counts[i]);
      expect_refused (vnc);
    }

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_greet (vnc);
  say ("%1%1%1", 2u, 77u, 0u);
  expect_refused (vnc);

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_greet (vnc);
  say ("%1%4", 0u, G_MAXUINT32);
  expect_refused (vnc);

  /* The old protocol, where the server decides. */
  lodge_test_vnc_start (vnc);
  say ("%s%4", "RFB 003.003\n", G_MAXUINT32);
  expect_refused (vnc);
}

static void
test_vencrypt (void)
{
  LodgeTestVnc server, *vnc = &server;

  for (guint i = 0; i < 4; i++)
    {
      lodge_test_vnc_start (vnc);
      lodge_test_vnc_greet (vnc);
      say ("%1%1", 1u, 19u);
      if (i == 0)
        say ("%1%1", 255u, 255u);
      else
        say ("%1%1%1 %1%z", 0u, 2u, 0u, i == 1 ? 0u : i == 2 ? 21u : 255u, 1024u);
      expect_refused (vnc);
    }
}

static void
test_results (void)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_greet (vnc);
  say ("%1%1 %4 %4", 1u, 1u, 1u, G_MAXUINT32);
  expect_refused (vnc);

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_greet (vnc);
  say ("%1%1 %4 %4%s", 1u, 1u, 1u, 4u, "\377\376%s");
  expect_refused (vnc);
}

static void
test_screens (void)
{
  static const struct { guint width, height, bits, name; } inits[] = {
    { 0, 0, 32, 0 }, { 0, 480, 32, 0 }, { 640, 0, 32, 0 }, { 65535, 65535, 32, 0 }, { 16385, 1, 32, 0 },
    { 16384, 16384, 32, 0 }, { 640, 480, 0, 0 }, { 640, 480, 64, 0 }, { 640, 480, 255, 0 },
    { 640, 480, 32, 4097 }, { 640, 480, 32, G_MAXUINT32 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (inits); i++)
    {
      LodgeTestVnc server, *vnc = &server;

      lodge_test_vnc_start (vnc);
      lodge_test_vnc_greet (vnc);
      say ("%1%1 %4 %2%2 %1%z %4", 1u, 1u, 0u, inits[i].width, inits[i].height, inits[i].bits, 15u,
           inits[i].name);
      expect_refused (vnc);
    }
}

static void
test_rectangles (void)
{
  static const struct { guint x, y, width, height; int encoding; } rects[] = {
    { 640, 0, 1, 1, 0 }, { 0, 480, 1, 1, 0 }, { 0, 0, 641, 1, 0 }, { 0, 0, 1, 481, 0 },
    { 65535, 65535, 65535, 65535, 0 }, { 1, 0, 65535, 1, 0 }, { 639, 479, 2, 2, 1 },
    { 600, 400, 100, 100, 16 },
    /* Sizes of the screen. */
    { 0, 0, 0, 0, -223 }, { 0, 0, 65535, 65535, -223 }, { 0, 0, 16384, 16384, -223 },
    /* Cursors, whose bytes do not fit into 32 bits. */
    { 0, 0, 65535, 65535, -239 }, { 0, 0, 32768, 32768, -239 }, { 0, 0, 16384, 16384, -239 },
    { 0, 0, 513, 1, -239 }, { 0, 0, 32768, 32768, -314 }, { 0, 0, 1, 65535, -314 },
    { 0, 0, 32768, 32768, -240 }, { 0, 0, 8, 8, -240 },
    /* What was not asked for: RRE, Hextile, Tight, a pixel format, sound, and nonsense. */
    { 0, 0, 8, 8, 2 }, { 0, 0, 8, 8, 5 }, { 0, 0, 8, 8, 7 }, { 0, 0, 8, 8, 0x574d5669 },
    { 0, 0, 8, 8, -259 }, { 0, 0, 8, 8, G_MININT32 }, { 0, 0, 8, 8, G_MAXINT32 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rects); i++)
    {
      LodgeTestVnc server, *vnc = &server;

      start (vnc);
      rect (vnc, rects[i].x, rects[i].y, rects[i].width, rects[i].height, rects[i].encoding);
      say ("%z", 4096u);
      expect_refused (vnc);
    }
}

/* What comes after a rectangle's head. */
static void
test_contents (void)
{
  LodgeTestVnc server, *vnc = &server;
  static const guint sources[][2] = { { 640, 0 }, { 0, 480 }, { 65535, 65535 }, { 637, 478 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      start (vnc);
      rect (vnc, 0, 0, 4, 4, 1);
      say ("%2%2", sources[i][0], sources[i][1]);
      expect_refused (vnc);
    }

  start (vnc);
  rect (vnc, 0, 0, 64, 64, 16);
  say ("%4", G_MAXUINT32);
  expect_refused (vnc);

  start (vnc);
  rect (vnc, 0, 0, 8, 8, -314);
  say ("%4%z", 7u, 400u);
  expect_refused (vnc);

  start (vnc);
  rect (vnc, 0, 0, 0, 0, -307);
  say ("%4", G_MAXUINT32);
  expect_refused (vnc);

  start (vnc);
  rect (vnc, 0, 0, 0, 0, -308);
  say ("%1%z %z", 255u, 3u, 255u * 16);
  expect_refused (vnc);
}

/* Compressed pixels that are none. */
static void
test_zlib (void)
{
  LodgeTestVnc server, *vnc = &server;

  start (vnc);
  rect (vnc, 0, 0, 64, 64, 16);
  say ("%4%z", 100u, 100u);
  lodge_test_wait (has_ended (vnc));
  lodge_test_vnc_stop (vnc);

  start (vnc);
  rect (vnc, 0, 0, 640, 480, 16);
  say ("%4", 0u);
  expect_refused (vnc);
}

static void
test_messages (void)
{
  const guint messages[] = { 1, 4, 5, 127, 250, 251, 254, 255 };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      LodgeTestVnc server, *vnc = &server;

      start (vnc);
      say ("%1%z", messages[i], 64u);
      expect_refused (vnc);
    }
}

static long
memory_peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  return line != NULL ? atol (line + strlen ("VmHWM:")) : 0;
}

/* Texts of the clipboard: one that never ends, one that is too long, and many. */
static void
test_texts (void)
{
  LodgeTestVnc server, *vnc = &server;
  long before = memory_peak_kib ();

  start (vnc);
  say ("%1%z%4", 3u, 3u, 40u << 20);
  for (guint i = 0; i < 40; i++)
    say ("%z", 1u << 20);
  expect_alive (vnc);
  g_assert_cmpint (lodge_console_clipboard_get_guest_types (lodge_console_get_clipboard (vnc->console),
                                                            LODGE_SELECTION_CLIPBOARD), ==, 0);
  for (guint i = 0; i < 2000; i++)
    say ("%1%z%4%s", 3u, 3u, 4u, "text");
  expect_alive (vnc);
  lodge_test_vnc_stop (vnc);

  start (vnc);
  say ("%1%z%4", 3u, 3u, 0x7fffffffu);
  for (guint i = 0; i < 100; i++)
    say ("%z", 1u << 20);
  g_assert_false (has_ended (vnc));
  lodge_test_vnc_stop (vnc);
  g_assert_cmpint (memory_peak_kib () - before, <, MAX_GROWTH_KIB);
}

static void
say_clipboard (LodgeTestVnc  *vnc,
               guint32        flags,
               gconstpointer  data,
               gsize          size)
{
  say ("%1%z%4 %4", 3u, 3u, -(guint) (size + 4), flags);
  lodge_test_vnc_say_bytes (vnc, data, size);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GBytes) bytes =
    lodge_console_clipboard_read_finish (LODGE_CONSOLE_CLIPBOARD (source), result, user_data);

  g_assert_null (bytes);
}

/* The guest has a text; what it hands over for it is none that can be taken. */
static void
expect_no_text (LodgeTestVnc  *vnc,
                gconstpointer  data,
                gsize          size)
{
  LodgeConsoleClipboard *clipboard = lodge_console_get_clipboard (vnc->console);
  g_autoptr(GError) error = NULL;

  say_clipboard (vnc, NOTIFY | TEXT, NULL, 0);
  lodge_test_wait (lodge_console_clipboard_get_guest_types (clipboard, LODGE_SELECTION_CLIPBOARD) != 0);
  lodge_console_clipboard_read_async (clipboard, LODGE_SELECTION_CLIPBOARD, LODGE_CLIPBOARD_TEXT, NULL,
                                      read_cb, &error);
  say_clipboard (vnc, PROVIDE | TEXT, data, size);
  lodge_test_wait (error != NULL);
  g_assert_true (error->domain == LODGE_ERROR);
  say_clipboard (vnc, NOTIFY, NULL, 0);
  lodge_test_wait (lodge_console_clipboard_get_guest_types (clipboard, LODGE_SELECTION_CLIPBOARD) == 0);
}

/* So many bytes of zeros, said to be so many, in one stream of zlib. */
static GBytes *
make_bomb (guint32 said,
           gsize   size)
{
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GConverter) zlib = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1));
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, zlib);
  static const guint8 zeros[65536];

  said = GUINT32_TO_BE (said);
  g_output_stream_write_all (stream, &said, 4, NULL, NULL, NULL);
  for (gsize at = 0; at < size; at += sizeof zeros)
    g_output_stream_write_all (stream, zeros, sizeof zeros, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* The extended form of the clipboard: lengths, texts that are none or far too much, and what was not
 * asked for. */
static void
test_clipboard (void)
{
  LodgeTestVnc server, *vnc = &server;
  long before = memory_peak_kib ();
  g_autoptr(GBytes) bomb = make_bomb (G_MAXUINT32, 256 << 20);
  g_autoptr(GBytes) empty = make_bomb (G_MAXUINT32, 0);
  g_autofree guint8 *noise = g_malloc0 (1 << 20);
  const guint lengths[] = { 1, 2, 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      start (vnc);
      say ("%1%z%4", 3u, 3u, -lengths[i]);
      expect_refused (vnc);
    }

  start (vnc);
  /* Before it has said what it can, and of what it cannot have. */
  say_clipboard (vnc, NOTIFY | TEXT, NULL, 0);
  say_clipboard (vnc, PROVIDE | TEXT, noise, 4096);
  say_clipboard (vnc, REQUEST | TEXT, NULL, 0);
  say_clipboard (vnc, G_MAXUINT32, noise, 3);
  say_clipboard (vnc, 0, NULL, 0);
  say_clipboard (vnc, CAPS | REQUEST | NOTIFY | PROVIDE | TEXT, noise, 4);
  expect_alive (vnc);

  expect_no_text (vnc, NULL, 0);
  expect_no_text (vnc, noise, 1);
  expect_no_text (vnc, noise, 1 << 20);
  expect_no_text (vnc, "\x78\x9c\x63\x60\x60\x60", 6);
  expect_no_text (vnc, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb));
  expect_no_text (vnc, g_bytes_get_data (empty, NULL), g_bytes_get_size (empty));
  expect_alive (vnc);
  g_assert_cmpint (memory_peak_kib () - before, <, MAX_GROWTH_KIB);

  /* Nobody asked. */
  for (guint i = 0; i < 20; i++)
    say_clipboard (vnc, PROVIDE | TEXT, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb));
  expect_alive (vnc);

  /* Too much, which is passed over, and as much as can be said. */
  say ("%1%z%4", 3u, 3u, -(40u << 20));
  for (guint i = 0; i < 40; i++)
    lodge_test_vnc_say_bytes (vnc, noise, 1 << 20);
  expect_alive (vnc);
  say ("%1%z%4", 3u, 3u, 0x80000000u);
  for (guint i = 0; i < 40; i++)
    lodge_test_vnc_say_bytes (vnc, noise, 1 << 20);
  g_assert_false (has_ended (vnc));
  lodge_test_vnc_stop (vnc);
  g_assert_cmpint (memory_peak_kib () - before, <, MAX_GROWTH_KIB);
}

/* It asks, and asks, and does not listen to the answers. */
static void
test_clipboard_endless (void)
{
  LodgeTestVnc server, *vnc = &server;
  long before = memory_peak_kib ();

  start (vnc);
  g_clear_handle_id (&vnc->source, g_source_remove);
  say_clipboard (vnc, CAPS | REQUEST | NOTIFY | PROVIDE | TEXT, NULL, 0);
  for (guint i = 0; i < 100000; i++)
    {
      static const guint32 flags[] = {
        PEEK, REQUEST | TEXT, NOTIFY | TEXT, CAPS | REQUEST | NOTIFY | PROVIDE | TEXT,
      };

      say_clipboard (vnc, flags[i % G_N_ELEMENTS (flags)], NULL, 0);
    }
  expect_alive (vnc);
  lodge_test_vnc_stop (vnc);
  g_assert_cmpint (memory_peak_kib () - before, <, MAX_GROWTH_KIB / 4);
}

/* Rectangles, bells and sizes without end: the main loop still turns, and memory stays. */
static void
test_endless (void)
{
  LodgeTestVnc server, *vnc = &server;
  long before = memory_peak_kib ();
  gboolean timed_out = FALSE;

  start (vnc);
  for (guint i = 0; i < 20; i++)
    {
      say ("%1%1%2", 0u, 0u, 65535u);
      for (guint j = 0; j < 500; j++)
        say ("%2%2%2%2%4", j, 0u, 0u, 0u, 0u);
      say ("%2%2%2%2%4", 0u, 0u, 0u, 0u, (guint) -224);
    }
  expect_alive (vnc);

  for (guint i = 0; i < 5000; i++)
    say ("%1", 2u);
  expect_alive (vnc);

  for (guint i = 0; i < 100; i++)
    rect (vnc, 0, 0, 640 + i * 100, 480, -223);
  expect_alive (vnc);
  lodge_test_vnc_stop (vnc);

  /* Nobody gets through this, but everybody else does. */
  start (vnc);
  g_timeout_add (500, lodge_test_late_cb, &timed_out);
  while (!timed_out)
    {
      static const guint8 bells[4096] = { [0 ... 4095] = 2 };

      g_assert_cmpint (lodge_test_vnc_try_say (vnc, bells, sizeof bells), >=, 0);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_CONNECTED);
  lodge_test_vnc_stop (vnc);
  g_assert_cmpint (memory_peak_kib () - before, <, MAX_GROWTH_KIB);
}

/* Who does not listen is not told more and more. */
static void
test_deaf (void)
{
  LodgeTestVnc server, *vnc = &server;
  long before;

  start (vnc);
  g_clear_handle_id (&vnc->source, g_source_remove);
  before = memory_peak_kib ();
  for (int i = 0; i < 400000; i++)
    {
      lodge_console_motion (vnc->console, i % 640, i % 480);
      if (i % 100 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpint (memory_peak_kib () - before, <, MAX_GROWTH_KIB / 8);
  lodge_test_vnc_stop (vnc);
}

static GByteArray *
good_session (gboolean with_clipboard)
{
  GByteArray *bytes = g_byte_array_new ();
  static const guint8 session[] =
    "RFB 003.008\n" "\1\1" "\0\0\0\0"
    "\2\x80\1\xe0" "\x20\x18\0\1\0\xff\0\xff\0\xff\x10\x08\0\0\0\0" "\0\0\0\4Test"
    "\0\0\0\7"
    "\0\0\0\0\0\2\0\1\0\0\0\0" "abcdefgh"
    "\0\1\0\1\0\2\0\2\0\0\0\1" "\0\0\0\0"
    "\0\0\0\0\0\1\0\1\xff\xff\xff\x11" "abcd\x80"
    "\0\0\0\0\0\1\0\1\xff\xff\xfe\xc6" "\0\0\0\0" "abcd"
    "\0\0\0\0\3\x20\2\x58\xff\xff\xfe\xcc" "\1\0\0\0" "\0\0\0\1\0\0\0\0\3\x20\2\x58\0\0\0\0"
    "\0\0\0\0\0\0\0\0\xff\xff\xfe\xfb" "\7"
    "\0\0\0\0\0\0\0\0\xff\xff\xfe\xcd" "\0\0\0\4Name"
    "\2" "\3\0\0\0\0\0\0\4text";
  /* What the library does not see. */
  static const guint8 clipboard[] =
    "\3\0\0\0\xff\xff\xff\xf8" "\x1e\0\0\1" "\0\0\0\0"
    "\3\0\0\0\xff\xff\xff\xfc" "\x08\0\0\1";
  static const guint8 rest[] =
    "\0\0\0\2" "\0\0\0\0\0\0\0\0\xff\xff\xfe\xff" "\0\0\0\0\0\0\0\0\xff\xff\xff\x20";

  g_byte_array_append (bytes, session, sizeof session - 1);
  if (with_clipboard)
    g_byte_array_append (bytes, clipboard, sizeof clipboard - 1);
  g_byte_array_append (bytes, rest, sizeof rest - 1);
  return bytes;
}

/* Says all of it without listening, hangs up, and waits until the console has noticed. */
static void
say_and_leave (const guint8 *data,
               gsize         length)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_say_bytes (vnc, data, length);
  lodge_test_vnc_forget (vnc);
  lodge_test_vnc_hang_up (vnc);
  lodge_test_wait (has_ended (vnc)
                   || lodge_credentials_get_wanted (lodge_console_get_credentials (vnc->console)) != 0);
  lodge_test_vnc_stop (vnc);
}

static void
test_cut_short (void)
{
  g_autoptr(GByteArray) session = good_session (TRUE);

  for (guint length = 0; length <= session->len; length += 3)
    say_and_leave (session->data, length);
}

static void
test_bent (void)
{
  g_autoptr(GByteArray) session = good_session (TRUE);
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (session->data, session->len);
      gint32 from = g_rand_boolean (rand) ? 12 : 48;
      int n = g_rand_int_range (rand, 1, 4);

      while (n-- > 0)
        bytes[g_rand_int_range (rand, from, (gint32) session->len)] = (guint8) g_rand_int (rand);
      say_and_leave (bytes, session->len);
    }
}

static void
expect_message (LodgeVncCheck *check,
                const char    *data,
                gsize          size)
{
  g_autoptr(GBytes) message = lodge_vnc_check_pop_clipboard (check);

  g_assert_nonnull (message);
  g_assert_cmpmem (g_bytes_get_data (message, NULL), g_bytes_get_size (message), data, size);
}

/* In whatever pieces it comes, the same passes. */
static void
test_pieces (void)
{
  g_autoptr(GByteArray) session = good_session (TRUE);
  g_autoptr(GByteArray) passes = good_session (FALSE);

  for (guint piece = 1; piece < 40; piece++)
    {
      g_autoptr(LodgeVncCheck) check = lodge_vnc_check_new ();
      g_autoptr(GByteArray) out = g_byte_array_new ();
      guint at = 0;

      while (at < session->len)
        {
          g_autoptr(GError) error = NULL;
          gsize n;

          g_assert_true (lodge_vnc_check_feed (check, session->data + at,
                                               MIN (piece, session->len - at), &n, out, &error));
          at += n;
          if (at == 14)
            lodge_vnc_check_choose (check, LODGE_VNC_AUTH_NONE);
          else
            g_assert_cmpuint (n, >, 0);
        }
      g_assert_cmpmem (out->data, out->len, passes->data, passes->len);
      expect_message (check, "\x1e\0\0\1\0\0\0\0", 8);
      expect_message (check, "\x08\0\0\1", 4);
      g_assert_null (lodge_vnc_check_pop_clipboard (check));
      g_assert_true (lodge_vnc_check_can_resize (check));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vnc-hostile/pieces", test_pieces);
  g_test_add_func ("/vnc-hostile/greetings", test_greetings);
  g_test_add_func ("/vnc-hostile/types", test_types);
  g_test_add_func ("/vnc-hostile/vencrypt", test_vencrypt);
  g_test_add_func ("/vnc-hostile/results", test_results);
  g_test_add_func ("/vnc-hostile/screens", test_screens);
  g_test_add_func ("/vnc-hostile/rectangles", test_rectangles);
  g_test_add_func ("/vnc-hostile/contents", test_contents);
  g_test_add_func ("/vnc-hostile/zlib", test_zlib);
  g_test_add_func ("/vnc-hostile/messages", test_messages);
  g_test_add_func ("/vnc-hostile/texts", test_texts);
  g_test_add_func ("/vnc-hostile/clipboard", test_clipboard);
  g_test_add_func ("/vnc-hostile/clipboard-endless", test_clipboard_endless);
  g_test_add_func ("/vnc-hostile/endless", test_endless);
  g_test_add_func ("/vnc-hostile/deaf", test_deaf);
  g_test_add_func ("/vnc-hostile/cut-short", test_cut_short);
  g_test_add_func ("/vnc-hostile/bent", test_bent);
  return g_test_run ();
}
