/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-screen-private.h"

G_BEGIN_DECLS

/* A monitor of a display channel on a console's screen, as long as this object is there. */
#define LODGE_TYPE_SPICE_SCREEN (lodge_spice_screen_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceScreen, lodge_spice_screen, LODGE, SPICE_SCREEN, GObject)

LodgeSpiceScreen *lodge_spice_screen_new  (SpiceChannel     *channel,
                                           guint             monitor,
                                           LodgeScreen      *screen);
void              lodge_spice_screen_lose (LodgeSpiceScreen *self);

G_END_DECLS
