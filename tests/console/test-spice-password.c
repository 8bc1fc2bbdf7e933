/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SPICE server that wants a password: who is asked for it is told when others can read it. */

#include "config.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-spice-peer.h"

/* As tests/rig/own-network says. */
#define NETWORK_ADDRESS "192.0.2.1"

static void
expect_exposed (const char *host,
                gboolean    expected)
{
  LodgeTestPeer peer;
  LodgeCredentials *credentials;
  gboolean exposed;

  lodge_test_peer_expect_noise ();
  lodge_test_peer_host = host;
  lodge_test_peer_start (&peer);
  credentials = lodge_console_get_credentials (peer.console);
  lodge_test_wait (lodge_credentials_get_wanted (credentials) != 0);
  g_object_get (credentials, "exposed", &exposed, NULL);
  g_assert_cmpint (exposed, ==, expected);
  lodge_test_peer_stop (&peer);
}

static void
test_own_computer (void)
{
  lodge_test_peer_dials = TRUE;
  expect_exposed ("127.0.0.1", FALSE);
  expect_exposed ("localhost", FALSE);
}

/* Who hands them over knows how they go. */
static void
test_handed_over (void)
{
  lodge_test_peer_dials = FALSE;
  expect_exposed ("127.0.0.1", FALSE);
}

/* This computer by an address that others can reach. */
static void
test_network (void)
{
  lodge_test_peer_dials = TRUE;
  expect_exposed (NETWORK_ADDRESS, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  lodge_test_peer_init (&argc, &argv);
  lodge_test_peer_refuses = TRUE;
  g_test_add_func ("/spice-password/own-computer", test_own_computer);
  g_test_add_func ("/spice-password/handed-over", test_handed_over);
  g_test_add_func ("/spice-password/network", test_network);
  return lodge_test_peer_run ();
}
