/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

G_BEGIN_DECLS

/* Which certificates a session believes. */
void    lodge_spice_trust     (SpiceSession *session);

/* Why one was not believed. */
GError *lodge_spice_trust_new_error (SpiceSession *session);

G_END_DECLS
