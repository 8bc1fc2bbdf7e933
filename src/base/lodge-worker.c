/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pool of threads that belongs to one host, so that a host which does not answer delays nobody
 * else. Work is a straight line of blocking calls; the result comes back to the main context. */

#include "config.h"

#include "base/lodge-worker.h"

struct _LodgeWorker
{
  GObject parent_instance;

  char *name;
  GThreadPool *pool;
  gint n_pending; /* atomic */
};

typedef struct {
  LodgeWorkFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} Work;

G_DEFINE_FINAL_TYPE (LodgeWorker, lodge_worker, G_TYPE_OBJECT)

static void
work_free (Work *work)
{
  if (work->data_free != NULL)
    g_clear_pointer (&work->data, work->data_free);
  g_free (work);
}

/* The last reference to a GTask may be dropped here, so it is handed back to the main context
 * together with the result: neither the source object nor the data is finalised on this thread. */
static gboolean
task_release_cb (gpointer user_data)
{
  g_object_unref (user_data);
  return G_SOURCE_REMOVE;
}

static void
worker_run_one (gpointer item,
                gpointer user_data)
{
  GTask *task = item;
  Work *work = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GMainContext *context = g_task_get_context (task);
  g_autoptr(GSource) release = NULL;
  g_autoptr(GError) error = NULL;
  gpointer result = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
    result = work->func (work->data, cancellable, &error);

  g_atomic_int_add ((gint *) user_data, -1);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, result, work->result_free);

  /* Not g_main_context_invoke(): it would run here whenever nobody iterates the context. */
  release = g_idle_source_new ();
  g_source_set_priority (release, G_PRIORITY_DEFAULT);
  g_source_set_callback (release, task_release_cb, task, NULL);
  g_source_attach (release, context);
}

static void
lodge_worker_finalize (GObject *object)
{
  LodgeWorker *self = LODGE_WORKER (object);

  /* Every queued task holds a reference to us: the pool is empty here, only idle threads remain. */
  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_free (self->name);

  G_OBJECT_CLASS (lodge_worker_parent_class)->finalize (object);
}

static void
lodge_worker_class_init (LodgeWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_worker_finalize;
}

static void
lodge_worker_init (LodgeWorker *self)
{
}

/**
 * lodge_worker_new:
 * @name: for debugging: what the threads work for
 * @n_threads: how many calls may be under way at once
 *
 * Makes a worker. Threads start when there is work and end when idle.
 *
 * Returns: (transfer full): the worker
 */
LodgeWorker *
lodge_worker_new (const char *name,
                  guint       n_threads)
{
  LodgeWorker *self = g_object_new (LODGE_TYPE_WORKER, NULL);

  self->name = g_strdup (name);
  self->pool = g_thread_pool_new (worker_run_one, &self->n_pending, (int) n_threads, FALSE, NULL);
  return self;
}

/**
 * lodge_worker_run_async:
 * @self: a worker
 * @what: a static name of the work, for the debugger
 * @func: what is run on the worker
 * @data: (transfer full): what @func gets; plain values
 * @data_free: (nullable): frees @data, on the main context
 * @result_free: (nullable): frees a result that nobody took
 * @cancellable: (nullable): checked before @func starts, and by @func
 * @callback: called in the thread-default main context of the caller
 * @user_data: for @callback
 *
 * Runs @func on a thread of the worker.
 */
void
lodge_worker_run_async (LodgeWorker         *self,
                        const char          *what,
                        LodgeWorkFunc        func,
                        gpointer             data,
                        GDestroyNotify       data_free,
                        GDestroyNotify       result_free,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Work *work;

  g_return_if_fail (LODGE_IS_WORKER (self));
  g_return_if_fail (func != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lodge_worker_run_async);
  g_task_set_name (task, what);
  /* A change that was carried out is never reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);

  work = g_new0 (Work, 1);
  work->func = func;
  work->data = data;
  work->data_free = data_free;
  work->result_free = result_free;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);

  g_atomic_int_inc (&self->n_pending);
  g_thread_pool_push (self->pool, g_steal_pointer (&task), NULL);
}

/**
 * lodge_worker_run_finish:
 * @self: a worker
 * @result: what the callback got
 * @error: where the error goes
 *
 * Gets the result of lodge_worker_run_async().
 *
 * Returns: (transfer full) (nullable): the result; %NULL with @error set on failure
 */
gpointer
lodge_worker_run_finish (LodgeWorker   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lodge_worker_get_n_pending:
 * @self: a worker
 *
 * Counts the work that is queued or under way.
 *
 * Returns: the number
 */
guint
lodge_worker_get_n_pending (LodgeWorker *self)
{
  g_return_val_if_fail (LODGE_IS_WORKER (self), 0);

  return (guint) g_atomic_int_get (&self->n_pending);
}
