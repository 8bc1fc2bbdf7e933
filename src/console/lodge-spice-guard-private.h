/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "console/lodge-spice-caches-private.h"
#include "console/lodge-spice-echo-private.h"

G_BEGIN_DECLS

/* Stands between a server's socket and the library, for one channel: what the server says is read along
 * by a LodgeSpiceCheck, what the client says passes as it is, and is told to it. Whoever makes a
 * #GSocketConnection of that socket reads and writes by its guard. Main thread. */
typedef struct _LodgeSpiceGuard LodgeSpiceGuard;

typedef enum {
  LODGE_SPICE_GUARD_OVER,      /* the connection is gone */
  LODGE_SPICE_GUARD_LOST,      /* the network to the server is */
  LODGE_SPICE_GUARD_REFUSED,   /* the server must not be listened to any more */
  LODGE_SPICE_GUARD_DISC,      /* so must its guest, of a disc that it was given */
  LODGE_SPICE_GUARD_MOVING,    /* it says that the machine moves, which the library hears after this */
  LODGE_SPICE_GUARD_SASL,      /* it lets in by SASL; what follows is encrypted */
} LodgeSpiceGuardEvent;

/* Nothing comes after one of the first four. The last two are told while the library reads. */
typedef void (*LodgeSpiceGuardFunc) (LodgeSpiceGuard      *guard,
                                     LodgeSpiceGuardEvent  event,
                                     gpointer              user_data);

LodgeSpiceGuard *lodge_spice_guard_new   (int                  fd,
                                          GIOStream           *tls,
                                          guint                channel_type,
                                          LodgeSpiceCaches    *caches,
                                          LodgeSpiceGuardFunc  func,
                                          gpointer             user_data);
void             lodge_spice_guard_close (gpointer             self);
/* Of a channel for input; else NULL. */
LodgeSpiceEcho  *lodge_spice_guard_get_echo (LodgeSpiceGuard  *self);

/* For the connection and its streams. */
LodgeSpiceGuard *lodge_spice_guard_take        (int              fd);
LodgeSpiceGuard *lodge_spice_guard_ref         (LodgeSpiceGuard *self);
void             lodge_spice_guard_unref       (LodgeSpiceGuard *self);
void             lodge_spice_guard_leave       (LodgeSpiceGuard *self);
int              lodge_spice_guard_get_fd      (LodgeSpiceGuard *self);
gboolean         lodge_spice_guard_is_readable (LodgeSpiceGuard *self);
gboolean         lodge_spice_guard_is_writable (LodgeSpiceGuard *self);
gssize           lodge_spice_guard_read        (LodgeSpiceGuard *self,
                                                void            *bytes,
                                                gsize            length,
                                                GError         **error);
gssize           lodge_spice_guard_write       (LodgeSpiceGuard *self,
                                                const void      *bytes,
                                                gsize            length,
                                                GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSpiceGuard, lodge_spice_guard_unref)

G_END_DECLS
