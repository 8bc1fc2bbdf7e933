/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a guest's pointer. Immutable and counted; the sizes are the guest's word and are
 * checked here, so that nobody after this has to. */

#include "config.h"

#include "console/lodge-console.h"

G_DEFINE_BOXED_TYPE (LodgeCursor, lodge_cursor, lodge_cursor_ref, lodge_cursor_unref)

/**
 * lodge_cursor_new:
 * @width: in pixels, 1 to LODGE_CURSOR_MAX_SIZE
 * @height: in pixels, 1 to LODGE_CURSOR_MAX_SIZE
 * @hot_x: where it points; brought inside when outside, which guests do
 * @hot_y: where it points
 * @rgba: (nullable): @width times @height pixels of 4 bytes, straight alpha; %NULL for a hidden pointer
 *
 * Makes a pointer's picture out of a copy of @rgba. A hidden one needs no sizes.
 *
 * Returns: (transfer full) (nullable): the picture, %NULL when the sizes are not sane
 */
LodgeCursor *
lodge_cursor_new (int           width,
                  int           height,
                  int           hot_x,
                  int           hot_y,
                  gconstpointer rgba)
{
  LodgeCursor *self;

  if (rgba == NULL)
    width = height = 1;
  if (width < 1 || width > LODGE_CURSOR_MAX_SIZE || height < 1 || height > LODGE_CURSOR_MAX_SIZE)
    return NULL;

  self = g_new0 (LodgeCursor, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->width = width;
  self->height = height;
  self->hot_x = CLAMP (hot_x, 0, width - 1);
  self->hot_y = CLAMP (hot_y, 0, height - 1);
  if (rgba != NULL)
    self->pixels = g_bytes_new (rgba, (gsize) width * (gsize) height * 4);
  return self;
}

LodgeCursor *
lodge_cursor_ref (LodgeCursor *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lodge_cursor_unref (LodgeCursor *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_free (self);
}
