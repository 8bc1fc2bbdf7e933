/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A test's end of lodge-test-spice-server, and a way to wait for what must come. */
#pragma once

#include <gio/gio.h>

#include "console/lodge-console.h"

typedef struct {
  char *dir;
  char *path;
  char *uri;
  GSubprocess *process;
  GOutputStream *commands;
  GDataInputStream *output;
  GString *keys;     /* what arrived from the keyboard, with ';' after each */
  GString *events;   /* and from the pointer */
  guint n_ok;
  int n_channels;
  guint port, tls_port;   /* on the loopback, once told to listen there */
} LodgeTestServer;

void lodge_test_server_start (LodgeTestServer *server,
                              const char      *password);
/* @certificates: a folder with ca-cert.pem, server-cert.pem and server-key.pem. */
void lodge_test_server_start_tls (LodgeTestServer *server,
                                  const char      *certificates);
/* @dir: with spice.conf, which says how its users log in. */
void lodge_test_server_start_sasl (LodgeTestServer *server,
                                   const char      *dir);
void lodge_test_server_stop  (LodgeTestServer *server);
void lodge_test_server_tell  (LodgeTestServer *server,
                              const char      *format,
                              ...) G_GNUC_PRINTF (2, 3);

gboolean lodge_test_has_cursor (LodgeConsole *console,
                                int           width,
                                int           hot_x);
/* Until @console is connected and each channel has proved to work: the server's library crashes when a
 * client goes while the threads of its screen and its cursor are about to greet it. */
void lodge_test_server_settle (LodgeTestServer *server,
                               LodgeConsole    *console);

gboolean lodge_test_late_cb (gpointer late);

/* A handler that drops what a library logs. */
void     lodge_test_quiet_cb (const char     *domain,
                              GLogLevelFlags  level,
                              const char     *message,
                              gpointer        user_data);

/* Runs the main loop until @condition holds; fails the test when that takes too long. */
#define lodge_test_wait(condition) \
  G_STMT_START { \
    gboolean late_ = FALSE; \
    guint source_ = g_timeout_add_seconds (60, lodge_test_late_cb, &late_); \
    while (!(condition) && !late_) \
      g_main_context_iteration (NULL, TRUE); \
    if (late_) \
      g_error ("%s:%d: waited too long for: %s", __FILE__, __LINE__, #condition); \
    g_source_remove (source_); \
  } G_STMT_END
