/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A connection where nothing happens and a network that is gone look the same, for hours, unless the
 * kernel asks now and then whether the other side is there. */

#include "config.h"

#include "base/lodge-keep-alive.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static void
set_number (int fd,
            int level,
            int option,
            int value)
{
  setsockopt (fd, level, option, &value, sizeof value);
}

static gboolean
is_network (int fd)
{
  int domain = AF_UNSPEC;
  socklen_t length = sizeof domain;

  return getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0
         && (domain == AF_INET || domain == AF_INET6);
}

/**
 * lodge_keep_alive:
 * @fd: a socket of any family
 *
 * Has a TCP connection end with an error within some 20 seconds when nobody answers any more, whether
 * there was something to send or not. On any thread.
 */
void
lodge_keep_alive (int fd)
{
  if (!is_network (fd))
    return;

  set_number (fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_number (fd, IPPROTO_TCP, TCP_KEEPIDLE, LODGE_KEEP_ALIVE_SECONDS);
  set_number (fd, IPPROTO_TCP, TCP_KEEPINTVL, LODGE_KEEP_ALIVE_SECONDS);
  set_number (fd, IPPROTO_TCP, TCP_KEEPCNT, LODGE_KEEP_ALIVE_COUNT);
  set_number (fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
              (LODGE_KEEP_ALIVE_COUNT + 1) * LODGE_KEEP_ALIVE_SECONDS * 1000);
}
