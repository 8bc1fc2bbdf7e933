/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-hosts.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Iterates the main loop until @condition holds; fails the test after 30 seconds. */
#define wait_for(condition) \
  G_STMT_START { \
    g_autoptr(GSource) wake_ = wait_begin (); \
    gint64 end_ = g_get_monotonic_time () + 30 * G_USEC_PER_SEC; \
    while (!(condition)) \
      { \
        if (g_get_monotonic_time () > end_) \
          g_error ("%s: waited in vain for: %s", G_STRLOC, #condition); \
        g_main_context_iteration (NULL, TRUE); \
      } \
    g_source_destroy (wake_); \
  } G_STMT_END

GSource   *wait_begin       (void);
LodgeHost *host_connected   (const char *uri);
/* Disconnects, drops the last reference and checks that it was the last. */
void       host_finish      (LodgeHost *host);
void       keep_result_cb   (GObject *source, GAsyncResult *result, gpointer user_data);
/* Does an action and waits for its end. */
gboolean   act              (LodgeMachine *machine, LodgeMachineAction action, GError **error);
/* Runs @func on the host's worker with a connection of its own, and waits. */
void       run_on_connection (LodgeHost *host, LodgeHostFunc func, gpointer data);
/* Starts a machine; for run_on_connection(). */
gpointer   start_on_worker  (LodgeConnection  *connection,
                             gpointer          uuid,
                             GCancellable     *cancellable,
                             GError          **error);
/* A file for the test driver with @n machines; path is transfer full. */
char      *write_test_hypervisor (const char *dir, guint n);

G_END_DECLS
