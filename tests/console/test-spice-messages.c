/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SPICE server that lets a client in, and then means harm: screens without a size or of all memory,
 * pictures outside of them, pointers that are no pointers, an agent that lies. The session goes on, or
 * ends with an error for people; it never reads or writes what is not its own (see ./check, which runs
 * this with a sanitizer). */

#include "config.h"

#include <spice/enums.h>
#include <spice/vd_agent.h>
#include <string.h>

#include "base/lodge-error.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-spice-peer.h"

#define N(number) ((guint64) (number))
#define say(peer, channel, type, ...) \
  lodge_test_peer_say (peer, SPICE_CHANNEL_##channel, SPICE_MSG_##channel##_##type, __VA_ARGS__)

/* Whoever shows the picture reads all of it. */
static void
read_picture (LodgeTestPeer *peer)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (peer->console);
  int width = lodge_framebuffer_get_width (framebuffer);
  int height = lodge_framebuffer_get_height (framebuffer);
  g_autofree guint8 *pixels = NULL;

  g_assert_cmpint (width, <=, LODGE_FRAMEBUFFER_MAX_SIZE);
  g_assert_cmpint (height, <=, LODGE_FRAMEBUFFER_MAX_SIZE);
  if ((gint64) width * height > 4096 * 4096)
    return;
  pixels = g_malloc ((gsize) width * (gsize) height * 4 + 4);
  lodge_framebuffer_copy (framebuffer, 0, 0, width, height, pixels, (gsize) width * 4);
}

static void
create_surface (LodgeTestPeer *peer,
                guint32        width,
                guint32        height,
                guint32        format)
{
  say (peer, DISPLAY, SURFACE_DESTROY, "%4", N (0));
  say (peer, DISPLAY, SURFACE_CREATE, "%4%4%4%4%4", N (0), N (width), N (height), N (format),
       N (SPICE_SURFACE_FLAGS_PRIMARY));
  say (peer, DISPLAY, DRAW_BLACKNESS, "%4%4%4%4%4%1 %1%4%4%4", N (0), N (0), N (0), N (height), N (width),
       N (SPICE_CLIP_TYPE_NONE), N (0), N (0), N (0), N (0));
  lodge_test_peer_ask (peer, SPICE_CHANNEL_DISPLAY);
  read_picture (peer);
}

static void
test_surfaces (void)
{
  static const struct { guint32 width, height, format; gboolean is_shown; } surfaces[] = {
    { 0, 0, SPICE_SURFACE_FMT_32_xRGB },
    { 0, 100, SPICE_SURFACE_FMT_32_xRGB },
    { 100, 0, SPICE_SURFACE_FMT_32_xRGB },
    { 1, 1, SPICE_SURFACE_FMT_16_555, TRUE },
    { 20000, 1, SPICE_SURFACE_FMT_32_xRGB },
    { 1, 20000, SPICE_SURFACE_FMT_32_xRGB },
    { 64, 64, SPICE_SURFACE_FMT_32_xRGB, TRUE },
  };
  LodgeTestPeer peer;
  int height;

  for (gsize i = 0; i < G_N_ELEMENTS (surfaces); i++)
    {
      lodge_test_peer_let_in (&peer);
      create_surface (&peer, surfaces[i].width, surfaces[i].height, surfaces[i].format);
      height = lodge_framebuffer_get_height (lodge_console_get_framebuffer (peer.console));
      g_assert_cmpint (height, ==, surfaces[i].is_shown ? (int) surfaces[i].height : 48);
      g_assert_cmpint (lodge_console_get_state (peer.console), ==,
                       surfaces[i].is_shown ? LODGE_CONSOLE_CONNECTED : LODGE_CONSOLE_FAILED);
      lodge_test_peer_finish (&peer);
    }
}

static void
say_base (LodgeTestPeer *peer,
          guint          type,
          guint32        surface,
          const gint32  *box)
{
  /* Nothing of a mask. */
  lodge_test_peer_say (peer, SPICE_CHANNEL_DISPLAY, type, "%4%4%4%4%4%1 %1%4%4%4", N (surface),
                       N (box[0]), N (box[1]), N (box[2]), N (box[3]), N (SPICE_CLIP_TYPE_NONE), N (0),
                       N (0), N (0), N (0));
}

static void
test_drawing (void)
{
  /* Top, left, bottom, right. */
  static const gint32 boxes[][4] = {
    { 0, 0, 48, 64 }, { -100, -100, 1000, 1000 }, { 10, 10, 5, 5 }, { 0, 0, 0, 0 },
    { G_MININT32, G_MININT32, G_MAXINT32, G_MAXINT32 }, { 40, 60, 50, 70 }, { 1000, 1000, 1010, 1010 },
  };
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      say_base (&peer, SPICE_MSG_DISPLAY_DRAW_BLACKNESS, 0, boxes[i]);
      say_base (&peer, SPICE_MSG_DISPLAY_DRAW_INVERS, 0, boxes[i]);
      lodge_test_peer_ask (&peer, SPICE_CHANNEL_DISPLAY);
      read_picture (&peer);
    }
  say_base (&peer, SPICE_MSG_DISPLAY_DRAW_BLACKNESS, 77, boxes[0]);
  lodge_test_peer_finish (&peer);
}

static void
test_monitors (void)
{
  static const guint32 heads[][4] = {
    { 0, 0, 0, 0 }, { 64, 48, 0, 0 }, { 4000000000u, 4000000000u, 10, 10 }, { 64, 48, 4000000000u, 0 },
    { 64, 48, 63, 47 }, { 64, 48, 64, 48 }, { 0x80000000u, 1, 0x80000000u, 1 }, { 1, 1, 63, 47 },
  };
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      say (&peer, DISPLAY, MONITORS_CONFIG, "%2%2 %4%4%4%4%4%4%4", N (1), N (65535), N (0), N (0),
           N (heads[i][0]), N (heads[i][1]), N (heads[i][2]), N (heads[i][3]), N (0));
      lodge_test_peer_ask (&peer, SPICE_CHANNEL_DISPLAY);
      read_picture (&peer);
    }
  /* The same screen many times, a number that is none, and none at all. */
  say (&peer, DISPLAY, MONITORS_CONFIG, "%2%2 %4%4%4%4%4%4%4 %4%4%4%4%4%4%4", N (2), N (1), N (0), N (0),
       N (32), N (32), N (0), N (0), N (0), N (4000000000u), N (9), N (32), N (32), N (0), N (0), N (0));
  say (&peer, DISPLAY, MONITORS_CONFIG, "%2%2", N (0), N (0));
  lodge_test_peer_ask (&peer, SPICE_CHANNEL_DISPLAY);
  read_picture (&peer);
  lodge_test_peer_finish (&peer);
}

static void
set_cursor (LodgeTestPeer *peer,
            guint          type,
            guint          width,
            guint          height,
            guint          hot_x,
            guint          hot_y,
            guint          n_bytes)
{
  say (peer, CURSOR, SET, "%2%2%1 %2 %8%1%2%2%2%2 %z", N (0), N (0), N (1), N (0), N (1), N (type),
       N (width), N (height), N (hot_x), N (hot_y), N (n_bytes));
  lodge_test_peer_ask (peer, SPICE_CHANNEL_CURSOR);
}

static void
init_cursor (LodgeTestPeer *peer)
{
  say (peer, CURSOR, INIT, "%2%2%2%2%1%2", N (0), N (0), N (0), N (0), N (1), N (1));
}

static void
test_pointers (void)
{
  LodgeTestPeer peer;
  LodgeCursor *cursor;

  lodge_test_peer_let_in (&peer);
  init_cursor (&peer);
  set_cursor (&peer, SPICE_CURSOR_TYPE_ALPHA, 4, 4, 60000, 60000, 64);
  lodge_test_wait ((cursor = lodge_console_get_cursor (peer.console)) != NULL && cursor->hot_x == 3);
  g_assert_cmpint (cursor->hot_y, ==, 3);

  set_cursor (&peer, SPICE_CURSOR_TYPE_ALPHA, 0, 0, 0, 0, 4);
  set_cursor (&peer, SPICE_CURSOR_TYPE_ALPHA, 0, 9, 3, 3, 4);
  set_cursor (&peer, 200, 4, 4, 0, 0, 64);
  set_cursor (&peer, SPICE_CURSOR_TYPE_ALPHA, 1000, 600, 0, 0, 1000 * 600 * 4);
  lodge_test_wait (lodge_console_get_cursor (peer.console) == NULL);
  say (&peer, CURSOR, MOVE, "%2%2", N (0x8000), N (0x7fff));
  say (&peer, CURSOR, HIDE, "%4", N (0));
  lodge_test_peer_finish (&peer);
}

/* Sizes that are not what is sent: the library believes them, so Lodge does not let them through. */
static void
test_false_pointers (void)
{
  static const struct { guint type, width, height, n_bytes; } shapes[] = {
    { SPICE_CURSOR_TYPE_ALPHA, 4, 4, 63 },
    { SPICE_CURSOR_TYPE_COLOR32, 512, 512, 4 },
    { SPICE_CURSOR_TYPE_COLOR32, 8, 8, 8 * 8 * 4 + 7 },
    { SPICE_CURSOR_TYPE_COLOR16, 8, 8, 8 * 8 * 2 + 7 },
    { SPICE_CURSOR_TYPE_COLOR4, 8, 8, 8 * 4 + 64 + 7 },
    { SPICE_CURSOR_TYPE_MONO, 9, 8, 2 * 2 * 8 - 1 },
    { SPICE_CURSOR_TYPE_ALPHA, 32768, 32768, 64 },
    { SPICE_CURSOR_TYPE_COLOR32, 65535, 16385, 64 },
    { SPICE_CURSOR_TYPE_COLOR24, 65535, 65535, 64 },
    { SPICE_CURSOR_TYPE_MONO, 65535, 65535, 64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (int first = 0; first < 2; first++)
      {
        LodgeTestPeer peer;

        lodge_test_peer_let_in (&peer);
        if (first)
          say (&peer, CURSOR, INIT, "%2%2%2%2%1 %2 %8%1%2%2%2%2 %z", N (0), N (0), N (0), N (0), N (1),
               N (0), N (1), N (shapes[i].type), N (shapes[i].width), N (shapes[i].height), N (0), N (0),
               N (shapes[i].n_bytes));
        else
          {
            init_cursor (&peer);
            set_cursor (&peer, shapes[i].type, shapes[i].width, shapes[i].height, 0, 0,
                        shapes[i].n_bytes);
          }
        lodge_test_wait (lodge_console_get_state (peer.console) == LODGE_CONSOLE_FAILED);
        g_assert_error (lodge_console_get_error (peer.console), LODGE_ERROR, LODGE_ERROR_INVALID);
        lodge_test_peer_finish (&peer);
      }
}

/* Sizes that fit are let through, byte by byte or not. */
static void
test_true_pointers (void)
{
  static const struct { guint type, width, height, n_bytes; } shapes[] = {
    { SPICE_CURSOR_TYPE_ALPHA, 4, 4, 64 },
    { SPICE_CURSOR_TYPE_COLOR32, 8, 8, 8 * 8 * 4 + 8 },
    { SPICE_CURSOR_TYPE_COLOR16, 9, 7, 9 * 7 * 2 + 8 },
    { SPICE_CURSOR_TYPE_COLOR4, 10, 8, 5 * 8 + 64 + 10 },
    { SPICE_CURSOR_TYPE_MONO, 11, 8, 2 * 2 * 8 },
    { SPICE_CURSOR_TYPE_ALPHA, 500, 512, 500 * 512 * 4 },
  };
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  init_cursor (&peer);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      LodgeCursor *cursor;

      set_cursor (&peer, shapes[i].type, shapes[i].width, shapes[i].height, 1, 1, shapes[i].n_bytes);
      lodge_test_wait ((cursor = lodge_console_get_cursor (peer.console)) != NULL
                       && cursor->width == (int) shapes[i].width);
    }
  lodge_test_peer_finish (&peer);
}

/* What the library would follow into memory that is not there, or ask all memory for. */
static void
test_pointer_messages (void)
{
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  lodge_test_peer_say (&peer, SPICE_CHANNEL_CURSOR, SPICE_MSG_LIST, "%8", ~N (0));
  lodge_test_wait (lodge_console_get_state (peer.console) == LODGE_CONSOLE_FAILED);
  lodge_test_peer_finish (&peer);

  lodge_test_peer_let_in (&peer);
  lodge_test_peer_say (&peer, SPICE_CHANNEL_CURSOR, SPICE_MSG_CURSOR_TRAIL, "%z", N (30 << 20));
  lodge_test_wait (lodge_console_get_state (peer.console) == LODGE_CONSOLE_FAILED);
  lodge_test_peer_finish (&peer);
}

static void
say_agent (LodgeTestPeer *peer,
           guint          type,
           guint32        size,
           const char    *bytes,
           guint          n_zeros)
{
  say (peer, MAIN, AGENT_DATA, "%4%4%8%4 %s%z", N (VD_AGENT_PROTOCOL), N (type), N (0), N (size), bytes,
       N (n_zeros));
}

/* Messages that are shorter or longer than they say, and never end. */
static void
test_agent (void)
{
  LodgeTestPeer peer;

  for (guint type = 0; type < 24; type++)
    {
      lodge_test_peer_let_in (&peer);
      say_agent (&peer, VD_AGENT_ANNOUNCE_CAPABILITIES, 8, "\1\2\3\4\5\6\7\1", 0);
      say_agent (&peer, type, 0, "", 0);
      say_agent (&peer, type, 3, "abc", 0);
      say_agent (&peer, type, 200, "\1\1\1\1", 196);
      /* For which the library asks all at once. */
      say_agent (&peer, type, type == 0 ? 4000000000u : 4000000, "\1\1\1\1", 100);
      for (int i = 0; i < 20; i++)
        say (&peer, MAIN, AGENT_DATA, "%z", N (2048));
      lodge_test_peer_finish (&peer);
    }
}

/* A file that nobody sends, with a name that points elsewhere: nothing is ever written. */
static void
test_agent_files (void)
{
  static const char name[] = "\1\1\1\1[vdagent-file-xfer]\nname=../../tmp/lodge-was-here\nsize=4\n";
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  say_agent (&peer, VD_AGENT_ANNOUNCE_CAPABILITIES, 8, "\1\1\1\1\xff\xf7\xff\xff", 0);
  say_agent (&peer, VD_AGENT_FILE_XFER_START, sizeof name, name, 1);
  say_agent (&peer, VD_AGENT_FILE_XFER_DATA, 16, "\1\1\1\1\4", 11);
  say_agent (&peer, VD_AGENT_FILE_XFER_STATUS, 8, "\1\1\1\1", 4);
  lodge_test_peer_ask (&peer, SPICE_CHANNEL_MAIN);
  g_assert_false (g_file_test ("/tmp/lodge-was-here", G_FILE_TEST_EXISTS));
  lodge_test_peer_finish (&peer);
}

/* Channels that are none, again and again, and too many. */
static void
test_channels (void)
{
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  for (guint type = 0; type < 256; type += 5)
    say (&peer, MAIN, CHANNELS_LIST, "%4%1%1%1%1", N (2), N (type), N (type % 7), N (type + 1), N (255));
  say (&peer, MAIN, CHANNELS_LIST, "%4", N (4000000000u));
  say (&peer, MAIN, MOUSE_MODE, "%2%2", N (65535), N (65535));
  lodge_test_peer_finish (&peer);
}

/* What ends a session, and what is told of it. */
static void
expect_refused (LodgeTestPeer *peer)
{
  lodge_test_wait (lodge_console_get_state (peer->console) == LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (peer->console), LODGE_ERROR, LODGE_ERROR_INVALID);
  lodge_test_peer_finish (peer);
}

/* The library would stop the program, ask for more than all memory, or write behind what it has. */
static void
test_false_surfaces (void)
{
  static const struct { guint32 width, height, format; } surfaces[] = {
    { 64, 64, 7 }, { 64, 64, 0 }, { 64, 64, SPICE_SURFACE_FMT_1_A }, { 64, 64, 0xffffffff },
    { 0, 0, SPICE_SURFACE_FMT_32_xRGB }, { 20000, 1, SPICE_SURFACE_FMT_32_xRGB },
    { 16384, 16384, SPICE_SURFACE_FMT_32_xRGB }, { 0x40000001, 16, SPICE_SURFACE_FMT_32_xRGB },
    { 0x8000, 0x8001, SPICE_SURFACE_FMT_32_xRGB }, { 0xffffffff, 0xffffffff, SPICE_SURFACE_FMT_32_ARGB },
  };
  LodgeTestPeer peer;

  for (gsize i = 0; i < G_N_ELEMENTS (surfaces); i++)
    {
      lodge_test_peer_let_in (&peer);
      say (&peer, DISPLAY, SURFACE_CREATE, "%4%4%4%4%4", N (1), N (surfaces[i].width),
           N (surfaces[i].height), N (surfaces[i].format), N (i % 2));
      expect_refused (&peer);
    }

  lodge_test_peer_let_in (&peer);
  say (&peer, DISPLAY, MODE, "%4%4%4", N (0x10000), N (0x10000), N (32));
  expect_refused (&peer);
}

/* Each is of a size that is let through. */
static void
test_many_surfaces (void)
{
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  for (guint i = 1; i < 6; i++)
    say (&peer, DISPLAY, SURFACE_CREATE, "%4%4%4%4%4", N (i), N (8192), N (8192),
         N (SPICE_SURFACE_FMT_32_xRGB), N (0));
  expect_refused (&peer);
}

static void
test_lists (void)
{
  LodgeTestPeer peer;

  for (guint channel = SPICE_CHANNEL_MAIN; channel < LODGE_TEST_PEER_CHANNELS; channel++)
    {
      lodge_test_peer_let_in (&peer);
      lodge_test_peer_say (&peer, channel, SPICE_MSG_LIST, "%2%4%4%8", N (2), N (4), N (0x7fffffff), ~N (0));
      expect_refused (&peer);
    }
}

static void
test_large_messages (void)
{
  static const guint32 sizes[] = { 0xffffffff, 0x80000000, 0x20000000 };
  LodgeTestPeer peer;

  for (guint channel = SPICE_CHANNEL_MAIN; channel < LODGE_TEST_PEER_CHANNELS; channel++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        lodge_test_peer_let_in (&peer);
        lodge_test_peer_announce (&peer, channel, SPICE_MSG_PING, sizes[i]);
        expect_refused (&peer);
      }
}

static void
create_stream (LodgeTestPeer *peer,
               guint32        surface,
               guint32        number,
               guint          codec)
{
  say (peer, DISPLAY, STREAM_CREATE, "%4%4%1%1%8%4%4%4%4%4%4%4%4%1", N (surface), N (number), N (0),
       N (codec), N (0), N (64), N (48), N (64), N (48), N (0), N (0), N (48), N (64),
       N (SPICE_CLIP_TYPE_NONE));
}

static void
test_false_streams (void)
{
  static const struct { guint32 surface, number, codec; } streams[] = {
    { 0, 64, SPICE_VIDEO_CODEC_TYPE_MJPEG }, { 0, 0xffffffff, SPICE_VIDEO_CODEC_TYPE_MJPEG },
    { 0, 0x80000000, SPICE_VIDEO_CODEC_TYPE_MJPEG }, { 1, 0, SPICE_VIDEO_CODEC_TYPE_MJPEG },
    { 0, 0, 0 }, { 0, 0, 99 },
  };
  LodgeTestPeer peer;

  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      lodge_test_peer_let_in (&peer);
      create_stream (&peer, streams[i].surface, streams[i].number, streams[i].codec);
      expect_refused (&peer);
    }

  lodge_test_peer_let_in (&peer);
  create_stream (&peer, 0, 0, SPICE_VIDEO_CODEC_TYPE_MJPEG);
  say (&peer, DISPLAY, STREAM_DESTROY, "%4", N (0xffffffff));
  expect_refused (&peer);

  /* It would be drawn on. */
  lodge_test_peer_let_in (&peer);
  create_stream (&peer, 0, 0, SPICE_VIDEO_CODEC_TYPE_MJPEG);
  say (&peer, DISPLAY, SURFACE_DESTROY, "%4", N (0));
  expect_refused (&peer);

  /* Not a picture: libjpeg would end the program. */
  lodge_test_peer_let_in (&peer);
  create_stream (&peer, 0, 0, SPICE_VIDEO_CODEC_TYPE_MJPEG);
  say (&peer, DISPLAY, STREAM_DATA, "%4%4%4%s", N (0), N (1000), N (8), "\xff\xd8\xff\xd9....");
  expect_refused (&peer);
}

#define IMAGE_AT 57

/* A picture onto the first surface. */
static void
say_copy (LodgeTestPeer *peer,
          GByteArray    *image)
{
  say (peer, DISPLAY, DRAW_COPY, "%4%4%4%4%4%1 %4%4%4%4%4%2%1 %1%4%4%4 %b", N (0), N (0), N (0), N (48),
       N (64), N (SPICE_CLIP_TYPE_NONE), N (IMAGE_AT), N (0), N (0), N (4), N (4),
       N (SPICE_ROPD_OP_PUT), N (0), N (0), N (0), N (0), N (0), image);
}

static GByteArray *
new_image (guint   type,
           guint32 width,
           guint32 height)
{
  GByteArray *image = g_byte_array_new ();
  guint8 head[18] = { 1 };

  head[8] = (guint8) type;
  for (guint i = 0; i < 4; i++)
    {
      head[10 + i] = (guint8) (width >> 8 * i);
      head[14 + i] = (guint8) (height >> 8 * i);
    }
  return g_byte_array_append (image, head, sizeof head);
}

static void
add_bytes (GByteArray *image,
           guint64     number,
           guint       n)
{
  for (guint i = 0; i < n; i++, number >>= 8)
    g_byte_array_append (image, &(guint8) { (guint8) number }, 1);
}

static void
refuse_image (GByteArray *image)
{
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  say_copy (&peer, image);
  expect_refused (&peer);
  g_byte_array_unref (image);
}

static GByteArray *
new_bitmap (guint   format,
            guint32 width,
            guint32 height,
            guint32 stride,
            guint   n_bytes)
{
  GByteArray *image = new_image (SPICE_IMAGE_TYPE_BITMAP, width, height);

  add_bytes (image, format, 1);
  add_bytes (image, 0, 1);
  add_bytes (image, width, 4);
  add_bytes (image, height, 4);
  add_bytes (image, stride, 4);
  add_bytes (image, 0, 4);
  while (n_bytes-- > 0)
    add_bytes (image, 0xaa, 1);
  return image;
}

/* A head of LZ, whose numbers have their highest byte first. */
static GByteArray *
new_lz (guint32 width,
        guint32 height,
        guint   n_bytes)
{
  GByteArray *image = new_image (SPICE_IMAGE_TYPE_LZ_RGB, 4, 4);
  guint32 head[] = { 0x20205a4c, 0x10001, 8, width, height, width * 4, 1 };

  add_bytes (image, sizeof head + n_bytes, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (head); i++)
    add_bytes (image, GUINT32_SWAP_LE_BE (head[i]), 4);
  return image;
}

static void
test_false_pictures (void)
{
  LodgeTestPeer peer;
  GByteArray *image, *nothing = g_byte_array_new ();

  /* None at all, and one that is not there. */
  lodge_test_peer_let_in (&peer);
  say (&peer, DISPLAY, DRAW_COPY, "%4%4%4%4%4%1 %4%4%4%4%4%2%1 %1%4%4%4 %b", N (0), N (0), N (0), N (48),
       N (64), N (SPICE_CLIP_TYPE_NONE), N (0), N (0), N (0), N (4), N (4), N (SPICE_ROPD_OP_PUT), N (0),
       N (0), N (0), N (0), N (0), nothing);
  expect_refused (&peer);
  refuse_image (nothing);

  /* Larger than they are, without their colours, or larger than may be. */
  refuse_image (new_bitmap (SPICE_BITMAP_FMT_32BIT, 4, 4, 16, 60));
  refuse_image (new_bitmap (SPICE_BITMAP_FMT_32BIT, 4, 4, 4, 64));
  refuse_image (new_bitmap (SPICE_BITMAP_FMT_32BIT, 0, 4, 16, 64));
  refuse_image (new_bitmap (SPICE_BITMAP_FMT_1BIT_BE, 4, 4, 1, 4));
  refuse_image (new_bitmap (77, 4, 4, 16, 64));
  refuse_image (new_image (SPICE_IMAGE_TYPE_JPEG, 0xffffffff, 0xffffffff));
  refuse_image (new_image (SPICE_IMAGE_TYPE_LZ4, 16384, 16384));

  /* Not as large as they were announced, and with a copy of what was never there. */
  refuse_image (new_lz (400, 4, 0));
  image = new_lz (4, 4, 3);
  add_bytes (image, 0xff0020, 3);
  refuse_image (image);

  /* A surface that is none. */
  image = new_image (SPICE_IMAGE_TYPE_SURFACE, 4, 4);
  add_bytes (image, 5, 4);
  refuse_image (image);

  /* Unpacks to more than all memory. */
  image = new_image (SPICE_IMAGE_TYPE_ZLIB_GLZ_RGB, 4, 4);
  add_bytes (image, 0xfffffff0, 4);
  add_bytes (image, 4, 4);
  add_bytes (image, 0, 4);
  refuse_image (image);
}

/* Pictures that add up are let through, and are seen. */
static void
test_true_pictures (void)
{
  LodgeTestPeer peer;
  GByteArray *image = new_bitmap (SPICE_BITMAP_FMT_32BIT, 4, 4, 16, 64);
  guint8 pixel[4];

  lodge_test_peer_let_in (&peer);
  say_copy (&peer, image);
  lodge_test_wait (lodge_framebuffer_copy (lodge_console_get_framebuffer (peer.console), 32, 24, 1, 1,
                                           pixel, 4) && pixel[1] == 0xaa);
  g_byte_array_unref (image);

  image = new_lz (4, 4, 49);
  add_bytes (image, 15, 1);
  for (guint i = 0; i < 48; i++)
    add_bytes (image, 0x55, 1);
  say_copy (&peer, image);
  lodge_test_wait (lodge_framebuffer_copy (lodge_console_get_framebuffer (peer.console), 32, 24, 1, 1,
                                           pixel, 4) && pixel[1] == 0x55);
  g_byte_array_unref (image);
  g_assert_cmpint (lodge_console_get_state (peer.console), ==, LODGE_CONSOLE_CONNECTED);
  lodge_test_peer_finish (&peer);
}

/* Signs so far from each other that no picture holds them. */
static void
test_false_text (void)
{
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  say (&peer, DISPLAY, DRAW_TEXT, "%4%4%4%4%4%1 %4%4%4%4%4 %1%4 %1%4 %2%2 %2%1 %4%4%4%4%2%2%1 %4%4%4%4%2%2%1",
       N (0), N (0), N (0), N (48), N (64), N (SPICE_CLIP_TYPE_NONE), N (55), N (0), N (0), N (48), N (64),
       N (SPICE_BRUSH_TYPE_SOLID), N (0), N (SPICE_BRUSH_TYPE_SOLID), N (0), N (0), N (0), N (2),
       N (SPICE_STRING_FLAGS_RASTER_A8), N (0), N (0), N (0), N (0), N (1), N (1), N (255), N (1 << 20),
       N (1 << 20), N (0), N (0), N (1), N (1), N (255));
  expect_refused (&peer);
}

static void
test_main_messages (void)
{
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  say (&peer, MAIN, NAME, "%4%s", N (4), "abcd");
  expect_refused (&peer);

  lodge_test_peer_let_in (&peer);
  say (&peer, MAIN, MIGRATE_SWITCH_HOST, "%2%2%4%4%4%4", N (1), N (0), N (0), N (0), N (0), N (0));
  expect_refused (&peer);
}

/* A new host to be dialled is no business of these tests. */
static gboolean
is_left_out (guint channel,
             guint type)
{
  return channel == SPICE_CHANNEL_MAIN
         && (type == SPICE_MSG_MAIN_MIGRATE_BEGIN || type == SPICE_MSG_MAIN_MIGRATE_BEGIN_SEAMLESS
             || type == SPICE_MSG_MAIN_MIGRATE_SWITCH_HOST);
}

/* Something that has to come before the channel answers again: what is to go to another host, and the
 * descriptor of a picture. */
static gboolean
waits_for_more (guint channel,
                guint type)
{
  return type == SPICE_MSG_MIGRATE
         || (channel == SPICE_CHANNEL_DISPLAY && type == SPICE_MSG_DISPLAY_GL_SCANOUT_UNIX);
}

/* Each number of a message, on each channel, with nothing in it and with nothing but ones. */
static void
test_types (void)
{
  LodgeTestPeer peer;

  for (guint channel = SPICE_CHANNEL_MAIN; channel < LODGE_TEST_PEER_CHANNELS; channel++)
    {
      lodge_test_peer_let_in (&peer);
      init_cursor (&peer);
      for (guint type = 0; type < 330; type += type == 140 ? 160 : 1)
        for (int full = 0; full < 2; full++)
          {
            if (is_left_out (channel, type))
              continue;
            lodge_test_peer_say (&peer, channel, type, full ? "%8%8%8" : "", ~N (0), ~N (0), ~N (0));
            if (full && waits_for_more (channel, type))
              {
                lodge_test_peer_turn (20);
                lodge_test_peer_stop (&peer);
              }
            else if (lodge_test_peer_ask (&peer, channel))
              continue;
            else
              lodge_test_peer_finish (&peer);
            lodge_test_peer_let_in (&peer);
            init_cursor (&peer);
          }
      lodge_test_peer_finish (&peer);
    }
}

int
main (int   argc,
      char *argv[])
{
  lodge_test_peer_init (&argc, &argv);
  g_test_add_func ("/spice-messages/surfaces", test_surfaces);
  g_test_add_func ("/spice-messages/drawing", test_drawing);
  g_test_add_func ("/spice-messages/monitors", test_monitors);
  g_test_add_func ("/spice-messages/pointers", test_pointers);
  g_test_add_func ("/spice-messages/true-pointers", test_true_pointers);
  g_test_add_func ("/spice-messages/false-pointers", test_false_pointers);
  g_test_add_func ("/spice-messages/pointer-messages", test_pointer_messages);
  g_test_add_func ("/spice-messages/false-surfaces", test_false_surfaces);
  g_test_add_func ("/spice-messages/many-surfaces", test_many_surfaces);
  g_test_add_func ("/spice-messages/lists", test_lists);
  g_test_add_func ("/spice-messages/large-messages", test_large_messages);
  g_test_add_func ("/spice-messages/false-streams", test_false_streams);
  g_test_add_func ("/spice-messages/false-pictures", test_false_pictures);
  g_test_add_func ("/spice-messages/true-pictures", test_true_pictures);
  g_test_add_func ("/spice-messages/false-text", test_false_text);
  g_test_add_func ("/spice-messages/main", test_main_messages);
  g_test_add_func ("/spice-messages/agent", test_agent);
  g_test_add_func ("/spice-messages/agent-files", test_agent_files);
  g_test_add_func ("/spice-messages/channels", test_channels);
  g_test_add_func ("/spice-messages/types", test_types);
  return lodge_test_peer_run ();
}
