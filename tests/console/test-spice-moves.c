/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SPICE server that says that its machine moves, and means harm. */

#include "config.h"

#include <spice/enums.h>
#include <string.h>

#include "base/lodge-error.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-spice-peer.h"

#define N(number) ((guint64) (number))
#define say(peer, channel, type, ...) \
  lodge_test_peer_say (peer, SPICE_CHANNEL_##channel, SPICE_MSG_##channel##_##type, __VA_ARGS__)

/* What ends a session, and what is told of it. */
static void
expect_refused (LodgeTestPeer *peer)
{
  lodge_test_wait (lodge_console_get_state (peer->console) == LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (peer->console), LODGE_ERROR, LODGE_ERROR_INVALID);
  lodge_test_peer_finish (peer);
}

static void
say_begin (LodgeTestPeer *peer,
           guint          type,
           guint          port)
{
  lodge_test_peer_say (peer, SPICE_CHANNEL_MAIN, type, "%2%2%4%4%4%4%s%1", N (port), N (0), N (10), N (20),
                       N (0), N (0), "127.0.0.1", N (0));
}

/* A host that is none, one without a name, and what was not asked for. */
static void
test_false_moves (void)
{
  LodgeTestPeer peer;

  lodge_test_peer_let_in (&peer);
  say (&peer, MAIN, MIGRATE_BEGIN, "%2%2%4%4%4%4", N (1), N (0), N (0), N (0), N (0), N (0));
  expect_refused (&peer);

  lodge_test_peer_let_in (&peer);
  say (&peer, MAIN, MIGRATE_BEGIN, "%2", N (1));
  expect_refused (&peer);

  lodge_test_peer_let_in (&peer);
  say_begin (&peer, SPICE_MSG_MAIN_MIGRATE_BEGIN_SEAMLESS, peer.port);
  expect_refused (&peer);

  lodge_test_peer_start (&peer);
  lodge_test_peer_expect_noise ();
  say_begin (&peer, SPICE_MSG_MAIN_MIGRATE_BEGIN, peer.port);
  expect_refused (&peer);

  /* No host at all, and nobody who listens: the machine stays. */
  lodge_test_peer_let_in (&peer);
  say_begin (&peer, SPICE_MSG_MAIN_MIGRATE_BEGIN, 0);
  say_begin (&peer, SPICE_MSG_MAIN_MIGRATE_BEGIN, 1);
  say (&peer, MAIN, MIGRATE_END, "");
  say (&peer, MAIN, MIGRATE_CANCEL, "");
  g_assert_true (lodge_test_peer_ask (&peer, SPICE_CHANNEL_MAIN));
  lodge_test_peer_finish (&peer);
}

/* The same server is the new host. By sockets that are handed over, nobody goes there. */
static void
begin_move (LodgeTestPeer *peer)
{
  guint n = peer->links->len;

  say_begin (peer, SPICE_MSG_MAIN_MIGRATE_BEGIN, peer->port);
  if (lodge_test_peer_dials)
    lodge_test_wait (peer->links->len > n);
}

/* Until all channels are open at the new host, and the client goes on at the old one. Returns the old main
 * channel's socket. */
static int
await_move (LodgeTestPeer *peer)
{
  int before[LODGE_TEST_PEER_CHANNELS], new_main;

  memcpy (before, peer->fds, sizeof before);
  begin_move (peer);
  for (guint i = SPICE_CHANNEL_MAIN; lodge_test_peer_dials && i < LODGE_TEST_PEER_CHANNELS; i++)
    lodge_test_wait (peer->fds[i] != before[i]);
  new_main = peer->fds[SPICE_CHANNEL_MAIN];
  peer->fds[SPICE_CHANNEL_MAIN] = before[SPICE_CHANNEL_MAIN];
  g_assert_true (lodge_test_peer_ask (peer, SPICE_CHANNEL_MAIN));
  peer->fds[SPICE_CHANNEL_MAIN] = new_main;
  return before[SPICE_CHANNEL_MAIN];
}

static void
test_broken_moves (void)
{
  LodgeTestPeer peer;
  guint n_links;
  int before;

  /* Each channel but the first hangs up at the new host; the old one goes on. */
  lodge_test_peer_let_in (&peer);
  before = peer.fds[SPICE_CHANNEL_MAIN];
  n_links = lodge_test_peer_count_links (&peer);
  peer.hangs_up = TRUE;
  begin_move (&peer);
  lodge_test_wait (lodge_test_peer_count_links (&peer) == n_links);
  peer.hangs_up = FALSE;
  peer.fds[SPICE_CHANNEL_MAIN] = before;
  g_assert_true (lodge_test_peer_ask (&peer, SPICE_CHANNEL_MAIN));
  say (&peer, MAIN, MIGRATE_END, "");
  say (&peer, MAIN, MIGRATE_CANCEL, "");
  await_move (&peer);
  g_assert_cmpint (lodge_console_get_state (peer.console), ==, LODGE_CONSOLE_CONNECTED);
  lodge_test_peer_stop (&peer);

  /* The user leaves in the middle of it. */
  for (guint ms = 1; ms < 100; ms *= 3)
    {
      lodge_test_peer_let_in (&peer);
      begin_move (&peer);
      lodge_test_peer_turn (ms);
      lodge_test_peer_stop (&peer);
    }

  /* The new host wants to begin at once, or to send further. */
  for (guint i = 0; i < 4 && lodge_test_peer_dials; i++)
    {
      lodge_test_peer_let_in (&peer);
      before = await_move (&peer);
      if (i == 0)
        say_begin (&peer, SPICE_MSG_MAIN_MIGRATE_BEGIN, peer.port);
      else if (i == 1)
        say (&peer, MAIN, CHANNELS_LIST, "%4%1%1", N (1), N (SPICE_CHANNEL_DISPLAY), N (1));
      peer.fds[SPICE_CHANNEL_MAIN] = before;
      if (i == 2)
        say (&peer, MAIN, CHANNELS_LIST, "%4%1%1", N (1), N (SPICE_CHANNEL_DISPLAY), N (1));
      else if (i == 3)
        lodge_test_peer_say (&peer, SPICE_CHANNEL_MAIN, SPICE_MSG_MAIN_MIGRATE_SWITCH_HOST,
                             "%2%2%4%4%4%4%s%1", N (1), N (0), N (10), N (20), N (0), N (0), "127.0.0.1",
                             N (0));
      say (&peer, MAIN, MIGRATE_END, "");
      lodge_test_wait (lodge_console_get_state (peer.console) == LODGE_CONSOLE_FAILED);
      lodge_test_peer_finish (&peer);
    }
}

int
main (int   argc,
      char *argv[])
{
  lodge_test_peer_init (&argc, &argv);
  /* See lodge-spice-move.c. */
  lodge_test_peer_tolerated = "g_object_get: assertion 'G_IS_OBJECT (object)' failed";
  g_test_add_func ("/spice-moves/false", test_false_moves);
  g_test_add_func ("/spice-moves/broken", test_broken_moves);
  return lodge_test_peer_run ();
}
