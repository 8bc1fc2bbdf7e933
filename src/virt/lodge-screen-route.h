/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xml/lodge-device-xml.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_ROUTE_LIBVIRT,  /* libvirt passes a socket */
  LODGE_ROUTE_SSH,      /* through the host's ssh, to host and port or to path, as the host sees them */
  LODGE_ROUTE_TCP,      /* to host and port */
  LODGE_ROUTE_TLS,      /* to host and port, encrypted */
  LODGE_ROUTE_UNIX,     /* to path, on this computer */
} LodgeRouteKind;

/* The way to a machine's screen server. */
typedef struct {
  LodgeRouteKind kind;
  char *host;   /* NULL with a path, and when libvirt passes the socket */
  int   port;
  char *path;
} LodgeScreenRoute;

LodgeScreenRoute *lodge_screen_route_new      (const char *uri, LodgeDeviceXml *graphics, GError **error);
LodgeScreenRoute *lodge_screen_route_new_here (const char *name, LodgeDeviceXml *graphics,
                                               const GError *refusal, GError **error);
void              lodge_screen_route_free     (LodgeScreenRoute *self);
char             *lodge_screen_route_to_text  (const LodgeScreenRoute *self); /* translated, for people */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeScreenRoute, lodge_screen_route_free)

G_END_DECLS
