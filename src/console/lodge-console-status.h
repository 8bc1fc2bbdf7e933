/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What was measured. */
typedef enum {
  LODGE_ROUND_TRIP_NONE,      /* nothing, and nothing can be */
  LODGE_ROUND_TRIP_WAITING,   /* nothing yet */
  LODGE_ROUND_TRIP_NETWORK,   /* by the system, to the other side of the network */
  LODGE_ROUND_TRIP_SERVER,    /* until the server of the screen has answered */
} LodgeRoundTrip;

/* How a session reaches the guest at this moment, for people; what is not known is %NULL or -1. */
typedef struct {
  char   *path;        /* translated: “Unix socket” */
  char   *reason;      /* translated: why it is not the usual path; NULL: it is */
  char   *protocol;    /* “SPICE 2”, “VNC (RFB 3.8)” */
  char   *channels;    /* the protocol's own names, with commas between */
  char   *encoding;    /* of the picture: a name, or translated */
  guint64 received;    /* bytes, since the session began */
  LodgeRoundTrip round_trip_kind;
  gint64  round_trip;  /* microseconds; -1: not measured */
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

/* For them too: what they have measured; -1: not yet, but it can be. */
void lodge_console_status_take_round_trip (LodgeConsoleStatus *self,
                                           gint64              round_trip);

/* For them too: whether others on the network can read along. @address: of the other side; nullable */
gboolean lodge_console_is_exposed         (GSocketAddress *address,
                                           gboolean        tls);

G_END_DECLS
