/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-cursor.h"

G_BEGIN_DECLS

/* A guest's pointer as one of the desktop's, of which a pixel is one of the screen's, as in the picture
 * under it. GTK before 4.16 knows no scale of a pointer; on Wayland it is larger there. */

GdkCursor  *lodge_scaled_cursor_new          (LodgeCursor  *cursor,
                                              GdkTexture   *texture);
GdkTexture *lodge_scaled_cursor_make_texture (LodgeCursor  *cursor,
                                              double        scale,
                                              GdkRectangle *area);

G_END_DECLS
