/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display-canvas.h"
#include "display/lodge-display-geometry.h"

G_BEGIN_DECLS

/* What a tile is to the renderer. */
typedef enum {
  LODGE_TILES_CAIRO,
  LODGE_TILES_TEXTURE,
} LodgeTilesKind;

/* Pixels of its neighbours that a tile holds on each side. */
#define LODGE_DISPLAY_TILES_BORDER 2

typedef struct _LodgeDisplayTiles LodgeDisplayTiles;

LodgeDisplayTiles *lodge_display_tiles_new           (void);
void               lodge_display_tiles_free          (LodgeDisplayTiles          *self);
void               lodge_display_tiles_set_kind      (LodgeDisplayTiles          *self,
                                                      LodgeTilesKind              kind);
void               lodge_display_tiles_load          (LodgeDisplayTiles          *self,
                                                      LodgeFramebuffer           *framebuffer);
gboolean           lodge_display_tiles_skip          (LodgeDisplayTiles          *self,
                                                      LodgeFramebuffer           *framebuffer);
cairo_region_t    *lodge_display_tiles_take_seen     (LodgeDisplayTiles          *self,
                                                      LodgeFramebuffer           *framebuffer,
                                                      const LodgeDisplayGeometry *geometry);
LodgeDisplayCanvas *lodge_display_tiles_get_canvas   (LodgeDisplayTiles          *self);
void               lodge_display_tiles_freeze        (LodgeDisplayTiles          *self);
void               lodge_display_tiles_clear         (LodgeDisplayTiles          *self);
void               lodge_display_tiles_snapshot      (LodgeDisplayTiles          *self,
                                                      GtkSnapshot                *snapshot,
                                                      const LodgeDisplayGeometry *geometry);
int                lodge_display_tiles_get_width     (LodgeDisplayTiles          *self);
int                lodge_display_tiles_get_height    (LodgeDisplayTiles          *self);
guint64            lodge_display_tiles_get_n_loaded  (LodgeDisplayTiles          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeDisplayTiles, lodge_display_tiles_free)

G_END_DECLS
