/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console-cards.h"

G_BEGIN_DECLS

#define LODGE_TYPE_SPICE_CARDS (lodge_spice_cards_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceCards, lodge_spice_cards, LODGE, SPICE_CARDS, GObject)

/* Whether sessions should ask for the channel. */
gboolean         lodge_spice_cards_is_supported (void);
/* For a session that has the channel; it ends with g_object_run_dispose(). */
LodgeSpiceCards *lodge_spice_cards_new          (SpiceChannel      *channel,
                                                 LodgeConsoleCards *cards);

G_END_DECLS
