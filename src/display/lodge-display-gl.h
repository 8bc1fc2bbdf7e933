/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-scanout.h"
#include "display/lodge-display-geometry.h"

G_BEGIN_DECLS

/* What a guest draws with a graphics processor, as a texture of the same processor here: no copies. */
typedef struct _LodgeDisplayGl LodgeDisplayGl;

LodgeDisplayGl *lodge_display_gl_new          (GtkWidget                  *widget);
void            lodge_display_gl_free         (LodgeDisplayGl             *self);
gboolean        lodge_display_gl_set_scanout  (LodgeDisplayGl             *self,
                                               LodgeScanout               *scanout);
gboolean        lodge_display_gl_has_picture  (LodgeDisplayGl             *self);
const char     *lodge_display_gl_get_obstacle (LodgeDisplayGl             *self);
void            lodge_display_gl_draw         (LodgeDisplayGl             *self);
void            lodge_display_gl_snapshot     (LodgeDisplayGl             *self,
                                               GtkSnapshot                *snapshot,
                                               const LodgeDisplayGeometry *geometry,
                                               int                         x,
                                               int                         y);

/* Fills the texture that is bound, in place of a driver, on machines without a graphics processor: for
 * tests. All checks of the machine are left out then. */
typedef void (*LodgeDisplayGlImporter) (LodgeScanout *scanout);
void            lodge_display_gl_set_importer (LodgeDisplayGlImporter importer);

G_END_DECLS
