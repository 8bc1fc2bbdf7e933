/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-framebuffer.h"

G_BEGIN_DECLS

/* A display channel's picture in a framebuffer, as long as this object is there. */
#define LODGE_TYPE_SPICE_SCREEN (lodge_spice_screen_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceScreen, lodge_spice_screen, LODGE, SPICE_SCREEN, GObject)

LodgeSpiceScreen *lodge_spice_screen_new (SpiceChannel     *channel,
                                          LodgeFramebuffer *framebuffer);

G_END_DECLS
