/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moves bytes between a SPICE server's socket and one of a pair whose other end is the library's, on a
 * thread of its own: the main thread has the library's work to do, and a check may take a while. Nothing
 * blocks but poll(), and one piece is kept in each direction: who does not read is not read from. Only
 * once the main thread and this one have let go are the sockets closed, so that shutdown() always meets
 * the right ones. */

#include "config.h"

#include "console/lodge-spice-guard-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <spice/enums.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "console/lodge-spice-check-private.h"
#include "console/lodge-spice-link-private.h"
#include "console/lodge-splice-private.h"

#define PIECE 65536

/* Of fewer bytes that nobody looks at a copy is as quick. */
#define MIN_SPLICED PIECE

/* Bytes on the way to the library, if there may be so many. */
#define CLIENT_ROOM 1048576

/* Of one direction, until it is the other's. */
#define MAX_TURNS 32

/* One direction. */
typedef struct {
  int from, to;
  guint8 bytes[PIECE];
  gsize at, end;       /* what still has to be written */
  LodgeSplice splice;  /* likewise, instead of these */
  GPollableInputStream *in;     /* instead of @from: TLS */
  GPollableOutputStream *out;   /* and of @to */
  gboolean asks;       /* whether more is there, without waiting for it: TLS may have it already */
  int passed;          /* a descriptor that came with the last of these bytes; -1: none */
  gboolean passes;     /* descriptors */
  gboolean is_over;
} Flow;

struct _LodgeSpiceGuard
{
  gatomicrefcount refs;
  int server, client;
  GIOStream *tls;             /* NULL: the server is spoken to as it is */
  Flow down, up;              /* the thread's */
  LodgeSpiceCheck *check;     /* likewise */
  gboolean is_linked;         /* the client has said its first words */
  gboolean tells_loss;        /* of a network, on channels that are needed */
  LodgeSpiceGuardEvent end;   /* set before the thread ends */

  GMutex mutex;
  GCond released;
  gboolean is_held;           /* the thread waits for the main thread */

  LodgeSpiceGuardFunc func;   /* the main thread's; NULL once it is closed */
  gpointer user_data;
};

static void
guard_unref (gpointer data)
{
  LodgeSpiceGuard *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  lodge_spice_check_free (self->check);
  g_clear_object (&self->tls);
  close (self->server);
  close (self->client);
  if (self->down.passed >= 0)
    close (self->down.passed);
  lodge_splice_clear (&self->down.splice);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->released);
  g_free (self);
}

static LodgeSpiceGuard *
guard_ref (LodgeSpiceGuard *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

typedef union {
  struct cmsghdr header;
  char room[CMSG_SPACE (sizeof (int))];
} Control;

/* As the system would say it. */
static gssize
take_error (GError *error)
{
  g_autoptr(GError) taken = error;

  if (g_error_matches (taken, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return 0;
  errno = g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ? EAGAIN : EIO;
  return -1;
}

static gssize
receive_tls (Flow *flow)
{
  GError *error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (flow->in, flow->bytes, sizeof flow->bytes, NULL,
                                                       &error);

  flow->asks = n > 0;
  return n >= 0 ? n : take_error (error);
}

static gssize
transmit_tls (Flow *flow)
{
  GError *error = NULL;
  gssize n = g_pollable_output_stream_write_nonblocking (flow->out, flow->bytes + flow->at,
                                                         flow->end - flow->at, NULL, &error);

  return n >= 0 ? n : take_error (error);
}

/* A piece never goes on behind a byte that a descriptor comes with. The picture of a display may be in
 * one; the kernel drops all others. */
static gssize
receive (Flow *flow)
{
  Control control;
  struct iovec bytes = { flow->bytes, sizeof flow->bytes };
  struct msghdr message = {
    .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.room,
    .msg_controllen = flow->passes ? sizeof control.room : 0,
  };
  gssize n = recvmsg (flow->from, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  struct cmsghdr *header = n > 0 ? CMSG_FIRSTHDR (&message) : NULL;

  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS
      && header->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (&flow->passed, CMSG_DATA (header), sizeof flow->passed);
  return n;
}

/* Without a descriptor, as the library does not look for it before; then the last byte with it. */
static gssize
transmit (Flow *flow)
{
  gsize left = flow->end - flow->at;
  Control control = { .header = { CMSG_LEN (sizeof (int)), SOL_SOCKET, SCM_RIGHTS } };
  struct iovec bytes = { flow->bytes + flow->at, 1 };
  struct msghdr message = {
    .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.room,
    .msg_controllen = sizeof control.room,
  };
  gssize n;

  if (flow->passed < 0 || left > 1)
    return send (flow->to, flow->bytes + flow->at, flow->passed < 0 ? left : left - 1,
                 MSG_DONTWAIT | MSG_NOSIGNAL);

  memcpy (CMSG_DATA (&control.header), &flow->passed, sizeof flow->passed);
  n = sendmsg (flow->to, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (n > 0)
    {
      close (flow->passed);
      flow->passed = -1;
    }
  return n;
}

static gboolean
tell (LodgeSpiceGuard      *self,
      LodgeSpiceGuardEvent  event)
{
  if (self->func != NULL)
    self->func (self, event, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
release (LodgeSpiceGuard *self)
{
  g_mutex_lock (&self->mutex);
  self->is_held = FALSE;
  g_cond_signal (&self->released);
  g_mutex_unlock (&self->mutex);
}

static gboolean
moving_cb (gpointer user_data)
{
  tell (user_data, LODGE_SPICE_GUARD_MOVING);
  release (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
lose (LodgeSpiceGuard *self)
{
  self->end = LODGE_SPICE_GUARD_LOST;
  return FALSE;
}

/* Until the main thread knows. */
static void
announce_move (LodgeSpiceGuard *self)
{
  g_mutex_lock (&self->mutex);
  self->is_held = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, moving_cb, guard_ref (self), guard_unref);
  while (self->is_held)
    g_cond_wait (&self->released, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/* The client's first piece may be changed. */
static gboolean
take_piece (LodgeSpiceGuard *self,
            Flow            *flow)
{
  if (flow == &self->up)
    {
      if (!self->is_linked)
        lodge_spice_link_limit (flow->bytes, flow->end);
      self->is_linked = TRUE;
      lodge_spice_check_tell (self->check, flow->bytes, flow->end);
      return TRUE;
    }
  if (!lodge_spice_check_feed (self->check, flow->bytes, flow->end))
    {
      self->end = lodge_spice_check_refuses_disc (self->check) ? LODGE_SPICE_GUARD_DISC
                                                               : LODGE_SPICE_GUARD_REFUSED;
      return FALSE;
    }
  if (lodge_spice_check_take_move (self->check))
    announce_move (self);
  return TRUE;
}

static gboolean
is_pending (const Flow *flow)
{
  return flow->end > 0 || flow->splice.held > 0;
}

/* The greater part of a picture that is not compressed. */
static gboolean
may_splice (LodgeSpiceGuard *self,
            Flow            *flow)
{
  return flow == &self->down && flow->in == NULL
         && lodge_spice_check_get_unseen (self->check) >= MIN_SPLICED
         && lodge_splice_open (&flow->splice);
}

/* FALSE when it must not be passed on. */
static gboolean
read_piece (LodgeSpiceGuard *self,
            Flow            *flow)
{
  gboolean splices = may_splice (self, flow);
  gssize n = splices ? lodge_splice_fill (&flow->splice, flow->from,
                                          lodge_spice_check_get_unseen (self->check))
             : flow->in != NULL ? receive_tls (flow) : receive (flow);

  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return TRUE;
  if (n < 0 && flow == &self->down && self->tells_loss)
    return lose (self);
  if (n <= 0)
    {
      /* Its reader reads the end, and ends by itself. */
      flow->is_over = TRUE;
      shutdown (flow->to, SHUT_WR);
      return TRUE;
    }

  if (splices)
    {
      lodge_spice_check_pass (self->check, (gsize) n);
      return TRUE;
    }
  flow->end = (gsize) n;
  return take_piece (self, flow);
}

static gboolean
write_piece (LodgeSpiceGuard *self,
             Flow            *flow)
{
  gboolean splices = flow->splice.held > 0;
  gssize n = splices ? lodge_splice_drain (&flow->splice, flow->to)
             : flow->out != NULL ? transmit_tls (flow) : transmit (flow);

  if (n < 0 && errno != EAGAIN && errno != EINTR && flow == &self->up && self->tells_loss
      && !self->down.is_over)
    return lose (self);
  if (n < 0 && errno != EAGAIN && errno != EINTR)
    {
      flow->is_over = TRUE;
      shutdown (flow->from, SHUT_RD);
    }
  else if (n > 0 && !splices)
    flow->at += (gsize) n;
  if (flow->at == flow->end)
    flow->at = flow->end = 0;
  return TRUE;
}

static gboolean
move_piece (LodgeSpiceGuard *self,
            Flow            *flow)
{
  if (!is_pending (flow) && !read_piece (self, flow))
    return FALSE;
  return !is_pending (flow) || write_piece (self, flow);
}

/* A long message goes on at once: what comes is there as soon as what came is taken. */
static gboolean
move (LodgeSpiceGuard *self,
      Flow            *flow)
{
  gsize left;
  guint n = 0;

  do
    {
      left = lodge_spice_check_get_unseen (self->check);
      if (!move_piece (self, flow))
        return FALSE;
    }
  while (!is_pending (flow) && may_splice (self, flow) && ++n < MAX_TURNS
         && lodge_spice_check_get_unseen (self->check) < left);
  return TRUE;
}

static gboolean
asks (const Flow *flow)
{
  return flow->asks && !is_pending (flow) && !flow->is_over;
}

/* A socket that nothing is wanted of would tell of its end again and again. */
static void
wait_for (const Flow    *flow,
          struct pollfd *wanted)
{
  wanted->fd = flow->is_over ? -1 : is_pending (flow) ? flow->to : flow->from;
  wanted->events = is_pending (flow) ? POLLOUT : POLLIN;
  wanted->revents = 0;
}

static gboolean
over_cb (gpointer user_data)
{
  LodgeSpiceGuard *self = user_data;

  return tell (self, self->end);
}

/* To splice into a socket whose reader is gone says it by the signal, too. */
static void
block_signal (void)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
}

static gpointer
run (gpointer data)
{
  LodgeSpiceGuard *self = data;
  struct pollfd wanted[2];

  block_signal ();
  while (!(self->down.is_over && self->up.is_over))
    {
      wait_for (&self->down, &wanted[0]);
      wait_for (&self->up, &wanted[1]);
      if (poll (wanted, G_N_ELEMENTS (wanted), asks (&self->down) ? 0 : -1) < 0)
        continue;
      if (((wanted[0].revents != 0 || asks (&self->down)) && !move (self, &self->down))
          || (wanted[1].revents != 0 && !move (self, &self->up)))
        break;
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, over_cb, self, guard_unref);
  return NULL;
}

/* What the library would ask of a socket of the network. */
static void
set_options (int fd)
{
  int on = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt (fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

/* So that the library finds much at once, and wakes up seldom. */
static void
make_room (int client)
{
  int size = CLIENT_ROOM;

  setsockopt (client, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

static gboolean
is_network (int fd)
{
  int domain = AF_UNIX;
  socklen_t length = sizeof domain;

  getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
  return domain != AF_UNIX;
}

static gboolean
is_needed (guint channel_type)
{
  return channel_type == SPICE_CHANNEL_MAIN || channel_type == SPICE_CHANNEL_DISPLAY
         || channel_type == SPICE_CHANNEL_INPUTS;
}

static void
take_tls (LodgeSpiceGuard *self,
          GIOStream       *tls)
{
  self->tls = g_object_ref (tls);
  self->down.in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (tls));
  self->down.asks = TRUE;
  self->up.out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (tls));
}

static gboolean
start (LodgeSpiceGuard *self)
{
  GThread *thread = g_thread_try_new ("spice-guard", run, guard_ref (self), NULL);

  if (thread == NULL)
    guard_unref (self);
  else
    g_thread_unref (thread);
  return thread != NULL;
}

/**
 * lodge_spice_guard_new:
 * @fd: a server's socket
 * @tls: (nullable): a #GTlsConnection over it that has shaken hands, and is used by nobody else
 * @channel_type: of the protocol's channels
 * @caches: those of the session
 * @func: told what happens
 * @user_data: for @func
 * @client_fd: (out): a socket for the library
 *
 * Stands in front of @fd.
 *
 * Returns: (transfer full) (nullable): the guard, which closes @fd; %NULL, with @fd still the caller's,
 *   when there are no sockets or threads left
 */
LodgeSpiceGuard *
lodge_spice_guard_new (int                  fd,
                       GIOStream           *tls,
                       guint                channel_type,
                       LodgeSpiceCaches    *caches,
                       LodgeSpiceGuardFunc  func,
                       gpointer             user_data,
                       int                 *client_fd)
{
  LodgeSpiceGuard *self;
  int pair[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) < 0)
    return NULL;

  self = g_new0 (LodgeSpiceGuard, 1);
  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->released);
  self->tells_loss = is_network (fd) && is_needed (channel_type);
  self->check = lodge_spice_check_new (channel_type, caches);
  self->func = func;
  self->user_data = user_data;
  self->server = self->down.from = self->up.to = fd;
  self->client = self->down.to = self->up.from = pair[0];
  self->down.passed = self->up.passed = -1;
  self->down.passes = channel_type == SPICE_CHANNEL_DISPLAY;
  if (tls != NULL)
    take_tls (self, tls);
  set_options (fd);
  make_room (self->client);
  if (!start (self))
    {
      close (pair[1]);
      self->server = -1;
      guard_unref (self);
      return NULL;
    }
  *client_fd = pair[1];
  return self;
}

/* Ends both sockets, and goes; its thread follows. On the main thread. */
void
lodge_spice_guard_close (gpointer data)
{
  LodgeSpiceGuard *self = data;

  self->func = NULL;
  release (self);
  shutdown (self->server, SHUT_RDWR);
  shutdown (self->client, SHUT_RDWR);
  guard_unref (self);
}
