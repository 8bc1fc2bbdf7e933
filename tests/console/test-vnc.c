/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The VNC console against a server of the test's own: what the server draws is in the framebuffer, and
 * what the console is told arrives, byte for byte. */

#include "config.h"

#include <gvnc.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-credentials-private.h"
#include "console/lodge-vnc-console.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-vnc-server.h"

#define say(...)    lodge_test_vnc_say (vnc, __VA_ARGS__)
#define expect(hex) lodge_test_vnc_expect (vnc, hex)

static LodgeFramebuffer *
framebuffer (LodgeTestVnc *vnc)
{
  return lodge_console_get_framebuffer (vnc->console);
}

static guint32
pixel (LodgeTestVnc *vnc,
       int           x,
       int           y)
{
  guint32 value = 0;

  lodge_framebuffer_copy (framebuffer (vnc), x, y, 1, 1, (guint8 *) &value, 4);
  return value;
}

/* One rectangle of one colour. */
static void
fill (LodgeTestVnc *vnc,
      guint         x,
      guint         y,
      guint         width,
      guint         height,
      guint32       colour)
{
  g_autofree guint32 *pixels = g_new (guint32, width * height);

  for (guint i = 0; i < width * height; i++)
    pixels[i] = GUINT32_TO_LE (colour);
  say ("%1%1%2 %2%2%2%2%4", 0u, 0u, 1u, x, y, width, height, 0u);
  lodge_test_vnc_say_bytes (vnc, pixels, (gsize) width * height * 4);
}

/* An update with one rectangle, whose contents come after. */
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

static void
start (LodgeTestVnc *vnc)
{
  lodge_test_vnc_start (vnc);
  lodge_test_vnc_let_in (vnc, 640, 480);
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_CONNECTED);
  /* The pixels' format, and the encodings, and the first request for all. */
  expect ("00000000" "20180001" "00ff00ff00ff" "100800" "000000");
  lodge_test_vnc_take (vnc, NULL, 4 + 13 * 4);
  expect ("0300" "0000" "0000" "0280" "01e0");
}

static void
expect_status (LodgeTestVnc *vnc,
               const char   *encoding,
               guint64       received)
{
  g_autoptr(LodgeConsoleStatus) status = lodge_console_dup_status (vnc->console);

  g_assert_cmpstr (status->protocol, ==, "VNC (RFB 3.8)");
  g_assert_cmpstr (status->encoding, ==, encoding);
  g_assert_cmpuint (status->received, >=, received);
  g_assert_nonnull (status->path);
}

static void
test_pixels (void)
{
  LodgeTestVnc server, *vnc = &server;

  start (vnc);
  fill (vnc, 0, 0, 640, 480, 0x112233);
  lodge_test_wait (pixel (vnc, 639, 479) == 0xff112233);
  expect ("0301" "0000" "0000" "0280" "01e0");
  fill (vnc, 10, 20, 3, 2, 0xa0b0c0);
  lodge_test_wait (pixel (vnc, 12, 21) == 0xffa0b0c0);
  g_assert_cmphex (pixel (vnc, 13, 21), ==, 0xff112233);
  g_assert_cmphex (pixel (vnc, 12, 22), ==, 0xff112233);

  rect (vnc, 100, 100, 3, 2, 1);
  say ("%2%2", 10u, 20u);
  lodge_test_wait (pixel (vnc, 102, 101) == 0xffa0b0c0);
  g_assert_cmphex (pixel (vnc, 103, 101), ==, 0xff112233);
  expect_status (vnc, "CopyRect", 640 * 480 * 4);
  lodge_test_vnc_stop (vnc);
}

/* A request for more goes out once an update, not once a rectangle. */
static void
test_requests (void)
{
  LodgeTestVnc server, *vnc = &server;

  start (vnc);
  say ("%1%1%2", 0u, 0u, 50u);
  for (guint i = 0; i < 50; i++)
    say ("%2%2%2%2%4 %4", i, i, 1u, 1u, 0u, 0xff0000u);
  lodge_test_wait (vnc->got->len >= 10);
  lodge_test_wait (pixel (vnc, 49, 49) != 0);
  g_assert_cmpuint (vnc->got->len, <=, 30);
  lodge_test_vnc_stop (vnc);
}

/* Solid tiles in one stream of zlib that goes on from rectangle to rectangle. */
static void
test_zrle (void)
{
  LodgeTestVnc server, *vnc = &server;
  g_autoptr(GConverter) zlib = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6));
  guint8 tile[4] = { 1, 0, 0, 0 }, out[256];
  gsize read, written;

  start (vnc);
  for (guint8 i = 1; i < 4; i++)
    {
      tile[1] = i;
      g_converter_convert (zlib, tile, sizeof tile, out, sizeof out, G_CONVERTER_FLUSH, &read, &written,
                           NULL);
      rect (vnc, 64 * i, 0, 64, 64, 16);
      say ("%4", (guint) written);
      lodge_test_vnc_say_bytes (vnc, out, written);
      lodge_test_wait (pixel (vnc, 64 * i + 63, 63) == (0xff000000u | i));
    }
  lodge_test_vnc_stop (vnc);
}

static void
test_resize (void)
{
  LodgeTestVnc server, *vnc = &server;

  start (vnc);
  fill (vnc, 0, 0, 640, 480, 0x123456);
  lodge_test_wait (pixel (vnc, 0, 0) == 0xff123456);

  /* The old picture stays until there is a new one. */
  rect (vnc, 0, 0, 800, 600, -223);
  lodge_test_vnc_forget (vnc);
  g_assert_cmpint (lodge_framebuffer_get_width (framebuffer (vnc)), ==, 640);
  g_assert_cmphex (pixel (vnc, 0, 0), ==, 0xff123456);
  fill (vnc, 0, 0, 800, 600, 0x654321);
  lodge_test_wait (pixel (vnc, 799, 599) == 0xff654321);
  g_assert_cmpint (lodge_framebuffer_get_height (framebuffer (vnc)), ==, 600);
  g_assert_cmpint (lodge_console_get_features (vnc->console), ==, 0);

  /* One that says what screens it has can be asked for sizes. */
  rect (vnc, 0, 0, 320, 200, -308);
  say ("%1%z %4 %2%2%2%2 %4", 1u, 3u, 7u, 0u, 0u, 320u, 200u, 0u);
  fill (vnc, 0, 0, 320, 200, 0xffffff);
  lodge_test_wait (lodge_framebuffer_get_width (framebuffer (vnc)) == 320);
  lodge_test_wait (lodge_console_get_features (vnc->console) == LODGE_CONSOLE_RESIZES);
  lodge_test_vnc_forget (vnc);
  lodge_console_request_size (vnc->console, 1024, 768);
  expect ("fb00" "0400" "0300" "0100" "00000000" "00000000" "0400" "0300" "00000000");

  /* It may say no: nothing changes. */
  rect (vnc, 1, 3, 1024, 768, -308);
  say ("%1%z", 0u, 3u);
  fill (vnc, 0, 0, 320, 200, 0xabcdef);
  lodge_test_wait (pixel (vnc, 319, 199) == 0xffabcdef);
  g_assert_cmpint (lodge_framebuffer_get_width (framebuffer (vnc)), ==, 320);
  lodge_test_vnc_stop (vnc);
}

static LodgeRoundTrip
get_round_trip (LodgeTestVnc *vnc)
{
  g_autoptr(LodgeConsoleStatus) status = lodge_console_dup_status (vnc->console);

  g_assert_cmpint (status->round_trip >= 0, ==, status->round_trip_kind == LODGE_ROUND_TRIP_SERVER);
  return status->round_trip_kind;
}

/* One question at a time, and none for those that would answer with a picture when they have one. Whoever
 * answers what nobody asked, or never, does no harm. */
static void
test_round_trip (void)
{
  LodgeTestVnc server, *vnc = &server;
  guint before;

  start (vnc);
  fill (vnc, 0, 0, 640, 480, 0x123456);
  lodge_test_wait (pixel (vnc, 0, 0) == 0xff123456);
  lodge_test_vnc_forget (vnc);
  g_assert_cmpint (get_round_trip (vnc), ==, LODGE_ROUND_TRIP_NONE);
  lodge_console_measure (vnc->console);
  lodge_console_motion (vnc->console, 1, 2);
  expect ("0500" "0001" "0002");

  for (int i = 0; i < 3; i++)
    {
      rect (vnc, 0, 0, 640, 480, -308);
      say ("%1%z %4 %2%2%2%2 %4", 1u, 3u, 7u, 0u, 0u, 640u, 480u, 0u);
    }
  lodge_test_wait (lodge_console_get_features (vnc->console) == LODGE_CONSOLE_RESIZES);
  lodge_test_vnc_forget (vnc);
  g_assert_cmpint (get_round_trip (vnc), ==, LODGE_ROUND_TRIP_WAITING);
  lodge_console_measure (vnc->console);
  lodge_console_measure (vnc->console);
  expect ("0300" "0000" "0000" "0001" "0001");
  g_assert_cmpint (get_round_trip (vnc), ==, LODGE_ROUND_TRIP_WAITING);

  rect (vnc, 0, 0, 640, 480, -308);
  say ("%1%z %4 %2%2%2%2 %4", 1u, 3u, 7u, 0u, 0u, 640u, 480u, 0u);
  lodge_test_wait (get_round_trip (vnc) == LODGE_ROUND_TRIP_SERVER);
  /* The pixel that comes with it is a change only if it has changed. */
  before = lodge_framebuffer_get_serial (framebuffer (vnc));
  lodge_test_vnc_forget (vnc);
  fill (vnc, 0, 0, 16, 1, 0x123456);
  expect ("0301" "0000" "0000" "0280" "01e0");
  g_assert_cmpuint (lodge_framebuffer_get_serial (framebuffer (vnc)), ==, before);
  lodge_console_measure (vnc->console);
  expect ("0300" "0000" "0000" "0001" "0001");
  fill (vnc, 0, 0, 16, 1, 0x654321);
  lodge_test_wait (lodge_framebuffer_get_serial (framebuffer (vnc)) != before);
  g_assert_cmphex (pixel (vnc, 0, 0), ==, 0xff654321);
  lodge_test_vnc_stop (vnc);
}

static LodgeCursor *
cursor (LodgeTestVnc *vnc)
{
  return lodge_console_get_cursor (vnc->console);
}

static const guint8 *
cursor_pixel (LodgeTestVnc *vnc,
              guint         i)
{
  return (const guint8 *) g_bytes_get_data (cursor (vnc)->pixels, NULL) + i * 4;
}

static void
test_cursor (void)
{
  LodgeTestVnc server, *vnc = &server;
  static const guint8 premultiplied[] = { 0x10, 0x20, 0x40, 0x80, 0, 0, 0, 0 };
  static const guint8 straight[] = { 0xff, 0x20, 0x40, 0x80, 1, 2, 3, 0xff };

  start (vnc);
  /* With a mask: the left pixel is there, the right one not. */
  rect (vnc, 1, 0, 2, 1, -239);
  lodge_test_vnc_say_bytes (vnc, "\x30\x20\x10\0\x60\x50\x40\0\x80", 9);
  lodge_test_wait (cursor (vnc) != NULL && cursor (vnc)->width == 2);
  g_assert_cmpint (cursor (vnc)->hot_x, ==, 1);
  g_assert_cmpmem (cursor_pixel (vnc, 0), 4, "\x10\x20\x30\xff", 4);
  g_assert_cmphex (cursor_pixel (vnc, 1)[3], ==, 0);

  rect (vnc, 0, 0, 1, 2, -314);
  say ("%4", 0u);
  lodge_test_vnc_say_bytes (vnc, premultiplied, 8);
  lodge_test_wait (cursor (vnc)->height == 2);
  g_assert_cmpmem (cursor_pixel (vnc, 0), 4, "\x7f\x3f\x1f\x80", 4);

  /* Newer libraries take such a server's colours for multiplied ones. */
  rect (vnc, 5, 5, 2, 1, -314);
  say ("%4", 0u);
  lodge_test_vnc_say_bytes (vnc, straight, 8);
  lodge_test_wait (cursor (vnc)->width == 2);
  if (!vnc_util_check_version (1, 5, 0))
    g_assert_cmpmem (cursor_pixel (vnc, 0), 4, "\x40\x20\xff\x80", 4);
  g_assert_cmpint (cursor (vnc)->hot_x, ==, 1);

  rect (vnc, 0, 0, 0, 0, -239);
  lodge_test_wait (cursor (vnc)->pixels == NULL);
  lodge_test_vnc_stop (vnc);
}

static void
test_keys (void)
{
  LodgeTestVnc server, *vnc = &server;

  /* A server that takes no scancodes gets symbols of a US keyboard. */
  start (vnc);
  lodge_console_key (vnc->console, 0x1e, TRUE);
  expect ("0401" "0000" "00000061");
  lodge_console_key (vnc->console, 0x1e, FALSE);
  expect ("0400" "0000" "00000061");
  lodge_console_key (vnc->console, 0x2a, TRUE);
  expect ("0401" "0000" "0000ffe1");
  lodge_console_key (vnc->console, 0x1e, TRUE);
  expect ("0401" "0000" "00000041");
  lodge_console_release_keys (vnc->console);
  lodge_test_vnc_forget (vnc);

  rect (vnc, 0, 0, 0, 0, -258);
  lodge_test_vnc_forget (vnc);
  lodge_console_key (vnc->console, 0x1e, TRUE);
  expect ("ff00" "0001" "00000061" "0000001e");
  lodge_console_key (vnc->console, 0x148, TRUE);
  expect ("ff00" "0001" "0000ff52" "000000c8");
  lodge_console_key (vnc->console, 0x146, TRUE);
  expect ("ff00" "0001" "0000ff13" "000000c6");
  lodge_console_release_keys (vnc->console);
  expect ("ff00" "0000" "00000061" "0000001e" "ff00" "0000" "0000ff13" "000000c6"
          "ff00" "0000" "0000ff52" "000000c8");

  lodge_test_vnc_stop (vnc);
}

static void
say_lamps (LodgeTestVnc *vnc,
           guint         lamps)
{
  rect (vnc, 0, 0, 1, 1, -261);
  say ("%1", lamps);
}

static gboolean
locks_are (LodgeTestVnc *vnc,
           LodgeLocks    locks)
{
  LodgeLocks known;

  return lodge_console_get_locks (vnc->console, &known) && known == locks;
}

static void
start_locks (LodgeTestVnc *vnc)
{
  start (vnc);
  rect (vnc, 0, 0, 0, 0, -258);
  lodge_test_vnc_forget (vnc);
}

/* Beside requests for pixels. */
static gboolean
has_said (LodgeTestVnc *vnc,
          const char   *hex)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < vnc->got->len; i++)
    g_string_append_printf (text, "%02x", vnc->got->data[i]);
  return strstr (text->str, hex) != NULL;
}

static void
expect_nothing (LodgeTestVnc *vnc)
{
  lodge_console_key (vnc->console, 0x1e, TRUE);
  expect ("ff00" "0001" "00000061" "0000001e");
  lodge_console_key (vnc->console, 0x1e, FALSE);
  expect ("ff00" "0000" "00000061" "0000001e");
}

/* The lamps of the guest are known as soon as the server tells them, and until it is gone. */
static void
test_lamps (void)
{
  LodgeTestVnc server, *vnc = &server;
  LodgeLocks locks;

  start_locks (vnc);
  g_assert_false (lodge_console_get_locks (vnc->console, &locks));
  say_lamps (vnc, 4);
  lodge_test_wait (locks_are (vnc, LODGE_LOCK_CAPS));
  say_lamps (vnc, 3);
  lodge_test_wait (locks_are (vnc, LODGE_LOCK_NUM | LODGE_LOCK_SCROLL));
  say_lamps (vnc, 0);
  lodge_test_wait (locks_are (vnc, 0));
  lodge_test_vnc_forget (vnc);

  lodge_console_set_locks (vnc->console, TRUE, FALSE, FALSE);
  expect ("ff00" "0001" "0000ffe5" "0000003a" "ff00" "0000" "0000ffe5" "0000003a");
  say_lamps (vnc, 4);
  lodge_test_wait (locks_are (vnc, LODGE_LOCK_CAPS));
  lodge_test_vnc_forget (vnc);
  lodge_console_set_locks (vnc->console, TRUE, FALSE, FALSE);
  expect_nothing (vnc);

  lodge_console_disconnect (vnc->console);
  g_assert_false (lodge_console_get_locks (vnc->console, &locks));
  lodge_test_vnc_stop (vnc);
}

/* What was wished before it was known how the guest's are is done then, once; what they were before
 * is nobody's. */
static void
test_early_locks (void)
{
  LodgeTestVnc server, *vnc = &server;
  LodgeLocks locks;

  start_locks (vnc);
  lodge_console_set_locks (vnc->console, FALSE, TRUE, TRUE);
  lodge_console_set_locks (vnc->console, TRUE, TRUE, FALSE);
  expect_nothing (vnc);
  say_lamps (vnc, 2);
  lodge_test_wait (has_said (vnc, "ff0000010000ffe50000003a" "ff0000000000ffe50000003a"));
  lodge_test_vnc_forget (vnc);
  expect_nothing (vnc);
  g_assert_false (lodge_console_get_locks (vnc->console, &locks));
  say_lamps (vnc, 6);
  lodge_test_wait (locks_are (vnc, LODGE_LOCK_CAPS | LODGE_LOCK_NUM));
  /* From now on the guest may do what it wants. */
  say_lamps (vnc, 0);
  lodge_test_wait (locks_are (vnc, 0));
  lodge_test_vnc_forget (vnc);
  expect_nothing (vnc);
  lodge_test_vnc_stop (vnc);

  /* Nothing to be done. */
  start_locks (vnc);
  lodge_console_set_locks (vnc->console, FALSE, TRUE, FALSE);
  say_lamps (vnc, 2);
  lodge_test_wait (locks_are (vnc, LODGE_LOCK_NUM));
  lodge_test_vnc_forget (vnc);
  expect_nothing (vnc);
  lodge_test_vnc_stop (vnc);

  /* A viewer changes nothing, even when it was none before. */
  start_locks (vnc);
  lodge_console_set_locks (vnc->console, FALSE, TRUE, FALSE);
  lodge_console_set_view_only (vnc->console, TRUE);
  say_lamps (vnc, 0);
  lodge_test_wait (locks_are (vnc, 0));
  lodge_test_vnc_forget (vnc);
  lodge_console_set_view_only (vnc->console, FALSE);
  expect_nothing (vnc);
  lodge_test_vnc_stop (vnc);
}

static void
test_pointer (void)
{
  LodgeTestVnc server, *vnc = &server;

  start (vnc);
  lodge_console_motion (vnc->console, 300, 200);
  expect ("0500" "012c" "00c8");
  lodge_console_button (vnc->console, 3, TRUE);
  expect ("0504" "012c" "00c8");
  lodge_console_motion (vnc->console, -5, 70000);
  expect ("0504" "0000" "ffff");
  lodge_console_button (vnc->console, 3, FALSE);
  expect ("0500" "0000" "ffff");
  lodge_console_button (vnc->console, 4, TRUE);
  expect ("0508" "0000" "ffff");
  lodge_console_button (vnc->console, 4, FALSE);
  expect ("0500" "0000" "ffff");
  lodge_console_button (vnc->console, 6, TRUE);
  expect ("0520" "0000" "ffff");
  lodge_console_button (vnc->console, 6, FALSE);
  expect ("0500" "0000" "ffff");
  lodge_console_button (vnc->console, 8, TRUE);
  expect ("0580" "0000" "ffff");
  lodge_console_button (vnc->console, 8, FALSE);
  expect ("0500" "0000" "ffff");
  lodge_console_button (vnc->console, 9, TRUE);
  lodge_console_button (vnc->console, 0, TRUE);
  lodge_console_button (vnc->console, 77, TRUE);
  lodge_test_vnc_forget (vnc);

  rect (vnc, 0, 0, 0, 0, -257);
  lodge_test_wait (lodge_console_get_pointer_mode (vnc->console) == LODGE_POINTER_RELATIVE);
  lodge_test_vnc_forget (vnc);
  lodge_console_move (vnc->console, 10, -5);
  expect ("0500" "8009" "7ffa");
  lodge_console_button (vnc->console, 1, TRUE);
  expect ("0501" "7fff" "7fff");
  lodge_test_vnc_stop (vnc);
}

static LodgeCredentials *
credentials (LodgeTestVnc *vnc)
{
  return lodge_console_get_credentials (vnc->console);
}

static void
ask_for_password (LodgeTestVnc *vnc)
{
  lodge_test_vnc_greet (vnc);
  say ("%1%1%1", 2u, 16u, 2u);
}

/* DES of a challenge of zeros under the key “secret”, whose bits the protocol turns round. */
static void
test_password (void)
{
  static const guint8 des_of_zeros[] = { 0x96, 0x13, 0xa2, 0x3f, 0x1d, 0xca, 0xc5, 0x41 };
  LodgeTestVnc server, *vnc = &server;
  guint8 first[16], second[16];

  lodge_test_vnc_start (vnc);
  ask_for_password (vnc);
  lodge_test_wait (lodge_credentials_get_wanted (credentials (vnc)) == LODGE_CREDENTIAL_PASSWORD);
  lodge_credentials_answer (credentials (vnc), NULL, "wrong");
  expect ("02");
  say ("%z", 16u);
  lodge_test_vnc_take (vnc, first, 16);
  say ("%4%4%s", 1u, 2u, "no");
  lodge_test_wait (lodge_credentials_get_wanted (credentials (vnc)) == LODGE_CREDENTIAL_PASSWORD);
  g_assert_true (lodge_credentials_get_refused (credentials (vnc)));
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_CONNECTING);
  g_assert_cmpuint (vnc->n_sessions, ==, 1);

  /* The answer goes into a session of its own. */
  lodge_credentials_answer (credentials (vnc), NULL, "secret");
  lodge_test_wait (vnc->n_sessions == 2);
  ask_for_password (vnc);
  expect ("02");
  say ("%z", 16u);
  lodge_test_vnc_take (vnc, second, 16);
  g_assert_true (memcmp (first, second, 16) != 0);
  g_assert_cmpmem (second, 8, des_of_zeros, 8);
  g_assert_cmpmem (second + 8, 8, des_of_zeros, 8);
  say ("%4", 0u);
  expect ("01");
  lodge_test_vnc_stop (vnc);
}

/* One who goes away while the user thinks is asked again. */
static void
test_slow_user (void)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  ask_for_password (vnc);
  lodge_test_wait (lodge_credentials_get_wanted (credentials (vnc)) != 0);
  lodge_test_vnc_hang_up (vnc);
  lodge_test_vnc_forget (vnc);
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_CONNECTING);
  lodge_credentials_answer (credentials (vnc), NULL, "secret");
  lodge_test_wait (vnc->n_sessions == 2 || lodge_console_get_state (vnc->console) != LODGE_CONSOLE_CONNECTING);

  /* And who does not want to answer can leave. */
  lodge_console_disconnect (vnc->console);
  lodge_console_connect (vnc->console);
  lodge_test_wait (vnc->n_sessions >= 2 && vnc->fd >= 0);
  lodge_test_vnc_stop (vnc);
}

/* A user's name and a password in clear words, only on this computer. */
static void
test_plain (void)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_offer_vencrypt (vnc);
  say ("%1 %1 %4%4", 0u, 2u, 257u, 256u);
  expect ("00000100");
  say ("%1", 1u);
  lodge_test_wait (lodge_credentials_get_wanted (credentials (vnc))
                   == (LODGE_CREDENTIAL_USERNAME | LODGE_CREDENTIAL_PASSWORD));
  lodge_credentials_answer (credentials (vnc), "me", "pass");
  expect ("00000002" "00000004" "6d65" "70617373");
  say ("%4", 0u);
  expect ("01");
  lodge_test_vnc_stop (vnc);
}

/* Without a certificate, encryption proves nothing. */
static void
test_anonymous (void)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_offer_vencrypt (vnc);
  say ("%1 %1 %4%4", 0u, 2u, 257u, 258u);
  lodge_test_wait (lodge_console_get_state (vnc->console) == LODGE_CONSOLE_FAILED);
  g_assert_nonnull (strstr (lodge_console_get_error (vnc->console)->message, "certificate"));
  lodge_test_vnc_stop (vnc);
}

static void
test_reconnect (void)
{
  LodgeTestVnc server, *vnc = &server;

  start (vnc);
  for (guint i = 0; i < 10; i++)
    {
      lodge_console_connect (vnc->console);
      lodge_test_wait (vnc->n_sessions == i + 2);
      lodge_test_vnc_let_in (vnc, 320 + i, 200);
      fill (vnc, 0, 0, 320 + i, 200, 0x010101 * i);
      lodge_test_wait (lodge_framebuffer_get_width (framebuffer (vnc)) == (int) (320 + i));
      lodge_test_wait (pixel (vnc, 319, 199) == (0xff000000u | 0x010101 * i));
    }
  lodge_test_vnc_hang_up (vnc);
  lodge_test_wait (lodge_console_get_state (vnc->console) == LODGE_CONSOLE_DISCONNECTED);
  g_assert_null (lodge_console_get_error (vnc->console));
  lodge_test_vnc_stop (vnc);
}

static void
test_nobody (void)
{
  g_autoptr(LodgeConsoleAddress) address =
    lodge_console_address_new ("vnc+unix:///nonexistent/screen", NULL);
  g_autoptr(LodgeConsole) console = lodge_console_address_new_console (address);

  lodge_console_connect (console);
  lodge_test_wait (lodge_console_get_state (console) == LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (console), LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED);
  lodge_console_connect (console);
  lodge_console_disconnect (console);
}

/* One console of a screen after another: the user is asked once, and again after a refusal. */
static void
test_kept (void)
{
  g_autoptr(LodgeCredentials) first = lodge_credentials_new ();
  g_autoptr(LodgeCredentials) second = lodge_credentials_new ();
  g_autoptr(LodgeCredentials) third = lodge_credentials_new ();
  g_autoptr(LodgeCredentials) other = lodge_credentials_new ();

  lodge_credentials_keep (first, "screen");
  lodge_credentials_ask (first, LODGE_CREDENTIAL_PASSWORD, FALSE);
  lodge_credentials_answer (first, NULL, "secret");

  lodge_credentials_keep (second, "screen");
  g_assert_true (lodge_credentials_have (second, LODGE_CREDENTIAL_PASSWORD));
  g_assert_cmpstr (lodge_credentials_get_password (second), ==, "secret");
  lodge_credentials_keep (other, "another screen");
  g_assert_false (lodge_credentials_have (other, LODGE_CREDENTIAL_PASSWORD));

  lodge_credentials_ask (second, LODGE_CREDENTIAL_PASSWORD, TRUE);
  lodge_credentials_keep (third, "screen");
  g_assert_false (lodge_credentials_have (third, LODGE_CREDENTIAL_PASSWORD));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vnc/pixels", test_pixels);
  g_test_add_func ("/vnc/requests", test_requests);
  g_test_add_func ("/vnc/zrle", test_zrle);
  g_test_add_func ("/vnc/resize", test_resize);
  g_test_add_func ("/vnc/round-trip", test_round_trip);
  g_test_add_func ("/vnc/cursor", test_cursor);
  g_test_add_func ("/vnc/keys", test_keys);
  g_test_add_func ("/vnc/lamps", test_lamps);
  g_test_add_func ("/vnc/early-locks", test_early_locks);
  g_test_add_func ("/vnc/pointer", test_pointer);
  g_test_add_func ("/vnc/password", test_password);
  g_test_add_func ("/vnc/kept", test_kept);
  g_test_add_func ("/vnc/slow-user", test_slow_user);
  g_test_add_func ("/vnc/plain", test_plain);
  g_test_add_func ("/vnc/anonymous", test_anonymous);
  g_test_add_func ("/vnc/reconnect", test_reconnect);
  g_test_add_func ("/vnc/nobody", test_nobody);
  return g_test_run ();
}
