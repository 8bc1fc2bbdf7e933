/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-screen-private.h"

G_BEGIN_DECLS

/* What a display channel's guest draws with its graphics processor, in memory of this program. */
typedef struct _LodgeSpiceScanout LodgeSpiceScanout;

typedef struct {
  /* The pixels are others, or none. */
  void (*changed) (gpointer user_data);
  void (*drawn)   (gpointer user_data,
                   int      x,
                   int      y,
                   int      width,
                   int      height);
} LodgeSpiceScanoutFuncs;

LodgeSpiceScanout *lodge_spice_scanout_new         (SpiceChannel                 *channel,
                                                    LodgeScreen                  *screen,
                                                    const LodgeSpiceScanoutFuncs *funcs,
                                                    gpointer                      user_data);
void               lodge_spice_scanout_free        (LodgeSpiceScanout            *self);
gboolean           lodge_spice_scanout_get_primary (LodgeSpiceScanout            *self,
                                                    SpiceDisplayPrimary          *primary);
void               lodge_spice_scanout_yield       (LodgeSpiceScanout            *self);

G_END_DECLS
