/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-framebuffer.h"

G_BEGIN_DECLS

int  lodge_pixels_get_size (LodgePixelFormat format);
void lodge_pixels_copy     (LodgePixelFormat format,
                            guint8          *dest,
                            const guint8    *src,
                            int              n);
void lodge_pixels_stream   (LodgePixelFormat format,
                            guint8          *dest,
                            const guint8    *src,
                            int              n);
void lodge_pixels_fence    (void);

G_END_DECLS
