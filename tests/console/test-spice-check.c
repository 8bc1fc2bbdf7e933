/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the check of a SPICE server lets through, and what it does not: the same files that the fuzz target
 * starts from are all good, and none of them is with a byte less. */

#include "config.h"

#include <spice/enums.h>
#include <spice/protocol.h>
#include <string.h>

#include "console/lodge-spice-caches-private.h"
#include "console/lodge-spice-check-private.h"
#include "console/lodge-spice-disc-private.h"
#include "console/lodge-spice-draw-private.h"
#include "console/lodge-spice-echo-private.h"

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus-spice", name, NULL);
  char *data;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

/* How many of the messages are good, up to the first that is not. @cut: so much is taken from the last. */
static guint
count_good (const guint8 *data,
            gsize         size,
            gsize         cut)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceDraw) draw = lodge_spice_draw_new (caches);
  guint n = 0;

  while (size >= 6)
    {
      guint type = data[0] | (guint) data[1] << 8;
      gsize length = data[2] | (gsize) data[3] << 8 | (gsize) data[4] << 16;
      gboolean is_last = size == 6 + length;
      g_autofree guint8 *body = NULL;

      g_assert_cmpuint (length, <=, size - 6);
      length -= is_last ? cut : 0;
      body = g_memdup2 (data + 6, length);
      if (lodge_spice_draw_check (draw, type, body, length, length) != LODGE_SPICE_GOOD)
        return n;
      n++;
      if (is_last)
        break;
      data += 6 + length;
      size -= 6 + length;
    }
  return n;
}

static void
test_display (void)
{
  static const struct { const char *name; guint n; } files[] = {
    { "bitmaps", 4 }, { "lz", 3 }, { "glz", 4 }, { "others", 10 }, { "jpeg", 3 }, { "film", 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GBytes) bytes = load (files[i].name);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      g_test_message ("%s", files[i].name);
      g_assert_cmpuint (data[0], ==, SPICE_CHANNEL_DISPLAY);
      g_assert_cmpuint (count_good (data + 1, size - 1, 0), ==, files[i].n);
      g_assert_cmpuint (count_good (data + 1, size - 1, 1), ==, files[i].n - 1);
    }
}

/* A message of which the head alone is there: judged by that, or more is wanted; never kept twice. */
static void
test_parts (void)
{
  g_autoptr(GBytes) bytes = load ("glz");
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceDraw) draw = lodge_spice_draw_new (caches);
  const guint8 *copy = (const guint8 *) g_bytes_get_data (bytes, NULL) + 1 + 6 + 20 + 6;
  gsize size = copy[-4] | (gsize) copy[-3] << 8;

  for (gsize there = 0; there < size; there++)
    g_assert_cmpint (lodge_spice_draw_check (draw, SPICE_MSG_DISPLAY_DRAW_COPY, copy, there, size), ==,
                     LODGE_SPICE_MORE);
  g_assert_cmpuint (lodge_spice_caches_get_glz (caches, 0), ==, 0);
  g_assert_cmpint (lodge_spice_draw_check (draw, SPICE_MSG_DISPLAY_DRAW_COPY, copy, size, size), ==,
                   LODGE_SPICE_GOOD);
  g_assert_cmpuint (lodge_spice_caches_get_glz (caches, 0), ==, 16);
  g_assert_cmpint (lodge_spice_draw_check (draw, SPICE_MSG_DISPLAY_DRAW_COPY, copy, size, size), ==,
                   LODGE_SPICE_BAD);
}

static void
test_cache (void)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();

  for (int i = 0; i < 2; i++)
    g_assert_true (lodge_spice_caches_add (caches, 1, LODGE_SPICE_MAX_CACHE));
  g_assert_false (lodge_spice_caches_add (caches, 2, 1));
  lodge_spice_caches_remove (caches, 1);
  g_assert_true (lodge_spice_caches_add (caches, 2, LODGE_SPICE_MAX_CACHE));
  lodge_spice_caches_clear (caches);
  g_assert_true (lodge_spice_caches_add (caches, 3, LODGE_SPICE_MAX_CACHE));
}

/* What came too far before is forgotten once nothing is missing; a hole cannot keep all for ever. */
static void
test_window (void)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();

  g_assert_true (lodge_spice_caches_add_glz (caches, 0, 0, 5));
  g_assert_true (lodge_spice_caches_add_glz (caches, 2, 1, 7));
  g_assert_cmpuint (lodge_spice_caches_get_glz (caches, 0), ==, 5);
  g_assert_true (lodge_spice_caches_add_glz (caches, 1, 1, 6));
  g_assert_cmpuint (lodge_spice_caches_get_glz (caches, 0), ==, 0);
  g_assert_cmpuint (lodge_spice_caches_get_glz (caches, 1), ==, 6);
  g_assert_false (lodge_spice_caches_add_glz (caches, 1, 0, 5));
  g_assert_false (lodge_spice_caches_add_glz (caches, 1u << 20, 0, 5));
  g_assert_false (lodge_spice_caches_add_glz (caches, 3, 0, LODGE_SPICE_MAX_CACHE));
}

/* A picture may be made of one that another channel has not brought yet, if that is as large then. */
static void
test_expected (void)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceDraw) first = lodge_spice_draw_new (caches), second = NULL;

  g_assert_false (lodge_spice_caches_expect_glz (caches, 0, 1));   /* there is no other channel */
  second = lodge_spice_draw_new (caches);
  g_assert_true (lodge_spice_caches_expect_glz (caches, 0, 5));
  g_assert_true (lodge_spice_caches_expect_glz (caches, 0, 4));
  g_assert_false (lodge_spice_caches_add_glz (caches, 0, 0, 4));
  g_assert_true (lodge_spice_caches_add_glz (caches, 0, 0, 5));
  g_assert_true (lodge_spice_caches_expect_glz (caches, 0, 5));
  g_assert_false (lodge_spice_caches_expect_glz (caches, 0, 6));
  g_assert_true (lodge_spice_caches_expect_glz (caches, 2, 1));
  g_assert_true (lodge_spice_caches_add_glz (caches, 1, 0, 5));
  g_assert_false (lodge_spice_caches_expect_glz (caches, 0, 1));   /* forgotten */
  g_assert_false (lodge_spice_caches_expect_glz (caches, 1u << 20, 1));
}

/* A packet of the guest, in pieces: with long ids and lengths, as QEMU has them. */
static gboolean
say_usb (LodgeSpiceDisc *disc,
         guint32         type,
         const void     *body,
         guint32         size)
{
  guint32 id_size = type == 0 ? 4 : 8;
  guint8 bytes[128] = { (guint8) type, 0, 0, 0, (guint8) size };

  memset (bytes + 8, 7, id_size);
  memcpy (bytes + 8 + id_size, body, size);
  for (gsize i = 0; i < 8 + id_size + size; i++)
    if (!lodge_spice_disc_check (disc, bytes + i, 1))
      return FALSE;
  return TRUE;
}

static void
greet_usb (LodgeSpiceDisc *disc)
{
  guint8 hello[64 + 4] = { 0 };

  hello[64] = 1 << 5 | 1 << 6;
  g_assert_true (say_usb (disc, 0, hello, sizeof hello));
}

static gboolean
is_good (LodgeSpiceDisc *disc,
         guint32         size,
         guint8          flags,
         const char     *scsi,
         gsize           n_scsi)
{
  guint8 bytes[10 + 31] = { 2, 0, 31, [10] = 'U', 'S', 'B', 'C' };

  size = GUINT32_TO_LE (size);
  memcpy (bytes + 10 + 8, &size, sizeof size);
  bytes[10 + 12] = flags;
  memcpy (bytes + 10 + 15, scsi, n_scsi);
  return say_usb (disc, 101, bytes, sizeof bytes);
}

/* The guest wants @size bytes. */
static gboolean
ask_usb (LodgeSpiceDisc *disc,
         guint32         size)
{
  const guint8 body[10] = { 0x81, 0, (guint8) size, (guint8) (size >> 8), 0, 0, 0, 0, (guint8) (size >> 16) };

  return say_usb (disc, 101, body, sizeof body);
}

/* And gets so many. */
static void
answer_usb (LodgeSpiceDisc *disc,
            guint32         size)
{
  guint8 bytes[26] = { 101, 0, 0, 0, (guint8) (size + 10), (guint8) ((size + 10) >> 8) };

  memset (bytes + 8, 7, 8);
  bytes[16] = 0x81;
  lodge_spice_disc_tell (disc, (const guint8 *) "data", 4);
  lodge_spice_disc_tell (disc, bytes, 9);
  lodge_spice_disc_tell (disc, bytes + 9, sizeof bytes - 9);
}

static const guint8 told[] = { 1, 0, 2, 2, 0, 0, 0, 0x23, 0x2b, 0xcd, 0xcd, 0, 2 };

static LodgeSpiceDisc *
disc_new (LodgeSpiceCaches *caches)
{
  LodgeSpiceDisc *disc = lodge_spice_disc_new (caches);

  lodge_spice_caches_set_disc (caches, TRUE);
  greet_usb (disc);
  lodge_spice_disc_tell (disc, told, sizeof told);
  return disc;
}

#define READ_2 "\x28\0\0\0\0\0\0\0\x02"

/* In the order in which a guest goes: a command, its data, its status. */
static void
test_disc_order (void)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceDisc) disc = disc_new (caches);
  const guint8 reset[10] = { 0, 0xff, 0x21 }, question[10] = { 0x80, 0xfe, 0xa1 };

  for (int i = 0; i < 3; i++)
    {
      g_assert_true (say_usb (disc, 3, "", 0));
      g_assert_true (say_usb (disc, 100, reset, sizeof reset));
      g_assert_true (is_good (disc, 4096, 0x80, READ_2, 9));
      g_assert_true (ask_usb (disc, 2048));
      g_assert_true (say_usb (disc, 100, question, sizeof question));
      answer_usb (disc, 2048);
      g_assert_true (ask_usb (disc, 2048));
      answer_usb (disc, i < 2 ? 2048 : 0);
      g_assert_true (ask_usb (disc, 13));
      answer_usb (disc, 13);
      /* One without data. */
      g_assert_true (is_good (disc, 0, 0, "\0", 1));
      g_assert_true (ask_usb (disc, 512));
      answer_usb (disc, 13);
    }
}

/* Without an image nothing is a drive, also not with what was told before there was one. */
static void
test_disc_none (void)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceDisc) disc = lodge_spice_disc_new (caches);

  greet_usb (disc);
  lodge_spice_disc_tell (disc, told, sizeof told);
  g_assert_false (lodge_spice_disc_is_there (disc));
  lodge_spice_disc_tell (disc, told, 9);
  lodge_spice_caches_set_disc (caches, TRUE);
  lodge_spice_disc_tell (disc, told + 9, sizeof told - 9);
  g_assert_false (lodge_spice_disc_is_there (disc));
  lodge_spice_disc_tell (disc, told, sizeof told);
  g_assert_true (lodge_spice_disc_is_there (disc));
}

/* And out of it, each after a command for 4096 bytes. */
static void
test_disc_disorder (void)
{
  const guint8 reset[10] = { 0, 0xff, 0x21 };

  for (int i = 0; i < 8; i++)
    {
      g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
      g_autoptr(LodgeSpiceDisc) disc = disc_new (caches);

      g_test_message ("%d", i);
      g_assert_true (is_good (disc, 4096, 0x80, READ_2, 9));
      if (i == 0)
        g_assert_false (ask_usb (disc, 4097));
      else if (i == 1)
        g_assert_false (is_good (disc, 4096, 0x80, READ_2, 9));
      else if (i == 2)
        g_assert_false (say_usb (disc, 3, "", 0));
      else if (i == 3)
        g_assert_false (say_usb (disc, 100, reset, sizeof reset));
      else if (i == 4)
        g_assert_false (say_usb (disc, 21, "", 0));
      else if (i == 5)
        g_assert_false (say_usb (disc, 101, "\x81", 1));
      else if (i == 6)
        g_assert_true (ask_usb (disc, 4096) && !ask_usb (disc, 13));
      else
        {
          /* Data that look like a status. */
          for (int j = 0; j < 2; j++)
            {
              g_assert_true (ask_usb (disc, 13));
              answer_usb (disc, 13);
            }
          g_assert_false (is_good (disc, 1 << 16, 0x80, READ_2, 9));
        }
    }
}

/* A read has room for 128 sectors, and what answers with data has room at all. */
static void
test_disc (void)
{
  static const struct { guint32 size; guint8 flags; const char *scsi; gsize n_scsi; gboolean good; } asked[] = {
    { 262144, 0x80, "\x28\0\0\0\0\0\0\0\x80", 9, TRUE },
    { 262144, 0x80, "\x28\0\0\0\0\0\0\0\x81", 9, FALSE },
    { 2048, 0x80, "\x28\0\0\0\0\0\0\x01\0", 9, FALSE },
    { 0, 0x80, "\x28\0\0\0\0\0\0\0\x01", 9, FALSE },
    { 2048, 0, "\x28\0\0\0\0\0\0\0\x01", 9, FALSE },
    { 2048, 0x80, "\x08\0\0\0\x01", 5, TRUE },
    { 2048, 0x80, "\x08", 1, FALSE },
    { 2048, 0x80, "\xa8\0\0\0\0\0\0\0\0\x01", 10, TRUE },
    { 2048, 0x80, "\xa8\0\0\0\0\0\x80", 7, FALSE },
    { 2048, 0x80, "\x88\0\0\0\0\0\0\0\0\0\0\0\0\x01", 14, TRUE },
    { 2048, 0x80, "\x88\0\0\0\0\0\0\0\0\0\0\x01", 12, FALSE },
    { 36, 0x80, "\x12\0\0\0\x24", 5, TRUE },
    { 0, 0x80, "\x12\0\0\0\x24", 5, FALSE },
    { 0, 0, "\x1b\0\0\0\x02", 5, TRUE },
    { 0, 0, "\0", 1, TRUE },
    { 0, 0, "\x55", 1, FALSE },
    { 8, 0, "\x55", 1, TRUE },
  };
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceDisc) disc = lodge_spice_disc_new (caches);

  /* A real stick may be asked for anything, also after there was a disc. */
  lodge_spice_caches_set_disc (caches, TRUE);
  greet_usb (disc);
  g_assert_true (is_good (disc, 2048, 0x80, "\x08", 1));
  lodge_spice_disc_tell (disc, told, 8);
  g_assert_false (lodge_spice_disc_is_there (disc));
  lodge_spice_disc_tell (disc, told + 8, sizeof told - 8);
  g_assert_true (lodge_spice_disc_is_there (disc));
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_test_message ("%" G_GSIZE_FORMAT, i);
      lodge_spice_disc_tell (disc, told, sizeof told);
      g_assert_cmpint (is_good (disc, asked[i].size, asked[i].flags, asked[i].scsi, asked[i].n_scsi), ==,
                       asked[i].good);
    }
  lodge_spice_caches_set_disc (caches, FALSE);
  g_assert_true (is_good (disc, 2048, 0x80, "\x08", 1));
}

/* A smart card's channel up to its first message: how a server lets a client in. */
static LodgeSpiceCheck *
let_in (LodgeSpiceCaches *caches)
{
  LodgeSpiceCheck *check = lodge_spice_check_new (SPICE_CHANNEL_SMARTCARD, caches, FALSE);
  const guint32 cap = GUINT32_TO_LE (1u << SPICE_COMMON_CAP_MINI_HEADER);
  SpiceLinkHeader header = { .size = GUINT32_TO_LE (sizeof (SpiceLinkReply) + sizeof cap) };
  SpiceLinkReply reply = { .num_common_caps = GUINT32_TO_LE (1),
                           .caps_offset = GUINT32_TO_LE (sizeof (SpiceLinkReply)) };
  const guint8 result[4] = { 0 };

  g_assert_true (lodge_spice_check_feed (check, (const guint8 *) &header, sizeof header));
  g_assert_true (lodge_spice_check_feed (check, (const guint8 *) &reply, sizeof reply));
  g_assert_true (lodge_spice_check_feed (check, (const guint8 *) &cap, sizeof cap));
  g_assert_true (lodge_spice_check_feed (check, result, sizeof result));
  return check;
}

/* @size: of the message; @said: what it says that its bytes are. */
static gboolean
passes_card (guint32 type,
             guint32 reader,
             guint32 said,
             guint32 size)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceCheck) check = let_in (caches);
  g_autofree guint8 *message = g_malloc0 (6 + (gsize) size);
  const guint16 kind = GUINT16_TO_LE (SPICE_MSG_SMARTCARD_DATA);
  const guint32 head[] = { GUINT32_TO_LE (type), GUINT32_TO_LE (reader), GUINT32_TO_LE (said) };
  const guint32 le_size = GUINT32_TO_LE (size);

  memcpy (message, &kind, sizeof kind);
  memcpy (message + 2, &le_size, sizeof le_size);
  memcpy (message + 6, head, MIN (size, sizeof head));
  return lodge_spice_check_feed (check, message, 6 + (gsize) size)
         && lodge_spice_check_feed (check, message, 6 + (gsize) size);
}

static void
test_cards (void)
{
  g_assert_true (passes_card (2, 0, 4, 16));                    /* an answer */
  g_assert_true (passes_card (2, G_MAXUINT32, 4, 16));          /* that there is no room for a reader */
  g_assert_true (passes_card (7, 0, 12, 24));
  g_assert_true (passes_card (7, 9, 65544, 12 + 65544));        /* the longest */
  g_assert_false (passes_card (7, 9, 65545, 12 + 65545));
  g_assert_false (passes_card (7, 0, 13, 24));                  /* less than it says */
  g_assert_false (passes_card (7, 0, G_MAXUINT32, 24));
  g_assert_false (passes_card (7, G_MAXUINT32, 12, 24));        /* to no reader */
  g_assert_false (passes_card (5, 0, 4, 16));                   /* what clients say */
  g_assert_false (passes_card (77, 0, 4, 16));
  g_assert_false (passes_card (7, 0, 0, 11));                   /* no whole head */
}

/* Byte by byte, as a client says it; after it anything else, of any length. */
static void
say_motions (LodgeSpiceEcho *echo,
             gboolean        mini,
             guint           n)
{
  for (guint i = 0; i < n; i++)
    for (guint part = 0; part < 2; part++)
      {
        guint16 type = part == 1 ? SPICE_MSGC_INPUTS_KEY_DOWN
                                 : i % 2 ? SPICE_MSGC_INPUTS_MOUSE_MOTION : SPICE_MSGC_INPUTS_MOUSE_POSITION;
        SpiceDataHeader header = { .type = GUINT16_TO_LE (type), .size = GUINT32_TO_LE (part * (5 + i)) };
        const guint8 *bytes = (const guint8 *) &header;
        gsize from = mini ? offsetof (SpiceDataHeader, type) : 0;
        gsize to = mini ? from + sizeof (SpiceMiniDataHeader) : sizeof header;

        for (gsize at = from; at < to; at++)
          lodge_spice_echo_tell (echo, bytes + at, 1);
        for (gsize at = 0; at < part * (5 + i); at++)
          lodge_spice_echo_tell (echo, (const guint8 *) "\x6f", 1);
      }
}

static void
test_echo (gconstpointer mini)
{
  LodgeSpiceEcho *echo = lodge_spice_echo_new ();

  /* What is said before is no message. */
  lodge_spice_echo_tell (echo, (const guint8 *) "REDQ", 4);
  g_assert_true (lodge_spice_echo_is_busy (echo));
  lodge_spice_echo_begin (echo, mini != NULL);
  g_assert_false (lodge_spice_echo_is_busy (echo));

  say_motions (echo, mini != NULL, 3);
  g_assert_false (lodge_spice_echo_is_busy (echo));
  lodge_spice_echo_take_answer (echo);
  g_assert_cmpint (lodge_spice_echo_get_round_trip (echo), ==, -1);
  say_motions (echo, mini != NULL, 6);
  g_assert_true (lodge_spice_echo_is_busy (echo));
  g_assert_cmpint (lodge_spice_echo_get_round_trip (echo), ==, -1);

  /* The first of two answers is to the question that is timed. */
  lodge_spice_echo_take_answer (echo);
  g_assert_false (lodge_spice_echo_is_busy (echo));
  g_assert_cmpint (lodge_spice_echo_get_round_trip (echo), >=, 0);
  lodge_spice_echo_take_answer (echo);
  lodge_spice_echo_take_answer (echo);
  say_motions (echo, mini != NULL, 3);
  g_assert_true (lodge_spice_echo_is_busy (echo));
  lodge_spice_echo_free (echo);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spice-check/display", test_display);
  g_test_add_func ("/spice-check/parts", test_parts);
  g_test_add_func ("/spice-check/cache", test_cache);
  g_test_add_func ("/spice-check/window", test_window);
  g_test_add_func ("/spice-check/expected", test_expected);
  g_test_add_func ("/spice-check/disc", test_disc);
  g_test_add_func ("/spice-check/disc/none", test_disc_none);
  g_test_add_func ("/spice-check/disc/order", test_disc_order);
  g_test_add_func ("/spice-check/disc/disorder", test_disc_disorder);
  g_test_add_func ("/spice-check/cards", test_cards);
  g_test_add_data_func ("/spice-check/echo/mini", "", test_echo);
  g_test_add_data_func ("/spice-check/echo/long", NULL, test_echo);
  return g_test_run ();
}
