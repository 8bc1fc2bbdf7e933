/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes out of a client's first words on a channel what it must not offer. */
void lodge_spice_link_limit (guint8 *bytes, gsize length);

G_END_DECLS
