/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Machines that the user deleted, while it can still be taken back. Nothing is touched before the
 * delay is over; undo forgets the wish; commit carries out what waits, as when the program ends. */

#include "config.h"

#include "app/lodge-deletions.h"

typedef struct {
  LodgeDeletions *deletions;  /* not owned: it owns this */
  LodgeMachine *machine;
  GStrv disk_paths;
  guint timeout;
  gboolean running;
} Deletion;

struct _LodgeDeletions
{
  GObject parent_instance;

  GPtrArray *items;  /* Deletion */
  guint delay_ms;
};

enum {
  HIDDEN,
  FAILED,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeDeletions, lodge_deletions, G_TYPE_OBJECT)

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_clear_handle_id (&deletion->timeout, g_source_remove);
  g_clear_object (&deletion->machine);
  g_strfreev (deletion->disk_paths);
  g_free (deletion);
}

static Deletion *
find_deletion (LodgeDeletions *self,
               const char     *uuid)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Deletion *deletion = g_ptr_array_index (self->items, i);

      if (g_str_equal (lodge_machine_get_uuid (deletion->machine), uuid))
        return deletion;
    }
  return NULL;
}

static void
forget (LodgeDeletions *self,
        Deletion       *deletion)
{
  g_autoptr(LodgeMachine) machine = g_object_ref (deletion->machine);

  g_ptr_array_remove (self->items, deletion);
  g_signal_emit (self, signals[HIDDEN], 0, machine, FALSE);
  if (self->items->len == 0)
    g_signal_emit (self, signals[FINISHED], 0);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LodgeDeletions) self = user_data;
  g_autoptr(GError) error = NULL;
  LodgeMachine *machine = LODGE_MACHINE (source);
  Deletion *deletion = find_deletion (self, lodge_machine_get_uuid (machine));

  if (!lodge_machine_delete_finish (machine, result, &error))
    g_signal_emit (self, signals[FAILED], 0, machine, error);
  if (deletion != NULL)
    forget (self, deletion);
}

static void
carry_out (Deletion *deletion)
{
  LodgeDeletions *self = deletion->deletions;

  g_clear_handle_id (&deletion->timeout, g_source_remove);
  if (deletion->running)
    return;

  deletion->running = TRUE;
  lodge_machine_delete_async (deletion->machine, (const char *const *) deletion->disk_paths, NULL,
                              deleted_cb, g_object_ref (self));
}

static gboolean
timeout_cb (gpointer data)
{
  Deletion *deletion = data;

  deletion->timeout = 0;
  carry_out (deletion);
  return G_SOURCE_REMOVE;
}

static void
lodge_deletions_finalize (GObject *object)
{
  g_ptr_array_unref (LODGE_DELETIONS (object)->items);

  G_OBJECT_CLASS (lodge_deletions_parent_class)->finalize (object);
}

static void
lodge_deletions_class_init (LodgeDeletionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_deletions_finalize;

  signals[HIDDEN] = g_signal_new ("hidden", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, LODGE_TYPE_MACHINE, G_TYPE_BOOLEAN);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, LODGE_TYPE_MACHINE, G_TYPE_ERROR);
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lodge_deletions_init (LodgeDeletions *self)
{
  self->items = g_ptr_array_new_with_free_func (deletion_free);
}

/**
 * lodge_deletions_new:
 * @delay_ms: how long a deletion can be taken back
 *
 * Returns: (transfer full): an empty queue
 */
LodgeDeletions *
lodge_deletions_new (guint delay_ms)
{
  LodgeDeletions *self = g_object_new (LODGE_TYPE_DELETIONS, NULL);

  self->delay_ms = delay_ms;
  return self;
}

/**
 * lodge_deletions_add:
 * @self: the queue
 * @machine: the machine to delete
 * @disk_paths: (nullable): disk files to delete with it
 *
 * Hides the machine now and deletes it when the delay is over. Nothing for one that is in already.
 */
void
lodge_deletions_add (LodgeDeletions     *self,
                     LodgeMachine       *machine,
                     const char *const  *disk_paths)
{
  Deletion *deletion;

  g_return_if_fail (LODGE_IS_DELETIONS (self));

  if (find_deletion (self, lodge_machine_get_uuid (machine)) != NULL)
    return;

  deletion = g_new0 (Deletion, 1);
  deletion->deletions = self;
  deletion->machine = g_object_ref (machine);
  deletion->disk_paths = g_strdupv ((GStrv) disk_paths);
  deletion->timeout = g_timeout_add (self->delay_ms, timeout_cb, deletion);
  g_ptr_array_add (self->items, deletion);
  g_signal_emit (self, signals[HIDDEN], 0, machine, TRUE);
}

/**
 * lodge_deletions_undo:
 * @self: the queue
 * @uuid: of a machine
 *
 * Takes a deletion back.
 *
 * Returns: %FALSE when it is too late
 */
gboolean
lodge_deletions_undo (LodgeDeletions *self,
                      const char     *uuid)
{
  Deletion *deletion;

  g_return_val_if_fail (LODGE_IS_DELETIONS (self), FALSE);

  deletion = find_deletion (self, uuid);
  if (deletion == NULL || deletion->running)
    return FALSE;

  forget (self, deletion);
  return TRUE;
}

/**
 * lodge_deletions_commit:
 * @self: the queue
 *
 * Carries out everything that waits. “finished” tells when it is done.
 */
void
lodge_deletions_commit (LodgeDeletions *self)
{
  g_return_if_fail (LODGE_IS_DELETIONS (self));

  for (guint i = 0; i < self->items->len; i++)
    carry_out (g_ptr_array_index (self->items, i));
}

guint
lodge_deletions_get_n (LodgeDeletions *self)
{
  g_return_val_if_fail (LODGE_IS_DELETIONS (self), 0);

  return self->items->len;
}
