/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A picture in memory that is shared by a file descriptor, as a guest draws it with 3D acceleration: a
 * DMA buffer of a graphics processor, or plain shared memory. Whoever passed the descriptor is not trusted:
 * sizes are checked, and plain memory is never mapped, as it may be made shorter at any time. */
#define LODGE_TYPE_SCANOUT (lodge_scanout_get_type ())
G_DECLARE_FINAL_TYPE (LodgeScanout, lodge_scanout, LODGE, SCANOUT, GObject)

typedef struct {
  guint32 width, height;   /* pixels */
  guint32 stride;          /* bytes from one row to the next */
  guint32 format;          /* DRM's name of it, as “XR24” */
  gboolean bottom_up;      /* the first row in memory is the last one of the picture */
} LodgeScanoutLayout;

#define LODGE_SCANOUT_FORMAT(a, b, c, d) \
  ((guint32) (a) | (guint32) (b) << 8 | (guint32) (c) << 16 | (guint32) (d) << 24)

/* Writes the whole picture as rows of xRGB32 from the top down. */
typedef gboolean (*LodgeScanoutReader) (guint8   *dest,
                                        gpointer  user_data);

/* @fd stays the caller's; NULL when it does not hold such a picture. Errors are translated. */
LodgeScanout *lodge_scanout_new           (int                        fd,
                                           const LodgeScanoutLayout  *layout,
                                           GError                   **error);
int           lodge_scanout_get_fd        (LodgeScanout              *self);
const LodgeScanoutLayout *
              lodge_scanout_get_layout    (LodgeScanout              *self);
gboolean      lodge_scanout_is_dma_buffer (LodgeScanout              *self);
gboolean      lodge_scanout_is_ready      (LodgeScanout              *self);
gboolean      lodge_scanout_read          (LodgeScanout              *self,
                                           int                        x,
                                           int                        y,
                                           int                        width,
                                           int                        height,
                                           guint8                    *dest,
                                           gsize                      dest_stride,
                                           GError                   **error);
/* For who shows the memory itself: as long as there is a @reader nothing is copied for the screen, and it
 * gives the pixels for all else. */
void          lodge_scanout_set_reader    (LodgeScanout              *self,
                                           LodgeScanoutReader         reader,
                                           gpointer                   user_data);
gboolean      lodge_scanout_has_reader    (LodgeScanout              *self);
gboolean      lodge_scanout_read_all      (LodgeScanout              *self,
                                           guint8                    *dest);

G_END_DECLS
