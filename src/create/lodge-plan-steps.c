/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of a run and their undoing, on the host's worker. A step notes what it made before it
 * can fail half-way; undoing takes away exactly what is noted, the last first, and a second time
 * does no harm. */

#include "config.h"

#include "create/lodge-plan-steps.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "create/lodge-search-path.h"

#define MAX_FILE_NAMES 1000

typedef struct {
  const char *title; /* translatable */
  gboolean (*run) (LodgeRun         *run,
                   LodgeConnection  *connection,
                   GError          **error);
} Step;

/* The host may have done what was asked although the answer got lost. */
static gboolean
may_have_happened (const GError *error)
{
  return g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_TIMEOUT);
}

static gboolean
check_name (LodgeRun         *run,
            LodgeConnection  *connection,
            GError          **error)
{
  if (!lodge_connection_has_domain (connection, run->plan->name))
    return TRUE;

  lodge_error_set (error, LODGE_ERROR_EXISTS, NULL,
                   _("A machine called “%s” exists already. Choose another name."),
                   run->plan->name);
  return FALSE;
}

static gboolean
check_space (LodgeRun  *run,
             guint64    available,
             GError   **error)
{
  g_autofree char *text = lodge_format_size (available);

  if (available >= LODGE_DISK_OVERHEAD)
    return TRUE;

  lodge_error_set (error, LODGE_ERROR_NO_SPACE, NULL,
                   _("There is no room for a disk in “%s”: only %s are free. Free some, or go on "
                     "without a disk."), run->pool_dir != NULL ? run->pool_dir : run->pool, text);
  return FALSE;
}

static gboolean
prepare_storage (LodgeRun         *run,
                 LodgeConnection  *connection,
                 GError          **error)
{
  guint64 capacity, available;
  gboolean created = FALSE, created_folder = FALSE;

  if (run->plan->disk_size == 0)
    return TRUE;

  run->pool = lodge_connection_ensure_pool (connection, run->plan->pool, NULL, &created,
                                            &created_folder, error);
  if (run->pool == NULL)
    return FALSE;
  if (created)
    run->made.pool = g_strdup (run->pool);
  run->made.folder = created_folder;

  return lodge_connection_get_pool_space (connection, run->pool, &capacity, &available,
                                          &run->pool_dir, error) &&
         check_space (run, available, error);
}

static char *
free_file_name (LodgeRun        *run,
                LodgeConnection *connection)
{
  char *name = g_strdup_printf ("%s.qcow2", run->plan->name);

  for (guint i = 2; i < MAX_FILE_NAMES && lodge_connection_has_volume (connection, run->pool, name);
       i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u.qcow2", run->plan->name, i);
    }
  return name;
}

/* libvirt never writes over a file that is there. */
static gboolean
create_disk (LodgeRun         *run,
             LodgeConnection  *connection,
             GError          **error)
{
  g_autofree char *name = NULL;
  g_autofree char *xml = NULL;
  GError *local_error = NULL;

  if (run->plan->disk_size == 0)
    return TRUE;

  name = free_file_name (run, connection);
  xml = lodge_plan_build_volume_xml (name, run->plan->disk_size);
  run->disk_path = lodge_connection_create_volume (connection, run->pool, xml, &local_error);
  if (run->disk_path != NULL)
    run->made.volume = g_strdup (run->disk_path);
  else if (may_have_happened (local_error) && run->pool_dir != NULL)
    run->made.volume = g_build_filename (run->pool_dir, name, NULL);

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return run->disk_path != NULL;
}

static gboolean
start_network (LodgeRun         *run,
               LodgeConnection  *connection,
               GError          **error)
{
  if (run->plan->start_network == NULL)
    return TRUE;
  if (!lodge_connection_start_network (connection, run->plan->start_network, error))
    return FALSE;
  run->made.network = g_strdup (run->plan->start_network);
  return TRUE;
}

static gboolean
define (LodgeRun         *run,
        LodgeConnection  *connection,
        GError          **error)
{
  g_autofree char *xml = lodge_plan_finish_xml (run->plan->xml, run->uuid, run->disk_path, error);
  g_autofree char *uuid = NULL;
  GError *local_error = NULL;

  if (xml == NULL)
    return FALSE;

  uuid = lodge_connection_define_domain (connection, xml, &local_error);
  if (uuid != NULL || may_have_happened (local_error))
    run->made.uuid = g_strdup (run->uuid);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return uuid != NULL;
}

/* What QEMU says about a folder that it may not enter names the file only. */
static void
explain_start_error (LodgeRun  *run,
                     GError   **error)
{
  g_autofree char *closed = NULL;
  g_autoptr(GError) raw = NULL;

  if (!run->plan->is_local)
    return;
  closed = lodge_search_path_find_closed (run->plan->media_path, run->plan->qemu_uid,
                                          run->plan->qemu_gid);
  if (closed == NULL)
    return;

  raw = g_steal_pointer (error);
  lodge_error_set (error, LODGE_ERROR_DENIED,
                   lodge_error_get_detail (raw) != NULL ? lodge_error_get_detail (raw)
                                                        : raw->message,
                   _("The virtual machine may not read the image: QEMU’s user may not enter the "
                     "folder “%s”. Move the image, for example to /var/lib/libvirt/images."),
                   closed);
}

static gboolean
start (LodgeRun         *run,
       LodgeConnection  *connection,
       GError          **error)
{
  GError *local_error = NULL;

  if (lodge_connection_start_domain (connection, run->uuid, &local_error))
    {
      run->made.started = TRUE;
      return TRUE;
    }
  if (may_have_happened (local_error))
    run->made.started = TRUE;
  else
    explain_start_error (run, &local_error);
  g_propagate_error (error, local_error);
  return FALSE;
}

static const Step steps[LODGE_RUN_N_STEPS] = {
  { N_("Checking the name"), check_name },
  { N_("Preparing storage"), prepare_storage },
  { N_("Creating the disk"), create_disk },
  { N_("Starting the network"), start_network },
  { N_("Defining the machine"), define },
  { N_("Starting the machine"), start },
};

static gboolean
may_go_on (LodgeRun      *run,
           guint          step,
           GCancellable  *cancellable,
           GError       **error)
{
  if (run->before_step != NULL && !run->before_step (run, step, error))
    return FALSE;
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * lodge_run_steps:
 * @run: a run
 * @connection: the host's connection
 * @cancellable: checked before each step, and after the last one
 * @error: where the error goes
 *
 * Does one step after the other. Worker only. Leaves what was made in place on failure; see
 * lodge_run_undo().
 *
 * Returns: whether all steps were done
 */
gboolean
lodge_run_steps (LodgeRun         *run,
                 LodgeConnection  *connection,
                 GCancellable     *cancellable,
                 GError          **error)
{
  for (guint i = 0; i < LODGE_RUN_N_STEPS; i++)
    {
      lodge_operation_set_detail (run->operation, _(steps[i].title));
      lodge_operation_set_progress (run->operation, (double) i / LODGE_RUN_N_STEPS);
      if (!may_go_on (run, i, cancellable, error) || !steps[i].run (run, connection, error))
        return FALSE;
    }
  return may_go_on (run, LODGE_RUN_N_STEPS, cancellable, error);
}

/* What is gone already is undone. */
static gboolean
is_undone (gboolean   done,
           GError   **error)
{
  gboolean gone = g_error_matches (*error, LODGE_ERROR, LODGE_ERROR_NOT_FOUND);

  if (*error != NULL && !gone)
    g_debug ("undo: %s", (*error)->message);
  g_clear_error (error);
  return done || gone;
}

static void
undo_machine (LodgeMade       *made,
              LodgeConnection *connection)
{
  GError *error = NULL;
  gboolean done;

  if (made->uuid == NULL)
    return;

  /* BUSY: it is not running, it may have ended by itself. One that cannot be stopped stays
   * defined: nobody would find it otherwise. */
  done = !made->started || lodge_connection_destroy_domain (connection, made->uuid, &error) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_BUSY) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NOT_FOUND);
  is_undone (done, &error);
  if (!done)
    return;

  made->started = FALSE;
  done = lodge_connection_undefine_domain (connection, made->uuid, &error);
  if (is_undone (done, &error))
    g_clear_pointer (&made->uuid, g_free);
}

typedef gboolean (*UndoFunc) (LodgeConnection  *connection,
                              const char       *key,
                              GError          **error);

static void
undo_one (char            **key,
          LodgeConnection  *connection,
          UndoFunc          func)
{
  GError *error = NULL;
  gboolean done = func (connection, *key, &error);

  if (is_undone (done, &error))
    g_clear_pointer (key, g_free);
}

static gboolean
remove_pool (LodgeConnection  *connection,
             const char       *pool,
             GError          **error)
{
  return lodge_connection_remove_pool (connection, pool, FALSE, error);
}

static gboolean
remove_pool_and_folder (LodgeConnection  *connection,
                        const char       *pool,
                        GError          **error)
{
  return lodge_connection_remove_pool (connection, pool, TRUE, error);
}

/**
 * lodge_run_is_clean:
 * @run: a run
 *
 * Finds out whether nothing that the run made is left to be undone.
 *
 * Returns: whether that is so
 */
gboolean
lodge_run_is_clean (const LodgeRun *run)
{
  return run->made.uuid == NULL && run->made.volume == NULL && run->made.network == NULL &&
         run->made.pool == NULL;
}

/**
 * lodge_run_undo:
 * @run: a run that failed or was cancelled
 * @connection: the host's connection
 *
 * Takes away what the run made, the last first, as far as that is possible. Worker only.
 *
 * Returns: whether nothing is left
 */
gboolean
lodge_run_undo (LodgeRun        *run,
                LodgeConnection *connection)
{
  LodgeMade *made = &run->made;

  undo_machine (made, connection);
  /* What a machine that could not be taken away needs stays with it. */
  if (made->volume != NULL && made->uuid == NULL)
    undo_one (&made->volume, connection, lodge_connection_delete_volume);
  if (made->network != NULL && made->uuid == NULL)
    undo_one (&made->network, connection, lodge_connection_stop_network);
  if (made->pool != NULL && made->volume == NULL)
    undo_one (&made->pool, connection, made->folder ? remove_pool_and_folder : remove_pool);
  return lodge_run_is_clean (run);
}
