/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages of a display channel, as spice.proto in spice-common lays them out: where the library would
 * look for something that is not there, take too much memory, or stop the program. What a message changes
 * is taken over once all of it is found good. */

#include "config.h"

#include "console/lodge-spice-draw-private.h"

#include <spice/enums.h>

#include "console/lodge-spice-jpeg-private.h"
#include "console/lodge-spice-picture-private.h"

#define MAX_STREAMS  64
#define MAX_PALETTES 10000
#define MAX_PLACE    (1 << 24)   /* pixels from a surface's corner */
#define CLIP_RECT    16

typedef struct {
  gboolean exists;
  guint surface;
  guint codec;
} Stream;

struct _LodgeSpiceDraw
{
  LodgeSpicePictures known;
  guint64 n_bytes;          /* of the surfaces */
  gint64 primary;           /* a surface's number, -1: none */
  Stream streams[MAX_STREAMS];
};

/* Which parts a drawing is made of. */
typedef enum { IMAGE = 1, BRUSH = 2, ROP = 4, ROP3 = 8, MASK = 16, COLORS = 32, ALPHA = 64 } Parts;

static const struct { guint type; Parts parts; } drawings[] = {
  { SPICE_MSG_DISPLAY_DRAW_FILL, BRUSH | ROP | MASK },
  { SPICE_MSG_DISPLAY_DRAW_OPAQUE, IMAGE | BRUSH | ROP | MASK },
  { SPICE_MSG_DISPLAY_DRAW_COPY, IMAGE | ROP | MASK },
  { SPICE_MSG_DISPLAY_DRAW_BLEND, IMAGE | ROP | MASK },
  { SPICE_MSG_DISPLAY_DRAW_BLACKNESS, MASK },
  { SPICE_MSG_DISPLAY_DRAW_WHITENESS, MASK },
  { SPICE_MSG_DISPLAY_DRAW_INVERS, MASK },
  { SPICE_MSG_DISPLAY_DRAW_ROP3, IMAGE | BRUSH | ROP3 | MASK },
  { SPICE_MSG_DISPLAY_DRAW_TRANSPARENT, IMAGE | COLORS },
  { SPICE_MSG_DISPLAY_DRAW_ALPHA_BLEND, IMAGE | ALPHA },
};

static Parts
get_parts (guint type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (drawings); i++)
    if (drawings[i].type == type)
      return drawings[i].parts;
  return 0;
}

static LodgeSpiceSurface *
find_surface (LodgeSpiceDraw *self,
              guint           number)
{
  return g_hash_table_lookup (self->known.surfaces, GUINT_TO_POINTER (number));
}

static gint32
take_place (LodgeSpiceBody *body,
            gsize          *at)
{
  gint32 place = (gint32) lodge_spice_body_take (body, at, 4);

  lodge_spice_body_need (body, place >= -MAX_PLACE && place <= MAX_PLACE);
  return place;
}

static void
take_places (LodgeSpiceBody *body,
             gsize          *at,
             guint           n)
{
  while (n-- > 0)
    take_place (body, at);
}

static void
take_clip (LodgeSpiceBody *body,
           gsize          *at)
{
  guint64 n;

  if (lodge_spice_body_take (body, at, 1) != SPICE_CLIP_TYPE_RECTS)
    return;
  n = lodge_spice_body_take (body, at, 4);
  if (lodge_spice_body_spans (body, *at, n * CLIP_RECT))
    *at += n * CLIP_RECT;
}

static void
take_image (LodgeSpiceDraw *self,
            LodgeSpiceBody *body,
            gsize          *at,
            guint           format,
            LodgeSpiceKeep *keep)
{
  gsize image = lodge_spice_body_take (body, at, 4);

  lodge_spice_body_need (body, image != 0);
  if (!body->bad && !body->more)
    lodge_spice_picture_check (body, image, &self->known, format, keep);
}

static void
take_brush (LodgeSpiceDraw *self,
            LodgeSpiceBody *body,
            gsize          *at,
            guint           format,
            LodgeSpiceKeep *keep)
{
  guint type = (guint) lodge_spice_body_take (body, at, 1);

  if (type == SPICE_BRUSH_TYPE_SOLID)
    *at += 4;
  else if (type == SPICE_BRUSH_TYPE_PATTERN)
    {
      take_image (self, body, at, format, keep);
      take_places (body, at, 2);
    }
  else
    lodge_spice_body_need (body, type == SPICE_BRUSH_TYPE_NONE);
}

static void
take_mask (LodgeSpiceBody *body,
           gsize          *at,
           LodgeSpiceKeep *keep)
{
  gsize image;

  *at += 1;
  take_places (body, at, 2);
  image = lodge_spice_body_take (body, at, 4);
  if (image != 0 && !body->bad && !body->more)
    lodge_spice_mask_check (body, image, keep);
}

/* Parts in their order. */
static void
check_drawing (LodgeSpiceDraw *self,
               LodgeSpiceBody *body,
               gsize           at,
               Parts           parts,
               guint           format,
               LodgeSpiceKeep *keep)
{
  if (parts & ALPHA)
    at += 2;
  if (parts & IMAGE)
    {
      take_image (self, body, &at, format, keep);
      take_places (body, &at, 4);
    }
  if (parts & BRUSH)
    take_brush (self, body, &at, format, keep);
  if (parts & ROP)
    at += 2;
  if (parts & ROP3)
    at += 1;
  if (parts & (ROP | ROP3) && parts & IMAGE)
    at += 1;
  if (parts & COLORS)
    at += 8;
  if (parts & MASK)
    take_mask (body, &at, keep);
}

/* A style without any length would be followed for ever. Fixed-point numbers of four bits. */
static void
check_style (LodgeSpiceBody *body,
             gsize           at,
             guint           n)
{
  gboolean has_length = FALSE;

  for (guint i = 0; i < n; i++)
    {
      gint32 length = (gint32) lodge_spice_body_take (body, &at, 4);

      lodge_spice_body_need (body, length >= 0);
      has_length |= length >= 16 && length < 255 * 16;
    }
  lodge_spice_body_need (body, has_length);
}

static void
check_path (LodgeSpiceBody *body,
            gsize           at)
{
  guint64 n = lodge_spice_body_take (body, &at, 4);

  lodge_spice_body_need (body, n <= body->size / 5);
  for (guint64 i = 0; i < n && !body->bad && !body->more; i++)
    {
      guint flags = (guint) lodge_spice_body_take (body, &at, 1);
      guint64 n_points = lodge_spice_body_take (body, &at, 4);

      /* A curve is three points further each time. */
      lodge_spice_body_need (body, n_points > 0 && n_points <= body->size / 8
                                   && (!(flags & SPICE_PATH_BEZIER) || n_points % 3 == 0));
      for (guint64 p = 0; p < n_points && !body->bad && !body->more; p++)
        take_places (body, &at, 2);
    }
}

static void
check_stroke (LodgeSpiceDraw *self,
              LodgeSpiceBody *body,
              gsize           at,
              guint           format,
              LodgeSpiceKeep *keep)
{
  gsize path = lodge_spice_body_take (body, &at, 4), style;
  guint n;

  lodge_spice_body_need (body, path != 0);
  if (lodge_spice_body_take (body, &at, 1) & SPICE_LINE_FLAGS_STYLED)
    {
      n = (guint) lodge_spice_body_take (body, &at, 1);
      style = lodge_spice_body_take (body, &at, 4);
      check_style (body, style, n);
    }
  take_brush (self, body, &at, format, keep);
  check_path (body, path);
}

typedef struct {
  gint64 left, top, right, bottom;
} Box;

static void
take_glyph (LodgeSpiceBody *body,
            gsize          *at,
            guint           bits,
            Box            *box)
{
  gint64 x = take_place (body, at), y = take_place (body, at);
  guint64 width, height, line;

  x += take_place (body, at);
  y += take_place (body, at);
  width = lodge_spice_body_take (body, at, 2);
  height = lodge_spice_body_take (body, at, 2);
  line = (width * bits + 7) / 8;
  if (lodge_spice_body_spans (body, *at, line * height))
    *at += line * height;

  box->left = MIN (box->left, x);
  box->top = MIN (box->top, y);
  box->right = MAX (box->right, x + (gint64) width);
  box->bottom = MAX (box->bottom, y + (gint64) height);
}

/* A picture is made that holds all of it. */
static void
check_string (LodgeSpiceBody *body,
              gsize           at)
{
  guint n = (guint) lodge_spice_body_take (body, &at, 2);
  guint kind = (guint) lodge_spice_body_take (body, &at, 1)
               & (SPICE_STRING_FLAGS_RASTER_A1 | SPICE_STRING_FLAGS_RASTER_A4
                  | SPICE_STRING_FLAGS_RASTER_A8);
  guint bits = kind == SPICE_STRING_FLAGS_RASTER_A1 ? 1 : kind == SPICE_STRING_FLAGS_RASTER_A4 ? 4 : 8;
  Box box = { G_MAXINT32, G_MAXINT32, G_MININT32, G_MININT32 };

  lodge_spice_body_need (body, n > 0 && (kind & (kind - 1)) == 0 && kind != 0);
  for (guint i = 0; i < n && !body->bad && !body->more; i++)
    take_glyph (body, &at, bits, &box);
  if (!body->more && !body->bad)
    lodge_spice_body_need (body, lodge_spice_is_size_sane ((guint64) (box.right - box.left),
                                                           (guint64) (box.bottom - box.top)));
}

static void
check_text (LodgeSpiceDraw *self,
            LodgeSpiceBody *body,
            gsize           at,
            guint           format,
            LodgeSpiceKeep *keep)
{
  gsize string = lodge_spice_body_take (body, &at, 4);

  lodge_spice_body_need (body, string != 0);
  take_places (body, &at, 4);
  take_brush (self, body, &at, format, keep);
  take_brush (self, body, &at, format, keep);
  check_string (body, string);
}

/* Of whatever depths. */
static void
check_composite (LodgeSpiceDraw *self,
                 LodgeSpiceBody *body,
                 gsize           at,
                 LodgeSpiceKeep *keep)
{
  guint flags = (guint) lodge_spice_body_take (body, &at, 4);

  take_image (self, body, &at, 0, keep);
  if (flags & SPICE_COMPOSITE_HAS_MASK)
    take_image (self, body, &at, 0, keep);
}

static void
keep_all (LodgeSpiceDraw       *self,
          LodgeSpiceBody       *body,
          const LodgeSpiceKeep *keep)
{
  for (guint i = 0; i < keep->n_pictures; i++)
    lodge_spice_body_need (body, lodge_spice_caches_add (self->known.caches, keep->pictures[i].id,
                                                         keep->pictures[i].n_bytes));
  for (guint i = 0; i < keep->n_palettes; i++)
    g_hash_table_replace (self->known.palettes,
                          g_memdup2 (&keep->palettes[i].id, sizeof (guint64)),
                          GUINT_TO_POINTER (keep->palettes[i].n_colors));
  lodge_spice_body_need (body, g_hash_table_size (self->known.palettes) <= MAX_PALETTES);
}

static void
check_draw (LodgeSpiceDraw *self,
            LodgeSpiceBody *body,
            guint           type)
{
  LodgeSpiceKeep keep = { 0 };
  gsize at = 0;
  LodgeSpiceSurface *surface = find_surface (self, (guint) lodge_spice_body_take (body, &at, 4));
  guint format = surface != NULL ? surface->format : SPICE_SURFACE_FMT_32_xRGB;

  take_places (body, &at, 4);
  take_clip (body, &at);
  if (type == SPICE_MSG_DISPLAY_DRAW_STROKE)
    check_stroke (self, body, at, format, &keep);
  else if (type == SPICE_MSG_DISPLAY_DRAW_TEXT)
    check_text (self, body, at, format, &keep);
  else if (type == SPICE_MSG_DISPLAY_DRAW_COMPOSITE)
    check_composite (self, body, at, &keep);
  else
    check_drawing (self, body, at, get_parts (type), format, &keep);

  /* The library does not look at what is for a surface that is not there. */
  if (surface != NULL && !body->bad && !body->more)
    keep_all (self, body, &keep);
}

static gboolean
has_stream (LodgeSpiceDraw *self,
            guint           surface)
{
  for (guint i = 0; i < MAX_STREAMS; i++)
    if (self->streams[i].exists && self->streams[i].surface == surface)
      return TRUE;
  return FALSE;
}

/* FALSE: a stream would go on without it. */
static gboolean
destroy_surface (LodgeSpiceDraw *self,
                 guint           number)
{
  LodgeSpiceSurface *surface = find_surface (self, number);

  if (surface == NULL)
    return TRUE;
  if (has_stream (self, number))
    return FALSE;

  self->n_bytes -= (guint64) surface->width * surface->height * 4;
  if (self->primary == number)
    self->primary = -1;
  return g_hash_table_remove (self->known.surfaces, GUINT_TO_POINTER (number));
}

/* A primary surface takes the place of the one before, or of the same size leaves it there. */
static gboolean
is_same_primary (LodgeSpiceDraw *self,
                 guint           width,
                 guint           height)
{
  LodgeSpiceSurface *old = self->primary < 0 ? NULL : find_surface (self, (guint) self->primary);

  return old != NULL && old->width == width && old->height == height;
}

static gboolean
create_surface (LodgeSpiceDraw          *self,
                guint                    number,
                const LodgeSpiceSurface *wanted,
                gboolean                 is_primary)
{
  guint64 n_bytes = (guint64) wanted->width * wanted->height * 4;

  if (is_primary && is_same_primary (self, wanted->width, wanted->height))
    return TRUE;
  if (is_primary && self->primary >= 0 && !destroy_surface (self, (guint) self->primary))
    return FALSE;
  if ((!is_primary && self->primary == number) || !destroy_surface (self, number)
      || self->n_bytes + n_bytes > LODGE_SPICE_MAX_SURFACES
      || g_hash_table_size (self->known.surfaces) >= LODGE_SPICE_MAX_SURFACE_COUNT)
    return FALSE;

  self->n_bytes += n_bytes;
  if (is_primary)
    self->primary = number;
  g_hash_table_insert (self->known.surfaces, GUINT_TO_POINTER (number),
                       g_memdup2 (wanted, sizeof *wanted));
  return TRUE;
}

static gboolean
is_format_known (guint format)
{
  return format == SPICE_SURFACE_FMT_8_A || format == SPICE_SURFACE_FMT_16_555
         || format == SPICE_SURFACE_FMT_16_565 || format == SPICE_SURFACE_FMT_32_xRGB
         || format == SPICE_SURFACE_FMT_32_ARGB;
}

static void
check_surface_create (LodgeSpiceDraw *self,
                      LodgeSpiceBody *body)
{
  guint number = (guint) lodge_spice_body_get (body, 0, 4);
  LodgeSpiceSurface wanted = {
    (guint) lodge_spice_body_get (body, 4, 4), (guint) lodge_spice_body_get (body, 8, 4),
    (guint) lodge_spice_body_get (body, 12, 4),
  };
  guint flags = (guint) lodge_spice_body_get (body, 16, 4);

  lodge_spice_body_need (body, lodge_spice_is_size_sane (wanted.width, wanted.height)
                               && is_format_known (wanted.format));
  if (!body->bad && !body->more)
    lodge_spice_body_need (body, create_surface (self, number, &wanted,
                                                 flags & SPICE_SURFACE_FLAGS_PRIMARY));
}

/* The old way of saying it. */
static void
check_mode (LodgeSpiceDraw *self,
            LodgeSpiceBody *body)
{
  gboolean is_32 = lodge_spice_body_get (body, 8, 4) == 32;
  LodgeSpiceSurface wanted = {
    (guint) lodge_spice_body_get (body, 0, 4), (guint) lodge_spice_body_get (body, 4, 4),
    is_32 ? SPICE_SURFACE_FMT_32_xRGB : SPICE_SURFACE_FMT_16_555,
  };

  lodge_spice_body_need (body, lodge_spice_is_size_sane (wanted.width, wanted.height));
  if (!body->bad && !body->more)
    lodge_spice_body_need (body, create_surface (self, 0, &wanted, TRUE));
}

static void
check_surface_destroy (LodgeSpiceDraw *self,
                       LodgeSpiceBody *body)
{
  guint number = (guint) lodge_spice_body_get (body, 0, 4);

  if (!body->more && !body->bad)
    lodge_spice_body_need (body, destroy_surface (self, number));
}

static void
check_stream_create (LodgeSpiceDraw *self,
                     LodgeSpiceBody *body)
{
  guint surface = (guint) lodge_spice_body_get (body, 0, 4);
  guint64 number = lodge_spice_body_get (body, 4, 4);
  guint codec = (guint) lodge_spice_body_get (body, 9, 1);
  gsize at = 34;

  lodge_spice_body_need (body, number < MAX_STREAMS && find_surface (self, surface) != NULL
                               && codec > 0 && codec < SPICE_VIDEO_CODEC_TYPE_ENUM_END);
  for (gsize i = 18; i < 34; i += 8)
    lodge_spice_body_need (body, lodge_spice_is_size_sane (lodge_spice_body_get (body, i, 4),
                                                           lodge_spice_body_get (body, i + 4, 4)));
  take_places (body, &at, 4);
  take_clip (body, &at);
  if (!body->bad && !body->more && !self->streams[number].exists)
    self->streams[number] = (Stream) { TRUE, surface, codec };
}

static Stream *
get_stream (LodgeSpiceDraw *self,
            LodgeSpiceBody *body)
{
  guint64 number = lodge_spice_body_get (body, 0, 4);

  lodge_spice_body_need (body, number < MAX_STREAMS);
  return number < MAX_STREAMS ? &self->streams[number] : NULL;
}

static void
check_stream_data (LodgeSpiceDraw *self,
                   LodgeSpiceBody *body,
                   guint           type)
{
  Stream *stream = get_stream (self, body);
  gsize at = 8, length;
  const guint8 *bytes;

  if (type == SPICE_MSG_DISPLAY_STREAM_DATA_SIZED)
    {
      guint64 width = lodge_spice_body_take (body, &at, 4);

      lodge_spice_body_need (body, lodge_spice_is_size_sane (width, lodge_spice_body_take (body, &at, 4)));
      take_places (body, &at, 4);
    }
  length = lodge_spice_body_take (body, &at, 4);
  if (stream == NULL || stream->codec != SPICE_VIDEO_CODEC_TYPE_MJPEG)
    lodge_spice_body_spans (body, at, length);
  else if ((bytes = lodge_spice_body_view (body, at, length)) != NULL)
    lodge_spice_body_need (body, lodge_spice_jpeg_is_sane (bytes, length, 0, 0));
}

static void
check_stream (LodgeSpiceDraw *self,
              LodgeSpiceBody *body,
              guint           type)
{
  Stream *stream = get_stream (self, body);
  gsize at = 4;

  if (type == SPICE_MSG_DISPLAY_STREAM_CLIP)
    take_clip (body, &at);
  else if (type == SPICE_MSG_DISPLAY_STREAM_DESTROY && stream != NULL && !body->more)
    stream->exists = FALSE;
}

static void
check_invalid (LodgeSpiceDraw *self,
               LodgeSpiceBody *body)
{
  gsize at = 0;
  guint n = (guint) lodge_spice_body_take (body, &at, 2);

  lodge_spice_body_view (body, at, n * 9u);
  for (guint i = 0; i < n && !body->bad && !body->more; i++)
    lodge_spice_caches_remove (self->known.caches, lodge_spice_body_get (body, at + i * 9u + 1, 8));
}

static void
forget_palette (LodgeSpiceDraw *self,
                LodgeSpiceBody *body)
{
  guint64 id = lodge_spice_body_get (body, 0, 8);

  if (!body->more)
    g_hash_table_remove (self->known.palettes, &id);
}

static void
check_other (LodgeSpiceDraw *self,
             LodgeSpiceBody *body,
             guint           type)
{
  switch (type)
    {
    case SPICE_MSG_DISPLAY_RESET:
    case SPICE_MSG_DISPLAY_INVAL_ALL_PALETTES:
      g_hash_table_remove_all (self->known.palettes);
      break;

    case SPICE_MSG_DISPLAY_INVAL_PALETTE:
      forget_palette (self, body);
      break;

    case SPICE_MSG_DISPLAY_INVAL_LIST:
      check_invalid (self, body);
      break;

    case SPICE_MSG_DISPLAY_INVAL_ALL_PIXMAPS:
      lodge_spice_caches_clear (self->known.caches);
      break;

    case SPICE_MSG_DISPLAY_STREAM_DESTROY_ALL:
      for (guint i = 0; i < MAX_STREAMS; i++)
        self->streams[i].exists = FALSE;
      break;

    default:
      break;
    }
}

LodgeSpiceDraw *
lodge_spice_draw_new (LodgeSpiceCaches *caches)
{
  LodgeSpiceDraw *self = g_new0 (LodgeSpiceDraw, 1);

  self->known.caches = lodge_spice_caches_ref (caches);
  self->known.palettes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->known.surfaces = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->primary = -1;
  return self;
}

void
lodge_spice_draw_free (LodgeSpiceDraw *self)
{
  lodge_spice_caches_unref (self->known.caches);
  g_hash_table_unref (self->known.palettes);
  g_hash_table_unref (self->known.surfaces);
  g_free (self);
}

/**
 * lodge_spice_draw_check:
 * @self: what is known of a display channel
 * @type: of a message
 * @bytes: of its body, as much as is there
 * @there: so much
 * @size: of all of it
 *
 * Returns: whether it may be passed on; %LODGE_SPICE_MORE to be asked again with all bytes
 */
LodgeSpiceVerdict
lodge_spice_draw_check (LodgeSpiceDraw *self,
                        guint           type,
                        const guint8   *bytes,
                        gsize           there,
                        gsize           size)
{
  LodgeSpiceBody body = { bytes, there, size, FALSE, FALSE };

  switch (type)
    {
    case SPICE_MSG_DISPLAY_MODE:
      check_mode (self, &body);
      break;

    case SPICE_MSG_DISPLAY_SURFACE_CREATE:
      check_surface_create (self, &body);
      break;

    case SPICE_MSG_DISPLAY_SURFACE_DESTROY:
      check_surface_destroy (self, &body);
      break;

    case SPICE_MSG_DISPLAY_STREAM_CREATE:
      check_stream_create (self, &body);
      break;

    case SPICE_MSG_DISPLAY_STREAM_DATA:
    case SPICE_MSG_DISPLAY_STREAM_DATA_SIZED:
      check_stream_data (self, &body, type);
      break;

    case SPICE_MSG_DISPLAY_STREAM_CLIP:
    case SPICE_MSG_DISPLAY_STREAM_DESTROY:
    case SPICE_MSG_DISPLAY_STREAM_ACTIVATE_REPORT:
      check_stream (self, &body, type);
      break;

    default:
      if (type >= SPICE_MSG_DISPLAY_DRAW_FILL && type <= SPICE_MSG_DISPLAY_DRAW_ALPHA_BLEND)
        check_draw (self, &body, type);
      else if (type == SPICE_MSG_DISPLAY_DRAW_COMPOSITE)
        check_draw (self, &body, type);
      else
        check_other (self, &body, type);
    }
  return lodge_spice_body_judge (&body);
}
