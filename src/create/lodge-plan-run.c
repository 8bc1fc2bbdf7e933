/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Carries a plan out: one trip to the host's worker that either makes a running machine or leaves
 * nothing behind. When the connection is lost in the middle, what is left is taken away as soon as
 * the host is there again. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-thread.h"
#include "create/lodge-plan-steps.h"

static void
run_clear (gpointer data)
{
  LodgeRun *run = data;

  lodge_plan_unref (run->plan);
  g_clear_object (&run->host);
  g_object_unref (run->operation);
  g_free (run->uuid);
  g_free (run->pool);
  g_free (run->pool_dir);
  g_free (run->disk_path);
  g_free (run->made.pool);
  g_free (run->made.network);
  g_free (run->made.volume);
  g_free (run->made.uuid);
}

static void
run_unref (gpointer run)
{
  lodge_run_unref (run);
}

static gpointer
run_on_worker (LodgeConnection  *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  LodgeRun *run = data;

  if (lodge_run_steps (run, connection, cancellable, error))
    return g_strdup (run->uuid);

  if (!lodge_run_is_clean (run))
    {
      lodge_operation_set_detail (run->operation, _("Taking back what was made"));
      lodge_run_undo (run, connection);
    }
  return NULL;
}

static gpointer
undo_on_worker (LodgeConnection  *connection,
                gpointer          data,
                GCancellable     *cancellable,
                GError          **error)
{
  return GINT_TO_POINTER (lodge_run_undo (data, connection));
}

static void watch_host (LodgeRun  *run,
                        LodgeHost *host);

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LodgeRun *run = user_data;
  LodgeHost *host = LODGE_HOST (source);

  lodge_host_run_finish (host, result, NULL);
  /* Lost once more. What the host refuses with a living connection it will refuse again. */
  if (!lodge_run_is_clean (run) && lodge_host_get_state (host) != LODGE_HOST_CONNECTED)
    watch_host (run, host);
  run_unref (run);
}

static void
host_state_cb (LodgeHost  *host,
               GParamSpec *pspec,
               LodgeRun   *run)
{
  if (lodge_host_get_state (host) != LODGE_HOST_CONNECTED)
    return;

  g_atomic_rc_box_acquire (run);
  g_signal_handlers_disconnect_by_func (host, host_state_cb, run);
  lodge_host_run_async (host, "undo", undo_on_worker, g_atomic_rc_box_acquire (run), run_unref,
                        NULL, NULL, undone_cb, run);
}

static void
run_closure_unref (gpointer  run,
                   GClosure *closure)
{
  run_unref (run);
}

/* The handler ends with the host: nobody keeps a host that has been removed. */
static void
watch_host (LodgeRun  *run,
            LodgeHost *host)
{
  g_clear_object (&run->host);
  g_signal_connect_data (host, "notify::state", G_CALLBACK (host_state_cb),
                         g_atomic_rc_box_acquire (run), run_closure_unref, 0);
}

static GError *
leftover_error (LodgeRun     *run,
                LodgeHost    *host,
                const GError *cause)
{
  const char *what = run->made.volume != NULL ? run->made.volume : run->plan->name;
  const char *detail = lodge_error_get_detail (cause);
  int code = cause->domain == LODGE_ERROR ? cause->code : LODGE_ERROR_FAILED;

  if (lodge_host_get_state (host) == LODGE_HOST_CONNECTED)
    return lodge_error_new (code, detail, _("%s “%s” could not be taken back; delete it yourself."),
                            cause->message, what);
  return lodge_error_new (code, detail,
                          _("%s “%s” is left on the host and will be removed when it is connected "
                            "again."), cause->message, what);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LodgeRun *run = g_task_get_task_data (task);
  LodgeHost *host = LODGE_HOST (source);
  g_autoptr(GError) error = NULL;
  char *uuid = lodge_host_run_finish (host, result, &error);

  if (error != NULL && !lodge_run_is_clean (run))
    {
      GError *leftover = leftover_error (run, host, error);

      watch_host (run, host);
      g_clear_error (&error);
      error = leftover;
    }

  lodge_operation_finish (run->operation, error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, uuid, g_free);
}

/**
 * lodge_run_new:
 * @plan: a plan
 * @host: the host that the plan's facts are of
 *
 * Makes a run that has not begun. Main thread.
 *
 * Returns: (transfer full): the run
 */
LodgeRun *
lodge_run_new (LodgePlan *plan,
               LodgeHost *host)
{
  g_autofree char *title = g_strdup_printf (_("Creating “%s”"), plan->name);
  LodgeRun *run = g_atomic_rc_box_new0 (LodgeRun);

  LODGE_ASSERT_MAIN ();

  run->plan = lodge_plan_ref (plan);
  run->host = g_object_ref (host);
  run->operation = lodge_operation_new (title);
  run->uuid = g_uuid_string_random ();
  return run;
}

/**
 * lodge_run_unref:
 * @run: (transfer full): a run
 *
 * Drops a reference.
 */
void
lodge_run_unref (LodgeRun *run)
{
  g_atomic_rc_box_release_full (run, run_clear);
}

/**
 * lodge_run_async:
 * @run: a run that has not begun
 * @callback: called when the machine runs, or nothing of it is left
 * @user_data: for @callback
 *
 * Begins the run; see lodge_plan_run_async().
 */
void
lodge_run_async (LodgeRun            *run,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  GTask *task = g_task_new (run->host, NULL, callback, user_data);

  g_task_set_source_tag (task, lodge_plan_run_async);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (run), run_unref);
  lodge_host_run_async (run->host, "create machine", run_on_worker, g_atomic_rc_box_acquire (run),
                        run_unref, g_free, lodge_operation_get_cancellable (run->operation),
                        ran_cb, task);
}

/**
 * lodge_plan_run_async:
 * @self: a plan
 * @host: the host that the plan's facts are of
 * @callback: called when the machine runs, or nothing of it is left
 * @user_data: for @callback
 *
 * Carries the plan out on the host's worker. Main thread. Cancelling the operation stops it before
 * the next step.
 *
 * Returns: (transfer full): the operation
 */
LodgeOperation *
lodge_plan_run_async (LodgePlan           *self,
                      LodgeHost           *host,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  LodgeRun *run = lodge_run_new (self, host);
  LodgeOperation *operation = g_object_ref (run->operation);

  lodge_run_async (run, callback, user_data);
  lodge_run_unref (run);
  return operation;
}

/**
 * lodge_plan_run_finish:
 * @result: what the callback got
 * @error: where the error goes
 *
 * Gets the new machine's UUID.
 *
 * Returns: (transfer full): the UUID
 */
char *
lodge_plan_run_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
