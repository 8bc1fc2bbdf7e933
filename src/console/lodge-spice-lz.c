/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Follows pictures of LZ and GLZ without making them: literal units, or copies of what was before, until
 * the picture is full. spice-common's decoders stop the program, or read on, where such a picture does
 * not add up. Numbers of the heads are big-endian. */

#include "config.h"

#include "console/lodge-spice-lz-private.h"

#include "console/lodge-spice-body-private.h"

#define MAGIC   0x20205a4c
#define VERSION 0x00010001
#define LZ_HEAD  28
#define GLZ_HEAD 33

#define FIRST_COPY    32     /* lower is a count of literals */
#define FAR_DISTANCE  8191   /* a further one is told in two bytes more */

enum { PLT1_LE = 1, PLT1_BE, PLT4_LE, PLT4_BE, PLT8, RGB16, RGB24, RGB32, RGBA, XXXA, A8, N_TYPES };

static const guint8 pixels_a_byte[] = { 0, 8, 8, 2, 2, 1 };
static const guint8 bytes_a_pixel[N_TYPES] = { 0, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 1 };

typedef struct {
  const guint8 *at, *end;
  gboolean bad;
  guint64 filled, limit;   /* of the picture, in units */
  guint literal;           /* bytes of a unit */
  guint bias;              /* of a copy's length */
  guint highest;           /* of the literals' bytes */
  guint64 id;              /* of GLZ */
  LodgeSpiceCaches *caches;
  guint64 known_id;        /* the earlier picture that was asked for last */
  guint64 known_size;      /* at least */
} Walk;

typedef void (*TakeCopy) (Walk *walk, guint control);

static guint
next_byte (Walk *walk)
{
  if (walk->at == walk->end)
    {
      walk->bad = TRUE;
      return 0;
    }
  return *walk->at++;
}

static guint64
next_number (Walk  *walk,
             guint  n)
{
  guint64 number = 0;

  for (guint i = 0; i < n; i++)
    number = number << 8 | next_byte (walk);
  return number;
}

static void
take_literals (Walk  *walk,
               guint  n)
{
  gsize bytes = (gsize) n * walk->literal;

  if (bytes > (gsize) (walk->end - walk->at) || n > walk->limit - walk->filled)
    {
      walk->bad = TRUE;
      return;
    }
  if (walk->literal == 1)
    for (gsize i = 0; i < bytes; i++)
      walk->highest = MAX (walk->highest, walk->at[i]);
  walk->at += bytes;
  walk->filled += n;
}

/* Further bytes of a length that has no more room. */
static guint64
take_long_length (Walk *walk)
{
  guint64 length = 0;
  guint code;

  do
    length += code = next_byte (walk);
  while (code == 255);
  return length;
}

static void
take_copy (Walk  *walk,
           guint  control)
{
  guint64 length = (control >> 5) - 1, distance = (guint64) (control & 31) << 8;
  guint code;

  if (length == 6)
    length += take_long_length (walk);
  code = next_byte (walk);
  distance += code;
  if (code == 255 && distance == (31u << 8) + 255)
    distance = next_number (walk, 2) + FAR_DISTANCE;

  length += walk->bias;
  walk->bad |= distance + 1 > walk->filled || length > walk->limit - walk->filled;
  if (!walk->bad)
    walk->filled += length;
}

/* Where a copy of GLZ is from: a distance in pixels, and one in pictures. */
static void
take_place (Walk    *walk,
            guint    control,
            guint64 *offset,
            guint64 *picture)
{
  gboolean is_long = control >> 4 & 1;
  guint code, n;

  *offset = (control & 15) + ((guint64) next_byte (walk) << 4);
  code = next_byte (walk);
  n = code >> 6;
  *picture = is_long ? 0 : code & 0x3f;
  if (is_long)
    *offset += (guint64) (code & 0x1f) << 12;
  for (guint i = 0; i < n; i++)
    *picture += (guint64) next_byte (walk) << ((is_long ? 0 : 6) + 8 * i);
  if (is_long && (code >> 5 & 1))
    *offset += (guint64) next_byte (walk) << 17;
}

static gboolean
has_earlier (Walk    *walk,
             guint64  picture,
             guint64  n_pixels)
{
  guint64 id = walk->id - picture;

  if (picture > walk->id)
    return FALSE;
  if (walk->known_id != id || walk->known_size == 0)
    {
      walk->known_id = id;
      walk->known_size = lodge_spice_caches_get_glz (walk->caches, id);
    }
  if (n_pixels > walk->known_size && lodge_spice_caches_expect_glz (walk->caches, id, n_pixels))
    walk->known_size = n_pixels;
  return n_pixels <= walk->known_size;
}

static void
take_glz_copy (Walk  *walk,
               guint  control)
{
  guint64 length = control >> 5, offset, picture;

  if (length == 7)
    length += take_long_length (walk);
  take_place (walk, control, &offset, &picture);
  length += walk->bias;

  if (walk->bad)
    return;
  if (picture == 0)
    walk->bad |= offset + 1 > walk->filled;
  else
    walk->bad |= !has_earlier (walk, picture, offset + length);
  walk->bad |= length > walk->limit - walk->filled;
  if (!walk->bad)
    walk->filled += length;
}

static void
walk_all (Walk     *walk,
          TakeCopy  take,
          guint64   limit,
          guint     literal,
          guint     bias)
{
  walk->filled = 0;
  walk->limit = limit;
  walk->literal = literal;
  walk->bias = bias;
  while (!walk->bad && walk->filled < walk->limit)
    {
      guint control = next_byte (walk);

      if (control >= FIRST_COPY)
        take (walk, control);
      else
        take_literals (walk, control + 1);
    }
}

static gboolean
is_stride_sane (guint   type,
                guint   width,
                guint64 stride)
{
  if (type <= PLT8)
    return stride == (width + pixels_a_byte[type] - 1) / pixels_a_byte[type];
  return stride == (guint64) width * bytes_a_pixel[type];
}

/**
 * lodge_spice_lz_is_sane:
 * @bytes: a picture, with its head
 * @length: all of its bytes
 * @width: in pixels, as it is announced; sane
 * @height: likewise
 * @types: those allowed here
 * @n_colors: of the palette, when @types are those that have one
 *
 * Returns: whether it is of that size, and ends where it should
 */
gboolean
lodge_spice_lz_is_sane (const guint8 *bytes,
                        gsize         length,
                        guint         width,
                        guint         height,
                        guint         types,
                        guint         n_colors)
{
  Walk walk = { .at = bytes, .end = bytes + length };
  guint64 type, stride, pixels = (guint64) width * height;

  if (length < LZ_HEAD || next_number (&walk, 4) != MAGIC || next_number (&walk, 4) != VERSION)
    return FALSE;

  type = next_number (&walk, 4);
  if (type >= N_TYPES || !(types >> type & 1) || next_number (&walk, 4) != width
      || next_number (&walk, 4) != height)
    return FALSE;

  stride = next_number (&walk, 4);
  next_number (&walk, 4);
  if (!is_stride_sane ((guint) type, width, stride))
    return FALSE;

  if (type <= PLT8)
    walk_all (&walk, take_copy, stride * height, 1, 3);
  else if (type == RGB16)
    walk_all (&walk, take_copy, pixels, 2, 2);
  else if (type == A8 || type == XXXA)
    walk_all (&walk, take_copy, pixels, 1, 3);
  else
    walk_all (&walk, take_copy, pixels, 3, 1);

  if (type == PLT8)
    walk.bad |= walk.highest >= n_colors;
  else if (type < PLT8)
    walk.bad |= n_colors < 2;
  if (type == RGBA)
    walk_all (&walk, take_copy, pixels, 1, 3);
  return !walk.bad && walk.at == walk.end;
}

/**
 * lodge_spice_glz_is_sane:
 * @bytes: a picture, with its head
 * @length: all of its bytes
 * @width: in pixels, as it is announced; sane
 * @height: likewise
 * @caches: the earlier pictures; takes this one too
 *
 * Returns: whether it is of that size, and refers to pictures that there are. Others may still be on their
 * way on another channel, so this may wait a little.
 */
gboolean
lodge_spice_glz_is_sane (const guint8     *bytes,
                         gsize             length,
                         guint             width,
                         guint             height,
                         LodgeSpiceCaches *caches)
{
  Walk walk = { .at = bytes, .end = bytes + length, .caches = caches };
  guint64 type, distance, pixels = (guint64) width * height;

  if (length < GLZ_HEAD || next_number (&walk, 4) != MAGIC || next_number (&walk, 4) != VERSION)
    return FALSE;

  type = next_byte (&walk) & 15;
  if (type < RGB16 || type > RGBA || next_number (&walk, 4) != width
      || next_number (&walk, 4) != height)
    return FALSE;

  next_number (&walk, 4);
  walk.id = next_number (&walk, 8);
  distance = next_number (&walk, 4);
  if (type == RGB16)
    walk_all (&walk, take_glz_copy, pixels, 2, 1);
  else
    walk_all (&walk, take_glz_copy, pixels, 3, 0);
  if (type == RGBA)
    walk_all (&walk, take_glz_copy, pixels, 1, 2);
  return !walk.bad && lodge_spice_caches_add_glz (caches, walk.id, distance, pixels);
}
