/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of pixels, as guests have them, into opaque 32-bit xRGB in the machine's byte order. */

#include "config.h"

#include "console/lodge-pixels-private.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define OPAQUE 0xff000000u

/* Bytes of one. */
int
lodge_pixels_get_size (LodgePixelFormat format)
{
  return format == LODGE_PIXELS_XRGB32 ? 4 : 2;
}

/* Four at once: this is a third of a viewer's work, and compilers leave it as it is at -O2. */
static void
copy_xrgb32 (guint32       *dest,
             const guint32 *src,
             gsize          n)
{
  typedef guint32 Four __attribute__ ((vector_size (16), aligned (4), may_alias));
  gsize i = 0;

  for (; i + 4 <= n; i += 4)
    *(Four *) (dest + i) = *(const Four *) (src + i) | OPAQUE;
  for (; i < n; i++)
    dest[i] = src[i] | OPAQUE;
}

static void
copy_555 (guint32       *dest,
          const guint16 *src,
          gsize          n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 r = src[i] >> 10 & 31, g = src[i] >> 5 & 31, b = src[i] & 31;

      dest[i] = OPAQUE | (r << 3 | r >> 2) << 16 | (g << 3 | g >> 2) << 8 | (b << 3 | b >> 2);
    }
}

static void
copy_565 (guint32       *dest,
          const guint16 *src,
          gsize          n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 r = src[i] >> 11 & 31, g = src[i] >> 5 & 63, b = src[i] & 31;

      dest[i] = OPAQUE | (r << 3 | r >> 2) << 16 | (g << 2 | g >> 4) << 8 | (b << 3 | b >> 2);
    }
}

/**
 * lodge_pixels_copy:
 * @format: of @src
 * @dest: 4 bytes a pixel, aligned to them
 * @src: aligned to its pixels
 * @n: pixels
 *
 * Copies a row.
 */
void
lodge_pixels_copy (LodgePixelFormat  format,
                   guint8           *dest,
                   const guint8     *src,
                   int               n)
{
  if (format == LODGE_PIXELS_XRGB32)
    copy_xrgb32 ((guint32 *) dest, (const guint32 *) src, (gsize) n);
  else if (format == LODGE_PIXELS_RGB16_555)
    copy_555 ((guint32 *) dest, (const guint16 *) src, (gsize) n);
  else
    copy_565 ((guint32 *) dest, (const guint16 *) src, (gsize) n);
}

#ifdef __SSE2__

/* Whole lines of the cache at once. */
static void
stream_xrgb32 (guint32       *dest,
               const guint32 *src,
               gsize          n)
{
  const __m128i opaque = _mm_set1_epi32 ((int) OPAQUE);
  gsize i = 0;

  for (; i < n && (gsize) (dest + i) % 16 != 0; i++)
    dest[i] = src[i] | OPAQUE;
  for (; i + 16 <= n; i += 16)
    for (gsize j = i; j < i + 16; j += 4)
      _mm_stream_si128 ((__m128i *) (dest + j),
                        _mm_or_si128 (_mm_loadu_si128 ((const __m128i *) (src + j)), opaque));
  copy_xrgb32 (dest + i, src + i, n - i);
}

/* What was streamed is there for others. */
void
lodge_pixels_fence (void)
{
  _mm_sfence ();
}

#else

static void
stream_xrgb32 (guint32       *dest,
               const guint32 *src,
               gsize          n)
{
  copy_xrgb32 (dest, src, n);
}

void
lodge_pixels_fence (void)
{
}

#endif

/**
 * lodge_pixels_stream:
 * @format: of @src
 * @dest: 4 bytes a pixel, aligned to them
 * @src: aligned to its pixels
 * @n: pixels
 *
 * Copies a row past the processor's caches, where it can: @dest is not read before it is written, nor
 * what is cached of others given up for it. lodge_pixels_fence() is to follow.
 */
void
lodge_pixels_stream (LodgePixelFormat  format,
                     guint8           *dest,
                     const guint8     *src,
                     int               n)
{
  if (format == LODGE_PIXELS_XRGB32)
    stream_xrgb32 ((guint32 *) dest, (const guint32 *) src, (gsize) n);
  else
    lodge_pixels_copy (format, dest, src, n);
}
