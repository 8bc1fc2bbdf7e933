/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-host-private.h"

G_BEGIN_DECLS

/* A session on its way to another host, where the library opens all of its channels a second time before
 * it goes there. To be disposed of, not only let go. */
#define LODGE_TYPE_SPICE_MOVE (lodge_spice_move_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceMove, lodge_spice_move, LODGE, SPICE_MOVE, GObject)

LodgeSpiceMove *lodge_spice_move_new         (SpiceSession   *session,
                                              SpiceChannel   *main,
                                              LodgeSpiceHost *before);
LodgeSpiceHost *lodge_spice_move_get_host    (LodgeSpiceMove *self);
LodgeSpiceHost *lodge_spice_move_take_host   (LodgeSpiceMove *self);
gboolean        lodge_spice_move_has_arrived (LodgeSpiceMove *self);

G_END_DECLS
