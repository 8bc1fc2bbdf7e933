/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How it is noticed that the network is gone silently. libvirt can ask now and then whether the other side
 * is there; but before its version 10.1, when nobody answers while a call is under way, that call goes on
 * for ever, or libvirt touches memory that it has given back. So libvirt comes second, and first comes
 * whoever ends the connection below it, which libvirt copes with: the kernel, or ssh (lodge-ssh-helper.c). */

#include "config.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/lodge-keep-alive.h"
#include "virt/lodge-connection-private.h"

#define SECOND_SECONDS 15   /* when there is something that comes first */

#define TCP_PORT 16509
#define TLS_PORT 16514

static int
get_peer_port (int fd)
{
  struct sockaddr_storage address = { 0 };
  socklen_t length = sizeof address;

  if (getpeername (fd, (struct sockaddr *) &address, &length) != 0)
    return 0;
  if (address.ss_family == AF_INET)
    return ntohs (((struct sockaddr_in *) &address)->sin_port);
  if (address.ss_family == AF_INET6)
    return ntohs (((struct sockaddr_in6 *) &address)->sin6_port);
  return 0;
}

/* libvirt does not say which socket is its own: whatever of ours leads to that port. */
static gboolean
keep_sockets (int port)
{
  g_autoptr(GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  gboolean found = FALSE;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      int fd = atoi (name);

      if (get_peer_port (fd) != port)
        continue;
      lodge_keep_alive (fd);
      found = TRUE;
    }
  return found;
}

static gboolean
ends_below (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS, NULL);
  const char *scheme = parsed != NULL ? g_uri_get_scheme (parsed) : "";
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;
  int port = parsed != NULL ? g_uri_get_port (parsed) : -1;

  if (g_str_has_suffix (scheme, "+ssh"))
    return strstr (uri, "command=") == NULL;
  if (host == NULL || *host == '\0' || g_str_has_suffix (scheme, "+unix"))
    return FALSE;
  if (port <= 0)
    port = g_str_has_suffix (scheme, "+tcp") ? TCP_PORT : TLS_PORT;
  return keep_sockets (port);
}

/**
 * lodge_connection_keep_alive:
 * @conn: an open connection
 * @uri: the host, as the user wrote it
 *
 * Has the connection end with an error within some 20 seconds when nobody answers any more.
 */
void
lodge_connection_keep_alive (virConnectPtr  conn,
                             const char    *uri)
{
  /* Drivers without a socket do not have it. */
  virConnectSetKeepAlive (conn, ends_below (uri) ? SECOND_SECONDS : LODGE_KEEP_ALIVE_SECONDS,
                          LODGE_KEEP_ALIVE_COUNT);
}
