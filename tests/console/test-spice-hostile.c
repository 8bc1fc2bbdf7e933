/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SPICE server that means harm from its first answer on: whatever it is, the console ends with an error
 * for people. What comes after the handshake is the library's to check. */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "console/lodge-spice-console.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-spice-peer.h"

#define REPLY_SIZE 178   /* an error, a key of 162 bytes, two counts and an offset */

/* The head of a link message, and its reply: all numbers are little-endian. */
typedef struct {
  char magic[4];
  guint32 major, minor, size;
  guint32 error;
  guint8 key[162];
  guint8 caps[12];
} __attribute__ ((packed)) Link;

typedef struct {
  const guint8 *bytes;
  gsize length;
  GArray *fds;
  GSocketService *service;
} Server;

static void
set_caps (Link    *link,
          guint32  n_common,
          guint32  n_channel,
          guint32  offset)
{
  guint32 words[] = { GUINT32_TO_LE (n_common), GUINT32_TO_LE (n_channel), GUINT32_TO_LE (offset) };

  memcpy (link->caps, words, sizeof words);
}

static Link
good_link (void)
{
  Link link = {
    .magic = { 'R', 'E', 'D', 'Q' },
    .major = GUINT32_TO_LE (2), .minor = GUINT32_TO_LE (2), .size = GUINT32_TO_LE (REPLY_SIZE),
  };

  set_caps (&link, 0, 0, REPLY_SIZE);
  return link;
}

static void
say_all (Server *server,
         int     fd)
{
  g_assert_cmpint (send (fd, server->bytes, server->length, MSG_NOSIGNAL), ==,
                   (gssize) server->length);
  shutdown (fd, SHUT_WR);
  g_array_append_val (server->fds, fd);
}

static void
provide_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  int pair[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  say_all (user_data, pair[0]);
  lodge_fd_request_return (request, pair[1], NULL);
}

static gboolean
incoming_cb (Server            *server,
             GSocketConnection *connection)
{
  say_all (server, fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection)),
                          F_DUPFD_CLOEXEC, 3));
  return TRUE;
}

static LodgeConsole *
new_dialling_console (Server *server)
{
  g_autofree char *uri = NULL;
  guint port;

  server->service = g_socket_service_new ();
  g_signal_connect_swapped (server->service, "incoming", G_CALLBACK (incoming_cb), server);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (server->service), NULL, NULL);
  uri = g_strdup_printf ("spice://127.0.0.1:%u", port);
  return lodge_spice_console_new_uri (uri);
}

static void
expect_failure (gconstpointer bytes,
                gsize         length)
{
  Server server = { bytes, length, g_array_new (FALSE, FALSE, sizeof (int)), NULL };
  g_autoptr(LodgeConsole) console = lodge_test_peer_dials
                                    ? new_dialling_console (&server)
                                    : lodge_spice_console_new_fd (provide_cb, &server, NULL);

  lodge_test_peer_expect_noise ();
  lodge_console_connect (console);
  lodge_test_wait (lodge_console_get_state (console) != LODGE_CONSOLE_CONNECTING
                   || lodge_credentials_get_wanted (lodge_console_get_credentials (console)) != 0);
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_FAILED);
  g_assert_true (lodge_console_get_error (console)->domain == LODGE_ERROR);
  g_assert_cmpuint (strlen (lodge_console_get_error (console)->message), >, 20);

  for (guint i = 0; i < server.fds->len; i++)
    close (g_array_index (server.fds, int, i));
  g_array_free (server.fds, TRUE);
  if (server.service != NULL)
    {
      g_signal_handlers_disconnect_by_data (server.service, &server);
      g_socket_service_stop (server.service);
      g_socket_listener_close (G_SOCKET_LISTENER (server.service));
    }
  g_clear_object (&server.service);
}

static void
test_garbage (void)
{
  guint8 bytes[512];

  memset (bytes, 0xff, sizeof bytes);
  expect_failure (bytes, sizeof bytes);
  memset (bytes, 0, sizeof bytes);
  expect_failure (bytes, sizeof bytes);
  expect_failure ("RFB 003.008\n", 12);
  expect_failure ("HTTP/1.1 400 Bad Request\r\n\r\n", 28);
}

static void
test_sizes (void)
{
  static const guint32 sizes[] = { 0, 1, REPLY_SIZE - 1, REPLY_SIZE + 1, 0xffff, 0x7fffffff };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Link link = good_link ();

      link.size = GUINT32_TO_LE (sizes[i]);
      expect_failure (&link, sizeof link);
    }
}

static void
test_capabilities (void)
{
  static const guint32 caps[][3] = {
    { 0xffffffff, 0, REPLY_SIZE }, { 0, 0xffffffff, REPLY_SIZE }, { 1, 1, REPLY_SIZE },
    { 0x40000000, 0x40000000, REPLY_SIZE }, { 0, 0, 0xffffffff }, { 1, 0, 0xfffffffc },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (caps); i++)
    {
      Link link = good_link ();

      set_caps (&link, caps[i][0], caps[i][1], caps[i][2]);
      expect_failure (&link, sizeof link);
    }
}

static void
test_errors_and_keys (void)
{
  Link link = good_link ();

  for (guint32 error = 1; error < 12; error++)
    {
      link.error = GUINT32_TO_LE (error);
      expect_failure (&link, sizeof link);
    }

  link = good_link ();
  memset (link.key, 0xff, sizeof link.key);
  expect_failure (&link, sizeof link);
  link.major = GUINT32_TO_LE (77);
  expect_failure (&link, sizeof link);
}

static void
test_cut_short (void)
{
  Link link = good_link ();

  for (gsize length = 0; length < sizeof link; length += 7)
    expect_failure (&link, length);
}

int
main (int   argc,
      char *argv[])
{
  lodge_test_peer_init (&argc, &argv);
  g_test_add_func ("/spice-hostile/garbage", test_garbage);
  g_test_add_func ("/spice-hostile/sizes", test_sizes);
  g_test_add_func ("/spice-hostile/capabilities", test_capabilities);
  g_test_add_func ("/spice-hostile/errors-and-keys", test_errors_and_keys);
  g_test_add_func ("/spice-hostile/cut-short", test_cut_short);
  return lodge_test_peer_run ();
}
