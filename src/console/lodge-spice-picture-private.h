/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-body-private.h"
#include "console/lodge-spice-caches-private.h"

G_BEGIN_DECLS

/* What a message may refer to: palettes that are kept, and surfaces. */
typedef struct {
  LodgeSpiceCaches *caches;
  GHashTable *palettes;   /* number of colours, by the palette's guint64 */
  GHashTable *surfaces;   /* LodgeSpiceSurface, by its number */
} LodgeSpicePictures;

typedef struct {
  guint width, height, format;
} LodgeSpiceSurface;

/* What a message makes the library keep, once it is found good. */
typedef struct {
  struct { guint64 id, n_bytes; } pictures[4];
  guint n_pictures;
  struct { guint64 id; guint n_colors; } palettes[4];
  guint n_palettes;
} LodgeSpiceKeep;

/* The picture that starts at @at: whether the library can read it, onto a surface of @format. */
void lodge_spice_picture_check (LodgeSpiceBody           *body,
                                gsize                     at,
                                const LodgeSpicePictures *known,
                                guint                     format,
                                LodgeSpiceKeep           *keep);
/* Likewise, of one bit a pixel. */
void lodge_spice_mask_check    (LodgeSpiceBody           *body,
                                gsize                     at,
                                LodgeSpiceKeep           *keep);

G_END_DECLS
