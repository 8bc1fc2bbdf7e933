/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One guest screen's pixels, borrowed from the protocol's buffer, and a bitmap of the tiles that
 * changed. All numbers come from a guest or a server, so they are checked in 64 bits. Marking
 * damage costs a few instructions: a protocol may report tens of thousands of rectangles a second. */

#include "config.h"

#include "console/lodge-framebuffer.h"

#include <string.h>

#include "base/lodge-memory.h"
#include "console/lodge-pixels-private.h"

#define MAX_BYTES ((gint64) 512 * 1024 * 1024)

/* Pixels; fewer stay in a cache until they are read. */
#define MIN_STREAMED 65536

/* What changed in a tile: pixels of the picture, one past them; right is 0 when nothing did. */
typedef struct {
  guint16 left, top, right, bottom;
} Damage;

struct _LodgeFramebuffer
{
  GObject parent_instance;

  const guint8 *data; /* borrowed */
  int width;
  int height;
  int stride;
  LodgePixelFormat format;

  guint columns;
  guint rows;
  Damage *damaged;    /* one a tile */
  guint n_damaged;
  guint64 serial;     /* of the last change */
  int margin;
  void (*update) (gpointer);
  gpointer update_data;
};

enum {
  PROP_0,
  PROP_WIDTH,
  PROP_HEIGHT,
  N_PROPS
};

enum {
  SIGNAL_DAMAGED,
  SIGNAL_TAKEN,
  SIGNAL_RESIZED,
  SIGNAL_RELEASED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeFramebuffer, lodge_framebuffer, G_TYPE_OBJECT)

static gboolean
is_sane (gsize            length,
         int              width,
         int              height,
         int              stride,
         LodgePixelFormat format)
{
  gint64 row, total;

  if (width < 1 || height < 1 || stride < 1)
    return FALSE;
  if (width > LODGE_FRAMEBUFFER_MAX_SIZE || height > LODGE_FRAMEBUFFER_MAX_SIZE)
    return FALSE;
  /* A pixel never lies across what may be read at once. */
  if (stride % lodge_pixels_get_size (format) != 0)
    return FALSE;

  row = (gint64) width * lodge_pixels_get_size (format);
  total = (gint64) stride * (height - 1) + row;
  return stride >= row && total <= MAX_BYTES && (guint64) total <= length;
}

static void
set_size (LodgeFramebuffer *self,
          int               width,
          int               height)
{
  gboolean wider = width != self->width;
  gboolean higher = height != self->height;

  if (!wider && !higher)
    return;

  self->width = width;
  self->height = height;
  self->columns = ((guint) width + LODGE_FRAMEBUFFER_TILE - 1) / LODGE_FRAMEBUFFER_TILE;
  self->rows = ((guint) height + LODGE_FRAMEBUFFER_TILE - 1) / LODGE_FRAMEBUFFER_TILE;
  self->n_damaged = 0;
  g_free (self->damaged);
  self->damaged = g_new0 (Damage, (gsize) self->columns * self->rows);

  g_object_freeze_notify (G_OBJECT (self));
  if (wider)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH]);
  if (higher)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEIGHT]);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_RESIZED], 0);
}

static void
mark_tile (LodgeFramebuffer *self,
           guint             column,
           guint             row,
           const Damage     *damage)
{
  Damage *tile = &self->damaged[row * self->columns + column];
  guint x = column * LODGE_FRAMEBUFFER_TILE, y = row * LODGE_FRAMEBUFFER_TILE;
  guint16 left = (guint16) MAX (damage->left, x);
  guint16 top = (guint16) MAX (damage->top, y);
  guint16 right = (guint16) MIN (damage->right, x + LODGE_FRAMEBUFFER_TILE);
  guint16 bottom = (guint16) MIN (damage->bottom, y + LODGE_FRAMEBUFFER_TILE);

  if (tile->right == 0)
    {
      self->n_damaged++;
      *tile = (Damage) { left, top, right, bottom };
      return;
    }
  tile->left = MIN (tile->left, left);
  tile->top = MIN (tile->top, top);
  tile->right = MAX (tile->right, right);
  tile->bottom = MAX (tile->bottom, bottom);
}

static void
mark_tiles (LodgeFramebuffer *self,
            const Damage     *damage)
{
  guint right = (damage->right - 1u) / LODGE_FRAMEBUFFER_TILE;
  guint bottom = (damage->bottom - 1u) / LODGE_FRAMEBUFFER_TILE;

  for (guint row = damage->top / LODGE_FRAMEBUFFER_TILE; row <= bottom; row++)
    for (guint column = damage->left / LODGE_FRAMEBUFFER_TILE; column <= right; column++)
      mark_tile (self, column, row, damage);
}

static void
release_data (LodgeFramebuffer *self)
{
  if (self->data == NULL)
    return;

  g_signal_emit (self, signals[SIGNAL_RELEASED], 0);
  self->data = NULL;
  lodge_memory_used ((gsize) self->stride * (gsize) self->height);
}

static void
lodge_framebuffer_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeFramebuffer *self = LODGE_FRAMEBUFFER (object);

  switch (prop_id)
    {
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;

    case PROP_HEIGHT:
      g_value_set_int (value, self->height);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_framebuffer_finalize (GObject *object)
{
  LodgeFramebuffer *self = LODGE_FRAMEBUFFER (object);

  g_free (self->damaged);

  G_OBJECT_CLASS (lodge_framebuffer_parent_class)->finalize (object);
}

static void
lodge_framebuffer_class_init (LodgeFramebufferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_framebuffer_get_property;
  object_class->finalize = lodge_framebuffer_finalize;

  properties[PROP_WIDTH] =
    g_param_spec_int ("width", NULL, NULL, 0, LODGE_FRAMEBUFFER_MAX_SIZE, 0,
                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEIGHT] =
    g_param_spec_int ("height", NULL, NULL, 0, LODGE_FRAMEBUFFER_MAX_SIZE, 0,
                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The first damage since all tiles were taken; more damage is silent until then. */
  signals[SIGNAL_DAMAGED] =
    g_signal_new ("damaged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* While tiles are taken: a handler must not change the picture. */
  signals[SIGNAL_TAKEN] =
    g_signal_new ("taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESIZED] =
    g_signal_new ("resized", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* The last moment at which the pixels can be read. */
  signals[SIGNAL_RELEASED] =
    g_signal_new ("released", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lodge_framebuffer_init (LodgeFramebuffer *self)
{
}

/**
 * lodge_framebuffer_new:
 *
 * Makes a framebuffer without a picture.
 *
 * Returns: (transfer full): the framebuffer
 */
LodgeFramebuffer *
lodge_framebuffer_new (void)
{
  return g_object_new (LODGE_TYPE_FRAMEBUFFER, NULL);
}

/**
 * lodge_framebuffer_set_data:
 * @self: a framebuffer
 * @data: the first pixel; it stays the caller's until the next set or clear
 * @length: how many bytes may be read from @data
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from one row to the next
 * @format: what a pixel is
 *
 * Gives the framebuffer a picture. All of it is damaged then.
 *
 * Returns: %FALSE when the sizes are not sane; there is no picture then
 */
gboolean
lodge_framebuffer_set_data (LodgeFramebuffer *self,
                            const guint8     *data,
                            gsize             length,
                            int               width,
                            int               height,
                            int               stride,
                            LodgePixelFormat  format)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), FALSE);

  if (data == NULL || !is_sane (length, width, height, stride, format))
    {
      lodge_framebuffer_clear (self);
      return FALSE;
    }

  release_data (self);
  self->data = data;
  self->stride = stride;
  self->format = format;
  set_size (self, width, height);
  lodge_framebuffer_damage_all (self);
  return TRUE;
}

/**
 * lodge_framebuffer_clear:
 * @self: a framebuffer
 *
 * Forgets the picture's data. The size stays, for those who go on showing the last picture.
 */
void
lodge_framebuffer_clear (LodgeFramebuffer *self)
{
  g_return_if_fail (LODGE_IS_FRAMEBUFFER (self));

  release_data (self);
  self->n_damaged = 0;
  if (self->damaged != NULL)
    memset (self->damaged, 0, (gsize) self->columns * self->rows * sizeof *self->damaged);
}

/**
 * lodge_framebuffer_set_margin:
 * @self: a framebuffer
 * @margin: pixels, 0 to LODGE_FRAMEBUFFER_TILE
 *
 * Lets every damage grow by @margin, for a display whose tiles hold a border of their neighbours.
 */
void
lodge_framebuffer_set_margin (LodgeFramebuffer *self,
                              int               margin)
{
  g_return_if_fail (LODGE_IS_FRAMEBUFFER (self));
  g_return_if_fail (margin >= 0 && margin <= LODGE_FRAMEBUFFER_TILE);

  self->margin = margin;
}

/**
 * lodge_framebuffer_damage:
 * @self: a framebuffer
 * @x: left
 * @y: top
 * @width: in pixels
 * @height: in pixels
 *
 * Notes that a rectangle changed. Any numbers may come: only what lies on the picture counts.
 */
void
lodge_framebuffer_damage (LodgeFramebuffer *self,
                          int               x,
                          int               y,
                          int               width,
                          int               height)
{
  gint64 left, top, right, bottom;
  guint before;

  g_return_if_fail (LODGE_IS_FRAMEBUFFER (self));

  before = self->n_damaged;
  if (self->data == NULL || width < 1 || height < 1)
    return;

  left = MAX ((gint64) x - self->margin, 0);
  top = MAX ((gint64) y - self->margin, 0);
  right = MIN ((gint64) x + width + self->margin, self->width);
  bottom = MIN ((gint64) y + height + self->margin, self->height);
  if (left >= right || top >= bottom)
    return;

  mark_tiles (self, &(Damage) { (guint16) left, (guint16) top, (guint16) right, (guint16) bottom });
  self->serial++;
  lodge_memory_used ((gsize) (right - left) * (gsize) (bottom - top) * 4);
  if (before == 0)
    g_signal_emit (self, signals[SIGNAL_DAMAGED], 0);
}

/**
 * lodge_framebuffer_damage_all:
 * @self: a framebuffer
 *
 * Notes that the whole picture changed.
 */
void
lodge_framebuffer_damage_all (LodgeFramebuffer *self)
{
  g_return_if_fail (LODGE_IS_FRAMEBUFFER (self));

  lodge_framebuffer_damage (self, 0, 0, self->width, self->height);
}

void
lodge_framebuffer_set_update (LodgeFramebuffer  *self,
                              void             (*update) (gpointer),
                              gpointer           user_data)
{
  g_return_if_fail (LODGE_IS_FRAMEBUFFER (self));

  self->update = update;
  self->update_data = user_data;
}

gboolean
lodge_framebuffer_is_damaged (LodgeFramebuffer *self)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), FALSE);

  return self->n_damaged > 0;
}

guint64
lodge_framebuffer_get_serial (LodgeFramebuffer *self)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), 0);

  return self->serial;
}

/**
 * lodge_framebuffer_take_tile:
 * @self: a framebuffer
 * @column: less than lodge_framebuffer_get_columns()
 * @row: less than lodge_framebuffer_get_rows()
 *
 * Asks once whether a tile changed.
 *
 * Returns: %TRUE when it was damaged since the last call for it
 */
gboolean
lodge_framebuffer_take_tile (LodgeFramebuffer *self,
                             guint             column,
                             guint             row)
{
  int x, y, width, height;

  return lodge_framebuffer_take_damage (self, column, row, &x, &y, &width, &height);
}

/**
 * lodge_framebuffer_take_damage:
 * @self: a framebuffer
 * @column: less than lodge_framebuffer_get_columns()
 * @row: less than lodge_framebuffer_get_rows()
 * @x: (out): in pixels of the picture
 * @y: (out): in pixels of the picture
 * @width: (out): 0 when nothing changed
 * @height: (out): 0 when nothing changed
 *
 * Asks once what changed in a tile: the smallest rectangle that holds all of it.
 *
 * Returns: %TRUE when it was damaged since the last call for it
 */
gboolean
lodge_framebuffer_take_damage (LodgeFramebuffer *self,
                               guint             column,
                               guint             row,
                               int              *x,
                               int              *y,
                               int              *width,
                               int              *height)
{
  Damage *tile;

  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), FALSE);
  g_return_val_if_fail (column < self->columns && row < self->rows, FALSE);

  tile = &self->damaged[row * self->columns + column];
  *x = tile->left;
  *y = tile->top;
  *width = tile->right - tile->left;
  *height = tile->bottom - tile->top;
  if (tile->right == 0)
    return FALSE;

  *tile = (Damage) { 0 };
  self->n_damaged--;
  if (self->n_damaged == 0)
    g_signal_emit (self, signals[SIGNAL_TAKEN], 0);
  return TRUE;
}

/**
 * lodge_framebuffer_get_xrgb32:
 * @self: a framebuffer
 * @stride: (out): bytes from one row to the next
 *
 * Asks for the pixels themselves. They change under the reader, and go with the `released` signal.
 *
 * Returns: (transfer none) (nullable): the first pixel; %NULL when they are of another format,
 *   or their rows are not aligned
 */
const guint8 *
lodge_framebuffer_get_xrgb32 (LodgeFramebuffer *self,
                              gsize            *stride)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), NULL);

  *stride = (gsize) self->stride;
  if (self->update != NULL && self->data != NULL)
    self->update (self->update_data);
  if (self->format != LODGE_PIXELS_XRGB32 || self->stride % 4 != 0)
    return NULL;
  return self->data;
}

static gboolean
copy (LodgeFramebuffer *self,
      int               x,
      int               y,
      int               width,
      int               height,
      guint8           *dest,
      gsize             dest_stride,
      void            (*copy_row) (LodgePixelFormat, guint8 *, const guint8 *, int))
{
  int left, top, right, bottom;

  if (self->data == NULL)
    return FALSE;
  if (self->update != NULL && width > 0 && height > 0)
    self->update (self->update_data);

  left = MAX (x, 0);
  top = MAX (y, 0);
  right = (int) MIN ((gint64) x + width, self->width);
  bottom = (int) MIN ((gint64) y + height, self->height);

  for (int row = top; row < bottom && left < right; row++)
    copy_row (self->format,
              dest + (gsize) ((gint64) row - y) * dest_stride + (gsize) ((gint64) left - x) * 4,
              self->data + (gsize) row * (gsize) self->stride
              + (gsize) left * (gsize) lodge_pixels_get_size (self->format),
              right - left);
  return TRUE;
}

/**
 * lodge_framebuffer_copy:
 * @self: a framebuffer
 * @x: left
 * @y: top
 * @width: in pixels
 * @height: in pixels
 * @dest: where the pixel at (@x, @y) goes
 * @dest_stride: bytes from one row of @dest to the next
 *
 * Copies a rectangle as opaque 32-bit xRGB in the machine's byte order (as cairo and GDK have it).
 * Of what lies outside the picture, nothing is written.
 *
 * Returns: %FALSE when there is no picture
 */
gboolean
lodge_framebuffer_copy (LodgeFramebuffer *self,
                        int               x,
                        int               y,
                        int               width,
                        int               height,
                        guint8           *dest,
                        gsize             dest_stride)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), FALSE);

  return copy (self, x, y, width, height, dest, dest_stride, lodge_pixels_copy);
}

/**
 * lodge_framebuffer_share:
 * @self: a framebuffer
 * @x: left
 * @y: top
 * @width: in pixels
 * @height: in pixels
 * @dest: where the pixel at (@x, @y) goes
 * @dest_stride: bytes from one row of @dest to the next
 *
 * Does as lodge_framebuffer_copy(), for memory that another process reads next: much goes past the
 * processor's caches. With 3 MB a frame it takes a sixth of a viewer's time less, and a tenth of the X
 * server's more.
 *
 * Returns: %FALSE when there is no picture
 */
gboolean
lodge_framebuffer_share (LodgeFramebuffer *self,
                         int               x,
                         int               y,
                         int               width,
                         int               height,
                         guint8           *dest,
                         gsize             dest_stride)
{
  gboolean shared;

  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), FALSE);

  if ((gint64) width * height < MIN_STREAMED)
    return copy (self, x, y, width, height, dest, dest_stride, lodge_pixels_copy);
  shared = copy (self, x, y, width, height, dest, dest_stride, lodge_pixels_stream);
  lodge_pixels_fence ();
  return shared;
}

int
lodge_framebuffer_get_width (LodgeFramebuffer *self)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), 0);

  return self->width;
}

int
lodge_framebuffer_get_height (LodgeFramebuffer *self)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), 0);

  return self->height;
}

guint
lodge_framebuffer_get_columns (LodgeFramebuffer *self)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), 0);

  return self->columns;
}

guint
lodge_framebuffer_get_rows (LodgeFramebuffer *self)
{
  g_return_val_if_fail (LODGE_IS_FRAMEBUFFER (self), 0);

  return self->rows;
}
