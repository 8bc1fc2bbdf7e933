/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures inside of a SPICE server's messages, as spice.proto in spice-common lays them out: whether
 * their sizes are sane, what is in them is all there, and the decoders of the library, which believe much,
 * find nothing to trip over. */

#include "config.h"

#include "console/lodge-spice-picture-private.h"

#include <gio/gio.h>
#include <spice/enums.h>

#include "console/lodge-spice-jpeg-private.h"
#include "console/lodge-spice-lz-private.h"

#define QUIC_MAGIC 0x43495551
#define QUIC_HEAD  20

/* Bits of a surface's format that say its depth. */
#define DEPTH(format) ((format) & 0x3f)

typedef struct {
  guint64 id;
  guint type, flags;
  guint width, height;
} Picture;

static guint
get_bits (guint format)
{
  switch (format)
    {
    case SPICE_BITMAP_FMT_1BIT_LE:
    case SPICE_BITMAP_FMT_1BIT_BE:
      return 1;

    case SPICE_BITMAP_FMT_4BIT_LE:
    case SPICE_BITMAP_FMT_4BIT_BE:
      return 4;

    case SPICE_BITMAP_FMT_8BIT:
    case SPICE_BITMAP_FMT_8BIT_A:
      return 8;

    case SPICE_BITMAP_FMT_16BIT:
      return 16;

    case SPICE_BITMAP_FMT_24BIT:
      return 24;

    case SPICE_BITMAP_FMT_32BIT:
    case SPICE_BITMAP_FMT_RGBA:
      return 32;

    default:
      return 0;
    }
}

static void
take_picture (LodgeSpiceBody *body,
              gsize          *at,
              Picture        *picture)
{
  picture->id = lodge_spice_body_take (body, at, 8);
  picture->type = (guint) lodge_spice_body_take (body, at, 1);
  picture->flags = (guint) lodge_spice_body_take (body, at, 1);
  picture->width = (guint) lodge_spice_body_take (body, at, 4);
  picture->height = (guint) lodge_spice_body_take (body, at, 4);
}

static void
keep_picture (const Picture  *picture,
              guint64         width,
              guint64         height,
              LodgeSpiceKeep *keep)
{
  if (!(picture->flags & (SPICE_IMAGE_FLAGS_CACHE_ME | SPICE_IMAGE_FLAGS_CACHE_REPLACE_ME))
      || keep->n_pictures == G_N_ELEMENTS (keep->pictures))
    return;
  keep->pictures[keep->n_pictures].id = picture->id;
  keep->pictures[keep->n_pictures++].n_bytes = width * height * 4;
}

/* Returns: how many colours the palette has, that is here or kept; 0 when there is none */
static guint
take_palette (LodgeSpiceBody           *body,
              gsize                    *at,
              guint                     flags,
              const LodgeSpicePictures *known,
              LodgeSpiceKeep           *keep)
{
  guint64 id;
  gsize palette;
  guint n;

  if (flags & SPICE_BITMAP_FLAGS_PAL_FROM_CACHE)
    {
      id = lodge_spice_body_take (body, at, 8);
      return known != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (known->palettes, &id)) : 0;
    }

  palette = lodge_spice_body_take (body, at, 4);
  if (palette == 0)
    return 0;
  id = lodge_spice_body_take (body, &palette, 8);
  n = (guint) lodge_spice_body_take (body, &palette, 2);
  lodge_spice_body_spans (body, palette, n * 4u);
  if (flags & SPICE_BITMAP_FLAGS_PAL_CACHE_ME && keep->n_palettes < G_N_ELEMENTS (keep->palettes))
    {
      keep->palettes[keep->n_palettes].id = id;
      keep->palettes[keep->n_palettes++].n_colors = n;
    }
  return n;
}

/* What the library converts to a surface of the depth, with what palette. */
static gboolean
are_colors_sane (guint bits,
                 guint n_colors,
                 guint surface_format)
{
  if (bits > 8)
    return TRUE;
  if (surface_format != SPICE_SURFACE_FMT_32_xRGB && surface_format != SPICE_SURFACE_FMT_32_ARGB
      && surface_format != SPICE_SURFACE_FMT_16_555)
    return FALSE;
  /* The library looks at one more than 255. */
  return n_colors >= 2 && n_colors != 255;
}

static void
check_bitmap (LodgeSpiceBody           *body,
              gsize                     at,
              const Picture            *picture,
              const LodgeSpicePictures *known,
              guint                     surface_format,
              LodgeSpiceKeep           *keep)
{
  guint format = (guint) lodge_spice_body_take (body, &at, 1);
  guint flags = (guint) lodge_spice_body_take (body, &at, 1);
  guint64 width = lodge_spice_body_take (body, &at, 4);
  guint64 height = lodge_spice_body_take (body, &at, 4);
  guint64 stride = lodge_spice_body_take (body, &at, 4);
  guint n_colors = take_palette (body, &at, flags, known, keep), bits = get_bits (format);

  lodge_spice_body_need (body, bits > 0 && lodge_spice_is_size_sane (width, height)
                               && stride >= (width * bits + 7) / 8
                               && stride <= LODGE_SPICE_MAX_PICTURE / height);
  if (known == NULL)
    lodge_spice_body_need (body, bits == 1);
  else if (format != SPICE_BITMAP_FMT_8BIT_A)
    lodge_spice_body_need (body, are_colors_sane (bits, n_colors, surface_format));
  lodge_spice_body_spans (body, at, stride * height);
  keep_picture (picture, width, height, keep);
}

/* Its decoder sees the end by itself, but believes the size. */
static void
check_quic (LodgeSpiceBody *body,
            gsize           at,
            const Picture  *picture)
{
  gsize length = lodge_spice_body_take (body, &at, 4);

  lodge_spice_body_spans (body, at, length);
  lodge_spice_body_need (body, length >= QUIC_HEAD
                               && lodge_spice_body_get (body, at, 4) == QUIC_MAGIC
                               && lodge_spice_body_get (body, at + 8, 4) <= 5
                               && lodge_spice_body_get (body, at + 12, 4) == picture->width
                               && lodge_spice_body_get (body, at + 16, 4) == picture->height);
}

static void
check_lz (LodgeSpiceBody *body,
          gsize           at,
          const Picture  *picture,
          guint           types,
          guint           n_colors)
{
  gsize length = lodge_spice_body_take (body, &at, 4);
  const guint8 *bytes = lodge_spice_body_view (body, at, length);

  if (bytes != NULL)
    lodge_spice_body_need (body, lodge_spice_lz_is_sane (bytes, length, picture->width, picture->height,
                                                         types, n_colors));
}

static void
check_lz_palette (LodgeSpiceBody           *body,
                  gsize                     at,
                  const Picture            *picture,
                  const LodgeSpicePictures *known,
                  guint                     surface_format,
                  LodgeSpiceKeep           *keep)
{
  guint flags = (guint) lodge_spice_body_take (body, &at, 1), n_colors;
  gsize length = lodge_spice_body_take (body, &at, 4);
  const guint8 *bytes;

  n_colors = take_palette (body, &at, flags, known, keep);
  bytes = lodge_spice_body_view (body, at, length);
  if (bytes != NULL)
    lodge_spice_body_need (body, n_colors > 0 && are_colors_sane (8, MAX (n_colors, 256), surface_format)
                                 && lodge_spice_lz_is_sane (bytes, length, picture->width,
                                                            picture->height,
                                                            LODGE_SPICE_LZ_PALETTES, n_colors));
}

/* What is checked is kept: so not twice. */
static gboolean
is_whole (LodgeSpiceBody *body)
{
  body->more |= body->there < body->size;
  return !body->more && !body->bad;
}

static void
check_glz (LodgeSpiceBody           *body,
           gsize                     at,
           const Picture            *picture,
           const LodgeSpicePictures *known)
{
  gsize length = lodge_spice_body_take (body, &at, 4);
  const guint8 *bytes = lodge_spice_body_view (body, at, length);

  if (bytes != NULL && is_whole (body))
    lodge_spice_body_need (body, lodge_spice_glz_is_sane (bytes, length, picture->width, picture->height,
                                                          known->caches));
}

/* Exactly @size bytes, or nothing. */
static guint8 *
inflate (const guint8 *bytes,
         gsize         length,
         gsize         size)
{
  g_autoptr(GConverter) converter =
    G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *out = g_try_malloc (size + 1);
  gsize filled = 0, n_read, n_written;
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (out != NULL && result == G_CONVERTER_CONVERTED && filled <= size)
    {
      result = g_converter_convert (converter, bytes, length, out + filled, size + 1 - filled,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      if (result == G_CONVERTER_ERROR)
        return NULL;
      bytes += n_read;
      length -= n_read;
      filled += n_written;
    }
  return filled == size ? g_steal_pointer (&out) : NULL;
}

static void
check_zlib_glz (LodgeSpiceBody           *body,
                gsize                     at,
                const Picture            *picture,
                const LodgeSpicePictures *known)
{
  gsize size = lodge_spice_body_take (body, &at, 4), length = lodge_spice_body_take (body, &at, 4);
  const guint8 *bytes = lodge_spice_body_view (body, at, length);
  g_autofree guint8 *inflated = NULL;

  /* More than what it is made of makes no sense. */
  lodge_spice_body_need (body, size <= 64 + 5 * (guint64) picture->width * picture->height);
  if (bytes == NULL || !is_whole (body))
    return;
  inflated = inflate (bytes, length, size);
  lodge_spice_body_need (body, inflated != NULL
                               && lodge_spice_glz_is_sane (inflated, size, picture->width,
                                                           picture->height, known->caches));
}

static void
check_jpeg (LodgeSpiceBody *body,
            gsize           at,
            const Picture  *picture)
{
  gsize length = lodge_spice_body_take (body, &at, 4);
  const guint8 *bytes = lodge_spice_body_view (body, at, length);

  if (bytes != NULL)
    lodge_spice_body_need (body, lodge_spice_jpeg_is_sane (bytes, length, picture->width,
                                                           picture->height));
}

/* The colours, and behind them the alpha. */
static void
check_jpeg_alpha (LodgeSpiceBody *body,
                  gsize           at,
                  const Picture  *picture)
{
  guint flags = (guint) lodge_spice_body_take (body, &at, 1);
  gsize colors = lodge_spice_body_take (body, &at, 4), length = lodge_spice_body_take (body, &at, 4);
  const guint8 *bytes = lodge_spice_body_view (body, at, length);

  lodge_spice_body_need (body, (flags & ~1u) == 0 && colors <= length);
  if (bytes == NULL || body->bad)
    return;
  lodge_spice_body_need (body, lodge_spice_jpeg_is_sane (bytes, colors, picture->width, picture->height)
                               && lodge_spice_lz_is_sane (bytes + colors, length - colors,
                                                          picture->width, picture->height,
                                                          LODGE_SPICE_LZ_ALPHA, 0));
}

/* It is read as it is. */
static void
check_surface (LodgeSpiceBody           *body,
               gsize                     at,
               const LodgeSpicePictures *known,
               guint                     format)
{
  guint number = (guint) lodge_spice_body_get (body, at, 4);
  LodgeSpiceSurface *surface = g_hash_table_lookup (known->surfaces, GUINT_TO_POINTER (number));

  lodge_spice_body_need (body, surface != NULL
                               && (format == 0 || DEPTH (surface->format) == DEPTH (format)));
}

static void
check_packed (LodgeSpiceBody           *body,
              gsize                     at,
              const Picture            *picture,
              const LodgeSpicePictures *known,
              guint                     format,
              LodgeSpiceKeep           *keep)
{
  switch (picture->type)
    {
    case SPICE_IMAGE_TYPE_QUIC:
      check_quic (body, at, picture);
      break;

    case SPICE_IMAGE_TYPE_LZ_RGB:
      check_lz (body, at, picture, LODGE_SPICE_LZ_COLORS, 0);
      break;

    case SPICE_IMAGE_TYPE_LZ_PLT:
      check_lz_palette (body, at, picture, known, format, keep);
      break;

    case SPICE_IMAGE_TYPE_GLZ_RGB:
      check_glz (body, at, picture, known);
      break;

    case SPICE_IMAGE_TYPE_ZLIB_GLZ_RGB:
      check_zlib_glz (body, at, picture, known);
      break;

    case SPICE_IMAGE_TYPE_JPEG:
      check_jpeg (body, at, picture);
      break;

    case SPICE_IMAGE_TYPE_JPEG_ALPHA:
      check_jpeg_alpha (body, at, picture);
      break;

    case SPICE_IMAGE_TYPE_LZ4:   /* is checked by the library */
      lodge_spice_body_spans (body, at + 4, lodge_spice_body_get (body, at, 4));
      break;

    default:
      body->bad = TRUE;
    }
  keep_picture (picture, picture->width, picture->height, keep);
}

void
lodge_spice_picture_check (LodgeSpiceBody           *body,
                           gsize                     at,
                           const LodgeSpicePictures *known,
                           guint                     format,
                           LodgeSpiceKeep           *keep)
{
  Picture picture;

  take_picture (body, &at, &picture);
  if (body->more)
    return;

  if (picture.type == SPICE_IMAGE_TYPE_SURFACE)
    check_surface (body, at, known, format);
  else if (picture.type == SPICE_IMAGE_TYPE_BITMAP)
    check_bitmap (body, at, &picture, known, format, keep);
  else if (picture.type != SPICE_IMAGE_TYPE_FROM_CACHE
           && picture.type != SPICE_IMAGE_TYPE_FROM_CACHE_LOSSLESS)
    {
      lodge_spice_body_need (body, lodge_spice_is_size_sane (picture.width, picture.height));
      if (!body->bad)
        check_packed (body, at, &picture, known, format, keep);
    }
}

void
lodge_spice_mask_check (LodgeSpiceBody *body,
                        gsize           at,
                        LodgeSpiceKeep *keep)
{
  Picture picture;

  take_picture (body, &at, &picture);
  if (picture.type == SPICE_IMAGE_TYPE_BITMAP)
    check_bitmap (body, at, &picture, NULL, 0, keep);
  else
    lodge_spice_body_need (body, picture.type == SPICE_IMAGE_TYPE_FROM_CACHE
                                 || picture.type == SPICE_IMAGE_TYPE_FROM_CACHE_LOSSLESS);
}
