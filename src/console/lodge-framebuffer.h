/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LODGE_FRAMEBUFFER_MAX_SIZE 16384 /* pixels a side */
#define LODGE_FRAMEBUFFER_TILE 256

/* The pixels of one guest screen, borrowed from the protocol's own buffer, and which tiles of it
 * changed. No GTK. Everything that comes in is checked: it is the guest's or the server's word.
 * Properties: width, height (int; 0: no picture yet). Signals: damaged() once until taken; taken() when
 * all of it is; resized(); released() just before the pixels are the caller's again. */
#define LODGE_TYPE_FRAMEBUFFER (lodge_framebuffer_get_type ())
G_DECLARE_FINAL_TYPE (LodgeFramebuffer, lodge_framebuffer, LODGE, FRAMEBUFFER, GObject)

typedef enum { LODGE_PIXELS_XRGB32, LODGE_PIXELS_RGB16_555, LODGE_PIXELS_RGB16_565 } LodgePixelFormat;

LodgeFramebuffer *lodge_framebuffer_new         (void);
/* @data stays the caller's until the next set or clear; FALSE when the sizes are not sane. */
gboolean          lodge_framebuffer_set_data    (LodgeFramebuffer *self, const guint8 *data, gsize length,
                                                 int width, int height, int stride, LodgePixelFormat format);
void              lodge_framebuffer_clear       (LodgeFramebuffer *self); /* no data; the size stays */
void              lodge_framebuffer_damage      (LodgeFramebuffer *self, int x, int y, int width, int height);
int               lodge_framebuffer_get_width   (LodgeFramebuffer *self);
int               lodge_framebuffer_get_height  (LodgeFramebuffer *self);
guint             lodge_framebuffer_get_columns (LodgeFramebuffer *self); /* tiles */
guint             lodge_framebuffer_get_rows    (LodgeFramebuffer *self);
/* Another one after each change; for who takes whole pictures, beside the one who takes damage. */
guint64           lodge_framebuffer_get_serial  (LodgeFramebuffer *self);
/* TRUE once for each tile damaged since the last call for it. */
gboolean          lodge_framebuffer_take_tile   (LodgeFramebuffer *self, guint column, guint row);
void              lodge_framebuffer_damage_all  (LodgeFramebuffer *self);
gboolean          lodge_framebuffer_is_damaged  (LodgeFramebuffer *self); /* not all taken yet */
/* Damage grows by this many pixels, for tiles that hold a border of their neighbours. */
void              lodge_framebuffer_set_margin  (LodgeFramebuffer *self, int margin);
/* The same, and where in the tile. */
gboolean          lodge_framebuffer_take_damage (LodgeFramebuffer *self, guint column, guint row,
                                                 int *x, int *y, int *width, int *height);
/* Called each time before somebody reads pixels: for who does not keep them up to date. */
void              lodge_framebuffer_set_update  (LodgeFramebuffer *self, void (*update) (gpointer),
                                                 gpointer user_data);
/* The pixels themselves, until released(); NULL when they are of another format, or there are none. */
const guint8     *lodge_framebuffer_get_xrgb32  (LodgeFramebuffer *self, gsize *stride);
/* Copies a rectangle (clipped) as opaque xRGB32 rows into @dest; FALSE without a picture. */
gboolean          lodge_framebuffer_copy        (LodgeFramebuffer *self, int x, int y, int width, int height,
                                                 guint8 *dest, gsize dest_stride);
/* The same, into memory that another process reads next. */
gboolean          lodge_framebuffer_share       (LodgeFramebuffer *self, int x, int y, int width, int height,
                                                 guint8 *dest, gsize dest_stride);

G_END_DECLS
