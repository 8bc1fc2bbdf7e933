/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Long messages between a SPICE server and a client: what nobody has to look at goes past the guard, byte
 * for byte, and what follows is looked at again. */

#include "config.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <spice/enums.h>
#include <spice/protocol.h>

#include "console/lodge-spice-guard-private.h"

#define LENGTH (3u << 20)
#define LINK   (sizeof (SpiceLinkHeader) + sizeof (SpiceLinkReply) + 4)
#define HEAD   sizeof (SpiceDataHeader)
#define SOUND  101   /* of the playback channel: data, which it passes on as it is */

typedef struct {
  LodgeSpiceGuard *guard;
  LodgeSpiceCaches *caches;
  int server, client;
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
          guint32  size)
{
  SpiceDataHeader header = { .type = GUINT16_TO_LE (SOUND), .size = GUINT32_TO_LE (size) };

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
      self->n_said += put_head (self->said + self->n_said, LENGTH);
      for (gsize j = 0; j < LENGTH; j++)
        self->said[self->n_said++] = (guint8) (j * 2654435761u >> (13 + i));
    }
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  int pair[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  self->server = pair[0];
  self->caches = lodge_spice_caches_new ();
  self->guard = lodge_spice_guard_new (pair[1], NULL, SPICE_CHANNEL_PLAYBACK, self->caches, event_cb, self,
                                       &self->client);
  g_assert_nonnull (self->guard);
  make_speech (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->guard, lodge_spice_guard_close);
  close (self->server);
  close (self->client);
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

static gboolean
wait_to_hear (Fixture *self)
{
  struct pollfd wanted = { .fd = self->client, .events = POLLIN };

  return poll (&wanted, 1, 30000) == 1;
}

static gsize
hear (Fixture *self,
      guint8  *heard,
      gsize    length)
{
  gsize at = 0;
  gssize n;

  while (at < length && wait_to_hear (self)
         && (n = recv (self->client, heard + at, MIN (length - at, 100003), 0)) > 0)
    at += (gsize) n;
  return at;
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

  g_assert_cmpuint (hear (self, heard, self->n_said), ==, self->n_said);
  g_assert_cmpmem (heard, self->n_said, self->said, self->n_said);
  g_thread_join (thread);

  /* Longer than any may be. */
  put_head (head, G_MAXUINT32);
  g_assert_cmpint (send (self->server, head, sizeof head, MSG_NOSIGNAL), ==, (gssize) sizeof head);
  wait_for_end (self);
  g_assert_cmpint (self->event, ==, LODGE_SPICE_GUARD_REFUSED);
}

/* Not even by a signal. */
static void
test_client_goes (Fixture       *self,
                  gconstpointer  data)
{
  GThread *thread;
  guint8 heard[LINK + HEAD + LENGTH / 4];

  signal (SIGPIPE, SIG_DFL);
  thread = g_thread_new ("server", speak, self);
  g_assert_cmpuint (hear (self, heard, sizeof heard), ==, sizeof heard);
  close (self->client);
  g_thread_join (thread);
  g_assert_cmpuint (self->n_sent, <, self->n_said);
  close (self->server);
  wait_for_end (self);
  g_assert_cmpint (self->event, ==, LODGE_SPICE_GUARD_OVER);
  self->client = self->server = -1;
}

/* What was said before is heard. */
static void
test_server_goes (Fixture       *self,
                  gconstpointer  data)
{
  GThread *thread;
  g_autofree guint8 *heard = g_malloc0 (self->n_said);

  self->n_said = LINK + HEAD + LENGTH / 2;
  thread = g_thread_new ("server", speak, self);
  g_assert_cmpuint (hear (self, heard, self->n_said), ==, self->n_said);
  g_thread_join (thread);
  shutdown (self->server, SHUT_WR);
  g_assert_cmpmem (heard, self->n_said, self->said, self->n_said);
  g_assert_cmpuint (hear (self, heard, 1), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/guard/long", Fixture, NULL, set_up, test_long, tear_down);
  g_test_add ("/guard/client-goes", Fixture, NULL, set_up, test_client_goes, tear_down);
  g_test_add ("/guard/server-goes", Fixture, NULL, set_up, test_server_goes, tear_down);
  return g_test_run ();
}
