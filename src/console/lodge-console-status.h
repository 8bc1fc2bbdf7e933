/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How a session reaches the guest at this moment, for people; what is not known is %NULL or -1. */
typedef struct {
  char   *path;        /* translated: “Unix socket” */
  char   *protocol;    /* “SPICE 2”, “RFB 3.8” */
  char   *channels;    /* the protocol's own names, with commas between */
  char   *encoding;    /* of the picture: a name, or translated */
  guint64 received;    /* bytes, since the session began */
  gint64  round_trip;  /* microseconds, as the system measures it; -1: it does not */
} LodgeConsoleStatus;

void lodge_console_status_free (LodgeConsoleStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeConsoleStatus, lodge_console_status_free)

/* For subclasses of LodgeConsole: takes the path and the round trip from a socket. @way: what the
 * embedder calls sockets that it hands over; NULL: the console opened it. @encryption: such as “TLS”;
 * NULL: none */
void lodge_console_status_take_socket (LodgeConsoleStatus *self,
                                       GSocket            *socket,
                                       const char         *way,
                                       const char         *encryption);

/* For them too: whether others on the network can read along. @address: of the other side; nullable */
gboolean lodge_console_is_exposed         (GSocketAddress *address,
                                           gboolean        tls);

G_END_DECLS
