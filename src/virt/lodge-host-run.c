/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gate to a host: work with its connection on its worker. Work that fails as it does on a dead
 * connection has the connection checked. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "virt/lodge-host-private.h"

typedef struct {
  LodgeConnection *connection;
  LodgeHostFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Run;

static void
run_free (Run *run)
{
  if (run->data_free != NULL)
    run->data_free (run->data);
  lodge_connection_unref (run->connection);
  g_free (run);
}

LodgeHostTurn *
lodge_host_turn_new (LodgeHost *host)
{
  LodgeHostTurn *turn = g_new0 (LodgeHostTurn, 1);

  turn->host = g_object_ref (host);
  turn->generation = host->generation;
  return turn;
}

/* The host has been disconnected since, or connected anew. */
gboolean
lodge_host_turn_is_over (const LodgeHostTurn *turn)
{
  return turn->host->generation != turn->generation;
}

void
lodge_host_turn_free (LodgeHostTurn *turn)
{
  g_object_unref (turn->host);
  g_free (turn);
}

static gpointer
check_on_worker (gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return GINT_TO_POINTER (lodge_connection_is_alive (data) ? 1 : 2);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LodgeHostTurn *turn = user_data;
  LodgeHost *self = turn->host;
  int alive = GPOINTER_TO_INT (lodge_worker_run_finish (LODGE_WORKER (source), result, NULL));

  if (!lodge_host_turn_is_over (turn))
    {
      self->checking = FALSE;
      if (alive != 1)
        lodge_host_lost (self, NULL);
    }
  lodge_host_turn_free (turn);
}

/* Something failed as it does on a dead connection: is it? */
void
lodge_host_check (LodgeHost *self)
{
  if (self->connection == NULL || self->checking)
    return;

  self->checking = TRUE;
  lodge_worker_run_async (self->worker, "check connection", check_on_worker,
                          lodge_connection_ref (self->connection),
                          (GDestroyNotify) lodge_connection_unref, NULL, NULL, checked_cb,
                          lodge_host_turn_new (self));
}

static gpointer
run_on_worker (gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  Run *run = data;

  return run->func (run->connection, run->data, cancellable, error);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GDestroyNotify result_free = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = lodge_worker_run_finish (LODGE_WORKER (source), result, &error);

  if (error == NULL)
    {
      g_task_return_pointer (task, value, result_free);
      return;
    }
  if (g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED))
    lodge_host_check (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

/**
 * lodge_host_run_async:
 * @self: a host
 * @what: a static name of the work, for the debugger
 * @func: what runs on the host's worker
 * @data: (transfer full): what @func gets; plain values
 * @data_free: (nullable): frees @data
 * @result_free: (nullable): frees a result that nobody took
 * @cancellable: (nullable): checked before @func starts, and by @func
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Runs work that needs the connection. Without one it ends with %LODGE_ERROR_NOT_CONNECTED.
 */
void
lodge_host_run_async (LodgeHost           *self,
                      const char          *what,
                      LodgeHostFunc        func,
                      gpointer             data,
                      GDestroyNotify       data_free,
                      GDestroyNotify       result_free,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Run *run;

  g_return_if_fail (LODGE_IS_HOST (self));

  LODGE_ASSERT_MAIN ();
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lodge_host_run_async);
  g_task_set_name (task, what);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, result_free, NULL);
  if (self->connection == NULL)
    {
      if (data_free != NULL)
        data_free (data);
      g_task_return_error (task, lodge_error_new (LODGE_ERROR_NOT_CONNECTED, NULL,
                                                  _("There is no connection to “%s”."), self->name));
      return;
    }

  run = g_new0 (Run, 1);
  run->connection = lodge_connection_ref (self->connection);
  run->func = func;
  run->data = data;
  run->data_free = data_free;
  lodge_worker_run_async (self->worker, what, run_on_worker, run, (GDestroyNotify) run_free,
                          result_free, cancellable, run_cb, g_steal_pointer (&task));
}

/**
 * lodge_host_run_finish:
 * @self: a host
 * @result: what the callback got
 * @error: where the error goes
 *
 * Gets the result of lodge_host_run_async().
 *
 * Returns: (transfer full) (nullable): the result; %NULL with @error
 */
gpointer
lodge_host_run_finish (LodgeHost     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
