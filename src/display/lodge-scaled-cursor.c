/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A desktop wants pointers in whole units of its own. So the guest's gets an empty edge, with which both its
 * sides and the place of its hot spot are whole. */

#include "config.h"

#include "display/lodge-scaled-cursor.h"

#include <gdk/x11/gdkx.h>
#include <math.h>
#include <string.h>

/* Desktops have scales in eighths, or coarser. */
#define MAX_UNITS 8

static gboolean
is_whole (double device)
{
  return fabs (device - round (device)) < 0.01;
}

/* So many pixels before that one that it is where one of the desktop's units begins. */
static int
pad (int     position,
     double  scale,
     int    *units)
{
  int first = (int) ceil (position / scale);

  for (*units = first; *units < first + MAX_UNITS && !is_whole (*units * scale);)
    ++*units;
  return (int) round (*units * scale) - position;
}

/**
 * lodge_scaled_cursor_make_texture:
 * @cursor: a pointer that is not hidden
 * @scale: device pixels in the desktop's unit, 1 or more
 * @area: (out): the size in these units, and where the hot spot is
 *
 * Makes a picture of which each pixel of the pointer is a device pixel.
 *
 * Returns: (transfer full): the pointer, and empty pixels beside it
 */
GdkTexture *
lodge_scaled_cursor_make_texture (LodgeCursor  *cursor,
                                  double        scale,
                                  GdkRectangle *area)
{
  int left = pad (cursor->hot_x, scale, &area->x), top = pad (cursor->hot_y, scale, &area->y);
  int width = left + cursor->width, height = top + cursor->height;
  const guint8 *pixels = g_bytes_get_data (cursor->pixels, NULL);
  g_autoptr(GBytes) bytes = NULL;
  gsize row;
  guint8 *rows;

  width += pad (width, scale, &area->width);
  height += pad (height, scale, &area->height);
  row = (gsize) width * 4;
  rows = g_malloc0 (row * (gsize) height);
  for (int y = 0; y < cursor->height; y++)
    memcpy (rows + row * (gsize) (top + y) + left * 4, pixels + (gsize) (y * cursor->width) * 4,
            (gsize) cursor->width * 4);
  bytes = g_bytes_new_take (rows, row * (gsize) height);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, bytes, row);
}

/* A texture has its own size in device pixels on X11. */
static GdkCursor *
make_fixed (LodgeCursor *cursor,
            GdkTexture  *texture,
            GdkCursor   *fallback)
{
  return gdk_cursor_new_from_texture (texture, cursor->hot_x, cursor->hot_y, fallback);
}

#if GTK_CHECK_VERSION (4, 16, 0)

static GdkTexture *
texture_cb (GdkCursor *cursor,
            int        cursor_size,
            double     scale,
            int       *width,
            int       *height,
            int       *hotspot_x,
            int       *hotspot_y,
            gpointer   user_data)
{
  GdkRectangle area;
  GdkTexture *texture = lodge_scaled_cursor_make_texture (user_data, MAX (scale, 1), &area);

  *width = area.width;
  *height = area.height;
  *hotspot_x = area.x;
  *hotspot_y = area.y;
  return texture;
}

static GdkCursor *
make_cursor (LodgeCursor *cursor,
             GdkTexture  *texture,
             GdkCursor   *fallback)
{
  if (GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    return make_fixed (cursor, texture, fallback);
  return gdk_cursor_new_from_callback (texture_cb, lodge_cursor_ref (cursor),
                                       (GDestroyNotify) lodge_cursor_unref, fallback);
}

#else
#define make_cursor make_fixed
#endif

/**
 * lodge_scaled_cursor_new:
 * @cursor: a guest's pointer that is not hidden
 * @texture: its picture
 *
 * Returns: (transfer full): the pointer for a widget
 */
GdkCursor *
lodge_scaled_cursor_new (LodgeCursor *cursor,
                         GdkTexture  *texture)
{
  g_autoptr(GdkCursor) fallback = gdk_cursor_new_from_name ("default", NULL);

  return make_cursor (cursor, texture, fallback);
}
