/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands between a server's socket and the library, for a channel of the pointer: what the server says
 * is read along by a LodgeSpiceCheck, what the client says passes as it is. */
typedef struct _LodgeSpiceGuard LodgeSpiceGuard;

/* Once, when the server must not be listened to any more. */
typedef void (*LodgeSpiceGuardFunc) (gpointer user_data);

LodgeSpiceGuard *lodge_spice_guard_new   (int                  fd,
                                          LodgeSpiceGuardFunc  refused,
                                          gpointer             user_data,
                                          int                 *client_fd);
void             lodge_spice_guard_close (gpointer             self);

G_END_DECLS
