/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-caches-private.h"

G_BEGIN_DECLS

/* The types of pictures, as sets of bits. */
#define LODGE_SPICE_LZ_PALETTES (1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 5)
#define LODGE_SPICE_LZ_COLORS   (1u << 6 | 1u << 7 | 1u << 8 | 1u << 9 | 1u << 11)
#define LODGE_SPICE_LZ_ALPHA    (1u << 10)

/* Whether bytes are a picture of LZ as SPICE has it, or of GLZ, which refers to earlier pictures: one that
 * the library can follow without leaving its memory. Pure, but for @caches. */
gboolean lodge_spice_lz_is_sane  (const guint8      *bytes,
                                  gsize              length,
                                  guint              width,
                                  guint              height,
                                  guint              types,
                                  guint              n_colors);
gboolean lodge_spice_glz_is_sane (const guint8      *bytes,
                                  gsize              length,
                                  guint              width,
                                  guint              height,
                                  LodgeSpiceCaches  *caches);

G_END_DECLS
