/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-caches-private.h"

G_BEGIN_DECLS

/* Stands between a server's socket and the library, for one channel: what the server says is read along
 * by a LodgeSpiceCheck, what the client says passes as it is, and is told to it. */
typedef struct _LodgeSpiceGuard LodgeSpiceGuard;

/* Once, on the main thread, when both ends are gone, or the server must not be listened to any more. */
typedef void (*LodgeSpiceGuardFunc) (LodgeSpiceGuard *guard,
                                     gboolean         is_refused,
                                     gpointer         user_data);

LodgeSpiceGuard *lodge_spice_guard_new   (int                  fd,
                                          guint                channel_type,
                                          LodgeSpiceCaches    *caches,
                                          LodgeSpiceGuardFunc  over,
                                          gpointer             user_data,
                                          int                 *client_fd);
void             lodge_spice_guard_close (gpointer             self);

G_END_DECLS
