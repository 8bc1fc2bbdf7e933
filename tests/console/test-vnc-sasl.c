/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A VNC server that wants a login by SASL and says byte for byte what the test wants: who is asked, and who
 * is not. That it works is seen with QEMU's in test-vnc-qemu.c. */

#include "config.h"

#include <string.h>
#include <unistd.h>
#include <vncutil.h>

#include "base/lodge-error.h"
#include "console/lodge-console-address.h"
#include "console/lodge-credentials-private.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-vnc-server.h"

#define say(...)    lodge_test_vnc_say (vnc, __VA_ARGS__)
#define expect(hex) lodge_test_vnc_expect (vnc, hex)

/* As tests/rig/own-network says. */
#define NETWORK_ADDRESS "192.0.2.1"

static LodgeCredentials *
credentials (LodgeTestVnc *vnc)
{
  return lodge_console_get_credentials (vnc->console);
}

static void
expect_failure (LodgeTestVnc *vnc,
                const char   *word)
{
  const GError *error;

  lodge_test_wait (lodge_console_get_state (vnc->console) == LODGE_CONSOLE_FAILED);
  error = lodge_console_get_error (vnc->console);
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, word));
}

/* Up to where the server lists its mechanisms. */
static void
start_exchange (LodgeTestVnc *vnc)
{
  lodge_test_vnc_greet (vnc);
  say ("%1%1", 1u, 20u);
  expect ("14");
}

/* Nobody is asked for what leads nowhere. */
static void
test_no_mechanism (void)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  start_exchange (vnc);
  say ("%4%s", 6u, "NO-ONE");
  expect_failure (vnc, "SASL");
  lodge_test_vnc_stop (vnc);

  lodge_test_vnc_start (vnc);
  start_exchange (vnc);
  lodge_test_vnc_hang_up (vnc);
  expect_failure (vnc, "SASL");
  lodge_test_vnc_stop (vnc);

  /* It sends the password itself: only inside TLS. libgvnc 1.5 takes our pair of sockets for the way to the
   * server, and that for one that nobody reads along; others than this computer were refused before. */
  if (vnc_util_check_version (1, 5, 0))
    return;
  lodge_test_vnc_start (vnc);
  start_exchange (vnc);
  say ("%4%s", 15u, "PLAIN ANONYMOUS");
  expect_failure (vnc, "SASL");
  g_assert_cmpint (lodge_credentials_get_wanted (credentials (vnc)), ==, 0);
  lodge_test_vnc_stop (vnc);
}

/* What needs no name goes first. */
static void
test_last_choice (void)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_greet (vnc);
  say ("%1%1%1", 2u, 20u, 2u);
  expect ("02");
  lodge_test_vnc_stop (vnc);
}

/* FALSE: this computer has not that mechanism. */
static gboolean
say_challenge (LodgeTestVnc *vnc)
{
  static const char challenge[] =
    "realm=\"here\",nonce=\"c29tZXRoaW5n\",qop=\"auth,auth-conf\",cipher=\"rc4,3des\",maxbuf=8192,"
    "charset=utf-8,algorithm=md5-sess";

  say ("%4%s", 10u, "DIGEST-MD5");
  lodge_test_wait (vnc->got->len > 0
                   || lodge_console_get_state (vnc->console) == LODGE_CONSOLE_FAILED);
  if (vnc->got->len == 0)
    return FALSE;

  expect ("0000000a" "4449474553542d4d4435" "00000000");
  say ("%4%s%1 %1", (guint) sizeof challenge, challenge, 0u, 0u);
  return TRUE;
}

/* Asked once, told that it was not accepted when the server hangs up on the answer, and the name is kept. */
static void
test_asked (void)
{
  LodgeTestVnc server, *vnc = &server;
  guint8 length[4];

  lodge_test_vnc_start (vnc);
  start_exchange (vnc);
  if (!say_challenge (vnc))
    {
      g_test_skip ("no DIGEST-MD5");
      lodge_test_vnc_stop (vnc);
      return;
    }
  lodge_test_wait (lodge_credentials_get_wanted (credentials (vnc))
                   == (LODGE_CREDENTIAL_USERNAME | LODGE_CREDENTIAL_PASSWORD));
  g_assert_false (lodge_credentials_get_refused (credentials (vnc)));
  g_assert_cmpint (lodge_console_get_state (vnc->console), ==, LODGE_CONSOLE_CONNECTING);

  lodge_credentials_answer (credentials (vnc), "me", "guess");
  lodge_test_vnc_take (vnc, length, sizeof length);
  lodge_test_wait (vnc->got->len > 0);
  g_assert_nonnull (g_strstr_len ((const char *) vnc->got->data, vnc->got->len, "username=\"me\""));
  g_assert_null (g_strstr_len ((const char *) vnc->got->data, vnc->got->len, "guess"));
  lodge_test_vnc_hang_up (vnc);
  lodge_test_wait (lodge_credentials_get_refused (credentials (vnc)));
  g_assert_cmpstr (lodge_credentials_get_username (credentials (vnc)), ==, "me");

  /* The next try is a new session. */
  lodge_credentials_answer (credentials (vnc), "me", "pass");
  lodge_test_wait (vnc->n_sessions == 2);
  start_exchange (vnc);
  g_assert_true (say_challenge (vnc));
  lodge_test_wait (vnc->got->len > 4);
  lodge_test_vnc_stop (vnc);
}

/* Up to the types of security that this server offers. */
static void
dial (LodgeTestVnc *vnc,
      const char   *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (address, 0);
  g_autoptr(GSocket) listener =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GSocketAddress) local = NULL;
  g_autoptr(GSocket) socket = NULL;
  g_autofree char *uri = NULL;
  g_autoptr(LodgeConsoleAddress) target = NULL;

  g_assert_true (g_socket_bind (listener, any_port, TRUE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  local = g_socket_get_local_address (listener, NULL);
  uri = g_strdup_printf ("vnc://%s:%u", host,
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
  target = lodge_console_address_new (uri, NULL);

  *vnc = (LodgeTestVnc) { .fd = -1, .got = g_byte_array_new () };
  vnc->console = lodge_console_address_new_console (target);
  lodge_console_connect (vnc->console);
  lodge_test_wait (g_socket_condition_check (listener, G_IO_IN) != 0);
  socket = g_socket_accept (listener, NULL, NULL);
  vnc->fd = dup (g_socket_get_fd (socket));
  lodge_test_vnc_listen (vnc);
}

/* This computer by an address that others can reach, and by its own. */
static void
test_network (void)
{
  LodgeTestVnc server, *vnc = &server;

  dial (vnc, NETWORK_ADDRESS);
  lodge_test_vnc_greet (vnc);
  say ("%1%1", 1u, 20u);
  expect_failure (vnc, "certificate");
  g_assert_cmpuint (vnc->got->len, ==, 0);
  lodge_test_vnc_stop (vnc);

  dial (vnc, "127.0.0.1");
  start_exchange (vnc);
  lodge_test_vnc_stop (vnc);
}

/* Encryption by somebody who shows no certificate: refused, whatever comes inside. */
static void
test_anonymous (void)
{
  LodgeTestVnc server, *vnc = &server;

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_offer_vencrypt (vnc);
  say ("%1 %1 %4", 0u, 1u, 264u);
  expect_failure (vnc, "certificate");
  lodge_test_vnc_stop (vnc);

  lodge_test_vnc_start (vnc);
  lodge_test_vnc_offer_vencrypt (vnc);
  say ("%1 %1 %4%4", 0u, 2u, 264u, 263u);
  expect ("00000107");
  lodge_test_vnc_stop (vnc);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vnc-sasl/no-mechanism", test_no_mechanism);
  g_test_add_func ("/vnc-sasl/last-choice", test_last_choice);
  g_test_add_func ("/vnc-sasl/asked", test_asked);
  g_test_add_func ("/vnc-sasl/network", test_network);
  g_test_add_func ("/vnc-sasl/anonymous", test_anonymous);
  return g_test_run ();
}
