/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guest's screen as a picture, for who wants to keep it. */

#include "config.h"

#include "display/lodge-display-private.h"

/**
 * lodge_display_snapshot_guest:
 * @self: a display
 *
 * Copies the guest's whole screen, at its own size.
 *
 * Returns: (transfer full) (nullable): the picture, %NULL when there is none
 */
GdkTexture *
lodge_display_snapshot_guest (LodgeDisplay *self)
{
  LodgeFramebuffer *framebuffer;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree guint8 *pixels = NULL;
  int width, height;
  gsize stride;

  g_return_val_if_fail (LODGE_IS_DISPLAY (self), NULL);

  framebuffer = lodge_display_get_framebuffer (self);
  if (framebuffer == NULL)
    return NULL;

  width = lodge_framebuffer_get_width (framebuffer);
  height = lodge_framebuffer_get_height (framebuffer);
  stride = (gsize) width * 4;
  pixels = g_malloc (MAX (stride * (gsize) height, 1));
  if (!lodge_framebuffer_copy (framebuffer, 0, 0, width, height, pixels, stride))
    return NULL;

  bytes = g_bytes_new_take (g_steal_pointer (&pixels), stride * (gsize) height);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}
