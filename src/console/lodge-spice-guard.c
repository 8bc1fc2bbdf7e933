/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moves bytes between a SPICE server's socket and one of a pair whose other end is the library's. Nothing
 * blocks, and one piece is kept in each direction: who does not read is not read from. */

#include "config.h"

#include "console/lodge-spice-guard-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <unistd.h>

#include "console/lodge-spice-check-private.h"

#define PIECE 16384

/* One direction. */
typedef struct {
  LodgeSpiceGuard *guard;
  int from, to;
  guint8 bytes[PIECE];
  gsize at, end;       /* what still has to be written */
  guint source;
} Flow;

struct _LodgeSpiceGuard
{
  LodgeSpiceCheck *check;
  LodgeSpiceGuardFunc refused;
  gpointer user_data;
  int server, client;
  Flow down, up;
};

static void wait_for (Flow *flow);

/* The reader reads the end, and ends by itself. */
static void
end (Flow *flow)
{
  shutdown (flow->to, SHUT_WR);
}

/* FALSE at the end of it, or when it must not be passed on. */
static gboolean
read_piece (Flow *flow)
{
  LodgeSpiceGuard *guard = flow->guard;
  gssize n = recv (flow->from, flow->bytes, sizeof flow->bytes, MSG_DONTWAIT);

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  if (n == 0)
    return FALSE;

  if (flow == &guard->down && !lodge_spice_check_feed (guard->check, flow->bytes, (gsize) n))
    {
      guard->refused (guard->user_data);
      return FALSE;
    }
  flow->end = (gsize) n;
  return TRUE;
}

static gboolean
write_piece (Flow *flow)
{
  gssize n = send (flow->to, flow->bytes + flow->at, flow->end - flow->at,
                   MSG_DONTWAIT | MSG_NOSIGNAL);

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  flow->at += (gsize) n;
  if (flow->at == flow->end)
    flow->at = flow->end = 0;
  return TRUE;
}

static gboolean
flow_cb (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  Flow *flow = user_data;
  gboolean reads = flow->end == 0;

  flow->source = 0;
  if (reads && !read_piece (flow))
    end (flow);
  else if (flow->end > 0 && !write_piece (flow))
    shutdown (flow->from, SHUT_RD);
  else
    wait_for (flow);
  return G_SOURCE_REMOVE;
}

static void
wait_for (Flow *flow)
{
  if (flow->end == 0)
    flow->source = g_unix_fd_add (flow->from, G_IO_IN | G_IO_HUP | G_IO_ERR, flow_cb, flow);
  else
    flow->source = g_unix_fd_add (flow->to, G_IO_OUT | G_IO_HUP | G_IO_ERR, flow_cb, flow);
}

static void
begin (LodgeSpiceGuard *self,
       Flow            *flow,
       int              from,
       int              to)
{
  flow->guard = self;
  flow->from = from;
  flow->to = to;
  wait_for (flow);
}

/* Stands in front of @fd, which it takes. @client_fd is for the library, which takes it too. NULL, and
 * @fd stays the caller's, when there are no sockets left. @refused may not close it at once. */
LodgeSpiceGuard *
lodge_spice_guard_new (int                  fd,
                       LodgeSpiceGuardFunc  refused,
                       gpointer             user_data,
                       int                 *client_fd)
{
  LodgeSpiceGuard *self;
  int pair[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
    return NULL;

  self = g_new0 (LodgeSpiceGuard, 1);
  self->check = lodge_spice_check_new ();
  self->refused = refused;
  self->user_data = user_data;
  self->server = fd;
  self->client = pair[0];
  begin (self, &self->down, self->server, self->client);
  begin (self, &self->up, self->client, self->server);
  *client_fd = pair[1];
  return self;
}

/* Closes both sockets, and goes. */
void
lodge_spice_guard_close (gpointer data)
{
  LodgeSpiceGuard *self = data;

  g_clear_handle_id (&self->down.source, g_source_remove);
  g_clear_handle_id (&self->up.source, g_source_remove);
  lodge_spice_check_free (self->check);
  close (self->server);
  close (self->client);
  g_free (self);
}
