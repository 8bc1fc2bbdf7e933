/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The library reads a header, then a body of the length that the header says, and looks at neither before
 * it is complete. So bytes go from the socket straight into the library's memory, are looked at there, and
 * the piece that completes something bad is the end of the connection instead. Nothing is read ahead from
 * a socket, as a picture's descriptor may come with a byte between two messages; of TLS one piece is,
 * because only who reads it knows whether there is any. A guard waits for its connection by the number
 * that its socket has in the system, which is no other's as long as the guard has the socket, too. */

#include "config.h"

#include "console/lodge-spice-guard-private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spice/enums.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console/lodge-guarded-connection-private.h"
#include "console/lodge-spice-check-private.h"
#include "console/lodge-spice-link-private.h"

#define AHEAD 16384   /* as long as a piece of TLS can be */

struct _LodgeSpiceGuard
{
  int fd;                      /* the server's socket, which the library has, too */
  GIOStream *tls;              /* NULL: the server is spoken to as it is */
  guint8 *ahead;               /* of TLS: read, not looked at, */
  gsize n_ahead, n_taken;      /* so much, and so much of it gone on */
  guint8 held;                 /* the last byte of a message, until what comes behind it is there */
  gboolean holds;
  LodgeSpiceCheck *check;
  gboolean is_linked;          /* the client has said its first words */
  gboolean tells_loss;         /* of a network, on channels that are needed */
  gboolean is_over;            /* nothing more is read */
  gboolean has_ended;
  guint idle;                  /* tells it */
  LodgeSpiceGuardEvent end;
  LodgeSpiceGuardFunc func;    /* NULL once it is closed */
  gpointer user_data;
};

/* Guards whose sockets are not yet a connection's. Any thread. */
static GMutex mutex;
static GHashTable *waiting;   /* (owned): guint64 * */

static void
guard_free (gpointer data)
{
  LodgeSpiceGuard *self = data;

  /* A TLS connection says good-bye, which must not wait for anybody. */
  shutdown (self->fd, SHUT_RDWR);
  g_clear_object (&self->tls);
  close (self->fd);
  lodge_spice_check_free (self->check);
  g_free (self->ahead);
}

LodgeSpiceGuard *
lodge_spice_guard_ref (LodgeSpiceGuard *self)
{
  return g_rc_box_acquire (self);
}

void
lodge_spice_guard_unref (LodgeSpiceGuard *self)
{
  g_rc_box_release_full (self, guard_free);
}

static gboolean
get_number (int      fd,
            guint64 *number)
{
  struct stat status;

  if (fstat (fd, &status) < 0)
    return FALSE;
  *number = status.st_ino;
  return TRUE;
}

static void
wait_for_connection (LodgeSpiceGuard *self,
                     guint64          number)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (waiting == NULL)
    waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                     (GDestroyNotify) lodge_spice_guard_unref);
  g_hash_table_replace (waiting, g_memdup2 (&number, sizeof number), lodge_spice_guard_ref (self));
}

/**
 * lodge_spice_guard_take:
 * @fd: a socket that a connection is made of; on any thread
 *
 * Returns: (transfer full) (nullable): the guard that waits for it
 */
LodgeSpiceGuard *
lodge_spice_guard_take (int fd)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autofree guint64 *key = NULL;
  LodgeSpiceGuard *self = NULL;
  guint64 number;

  if (waiting != NULL && g_hash_table_size (waiting) > 0 && get_number (fd, &number))
    g_hash_table_steal_extended (waiting, &number, (gpointer *) &key, (gpointer *) &self);
  return self;
}

static void
tell (LodgeSpiceGuard      *self,
      LodgeSpiceGuardEvent  event)
{
  if (self->func != NULL)
    self->func (self, event, self->user_data);
}

static gboolean
end_cb (gpointer user_data)
{
  LodgeSpiceGuard *self = user_data;

  self->idle = 0;
  tell (self, self->end);
  return G_SOURCE_REMOVE;
}

/* The first end is the one. It is not told in the middle of the library's work, and the library hears of it
 * after that. */
static void
end (LodgeSpiceGuard      *self,
     LodgeSpiceGuardEvent  event)
{
  if (self->has_ended || self->func == NULL)
    return;
  self->has_ended = TRUE;
  self->end = event;
  self->is_over = TRUE;
  self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, end_cb, lodge_spice_guard_ref (self),
                                (GDestroyNotify) lodge_spice_guard_unref);
}

/* The connection is gone. */
void
lodge_spice_guard_leave (LodgeSpiceGuard *self)
{
  end (self, LODGE_SPICE_GUARD_OVER);
}

/* Nothing can be read or written at this moment. */
static gboolean
is_early (void)
{
  return errno == EAGAIN || errno == EINTR;
}

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
receive (LodgeSpiceGuard *self,
         void            *bytes,
         gsize            length)
{
  GError *error = NULL;
  GPollableInputStream *in;
  gssize n;

  if (self->tls == NULL)
    return recv (self->fd, bytes, length, MSG_DONTWAIT);

  in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->tls));
  n = g_pollable_input_stream_read_nonblocking (in, bytes, length, NULL, &error);
  return n >= 0 ? n : take_error (error);
}

static gssize
transmit (LodgeSpiceGuard *self,
          const void      *bytes,
          gsize            length)
{
  GError *error = NULL;
  GPollableOutputStream *out;
  gssize n;

  if (self->tls == NULL)
    return send (self->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);

  out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->tls));
  n = g_pollable_output_stream_write_nonblocking (out, bytes, length, NULL, &error);
  return n >= 0 ? n : take_error (error);
}

static gssize
take_ahead (LodgeSpiceGuard *self,
            void            *bytes,
            gsize            length)
{
  gsize n = MIN (length, self->n_ahead - self->n_taken);

  memcpy (bytes, self->ahead + self->n_taken, n);
  self->n_taken += n;
  if (self->n_taken == self->n_ahead)
    self->n_taken = self->n_ahead = 0;
  return (gssize) n;
}

/* Whatever the reason is: to the library it is the end of what can be read. @n: what came of reading. */
static void
end_of_server (LodgeSpiceGuard *self,
               gssize           n)
{
  self->is_over = TRUE;
  if (n < 0 && self->tells_loss)
    end (self, LODGE_SPICE_GUARD_LOST);
}

static gboolean
read_ahead (LodgeSpiceGuard *self)
{
  gssize n = receive (self, self->ahead, AHEAD);

  if (n < 0 && is_early ())
    return FALSE;
  if (n > 0)
    self->n_ahead = (gsize) n;
  else
    end_of_server (self, n);
  return TRUE;
}

static gboolean
is_ready (int   fd,
          short events)
{
  struct pollfd wanted = { .fd = fd, .events = events };

  return poll (&wanted, 1, 0) > 0;
}

gboolean
lodge_spice_guard_is_readable (LodgeSpiceGuard *self)
{
  if (self->is_over || self->n_ahead > 0)
    return TRUE;
  return self->tls != NULL ? read_ahead (self) : is_ready (self->fd, POLLIN);
}

gboolean
lodge_spice_guard_is_writable (LodgeSpiceGuard *self)
{
  return is_ready (self->fd, POLLOUT);
}

/* FALSE when it must not be passed on. */
static gboolean
look_at (LodgeSpiceGuard *self,
         const guint8    *bytes,
         gsize            length)
{
  if (!lodge_spice_check_feed (self->check, bytes, length))
    {
      end (self, lodge_spice_check_refuses_disc (self->check) ? LODGE_SPICE_GUARD_DISC
                                                              : LODGE_SPICE_GUARD_REFUSED);
      return FALSE;
    }
  if (lodge_spice_check_take_move (self->check))
    tell (self, LODGE_SPICE_GUARD_MOVING);
  if (lodge_spice_check_take_sasl (self->check))
    tell (self, LODGE_SPICE_GUARD_SASL);
  return TRUE;
}

/* The library waits for a descriptor even when nobody is there to send it any more. */
static gssize
take_held (LodgeSpiceGuard *self,
           guint8          *byte)
{
  guint8 next;
  gssize n = recv (self->fd, &next, sizeof next, MSG_PEEK | MSG_DONTWAIT);

  if (n > 0)
    *byte = self->held;
  self->holds = n < 0;
  return n;
}

static gssize
take (LodgeSpiceGuard *self,
      guint8          *bytes,
      gsize            length)
{
  gssize n;

  if (self->is_over && self->n_ahead == 0)
    return 0;
  if (self->holds)
    return take_held (self, bytes);

  n = self->n_ahead > 0 ? take_ahead (self, bytes, length) : receive (self, bytes, length);
  if (n <= 0 || !look_at (self, bytes, (gsize) n))
    return MIN (n, 0);

  self->holds = lodge_spice_check_take_descriptor (self->check);
  if (!self->holds)
    return n;
  self->held = bytes[--n];
  return n > 0 ? n : take_held (self, bytes);
}

static gssize
fail (GError **error)
{
  int number = is_early () ? EAGAIN : errno;

  g_set_error_literal (error, G_IO_ERROR, (gint) g_io_error_from_errno (number), g_strerror (number));
  return -1;
}

/**
 * lodge_spice_guard_read:
 * @self: a guard
 * @bytes: a place for what the server said next
 * @length: of @bytes, which is no longer than what the library takes for one thing
 * @error: a place for an error of the domain %G_IO_ERROR: there is nothing yet
 *
 * Returns: how much it is; 0 when that was all, or must be
 */
gssize
lodge_spice_guard_read (LodgeSpiceGuard *self,
                        void            *bytes,
                        gsize            length,
                        GError         **error)
{
  gssize n = -1;

  errno = EAGAIN;
  if (self->idle == 0)
    n = take (self, bytes, length);
  if (n > 0)
    return n;

  if (n == 0 || !is_early ())
    end_of_server (self, n);
  errno = EAGAIN;
  return self->is_over && self->idle == 0 ? 0 : fail (error);
}

/* What is said first may be changed; it goes in one piece. */
static gssize
transmit_link (LodgeSpiceGuard *self,
               const void      *bytes,
               gsize            length)
{
  g_autofree guint8 *link = g_memdup2 (bytes, length);
  gssize n;

  lodge_spice_link_limit (link, length);
  n = transmit (self, link, length);
  self->is_linked = n > 0;
  return n;
}

/**
 * lodge_spice_guard_write:
 * @self: a guard
 * @bytes: what the client says
 * @length: of @bytes
 * @error: a place for an error of the domain %G_IO_ERROR
 *
 * Returns: how much of it went; -1 for nothing
 */
gssize
lodge_spice_guard_write (LodgeSpiceGuard *self,
                         const void      *bytes,
                         gsize            length,
                         GError         **error)
{
  gssize n = self->is_linked ? transmit (self, bytes, length) : transmit_link (self, bytes, length);

  gboolean is_lost = n < 0 && !is_early () && self->tells_loss && !self->is_over;

  if (n < 0)
    fail (error);
  if (is_lost)
    end (self, LODGE_SPICE_GUARD_LOST);
  if (n > 0)
    lodge_spice_check_tell (self->check, bytes, (gsize) n);
  return n;
}

int
lodge_spice_guard_get_fd (LodgeSpiceGuard *self)
{
  return self->fd;
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

/**
 * lodge_spice_guard_new:
 * @fd: a server's socket
 * @tls: (nullable): a #GTlsConnection over it that has shaken hands, and is used by nobody else
 * @channel_type: of the protocol's channels
 * @caches: those of the session
 * @func: told what happens
 * @user_data: for @func
 *
 * Stands in front of @fd, which stays the caller's.
 *
 * Returns: (transfer full) (nullable): the guard; %NULL when there are no descriptors left
 */
LodgeSpiceGuard *
lodge_spice_guard_new (int                  fd,
                       GIOStream           *tls,
                       guint                channel_type,
                       LodgeSpiceCaches    *caches,
                       LodgeSpiceGuardFunc  func,
                       gpointer             user_data)
{
  LodgeSpiceGuard *self;
  int own = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  guint64 number;

  if (own < 0)
    return NULL;
  if (!get_number (own, &number))
    {
      close (own);
      return NULL;
    }

  lodge_guarded_connection_register ();
  self = g_rc_box_new0 (LodgeSpiceGuard);
  self->fd = own;
  self->tells_loss = is_network (fd) && is_needed (channel_type);
  self->check = lodge_spice_check_new (channel_type, caches, !is_network (fd));
  self->func = func;
  self->user_data = user_data;
  if (g_set_object (&self->tls, tls))
    self->ahead = g_malloc (AHEAD);
  wait_for_connection (self, number);
  return self;
}

LodgeSpiceEcho *
lodge_spice_guard_get_echo (LodgeSpiceGuard *self)
{
  return lodge_spice_check_get_echo (self->check);
}

/* Ends the connection, and goes with it. */
void
lodge_spice_guard_close (gpointer data)
{
  LodgeSpiceGuard *self = data;

  self->func = NULL;
  self->is_over = TRUE;
  self->n_ahead = self->n_taken = 0;
  g_clear_handle_id (&self->idle, g_source_remove);
  shutdown (self->fd, SHUT_RDWR);
  lodge_spice_guard_unref (self);
}
