/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

G_BEGIN_DECLS

GError *lodge_spice_error_new_mechanism   (const GError      *cause);
GError *lodge_spice_error_new             (SpiceChannel      *channel,
                                           SpiceChannelEvent  event);
GError *lodge_spice_error_new_with_detail (SpiceChannelEvent  event,
                                           const char        *detail);

G_END_DECLS
