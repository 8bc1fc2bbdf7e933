/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "console/lodge-spice-caches-private.h"

G_BEGIN_DECLS

/* Stands between a server's socket and the library, for one channel: what the server says is read along
 * by a LodgeSpiceCheck, what the client says passes as it is, and is told to it. */
typedef struct _LodgeSpiceGuard LodgeSpiceGuard;

typedef enum {
  LODGE_SPICE_GUARD_OVER,      /* both ends are gone */
  LODGE_SPICE_GUARD_LOST,      /* the network to the server is */
  LODGE_SPICE_GUARD_REFUSED,   /* the server must not be listened to any more */
  LODGE_SPICE_GUARD_DISC,      /* so must its guest, of a disc that it was given */
  LODGE_SPICE_GUARD_MOVING,    /* it says that the machine moves, which the library hears after this */
} LodgeSpiceGuardEvent;

/* On the main thread; nothing comes after one of the first four. */
typedef void (*LodgeSpiceGuardFunc) (LodgeSpiceGuard      *guard,
                                     LodgeSpiceGuardEvent  event,
                                     gpointer              user_data);

LodgeSpiceGuard *lodge_spice_guard_new   (int                  fd,
                                          GIOStream           *tls,
                                          guint                channel_type,
                                          LodgeSpiceCaches    *caches,
                                          LodgeSpiceGuardFunc  func,
                                          gpointer             user_data,
                                          int                 *client_fd);
void             lodge_spice_guard_close (gpointer             self);

G_END_DECLS
