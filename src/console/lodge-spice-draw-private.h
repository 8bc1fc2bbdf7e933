/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-body-private.h"
#include "console/lodge-spice-caches-private.h"

G_BEGIN_DECLS

/* Bytes of all surfaces of a display channel, and their number. */
#define LODGE_SPICE_MAX_SURFACES      (1u << 30)
#define LODGE_SPICE_MAX_SURFACE_COUNT 10000

/* Follows what is said on a display channel: its surfaces, streams and palettes. */
typedef struct _LodgeSpiceDraw LodgeSpiceDraw;

LodgeSpiceDraw    *lodge_spice_draw_new   (LodgeSpiceCaches *caches);
void               lodge_spice_draw_free  (LodgeSpiceDraw   *self);
LodgeSpiceVerdict  lodge_spice_draw_check (LodgeSpiceDraw   *self,
                                           guint             type,
                                           const guint8     *bytes,
                                           gsize             there,
                                           gsize             size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSpiceDraw, lodge_spice_draw_free)

G_END_DECLS
