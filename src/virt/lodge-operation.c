/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A long job as an object that outlives the dialog which began it, and the list of all of them. */

#include "config.h"

#include "virt/lodge-operation.h"

#include "base/lodge-prop.h"
#include "base/lodge-thread.h"

#define MAX_RECENT 50

struct _LodgeOperation
{
  GObject parent_instance;

  char *title;
  char *detail;
  double progress;
  LodgeOperationState state;
  GError *error;
  GCancellable *cancellable;
};

enum {
  PROP_0,
  PROP_CANCELLABLE,
  PROP_DETAIL,
  PROP_ERROR,
  PROP_PROGRESS,
  PROP_STATE,
  PROP_TITLE,
  N_PROPS
};

typedef struct {
  LodgeOperation *operation;
  char *detail;
  double progress;
} Update;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeOperation, lodge_operation, G_TYPE_OBJECT)

GType
lodge_operation_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { LODGE_OPERATION_RUNNING, "LODGE_OPERATION_RUNNING", "running" },
        { LODGE_OPERATION_DONE, "LODGE_OPERATION_DONE", "done" },
        { LODGE_OPERATION_FAILED, "LODGE_OPERATION_FAILED", "failed" },
        { LODGE_OPERATION_CANCELLED, "LODGE_OPERATION_CANCELLED", "cancelled" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("LodgeOperationState", values));
    }
  return type;
}

static GListStore *
get_store (void)
{
  static GListStore *store;

  if (store == NULL)
    store = g_list_store_new (LODGE_TYPE_OPERATION);
  return store;
}

/* Finished ones beyond the limit go; what runs stays in any case. */
static void
trim_store (GListStore *store)
{
  GListModel *model = G_LIST_MODEL (store);

  for (guint i = g_list_model_get_n_items (model); i-- > MAX_RECENT;)
    {
      g_autoptr(LodgeOperation) operation = g_list_model_get_item (model, i);

      if (operation->state != LODGE_OPERATION_RUNNING)
        g_list_store_remove (store, i);
    }
}

static void
update_free (Update *update)
{
  g_object_unref (update->operation);
  g_free (update->detail);
  g_free (update);
}

static gboolean
update_cb (gpointer user_data)
{
  Update *update = user_data;
  LodgeOperation *self = update->operation;

  if (self->state != LODGE_OPERATION_RUNNING)
    return G_SOURCE_REMOVE;

  if (update->detail != NULL)
    lodge_prop_set_string (G_OBJECT (self), properties[PROP_DETAIL], &self->detail, update->detail);
  else
    lodge_prop_set_double (G_OBJECT (self), properties[PROP_PROGRESS], &self->progress,
                           update->progress);
  return G_SOURCE_REMOVE;
}

static void
post_update (LodgeOperation *self,
             const char     *detail,
             double          progress)
{
  Update *update = g_new0 (Update, 1);

  update->operation = g_object_ref (self);
  update->detail = g_strdup (detail);
  update->progress = progress;
  if (lodge_thread_is_main ())
    {
      update_cb (update);
      update_free (update);
      return;
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, update_cb, update, (GDestroyNotify) update_free);
}

static void
lodge_operation_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LodgeOperation *self = LODGE_OPERATION (object);

  switch (prop_id)
    {
    case PROP_CANCELLABLE:
      g_value_set_object (value, self->cancellable);
      break;

    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;

    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_operation_finalize (GObject *object)
{
  LodgeOperation *self = LODGE_OPERATION (object);

  g_free (self->title);
  g_free (self->detail);
  g_clear_error (&self->error);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (lodge_operation_parent_class)->finalize (object);
}

static void
lodge_operation_class_init (LodgeOperationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_operation_get_property;
  object_class->finalize = lodge_operation_finalize;

  properties[PROP_CANCELLABLE] =
    g_param_spec_object ("cancellable", NULL, NULL, G_TYPE_CANCELLABLE, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_OPERATION_STATE, LODGE_OPERATION_RUNNING,
                       flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_operation_init (LodgeOperation *self)
{
  self->progress = -1;
  self->cancellable = g_cancellable_new ();
}

/**
 * lodge_operation_new:
 * @title: a translated title: “Creating “debian””
 *
 * Begins an operation and puts it into the list. Main thread.
 *
 * Returns: (transfer full): the operation, running
 */
LodgeOperation *
lodge_operation_new (const char *title)
{
  LodgeOperation *self = g_object_new (LODGE_TYPE_OPERATION, NULL);

  LODGE_ASSERT_MAIN ();
  self->title = g_strdup (title);
  g_list_store_insert (get_store (), 0, self);
  trim_store (get_store ());
  return self;
}

/**
 * lodge_operation_get_cancellable:
 * @self: an operation
 *
 * Gets what the job has to check between its steps.
 *
 * Returns: (transfer none): the cancellable
 */
GCancellable *
lodge_operation_get_cancellable (LodgeOperation *self)
{
  g_return_val_if_fail (LODGE_IS_OPERATION (self), NULL);

  return self->cancellable;
}

/**
 * lodge_operation_get_state:
 * @self: an operation
 *
 * Gets how far it is.
 *
 * Returns: the state
 */
LodgeOperationState
lodge_operation_get_state (LodgeOperation *self)
{
  g_return_val_if_fail (LODGE_IS_OPERATION (self), LODGE_OPERATION_FAILED);

  return self->state;
}

/**
 * lodge_operation_get_error:
 * @self: an operation
 *
 * Gets why it failed.
 *
 * Returns: (transfer none) (nullable): the error; %NULL unless it failed
 */
const GError *
lodge_operation_get_error (LodgeOperation *self)
{
  g_return_val_if_fail (LODGE_IS_OPERATION (self), NULL);

  return self->error;
}

/**
 * lodge_operation_cancel:
 * @self: an operation
 *
 * Asks the job to end. It ends at its next step; its state changes then, not now.
 */
void
lodge_operation_cancel (LodgeOperation *self)
{
  g_return_if_fail (LODGE_IS_OPERATION (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * lodge_operation_set_detail:
 * @self: an operation
 * @detail: the translated current step
 *
 * Says what is being done. Any thread.
 */
void
lodge_operation_set_detail (LodgeOperation *self,
                            const char     *detail)
{
  g_return_if_fail (LODGE_IS_OPERATION (self));

  post_update (self, detail != NULL ? detail : "", 0);
}

/**
 * lodge_operation_set_progress:
 * @self: an operation
 * @progress: 0..1; -1 when it cannot be said
 *
 * Says how much is done. Any thread.
 */
void
lodge_operation_set_progress (LodgeOperation *self,
                              double          progress)
{
  g_return_if_fail (LODGE_IS_OPERATION (self));

  post_update (self, NULL, progress < 0 ? -1 : MIN (progress, 1));
}

/**
 * lodge_operation_finish:
 * @self: an operation
 * @error: (nullable): why it ended early; %G_IO_ERROR_CANCELLED for a cancelled one
 *
 * Ends the operation, once. Main thread.
 */
void
lodge_operation_finish (LodgeOperation *self,
                        const GError   *error)
{
  g_return_if_fail (LODGE_IS_OPERATION (self));
  g_return_if_fail (self->state == LODGE_OPERATION_RUNNING);

  LODGE_ASSERT_MAIN ();
  g_object_freeze_notify (G_OBJECT (self));
  if (error == NULL)
    {
      self->state = LODGE_OPERATION_DONE;
      lodge_prop_set_double (G_OBJECT (self), properties[PROP_PROGRESS], &self->progress, 1);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->state = LODGE_OPERATION_CANCELLED;
  else
    {
      self->state = LODGE_OPERATION_FAILED;
      self->error = g_error_copy (error);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * lodge_operations_get_default:
 *
 * Gets all running and recent operations, newest first. Main thread.
 *
 * Returns: (transfer none): a list of #LodgeOperation
 */
GListModel *
lodge_operations_get_default (void)
{
  return G_LIST_MODEL (get_store ());
}
