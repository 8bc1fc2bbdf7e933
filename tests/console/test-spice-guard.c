/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guard between a SPICE server and a client that reads as the library does: all comes byte for byte, what
 * must not be believed is the end, and sockets without a guard are nobody's business. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixconnection.h>
#include <spice/enums.h>
#include <spice/protocol.h>

#include "console/lodge-guarded-input-private.h"

#define LENGTH (3u << 20)
#define LINK   (sizeof (SpiceLinkHeader) + sizeof (SpiceLinkReply) + 4)
#define HEAD   sizeof (SpiceDataHeader)
#define SOUND  101   /* of the playback channel: data, which it passes on as it is */
#define SCANOUT 24   /* bytes of one */

typedef struct {
  LodgeSpiceGuard *guard;
  LodgeSpiceCaches *caches;
  int server, client;
  GSocketConnection *connection;   /* the client's */
  guint8 *said;        /* by the server */
  gsize n_said, n_sent;
  gboolean is_over;
  LodgeSpiceGuardEvent event;
} Fixture;

static void
event_cb (LodgeSpiceGuard      *guard,
          LodgeSpiceGuardEvent  event,
          gpointer              user_data)
{
  Fixture *self = user_data;

  self->event = event;
  self->is_over = TRUE;
}

/* An answer without any abilities, and that the client is let in. */
static gsize
put_link (guint8 *at)
{
  SpiceLinkHeader header = {
    .magic = SPICE_MAGIC, .major_version = GUINT32_TO_LE (2), .minor_version = GUINT32_TO_LE (2),
    .size = GUINT32_TO_LE (sizeof (SpiceLinkReply)),
  };

  memset (at, 0, LINK);
  memcpy (at, &header, sizeof header);
  return LINK;
}

static gsize
put_head (guint8  *at,
          guint16  type,
          guint32  size)
{
  SpiceDataHeader header = { .type = GUINT16_TO_LE (type), .size = GUINT32_TO_LE (size) };

  memcpy (at, &header, sizeof header);
  return HEAD;
}

/* Two long messages. */
static void
make_speech (Fixture *self)
{
  self->said = g_malloc (LINK + 2 * (HEAD + LENGTH));
  self->n_said = put_link (self->said);
  for (guint i = 0; i < 2; i++)
    {
      self->n_said += put_head (self->said + self->n_said, SOUND, LENGTH);
      for (gsize j = 0; j < LENGTH; j++)
        self->said[self->n_said++] = (guint8) (j * 2654435761u >> (13 + i));
    }
}

static GSocketConnection *
make_connection (int fd)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocket) socket = g_socket_new_from_fd (fd, &error);

  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);
  return g_socket_connection_factory_create_connection (socket);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  int pair[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  self->server = pair[0];
  self->client = pair[1];
  self->caches = lodge_spice_caches_new ();
  self->guard = lodge_spice_guard_new (self->client, NULL,
                                       data != NULL ? SPICE_CHANNEL_DISPLAY : SPICE_CHANNEL_PLAYBACK,
                                       self->caches, event_cb, self);
  g_assert_nonnull (self->guard);
  self->connection = make_connection (self->client);
  make_speech (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->guard, lodge_spice_guard_close);
  g_clear_object (&self->connection);
  close (self->server);
  g_free (self->said);
  lodge_spice_caches_unref (self->caches);
}

static gpointer
speak (gpointer data)
{
  Fixture *self = data;
  gssize n = 1;

  for (gsize at = 0; at < self->n_said && n > 0; at += (gsize) n)
    {
      n = send (self->server, self->said + at, self->n_said - at, MSG_NOSIGNAL);
      self->n_sent += (gsize) MAX (n, 0);
    }
  return NULL;
}

/* One thing, as the library takes it, or as much of it as comes. */
static gsize
hear_part (Fixture *self,
           guint8  *heard,
           gsize    length)
{
  GPollableInputStream *in =
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  gsize at = 0;
  gssize n = 1;

  while (at < length && n != 0)
    {
      g_autoptr(GError) error = NULL;

      n = g_pollable_input_stream_read_nonblocking (in, heard + at, MIN (length - at, 100003), NULL, &error);
      if (n > 0)
        at += (gsize) n;
      else if (n < 0)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
          g_assert_true (g_socket_condition_wait (g_socket_connection_get_socket (self->connection),
                                                  G_IO_IN, NULL, NULL));
        }
    }
  return at;
}

/* FALSE: there is nothing yet, not even an end. */
static gboolean
hear_anything (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  GPollableInputStream *in =
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  guint8 heard[64];

  if (g_pollable_input_stream_read_nonblocking (in, heard, sizeof heard, NULL, &error) >= 0)
    return TRUE;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  return FALSE;
}

static gsize
hear_link (Fixture *self,
           guint8  *heard)
{
  return hear_part (self, heard, sizeof (SpiceLinkHeader))
         + hear_part (self, heard + sizeof (SpiceLinkHeader), sizeof (SpiceLinkReply))
         + hear_part (self, heard + LINK - 4, 4);
}

static gsize
hear_message (Fixture *self,
              guint8  *heard,
              gsize    length)
{
  gsize n = hear_part (self, heard, HEAD);

  return n < HEAD ? n : n + hear_part (self, heard + HEAD, length);
}

static void
wait_for_end (Fixture *self)
{
  while (!self->is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_long (Fixture       *self,
           gconstpointer  data)
{
  GThread *thread = g_thread_new ("server", speak, self);
  g_autofree guint8 *heard = g_malloc0 (self->n_said);
  guint8 head[HEAD];
  gsize n = hear_link (self, heard);

  n += hear_message (self, heard + n, LENGTH);
  n += hear_message (self, heard + n, LENGTH);
  g_assert_cmpmem (heard, n, self->said, self->n_said);
  g_thread_join (thread);

  /* Longer than any may be. */
  put_head (head, SOUND, G_MAXUINT32);
  g_assert_cmpint (send (self->server, head, sizeof head, MSG_NOSIGNAL), ==, (gssize) sizeof head);
  g_assert_false (hear_anything (self));
  wait_for_end (self);
  g_assert_cmpint (self->event, ==, LODGE_SPICE_GUARD_REFUSED);
  g_assert_cmpuint (hear_part (self, head, HEAD), ==, 0);
}

/* Not even by a signal. */
static void
test_client_goes (Fixture       *self,
                  gconstpointer  data)
{
  GThread *thread;
  g_autofree guint8 *heard = g_malloc (LINK + HEAD + LENGTH);
  gsize n;

  signal (SIGPIPE, SIG_DFL);
  thread = g_thread_new ("server", speak, self);
  n = hear_link (self, heard);
  g_assert_cmpuint (hear_message (self, heard + n, LENGTH / 4), ==, HEAD + LENGTH / 4);
  g_clear_object (&self->connection);
  wait_for_end (self);
  g_assert_cmpint (self->event, ==, LODGE_SPICE_GUARD_OVER);
  g_clear_pointer (&self->guard, lodge_spice_guard_close);
  g_thread_join (thread);
  g_assert_cmpuint (self->n_sent, <, self->n_said);
}

static gssize
say (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  GPollableOutputStream *out =
    G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)));
  gssize n = g_pollable_output_stream_write_nonblocking (out, "hello", 5, NULL, &error);

  g_assert_true (n > 0 || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK));
  return n;
}

/* What was said before is heard. */
static void
test_server_goes (Fixture       *self,
                  gconstpointer  data)
{
  GThread *thread;
  g_autofree guint8 *heard = g_malloc0 (self->n_said);
  gsize n;

  signal (SIGPIPE, SIG_DFL);
  self->n_said = LINK + HEAD + LENGTH / 2;
  thread = g_thread_new ("server", speak, self);
  n = hear_link (self, heard);
  n += hear_message (self, heard + n, LENGTH / 2);
  g_assert_cmpmem (heard, n, self->said, self->n_said);
  g_thread_join (thread);
  g_assert_cmpint (say (self), ==, 5);
  close (self->server);
  g_assert_cmpuint (hear_part (self, heard, 1), ==, 0);
  g_assert_cmpint (say (self), <, 0);
  self->server = -1;
}

/* Whatever is there already. */
static void
test_closed (Fixture       *self,
             gconstpointer  data)
{
  guint8 heard[LINK];

  self->n_said = LINK;
  speak (self);
  g_clear_pointer (&self->guard, lodge_spice_guard_close);
  g_assert_cmpuint (hear_part (self, heard, 4), ==, 0);
  g_assert_false (self->is_over);
}

/* The library may make its connection after the session is over. */
static void
test_closed_before (Fixture       *self,
                    gconstpointer  data)
{
  int pair[2];
  guint8 heard[LINK];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  g_assert_cmpint (send (pair[0], self->said, LINK, MSG_NOSIGNAL), ==, LINK);
  lodge_spice_guard_close (lodge_spice_guard_new (pair[1], NULL, SPICE_CHANNEL_PLAYBACK, self->caches,
                                                  event_cb, self));
  g_object_unref (self->connection);
  self->connection = make_connection (pair[1]);
  g_assert_cmpuint (hear_part (self, heard, 4), ==, 0);
  close (pair[0]);
}

/* A picture's descriptor is behind its message; the library waits for it without an end. */
static void
test_descriptor (Fixture       *self,
                 gconstpointer  is_display)
{
  guint8 body[SCANOUT] = { 0 }, heard[LINK + HEAD + SCANOUT];
  gsize n;

  memset (body + 12, 'X', 4);
  self->n_said = LINK + put_head (self->said + LINK, SPICE_MSG_DISPLAY_GL_SCANOUT_UNIX, SCANOUT);
  memcpy (self->said + self->n_said, body, SCANOUT);
  self->n_said += SCANOUT;
  speak (self);
  n = hear_link (self, heard);
  n += hear_message (self, heard + n, SCANOUT - 1);
  g_assert_false (hear_anything (self));

  g_assert_cmpint (send (self->server, "", 1, MSG_NOSIGNAL), ==, 1);
  n += hear_part (self, heard + n, 1);
  g_assert_cmpmem (heard, n, self->said, self->n_said);

  g_assert_cmpint (recv (self->client, heard, 1, MSG_DONTWAIT), ==, 1);
  self->n_sent = 0;
  self->said += LINK;
  self->n_said -= LINK;
  speak (self);
  self->said -= LINK;
  g_assert_cmpuint (hear_message (self, heard, SCANOUT - 1), ==, HEAD + SCANOUT - 1);
  g_assert_false (hear_anything (self));
  shutdown (self->server, SHUT_WR);
  g_assert_cmpuint (hear_part (self, heard, 1), ==, 0);
}

/* Of the system's bus, say; with the number of a socket that had a guard, too. */
static void
test_others (Fixture       *self,
             gconstpointer  data)
{
  static const int domains[] = { AF_UNIX, AF_INET, AF_INET6 };
  GIOStream *guarded = G_IO_STREAM (self->connection);

  g_assert_true (LODGE_IS_GUARDED_INPUT (g_io_stream_get_input_stream (guarded)));
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      int fd = socket (domains[i], SOCK_STREAM | SOCK_CLOEXEC, 0);
      g_autoptr(GSocketConnection) other = make_connection (fd);
      GIOStream *stream = G_IO_STREAM (other);

      g_assert_true (domains[i] == AF_UNIX ? G_IS_UNIX_CONNECTION (other) : G_IS_TCP_CONNECTION (other));
      g_assert_false (LODGE_IS_GUARDED_INPUT (g_io_stream_get_input_stream (stream)));
      g_assert_nonnull (g_io_stream_get_output_stream (stream));
      g_assert_true (g_io_stream_close (stream, NULL, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } cases[] = {
    { "/guard/long", test_long }, { "/guard/client-goes", test_client_goes },
    { "/guard/server-goes", test_server_goes }, { "/guard/closed", test_closed },
    { "/guard/closed-before", test_closed_before }, { "/guard/others", test_others },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, NULL, set_up, cases[i].test, tear_down);
  g_test_add ("/guard/descriptor", Fixture, "display", set_up, test_descriptor, tear_down);
  return g_test_run ();
}
