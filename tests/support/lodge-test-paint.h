/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the SPICE server of the tests draws, told by a few numbers, so that a test knows each pixel. */
#pragma once

#include <glib.h>

static inline guint32
lodge_test_pixel (guint32 seed,
                  int     x,
                  int     y)
{
  guint32 value = seed * 2654435761u ^ (guint32) x * 73856093u ^ (guint32) y * 19349663u;

  value ^= value >> 13;
  value *= 0x5bd1e995u;
  return value ^ value >> 15;
}

/* The unused fourth byte is noise, as guests have it. */
static inline void
lodge_test_paint (guint32 *dest,
                  gsize    row_length,
                  guint32  seed,
                  int      x,
                  int      y,
                  int      width,
                  int      height)
{
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      dest[(gsize) row * row_length + (gsize) column] =
        lodge_test_pixel (seed, x + column, y + row);
}

/* The @n-th rectangle of a series. */
static inline void
lodge_test_rect (guint32  seed,
                 int      n,
                 int      screen_width,
                 int      screen_height,
                 int     *x,
                 int     *y,
                 int     *width,
                 int     *height)
{
  guint32 a = lodge_test_pixel (seed, n, 1), b = lodge_test_pixel (seed, n, 2);

  *x = (int) (a % (guint32) screen_width);
  *y = (int) (b % (guint32) screen_height);
  *width = MIN (1 + (int) (a >> 16) % 150, screen_width - *x);
  *height = MIN (1 + (int) (b >> 16) % 150, screen_height - *y);
}

#define LODGE_TEST_BLOCK 16   /* pixels a side of the squares that a frame's number is made of */
#define LODGE_TEST_BLOCKS 8

/* A film's @n-th frame: soft colours that move, as a film's are, and its number in black and white along
 * the top, plain enough to be read after a lossy compression. */
static inline guint32
lodge_test_film_pixel (guint32 n,
                       int     x,
                       int     y)
{
  guint32 red = ((guint32) x + n * 3) % 510, green = ((guint32) y + n * 2) % 510;
  guint32 blue = ((guint32) (x + y) / 2 + n) % 510;

  if (y < LODGE_TEST_BLOCK && x < LODGE_TEST_BLOCK * LODGE_TEST_BLOCKS)
    return n >> (x / LODGE_TEST_BLOCK) & 1 ? 0xffffffu : 0;

  red = red > 255 ? 510 - red : red;
  green = green > 255 ? 510 - green : green;
  blue = blue > 255 ? 510 - blue : blue;
  return red << 16 | green << 8 | blue;
}

/* The bits of a pointer in black, white, transparent and inverted. */
static inline gboolean
lodge_test_mono_and (int x,
                     int y)
{
  return x / 4 % 2;
}

static inline gboolean
lodge_test_mono_xor (int x,
                     int y)
{
  return y / 3 % 2;
}
