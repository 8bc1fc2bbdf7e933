/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moves bytes between a VNC server's socket and one of a pair whose other end is the library's. Nothing
 * blocks, and at most one piece is kept in each direction: who does not read is not read from. The
 * server's side has the priority of the library's own signals, so that drawing and input go first. What
 * is ours to say about the clipboard waits for the end of the library's message. */

#include "config.h"

#include "console/lodge-vnc-guard-private.h"

#include <sys/socket.h>
#include <unistd.h>

#include "console/lodge-vnc-check-private.h"
#include "console/lodge-vnc-split-private.h"

#define PIECE 65536
#define MAX_OURS (4 << 20)

/* Bytes that still have to be written to a socket. */
typedef struct {
  GByteArray *bytes;
  gsize at;
} Pending;

/* A socket that is waited for. */
typedef struct {
  GSource *source;
  GSocket *socket;
} Watch;

struct _LodgeVncGuard
{
  gatomicrefcount ref_count;
  gboolean closed;

  LodgeVncCheck *check;
  LodgeVncGuardFunc refused;
  LodgeVncClipboardFunc clipboard;   /* NULL before begin() */
  gpointer user_data;

  GSocket *server;
  GSocket *client;
  Pending to_client;
  Pending to_server;
  GByteArray *held;       /* of the server, until the client has chosen */
  GByteArray *ours;       /* for the server, at the end of a message of the client's */
  LodgeVncSplit split;
  Watch down;             /* for the server to say, or the client to take */
  Watch up;               /* and the other way */
  guint64 received;
  guint8 piece[PIECE];
};

static void flow_down (LodgeVncGuard *self);
static void flow_up   (LodgeVncGuard *self);

static LodgeVncGuard *
guard_ref (LodgeVncGuard *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
guard_unref (gpointer data)
{
  LodgeVncGuard *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  lodge_vnc_check_free (self->check);
  g_byte_array_unref (self->to_client.bytes);
  g_byte_array_unref (self->to_server.bytes);
  g_byte_array_unref (self->held);
  g_byte_array_unref (self->ours);
  g_free (self);
}

static void
stop (Watch *watch)
{
  if (watch->source != NULL)
    g_source_destroy (watch->source);
  g_clear_pointer (&watch->source, g_source_unref);
}

static gboolean
down_cb (GSocket      *socket,
         GIOCondition  condition,
         gpointer      user_data)
{
  flow_down (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
up_cb (GSocket      *socket,
       GIOCondition  condition,
       gpointer      user_data)
{
  flow_up (user_data);
  return G_SOURCE_CONTINUE;
}

static void
wait_for (LodgeVncGuard      *self,
          Watch              *watch,
          GSocket            *socket,
          GIOCondition        condition,
          GSocketSourceFunc   func,
          int                 priority)
{
  if (watch->source != NULL && watch->socket == socket)
    return;

  stop (watch);
  watch->socket = socket;
  watch->source = g_socket_create_source (socket, condition, NULL);
  g_source_set_callback (watch->source, G_SOURCE_FUNC (func), guard_ref (self), guard_unref);
  g_source_set_priority (watch->source, priority);
  g_source_attach (watch->source, NULL);
}

/* Writes what can be written; FALSE when the other side has gone. */
static gboolean
flush (GSocket *socket,
       Pending *pending)
{
  g_autoptr(GError) error = NULL;

  while (pending->at < pending->bytes->len)
    {
      gssize n = g_socket_send (socket, (const char *) pending->bytes->data + pending->at,
                                pending->bytes->len - pending->at, NULL, &error);

      if (n < 0)
        return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      pending->at += (gsize) n;
    }

  g_byte_array_set_size (pending->bytes, 0);
  pending->at = 0;
  return TRUE;
}

static gboolean
is_empty (const Pending *pending)
{
  return pending->bytes->len == 0;
}

/* Whoever is told may close @self. */
static void
pass_clipboard (LodgeVncGuard *self)
{
  GBytes *next;

  while ((next = lodge_vnc_check_pop_clipboard (self->check)) != NULL)
    {
      g_autoptr(GBytes) message = next;

      if (!self->closed && self->clipboard != NULL)
        self->clipboard (message, self->user_data);
    }
}

/* FALSE when the server must not be heard any more; @self may be closed then. */
static gboolean
take (LodgeVncGuard *self,
      const guint8  *data,
      gsize          length)
{
  g_autoptr(GError) error = NULL;
  gsize consumed;

  if (!lodge_vnc_check_feed (self->check, data, length, &consumed, self->to_client.bytes, &error))
    {
      self->refused (g_steal_pointer (&error), self->user_data);
      return FALSE;
    }
  if (consumed < length)
    g_byte_array_append (self->held, data + consumed, (guint) (length - consumed));
  pass_clipboard (self);
  return !self->closed;
}

/* One piece from the server; FALSE at its end. */
static gboolean
receive (LodgeVncGuard *self)
{
  g_autoptr(GError) error = NULL;
  gssize n = g_socket_receive (self->server, (char *) self->piece, sizeof self->piece, NULL, &error);

  self->received += (guint64) MAX (n, 0);
  if (n > 0)
    return take (self, self->piece, (gsize) n);
  return n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

/* The library reads the end, says so, and ends by itself. */
static void
hang_up (LodgeVncGuard *self)
{
  stop (&self->down);
  stop (&self->up);
  g_socket_shutdown (self->client, FALSE, TRUE, NULL);
}

static void
flow_down (LodgeVncGuard *self)
{
  gboolean alive;

  if (self->closed)
    return;

  alive = is_empty (&self->to_client) ? receive (self) : TRUE;
  if (self->closed)
    return;
  if (!flush (self->client, &self->to_client))
    alive = FALSE;

  if (!alive)
    hang_up (self);
  else if (!is_empty (&self->to_client))
    wait_for (self, &self->down, self->client, G_IO_OUT, down_cb, G_PRIORITY_DEFAULT_IDLE);
  else if (self->held->len > 0)
    stop (&self->down);
  else
    wait_for (self, &self->down, self->server, G_IO_IN, down_cb, G_PRIORITY_DEFAULT_IDLE);
}

static void
add_ours (LodgeVncGuard *self)
{
  if (self->ours->len == 0 || !lodge_vnc_split_is_at_end (&self->split))
    return;

  g_byte_array_append (self->to_server.bytes, self->ours->data, self->ours->len);
  g_byte_array_set_size (self->ours, 0);
}

static void
flow_up (LodgeVncGuard *self)
{
  g_autoptr(GError) error = NULL;
  gssize n;

  if (self->closed)
    return;

  if (is_empty (&self->to_server))
    {
      n = g_socket_receive (self->client, (char *) self->piece, sizeof self->piece, NULL, &error);
      if (n == 0 || (n < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)))
        {
          stop (&self->up);
          return;
        }
      if (n > 0)
        {
          g_byte_array_append (self->to_server.bytes, self->piece, (guint) n);
          lodge_vnc_split_feed (&self->split, self->piece, (gsize) n);
        }
      add_ours (self);
    }

  if (!flush (self->server, &self->to_server))
    stop (&self->up);
  else if (is_empty (&self->to_server))
    wait_for (self, &self->up, self->client, G_IO_IN, up_cb, G_PRIORITY_DEFAULT);
  else
    wait_for (self, &self->up, self->server, G_IO_OUT, up_cb, G_PRIORITY_DEFAULT);
}

/* Not at once: who chooses is asked by the library, and must be back there before it can fail. */
static gboolean
resume_cb (gpointer user_data)
{
  LodgeVncGuard *self = user_data;
  g_autoptr(GByteArray) held = NULL;

  if (self->closed)
    return G_SOURCE_REMOVE;

  held = g_steal_pointer (&self->held);
  self->held = g_byte_array_new ();
  stop (&self->down);
  if (held->len == 0 || take (self, held->data, held->len))
    flow_down (self);
  return G_SOURCE_REMOVE;
}

static GSocket *
take_socket (int      fd,
             GError **error)
{
  GSocket *socket = g_socket_new_from_fd (fd, error);

  if (socket == NULL)
    close (fd);
  else
    g_socket_set_blocking (socket, FALSE);
  return socket;
}

/* Stands in front of @fd, which it takes. @client_fd is for the library, which takes it too. */
LodgeVncGuard *
lodge_vnc_guard_new (int                 fd,
                     LodgeVncGuardFunc   refused,
                     gpointer            user_data,
                     int                *client_fd,
                     GError            **error)
{
  g_autoptr(GSocket) server = take_socket (fd, error);
  LodgeVncGuard *self;
  int pair[2];

  if (server == NULL)
    return NULL;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));
      return NULL;
    }

  self = g_new0 (LodgeVncGuard, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->check = lodge_vnc_check_new ();
  self->refused = refused;
  self->user_data = user_data;
  self->server = g_steal_pointer (&server);
  self->client = take_socket (pair[0], NULL);
  self->to_client.bytes = g_byte_array_new ();
  self->to_server.bytes = g_byte_array_new ();
  self->held = g_byte_array_new ();
  self->ours = g_byte_array_new ();
  *client_fd = pair[1];
  wait_for (self, &self->down, self->server, G_IO_IN, down_cb, G_PRIORITY_DEFAULT_IDLE);
  wait_for (self, &self->up, self->client, G_IO_IN, up_cb, G_PRIORITY_DEFAULT);
  return self;
}

/* Closes both sockets, and goes. */
void
lodge_vnc_guard_close (LodgeVncGuard *self)
{
  self->closed = TRUE;
  stop (&self->down);
  stop (&self->up);
  g_clear_object (&self->server);
  g_clear_object (&self->client);
  guard_unref (self);
}

/* See lodge_vnc_check_choose(). */
void
lodge_vnc_guard_choose (LodgeVncGuard *self,
                        guint          type)
{
  lodge_vnc_check_choose (self->check, type);
  stop (&self->down);
  self->down.source = g_idle_source_new ();
  self->down.socket = NULL;
  g_source_set_callback (self->down.source, resume_cb, guard_ref (self), guard_unref);
  g_source_attach (self->down.source, NULL);
}

void
lodge_vnc_guard_begin (LodgeVncGuard         *self,
                       LodgeVncClipboardFunc  clipboard)
{
  gssize waiting = g_socket_get_available_bytes (self->client);

  /* What the library wrote up to here was the handshake; not all of it may have been read. */
  lodge_vnc_split_skip (&self->split, (guint64) MAX (waiting, 0));
  self->clipboard = clipboard;
}

gboolean
lodge_vnc_guard_send (LodgeVncGuard *self,
                      gconstpointer  data,
                      gsize          size)
{
  if (self->closed || self->clipboard == NULL || size > MAX_OURS - self->ours->len)
    return FALSE;

  g_byte_array_append (self->ours, data, (guint) size);
  flow_up (self);
  return TRUE;
}

/* Whether the server is behind with reading what it was sent. */
gboolean
lodge_vnc_guard_is_choked (LodgeVncGuard *self)
{
  return !is_empty (&self->to_server);
}

gboolean
lodge_vnc_guard_can_resize (LodgeVncGuard *self)
{
  return lodge_vnc_check_can_resize (self->check);
}

gboolean
lodge_vnc_guard_is_opaque (LodgeVncGuard *self)
{
  return lodge_vnc_check_is_opaque (self->check);
}

gboolean
lodge_vnc_guard_has_tls (LodgeVncGuard *self)
{
  return lodge_vnc_check_has_tls (self->check);
}

static const char *
get_encoding_name (gint32 encoding)
{
  switch (encoding)
    {
    case LODGE_VNC_RAW:
      return "Raw";

    case LODGE_VNC_COPY_RECT:
      return "CopyRect";

    case LODGE_VNC_ZRLE:
      return "ZRLE";

    default:
      return NULL;
    }
}

gboolean
lodge_vnc_guard_is_exposed (LodgeVncGuard *self)
{
  g_autoptr(GSocketAddress) address = g_socket_get_remote_address (self->server, NULL);

  return lodge_console_is_exposed (address, lodge_vnc_check_has_tls (self->check));
}

void
lodge_vnc_guard_describe (LodgeVncGuard      *self,
                          const char         *way,
                          LodgeConsoleStatus *status)
{
  const char *layer = lodge_vnc_check_has_tls (self->check) ? "TLS" : "SASL";

  lodge_console_status_take_socket (status, self->server, way,
                                    lodge_vnc_check_is_opaque (self->check) ? layer : NULL);
  status->protocol = g_strdup_printf ("VNC (RFB 3.%d)", lodge_vnc_check_get_minor (self->check));
  status->encoding = g_strdup (get_encoding_name (lodge_vnc_check_get_encoding (self->check)));
  status->received = self->received;
}
