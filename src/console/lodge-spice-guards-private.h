/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-spice-guard-private.h"

G_BEGIN_DECLS

/* The guards of a session's channels. */
typedef struct _LodgeSpiceGuards LodgeSpiceGuards;

/* Of a channel; not that it is over. */
typedef void (*LodgeSpiceGuardsFunc) (LodgeSpiceGuardEvent event,
                                      gpointer             user_data);

LodgeSpiceGuards *lodge_spice_guards_new  (LodgeSpiceGuardsFunc   func,
                                           gpointer               user_data);
void              lodge_spice_guards_free (LodgeSpiceGuards      *self);
gboolean          lodge_spice_guards_add  (LodgeSpiceGuards      *self,
                                           SpiceChannel          *channel,
                                           int                    fd,
                                           GIOStream             *tls);
/* Images of discs are shared: what the guest asks of them is looked at. */
void              lodge_spice_guards_set_disc (LodgeSpiceGuards *self,
                                               gboolean          has_disc);
/* Of the channel for input; NULL: there is none. */
LodgeSpiceEcho   *lodge_spice_guards_get_echo (LodgeSpiceGuards *self);

G_END_DECLS
