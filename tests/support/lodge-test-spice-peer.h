/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SPICE server that says byte for byte what a test wants once a client is let in. It needs no library. */
#pragma once

#include <gio/gio.h>

#include "console/lodge-console.h"

/* By the protocol's types of channels: main 1, display 2, inputs 3, cursor 4. */
#define LODGE_TEST_PEER_CHANNELS 5

typedef struct {
  LodgeConsole *console;
  GPtrArray *links;
  int fds[LODGE_TEST_PEER_CHANNELS];   /* -1 until the channel is open */
  GSocketService *service;
  guint port;
  gboolean hangs_up;                   /* on new channels other than main */
} LodgeTestPeer;

/* Whether consoles reach their peers by address, not by sockets that are handed over. */
extern gboolean lodge_test_peer_dials;
/* Where they reach them; the loopback at first. */
extern const char *lodge_test_peer_host;
/* Whether peers accept no password. */
extern gboolean lodge_test_peer_refuses;
/* A line that GLib may write because of the library, which may write any; NULL: none. */
extern const char *lodge_test_peer_tolerated;

/* Of a test's main(): takes the argument --address. */
void     lodge_test_peer_init  (int *argc, char ***argv);
int      lodge_test_peer_run   (void);

void     lodge_test_peer_start (LodgeTestPeer *peer);
void     lodge_test_peer_stop  (LodgeTestPeer *peer);
/* That neither side has closed. */
guint    lodge_test_peer_count_links (LodgeTestPeer *peer);
/* The library may complain of what this test says: that is the point. For one test. */
void     lodge_test_peer_expect_noise (void);
/* That, and up to a session with a surface of 64x48. */
void     lodge_test_peer_let_in (LodgeTestPeer *peer);
/* For so many milliseconds. */
void     lodge_test_peer_turn   (guint ms);
/* Whether the client is still there once it has read all that was said on @channel. */
gboolean lodge_test_peer_ask    (LodgeTestPeer *peer, guint channel);
/* All that was said is read; then the session lives, or has ended with reason, and nothing is left open. */
void     lodge_test_peer_finish (LodgeTestPeer *peer);
/* A message: `%1` u8, `%2` u16, `%4` u32, `%8` u64 of the next argument (guint64), `%s` a string, `%b` a
 * GByteArray, `%z` so many zeros. FALSE when the client has hung up. */
gboolean lodge_test_peer_say   (LodgeTestPeer *peer, guint channel, guint type, const char *format, ...);
/* The head of a message alone. */
gboolean lodge_test_peer_announce (LodgeTestPeer *peer, guint channel, guint type, guint32 size);
