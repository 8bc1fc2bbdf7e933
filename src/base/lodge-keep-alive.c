/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A screen where nothing happens and a network that is gone look the same, for hours, unless the kernel
 * asks now and then whether the other side is there. The times are those of libvirt's own connection. */

#include "config.h"

#include "console/lodge-keep-alive-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define IDLE_SECONDS 5
#define COUNT 3

/**
 * lodge_keep_alive:
 * @socket: a connection of any family
 *
 * Has a TCP connection end with an error within some 20 seconds when nobody answers any more, whether
 * there was something to send or not.
 */
void
lodge_keep_alive (GSocket *socket)
{
  GSocketFamily family = g_socket_get_family (socket);

  if (family != G_SOCKET_FAMILY_IPV4 && family != G_SOCKET_FAMILY_IPV6)
    return;

  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, IDLE_SECONDS, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, IDLE_SECONDS, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, COUNT, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, (COUNT + 1) * IDLE_SECONDS * 1000, NULL);
}
