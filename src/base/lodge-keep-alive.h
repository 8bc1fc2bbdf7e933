/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Ends the connection when the network has gone silently. */
void lodge_keep_alive (GSocket *socket);

G_END_DECLS
