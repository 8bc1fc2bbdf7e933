/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be said of an open session when somebody asks. The numbers are the system's and the libraries'
 * own, but for the time that the server takes to answer. */

#include "config.h"

#include "console/lodge-console-status.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "console/lodge-console-private.h"

static gint64
get_round_trip (GSocket *socket)
{
#ifdef TCP_INFO
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &length) == 0
      && length > G_STRUCT_OFFSET (struct tcp_info, tcpi_rtt) + sizeof info.tcpi_rtt
      && info.tcpi_rtt > 0)
    return info.tcpi_rtt;
#endif
  return -1;
}

static char *
dup_peer (GSocket *socket)
{
  g_autoptr(GSocketAddress) address = g_socket_get_remote_address (socket, NULL);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("?");
  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

static char *
dup_path (GSocket    *socket,
          const char *way,
          const char *encryption)
{
  g_autofree char *peer = NULL;

  if (way != NULL)
    /* Translators: the first %s is how a screen is reached, such as “Socket from libvirt”, the second what
     * encrypts that, such as “TLS” */
    return encryption != NULL ? g_strdup_printf (_("%s, with %s"), way, encryption) : g_strdup (way);
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX)
    return g_strdup (_("Unix socket"));

  peer = dup_peer (socket);
  if (encryption != NULL)
    return g_strdup_printf ("%s, %s", encryption, peer);
  /* Translators: %s is the address of the other side */
  return g_strdup_printf (_("TCP, not encrypted, %s"), peer);
}

void
lodge_console_status_take_socket (LodgeConsoleStatus *self,
                                  GSocket            *socket,
                                  const char         *way,
                                  const char         *encryption)
{
  g_free (self->path);
  self->path = dup_path (socket, way, encryption);
  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    self->round_trip = get_round_trip (socket);
  if (self->round_trip >= 0)
    self->round_trip_kind = LODGE_ROUND_TRIP_NETWORK;
}

void
lodge_console_status_take_round_trip (LodgeConsoleStatus *self,
                                      gint64              round_trip)
{
  if (round_trip >= 0)
    {
      self->round_trip = round_trip;
      self->round_trip_kind = LODGE_ROUND_TRIP_SERVER;
    }
  else if (self->round_trip_kind == LODGE_ROUND_TRIP_NONE)
    self->round_trip_kind = LODGE_ROUND_TRIP_WAITING;
}

gboolean
lodge_console_is_exposed (GSocketAddress *address,
                          gboolean        tls)
{
  return !tls && G_IS_INET_SOCKET_ADDRESS (address)
         && !g_inet_address_get_is_loopback (
              g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

void
lodge_console_status_free (LodgeConsoleStatus *self)
{
  g_free (self->path);
  g_free (self->reason);
  g_free (self->protocol);
  g_free (self->channels);
  g_free (self->encoding);
  g_free (self);
}

#define WAY_KEY    "lodge-console-way"
#define REASON_KEY "lodge-console-reason"

/**
 * lodge_console_dup_status:
 * @self: a console
 *
 * Asks how the session reaches the guest. Costs some system calls, and nothing between two calls.
 *
 * Returns: (transfer full) (nullable): the status; %NULL when there is no open session
 */
LodgeConsoleStatus *
lodge_console_dup_status (LodgeConsole *self)
{
  LodgeConsoleStatus *status;

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  if (lodge_console_get_state (self) != LODGE_CONSOLE_CONNECTED
      || LODGE_CONSOLE_GET_CLASS (self)->describe == NULL)
    return NULL;

  status = g_new0 (LodgeConsoleStatus, 1);
  status->round_trip = -1;
  status->reason = g_strdup (g_object_get_data (G_OBJECT (self), REASON_KEY));
  LODGE_CONSOLE_GET_CLASS (self)->describe (self, status);
  return status;
}

/**
 * lodge_console_measure:
 * @self: a console
 *
 * Asks the server of the screen for an answer, of which lodge_console_dup_status() will tell how long it
 * took. One question is open at a time, and the guest sees nothing of it: this is no input.
 */
void
lodge_console_measure (LodgeConsole *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  if (lodge_console_get_state (self) == LODGE_CONSOLE_CONNECTED
      && LODGE_CONSOLE_GET_CLASS (self)->measure != NULL)
    LODGE_CONSOLE_GET_CLASS (self)->measure (self);
}

/**
 * lodge_console_set_way:
 * @self: a console whose sockets are handed over
 * @way: translated: how they reach the guest
 *
 * Names what lodge_console_dup_status() tells as the path.
 */
void
lodge_console_set_way (LodgeConsole *self,
                       const char   *way)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  g_object_set_data_full (G_OBJECT (self), WAY_KEY, g_strdup (way), g_free);
}

/**
 * lodge_console_set_reason:
 * @self: a console
 * @reason: translated: why it goes another way than such screens usually do
 *
 * Explains the path that lodge_console_dup_status() tells.
 */
void
lodge_console_set_reason (LodgeConsole *self,
                          const char   *reason)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  g_object_set_data_full (G_OBJECT (self), REASON_KEY, g_strdup (reason), g_free);
}

const char *
lodge_console_get_way (LodgeConsole *self)
{
  const char *way = g_object_get_data (G_OBJECT (self), WAY_KEY);

  return way != NULL ? way : _("Socket that was handed over");
}
