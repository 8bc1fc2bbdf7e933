/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LODGE_TYPE_WORKER (lodge_worker_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWorker, lodge_worker, LODGE, WORKER, GObject)

/**
 * LodgeWorkFunc:
 * @data: plain values; never a widget or a model object
 * @cancellable: (nullable): to be checked between steps
 * @error: where the error goes
 *
 * A straight line of blocking calls, on a thread of the worker.
 *
 * Returns: the result, %NULL with @error set on failure
 */
typedef gpointer (*LodgeWorkFunc) (gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);

LodgeWorker *lodge_worker_new        (const char          *name,
                                      guint                n_threads);
void         lodge_worker_run_async  (LodgeWorker         *self,
                                      const char          *what,
                                      LodgeWorkFunc        func,
                                      gpointer             data,
                                      GDestroyNotify       data_free,
                                      GDestroyNotify       result_free,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gpointer     lodge_worker_run_finish (LodgeWorker         *self,
                                      GAsyncResult        *result,
                                      GError             **error);
guint        lodge_worker_get_n_pending (LodgeWorker      *self);

G_END_DECLS
