/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-framebuffer.h"
#include "display/lodge-display-geometry.h"

G_BEGIN_DECLS

typedef struct _LodgeDisplayCanvas LodgeDisplayCanvas;

LodgeDisplayCanvas *lodge_display_canvas_new      (void);
void                lodge_display_canvas_free     (LodgeDisplayCanvas         *self);
void                lodge_display_canvas_load     (LodgeDisplayCanvas         *self,
                                                   LodgeFramebuffer           *framebuffer);
void                lodge_display_canvas_damage   (LodgeDisplayCanvas         *self,
                                                   LodgeFramebuffer           *framebuffer,
                                                   const GdkRectangle         *rect);
void                lodge_display_canvas_convert  (LodgeDisplayCanvas         *self,
                                                   LodgeFramebuffer           *framebuffer,
                                                   const GdkRectangle         *rect);
void                lodge_display_canvas_mark     (LodgeDisplayCanvas         *self,
                                                   const GdkRectangle         *device);
gboolean            lodge_display_canvas_is_current (LodgeDisplayCanvas       *self,
                                                   LodgeFramebuffer           *framebuffer,
                                                   const LodgeDisplayGeometry *geometry);
void                lodge_display_canvas_paint    (LodgeDisplayCanvas         *self,
                                                   cairo_t                    *cr,
                                                   const cairo_region_t       *region);
void                lodge_display_canvas_freeze   (LodgeDisplayCanvas         *self);
void                lodge_display_canvas_clear    (LodgeDisplayCanvas         *self);
void                lodge_display_canvas_snapshot (LodgeDisplayCanvas         *self,
                                                   GtkSnapshot                *snapshot,
                                                   const LodgeDisplayGeometry *geometry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeDisplayCanvas, lodge_display_canvas_free)

G_END_DECLS
