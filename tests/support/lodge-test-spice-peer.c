/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. The other end of each socket is the console's in the same process, so all waiting is
 * turning the main loop. */

#include "config.h"

#include "lodge-test-spice-peer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spice-client.h>
#include <spice/enums.h>
#include <spice/protocol.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "console/lodge-spice-console.h"

#include "lodge-test-server.h"

#define CAPS (1u << SPICE_COMMON_CAP_PROTOCOL_AUTH_SELECTION | 1u << SPICE_COMMON_CAP_AUTH_SPICE \
              | 1u << SPICE_COMMON_CAP_MINI_HEADER)

#define MAIN_CAPS (1u << SPICE_MAIN_CAP_SEMI_SEAMLESS_MIGRATE)

/* Any key for the empty password, which is not looked at. */
static const char key[] =
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDhsd5XSI+25s03LNwMomN4XjaTonNgURha+BlHRXB43ZZ8MS98bYf5UbzsBUuR"
  "m492QH7ZCnuD5DunmKFy+wdqZ0oTRki6NTWsTQhoq6vi4kXv5G5glf5nnyKo4qulJzusvF5npCf0DLpfossJKDTUpf7lfQzBk4rp"
  "88ujIm+QDwIDAQAB";

gboolean lodge_test_peer_dials;
const char *lodge_test_peer_host = "127.0.0.1";
gboolean lodge_test_peer_refuses;
const char *lodge_test_peer_tolerated;

/* A session ends a while after its console. */
static GHashTable *sessions;

enum { LINK, AUTH, OPEN, UNKNOWN };

typedef struct {
  LodgeTestPeer *peer;
  int fd;
  guint source;
  int stage;
  guint32 asked, answered;   /* by number */
  GByteArray *got;
} Link;

static void
link_free (gpointer data)
{
  Link *link = data;

  g_clear_handle_id (&link->source, g_source_remove);
  close (link->fd);
  g_byte_array_unref (link->got);
  g_free (link);
}

/* FALSE when the other end is closed. */
static gboolean
send_all (int           fd,
          gconstpointer data,
          gsize         length)
{
  gsize at = 0;

  while (at < length)
    {
      gssize n = send (fd, (const guint8 *) data + at, length - at, MSG_DONTWAIT | MSG_NOSIGNAL);

      if (n < 0 && errno != EAGAIN)
        return FALSE;
      at += n > 0 ? (gsize) n : 0;
      g_main_context_iteration (NULL, FALSE);
    }
  return TRUE;
}

static void
append_number (GByteArray *bytes,
               guint64     value,
               guint       size)
{
  for (guint i = 0; i < size; i++)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
append_zeros (GByteArray *bytes,
              gsize       n)
{
  gsize before = bytes->len;

  g_byte_array_set_size (bytes, (guint) (before + n));
  memset (bytes->data + before, 0, n);
}

static void
reply_to_link (Link  *link,
               guint  channel)
{
  g_autoptr(GByteArray) reply = g_byte_array_new ();
  gsize length;
  g_autofree guchar *der = g_base64_decode (key, &length);

  g_assert_cmpuint (length, ==, SPICE_TICKET_PUBKEY_BYTES);
  g_byte_array_append (reply, (const guint8 *) "REDQ", 4);
  append_number (reply, SPICE_VERSION_MAJOR, 4);
  append_number (reply, SPICE_VERSION_MINOR, 4);
  append_number (reply, sizeof (SpiceLinkReply) + 8, 4);
  append_number (reply, SPICE_LINK_ERR_OK, 4);
  g_byte_array_append (reply, der, (guint) length);
  append_number (reply, 1, 4);
  append_number (reply, 1, 4);
  append_number (reply, sizeof (SpiceLinkReply), 4);
  append_number (reply, CAPS, 4);
  append_number (reply, channel == SPICE_CHANNEL_MAIN ? MAIN_CAPS : 0, 4);
  send_all (link->fd, reply->data, reply->len);
}

/* Answers; the rest is not for us. */
static void
take_messages (Link *link)
{
  SpiceMiniDataHeader header;

  while (link->got->len >= sizeof header)
    {
      memcpy (&header, link->got->data, sizeof header);
      if (link->got->len < sizeof header + header.size)
        return;
      if (header.type == SPICE_MSGC_PONG && header.size >= sizeof link->answered)
        memcpy (&link->answered, link->got->data + sizeof header, sizeof link->answered);
      g_byte_array_remove_range (link->got, 0, (guint) sizeof header + header.size);
    }
}

/* What a client says up to its password, and then. */
static void
take (Link *link)
{
  SpiceLinkHeader header;
  SpiceLinkMess message;
  guint32 answer = lodge_test_peer_refuses ? SPICE_LINK_ERR_PERMISSION_DENIED : SPICE_LINK_ERR_OK;

  if (link->stage == LINK && link->got->len >= sizeof header + sizeof message)
    {
      memcpy (&header, link->got->data, sizeof header);
      if (link->got->len < sizeof header + header.size)
        return;
      memcpy (&message, link->got->data + sizeof header, sizeof message);
      g_byte_array_remove_range (link->got, 0, (guint) sizeof header + header.size);
      link->stage = message.channel_type < LODGE_TEST_PEER_CHANNELS ? AUTH : UNKNOWN;
      if (link->stage == AUTH)
        link->stage += (int) (message.channel_type << 8);
      if (link->peer->hangs_up && message.channel_type != SPICE_CHANNEL_MAIN)
        shutdown (link->fd, SHUT_RDWR);
      else
        reply_to_link (link, message.channel_type);
    }
  if ((link->stage & 0xff) == AUTH
      && link->got->len >= sizeof (SpiceLinkAuthMechanism) + sizeof (SpiceLinkEncryptedTicket))
    {
      send_all (link->fd, &answer, sizeof answer);
      link->peer->fds[link->stage >> 8] = link->fd;
      link->stage = OPEN;
      g_byte_array_remove_range (link->got, 0,
                                 sizeof (SpiceLinkAuthMechanism) + sizeof (SpiceLinkEncryptedTicket));
    }
  if (link->stage == OPEN)
    take_messages (link);
  else if (link->stage == UNKNOWN)
    g_byte_array_set_size (link->got, 0);
}

static gboolean
read_cb (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  Link *link = user_data;
  guint8 bytes[4096];
  gssize n = recv (fd, bytes, sizeof bytes, MSG_DONTWAIT);

  if (n > 0)
    {
      g_byte_array_append (link->got, bytes, (guint) n);
      take (link);
    }
  else if (n == 0 || errno != EAGAIN)
    {
      link->source = 0;
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
add_link (LodgeTestPeer *peer,
          int            fd)
{
  Link *link = g_new0 (Link, 1);

  link->peer = peer;
  link->fd = fd;
  link->got = g_byte_array_new ();
  link->source = g_unix_fd_add (fd, G_IO_IN | G_IO_HUP, read_cb, link);
  g_ptr_array_add (peer->links, link);
}

static void
provide_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  int pair[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  add_link (user_data, pair[0]);
  lodge_fd_request_return (request, pair[1], NULL);
}

static gboolean
incoming_cb (LodgeTestPeer     *peer,
             GSocketConnection *connection)
{
  GSocket *sock = g_socket_connection_get_socket (connection);

  g_socket_set_option (sock, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  add_link (peer, fcntl (g_socket_get_fd (sock), F_DUPFD_CLOEXEC, 3));
  return TRUE;
}

static LodgeConsole *
new_console (LodgeTestPeer *peer)
{
  g_autofree char *uri = g_strdup_printf ("spice://%s:%u", lodge_test_peer_host, peer->port);

  return lodge_test_peer_dials ? lodge_spice_console_new_uri (uri)
                               : lodge_spice_console_new_fd (provide_cb, peer, NULL);
}

static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  if (lodge_test_peer_tolerated != NULL && g_strcmp0 (message, lodge_test_peer_tolerated) == 0)
    return FALSE;
  return !g_str_has_prefix (domain != NULL ? domain : "", "GSpice")
         && g_strcmp0 (domain, "Spice") != 0;
}

static void
session_gone_cb (gpointer  data,
                 GObject  *session)
{
  g_hash_table_remove (sessions, session);
}

static gboolean
session_channel_cb (GSignalInvocationHint *hint,
                    guint                  n_values,
                    const GValue          *values,
                    gpointer               user_data)
{
  GObject *session = g_value_get_object (&values[0]);

  if (g_hash_table_add (sessions, session))
    g_object_weak_ref (session, session_gone_cb, NULL);
  return TRUE;
}

static void
watch_sessions (void)
{
  sessions = g_hash_table_new (NULL, NULL);
  g_type_ensure (SPICE_TYPE_SESSION);
  g_type_class_unref (g_type_class_ref (SPICE_TYPE_SESSION));
  g_signal_add_emission_hook (g_signal_lookup ("channel-new", SPICE_TYPE_SESSION), 0, session_channel_cb,
                              NULL, NULL);
}

void
lodge_test_peer_init (int    *argc,
                      char ***argv)
{
  lodge_test_peer_dials = *argc > 1 && g_str_equal ((*argv)[1], "--address");
  g_test_init (argc, argv, NULL);
  for (int i = 0; i < 2; i++)
    g_log_set_handler (i == 0 ? "GSpice" : "Spice", G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL,
                       lodge_test_quiet_cb, NULL);
  watch_sessions ();
}

/* That it ends nothing is not enough: a test whose output has it has failed. */
static void
tolerate_cb (const char     *domain,
             GLogLevelFlags  level,
             const char     *message,
             gpointer        user_data)
{
  if (g_strcmp0 (message, lodge_test_peer_tolerated) != 0)
    g_log_default_handler (domain, level, message, user_data);
}

int
lodge_test_peer_run (void)
{
  int failed;

  if (lodge_test_peer_tolerated != NULL)
    g_log_set_handler ("GLib-GObject", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, tolerate_cb, NULL);
  failed = g_test_run ();
  lodge_test_peer_expect_noise ();
  lodge_test_wait (g_hash_table_size (sessions) == 0);
  return failed;
}

void
lodge_test_peer_expect_noise (void)
{
  g_test_log_set_fatal_handler (is_fatal, NULL);
}

void
lodge_test_peer_turn (guint ms)
{
  gboolean late = FALSE;

  g_timeout_add (ms, lodge_test_late_cb, &late);
  while (!late)
    g_main_context_iteration (NULL, TRUE);
}

static Link *
find_link (LodgeTestPeer *peer,
           guint          channel)
{
  for (guint i = 0; i < peer->links->len; i++)
    {
      Link *link = g_ptr_array_index (peer->links, i);

      if (link->fd == peer->fds[channel])
        return link;
    }
  return NULL;
}

static gboolean
is_over (LodgeTestPeer *peer)
{
  LodgeConsoleState state = lodge_console_get_state (peer->console);

  return state == LODGE_CONSOLE_FAILED || state == LODGE_CONSOLE_DISCONNECTED;
}

gboolean
lodge_test_peer_ask (LodgeTestPeer *peer,
                     guint          channel)
{
  Link *link = find_link (peer, channel);

  if (link == NULL || link->source == 0 || is_over (peer))
    return FALSE;

  lodge_test_peer_say (peer, channel, SPICE_MSG_PING, "%4%8", (guint64) ++link->asked, (guint64) 0);
  lodge_test_wait (link->answered == link->asked || link->source == 0 || is_over (peer));
  return link->answered == link->asked;
}

void
lodge_test_peer_finish (LodgeTestPeer *peer)
{
  for (guint i = 0; i < LODGE_TEST_PEER_CHANNELS; i++)
    lodge_test_peer_ask (peer, i);
  if (is_over (peer))
    lodge_test_wait (lodge_test_peer_count_links (peer) == 0);
  else
    g_assert_cmpint (lodge_console_get_state (peer->console), ==, LODGE_CONSOLE_CONNECTED);
  if (lodge_console_get_state (peer->console) == LODGE_CONSOLE_FAILED)
    g_assert_true (lodge_console_get_error (peer->console)->domain == LODGE_ERROR);
  lodge_test_peer_stop (peer);
}

void
lodge_test_peer_start (LodgeTestPeer *peer)
{
  peer->links = g_ptr_array_new_with_free_func (link_free);
  for (int i = 0; i < LODGE_TEST_PEER_CHANNELS; i++)
    peer->fds[i] = -1;
  peer->hangs_up = FALSE;
  peer->service = g_socket_service_new ();
  g_signal_connect_swapped (peer->service, "incoming", G_CALLBACK (incoming_cb), peer);
  peer->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (peer->service), NULL, NULL);
  g_assert_cmpuint (peer->port, >, 0);
  peer->console = new_console (peer);
  lodge_console_connect (peer->console);
  lodge_test_wait (peer->fds[SPICE_CHANNEL_MAIN] >= 0);
}

void
lodge_test_peer_stop (LodgeTestPeer *peer)
{
  lodge_console_disconnect (peer->console);
  g_assert_finalize_object (peer->console);
  g_signal_handlers_disconnect_by_data (peer->service, peer);
  g_socket_service_stop (peer->service);
  g_socket_listener_close (G_SOCKET_LISTENER (peer->service));
  g_object_unref (peer->service);
  g_ptr_array_unref (peer->links);
}

guint
lodge_test_peer_count_links (LodgeTestPeer *peer)
{
  guint n = 0;

  for (guint i = 0; i < peer->links->len; i++)
    n += ((Link *) g_ptr_array_index (peer->links, i))->source != 0;
  return n;
}

gboolean
lodge_test_peer_say (LodgeTestPeer *peer,
                     guint          channel,
                     guint          type,
                     const char    *format,
                     ...)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GByteArray) header = g_byte_array_new ();
  const char *text;
  GByteArray *more;
  va_list args;

  va_start (args, format);
  for (; *format != '\0'; format++)
    {
      if (*format != '%')
        continue;
      switch (*++format)
        {
        case 's':
          text = va_arg (args, const char *);
          g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
          break;

        case 'b':
          more = va_arg (args, GByteArray *);
          g_byte_array_append (bytes, more->data, more->len);
          break;

        case 'z':
          append_zeros (bytes, va_arg (args, guint64));
          break;

        default:
          append_number (bytes, va_arg (args, guint64), (guint) (*format - '0'));
        }
    }
  va_end (args);
  append_number (header, type, 2);
  append_number (header, bytes->len, 4);
  return send_all (peer->fds[channel], header->data, header->len)
         && send_all (peer->fds[channel], bytes->data, bytes->len);
}

gboolean
lodge_test_peer_announce (LodgeTestPeer *peer,
                          guint          channel,
                          guint          type,
                          guint32        size)
{
  g_autoptr(GByteArray) header = g_byte_array_new ();

  append_number (header, type, 2);
  append_number (header, size, 4);
  return send_all (peer->fds[channel], header->data, header->len);
}

void
lodge_test_peer_let_in (LodgeTestPeer *peer)
{
#define N(number) ((guint64) (number))
  lodge_test_peer_expect_noise ();
  lodge_test_peer_start (peer);
  lodge_test_peer_say (peer, SPICE_CHANNEL_MAIN, SPICE_MSG_MAIN_INIT, "%4%4%4%4%4%4%4%4", N (7), N (1),
                       N (3), N (2), N (1), N (10), N (1000), N (0));
  lodge_test_peer_say (peer, SPICE_CHANNEL_MAIN, SPICE_MSG_MAIN_CHANNELS_LIST, "%4%1%1%1%1%1%1", N (3),
                       N (SPICE_CHANNEL_DISPLAY), N (0), N (SPICE_CHANNEL_CURSOR), N (0),
                       N (SPICE_CHANNEL_INPUTS), N (0));
  for (int i = 1; i < LODGE_TEST_PEER_CHANNELS; i++)
    lodge_test_wait (peer->fds[i] >= 0);
  lodge_test_peer_say (peer, SPICE_CHANNEL_DISPLAY, SPICE_MSG_DISPLAY_SURFACE_CREATE, "%4%4%4%4%4", N (0),
                       N (64), N (48), N (SPICE_SURFACE_FMT_32_xRGB), N (SPICE_SURFACE_FLAGS_PRIMARY));
  /* It is shown once something is drawn. */
  lodge_test_peer_say (peer, SPICE_CHANNEL_DISPLAY, SPICE_MSG_DISPLAY_DRAW_BLACKNESS,
                       "%4%4%4%4%4%1 %1%4%4%4", N (0), N (0), N (0), N (48), N (64), N (0), N (0), N (0),
                       N (0), N (0));
  lodge_test_wait (lodge_framebuffer_get_width (lodge_console_get_framebuffer (peer->console)) == 64);
#undef N
}
