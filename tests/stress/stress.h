/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with the display, and two servers between which its machine moves. */
#pragma once

#include <gtk/gtk.h>

#include "display/lodge-display.h"

#include "../support/lodge-test-server.h"

typedef struct {
  LodgeTestServer *server;   /* the machine's */
  LodgeTestServer *other;    /* where it would move to */
  LodgeConsole *console;
  gboolean dials;            /* it has an address, not sockets that are handed over */
  gboolean moved;            /* and that is not the machine's any more */
  GtkWidget *window;
  GtkWidget *neighbour;      /* another window, which may have the focus */
  LodgeDisplay *display;
  guint n_deaths;            /* servers that ended by themselves */
} Stress;

#define stress_random(end) g_test_rand_int_range (0, (end))

/* Turns the main loop for @ms. */
void stress_turn           (guint ms);
/* To a server that may be gone; does not wait for it. */
void stress_tell           (LodgeTestServer *server, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Like lodge_test_wait(), but goes on after @seconds. */
#define stress_wait(seconds, condition) \
  G_STMT_START { \
    gint64 end_ = g_get_monotonic_time () + (seconds) * G_USEC_PER_SEC; \
    while (!(condition) && g_get_monotonic_time () < end_) \
      stress_turn (2); \
  } G_STMT_END

/* One operation of each kind, taken at random. */
void stress_do_guest       (Stress *stress);   /* what a guest does */
void stress_do_user        (Stress *stress);   /* with the window, the keyboard and the clipboard */
void stress_do_session     (Stress *stress);   /* connections, servers, moves */
void stress_do_vnc         (Stress *stress);   /* a short session of the other protocol */

void stress_restart        (Stress *stress, LodgeTestServer *server);
void stress_new_console    (Stress *stress);
void stress_connect        (Stress *stress);
