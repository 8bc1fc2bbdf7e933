/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console.h"
#include "console/lodge-spice-echo-private.h"

G_BEGIN_DECLS

/* A SPICE server, which the channels that it serves reach by sockets of their own, each behind a guard.
 *
 * Signals: "refused", when the server said what makes no sense; "disc-refused", when a guest asked so of a
 * disc, and its channel ends; "lost", when the network to it is gone;
 * "channel-failed" (SpiceChannel, GError); "moving", before the library reads that its machine moves. */
#define LODGE_TYPE_SPICE_HOST (lodge_spice_host_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceHost, lodge_spice_host, LODGE, SPICE_HOST, GObject)

LodgeSpiceHost *lodge_spice_host_new_provided (LodgeFdProvider   provider,
                                               gpointer          user_data);
LodgeSpiceHost *lodge_spice_host_new_named    (SpiceSession     *session);
LodgeSpiceHost *lodge_spice_host_new_moved    (SpiceSession     *session,
                                               LodgeSpiceHost   *before);
void            lodge_spice_host_serve        (LodgeSpiceHost   *self,
                                               SpiceChannel     *channel);
void            lodge_spice_host_set_disc     (LodgeSpiceHost   *self,
                                               gboolean          has_disc);
gboolean        lodge_spice_host_has_disc     (LodgeSpiceHost   *self);
gboolean        lodge_spice_host_is_exposed   (LodgeSpiceHost   *self);
gboolean        lodge_spice_host_has_sasl     (LodgeSpiceHost   *self);
GSocket        *lodge_spice_host_get_socket   (LodgeSpiceHost   *self);
const char     *lodge_spice_host_get_encryption (LodgeSpiceHost *self);
LodgeSpiceEcho *lodge_spice_host_get_echo     (LodgeSpiceHost   *self);

/* (transfer full) (nullable): what a channel of any host has; none before it is open, and after its end. */
GSocket        *lodge_spice_channel_dup_socket (SpiceChannel    *channel);

G_END_DECLS
