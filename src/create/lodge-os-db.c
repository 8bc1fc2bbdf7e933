/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The systems that Lodge knows: loaded once behind the interface, then plain look-ups on the main
 * thread. Recognises media on workers. */

#include "config.h"

#include "create/lodge-os-db.h"

#include <gio/gio.h>

#include "base/lodge-thread.h"
#include "base/lodge-worker.h"
#include "create/lodge-media.h"
#include "create/lodge-os-load.h"

/* Loading takes one; a medium on a share that does not answer takes another. */
#define N_THREADS 4

struct _LodgeOsDb
{
  GObject parent_instance;

  LodgeWorker *worker;
  GListStore *systems;
  LodgeOsData *data;   /* NULL until loaded */
  GQueue waiting;      /* owned GTask that want the data */
};

typedef struct {
  char *path;
  LodgeMedia *media;
  LodgeOsData *data;
} Identify;

enum {
  PROP_0,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeOsDb, lodge_os_db, G_TYPE_OBJECT)

static void
identify_free (Identify *identify)
{
  g_free (identify->path);
  g_clear_pointer (&identify->media, lodge_media_free);
  g_clear_pointer (&identify->data, lodge_os_data_unref);
  g_free (identify);
}

static gpointer
load_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  LodgeOsData *loaded = lodge_os_data_load (&local_error);

  if (local_error != NULL)
    g_debug ("libosinfo: %s", local_error->message);
  return loaded;
}

static gpointer
read_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return lodge_media_read (data, cancellable, error);
}

static gpointer
match_on_worker (gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Identify *identify = data;

  lodge_os_data_match (identify->data, identify->media, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&identify->media);
}

static void
matched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  LodgeMedia *media = lodge_worker_run_finish (LODGE_WORKER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, media, (GDestroyNotify) lodge_media_free);
}

/* @task: (transfer full): its data is the medium as it was read */
static void
match (LodgeOsDb *self,
       GTask     *task)
{
  Identify *identify = g_new0 (Identify, 1);
  Identify *given = g_task_get_task_data (task);

  identify->media = g_steal_pointer (&given->media);
  identify->data = lodge_os_data_ref (self->data);
  lodge_worker_run_async (self->worker, "match media", match_on_worker, identify,
                          (GDestroyNotify) identify_free, (GDestroyNotify) lodge_media_free,
                          g_task_get_cancellable (task), matched_cb, task);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LodgeOsDb *self = g_task_get_source_object (task);
  Identify *identify = g_task_get_task_data (task);
  GError *error = NULL;

  identify->media = lodge_worker_run_finish (LODGE_WORKER (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (self->data != NULL)
    match (self, g_steal_pointer (&task));
  else
    g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LodgeOsDb) self = LODGE_OS_DB (user_data);
  GTask *task;

  self->data = lodge_worker_run_finish (LODGE_WORKER (source), result, NULL);
  g_list_store_splice (self->systems, 0, 0, self->data->systems->pdata, self->data->systems->len);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    match (self, task);
}

static void
lodge_os_db_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, lodge_os_db_is_loaded (LODGE_OS_DB (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_os_db_finalize (GObject *object)
{
  LodgeOsDb *self = LODGE_OS_DB (object);

  g_clear_object (&self->systems);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->data, lodge_os_data_unref);

  G_OBJECT_CLASS (lodge_os_db_parent_class)->finalize (object);
}

static void
lodge_os_db_class_init (LodgeOsDbClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_os_db_get_property;
  object_class->finalize = lodge_os_db_finalize;

  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_os_db_init (LodgeOsDb *self)
{
  self->worker = lodge_worker_new ("os-db", N_THREADS);
  self->systems = g_list_store_new (LODGE_TYPE_OS);
  g_queue_init (&self->waiting);
  lodge_worker_run_async (self->worker, "load osinfo", load_on_worker, NULL, NULL,
                          (GDestroyNotify) lodge_os_data_unref, NULL, loaded_cb,
                          g_object_ref (self));
}

/**
 * lodge_os_db_get_default:
 *
 * Gets the database of this process; the first call starts to load it. Main thread only.
 *
 * Returns: (transfer none): the database
 */
LodgeOsDb *
lodge_os_db_get_default (void)
{
  static LodgeOsDb *db;

  LODGE_ASSERT_MAIN ();

  if (db == NULL)
    db = g_object_new (LODGE_TYPE_OS_DB, NULL);
  return db;
}

/**
 * lodge_os_db_is_loaded:
 * @self: the database
 *
 * Finds out whether the systems are known yet.
 *
 * Returns: whether they are
 */
gboolean
lodge_os_db_is_loaded (LodgeOsDb *self)
{
  g_return_val_if_fail (LODGE_IS_OS_DB (self), FALSE);

  return self->data != NULL;
}

/**
 * lodge_os_db_get_systems:
 * @self: the database
 *
 * Gets the list of #LodgeOs: by distribution, the newest first. Empty until it is loaded.
 *
 * Returns: (transfer none): the list
 */
GListModel *
lodge_os_db_get_systems (LodgeOsDb *self)
{
  g_return_val_if_fail (LODGE_IS_OS_DB (self), NULL);

  return G_LIST_MODEL (self->systems);
}

/**
 * lodge_os_db_find:
 * @self: the database
 * @id: (nullable): an identifier or a short one
 *
 * Finds a system.
 *
 * Returns: (transfer none) (nullable): the system
 */
LodgeOs *
lodge_os_db_find (LodgeOsDb  *self,
                  const char *id)
{
  g_return_val_if_fail (LODGE_IS_OS_DB (self), NULL);

  if (id == NULL || self->data == NULL)
    return NULL;

  for (guint i = 0; i < self->data->systems->len; i++)
    {
      LodgeOs *os = g_ptr_array_index (self->data->systems, i);

      if (g_str_equal (lodge_os_get_id (os), id) || g_str_equal (lodge_os_get_short_id (os), id))
        return os;
    }
  return NULL;
}

/* The architecture's own advice goes before the one for all. */
static void
add_advice (LodgeOsResources       *to,
            const LodgeOsResources *from)
{
#define TAKE(field) to->field = to->field != 0 ? to->field : from->field
  TAKE (memory_minimum);
  TAKE (memory_recommended);
  TAKE (disk_minimum);
  TAKE (disk_recommended);
  TAKE (cpus_minimum);
  TAKE (cpus_recommended);
  TAKE (uefi_only);
  TAKE (windows);
#undef TAKE
}

/**
 * lodge_os_db_get_resources:
 * @self: the database
 * @os_id: (nullable): a system
 * @arch: libvirt's name of an architecture, as in “x86_64”
 * @ret_resources: (out): what libosinfo advises
 *
 * Gets minimum and recommended resources, in bytes; 0 where libosinfo says nothing.
 */
void
lodge_os_db_get_resources (LodgeOsDb        *self,
                           const char       *os_id,
                           const char       *arch,
                           LodgeOsResources *ret_resources)
{
  const char *const archs[] = { arch, "all" };
  LodgeOs *os;
  GArray *advice;

  g_return_if_fail (LODGE_IS_OS_DB (self));
  g_return_if_fail (ret_resources != NULL);

  *ret_resources = (LodgeOsResources) { 0 };
  os = lodge_os_db_find (self, os_id);
  advice = os != NULL ? g_hash_table_lookup (self->data->advice, lodge_os_get_id (os)) : NULL;
  if (advice == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (archs); i++)
    for (guint j = 0; j < advice->len; j++)
      {
        const LodgeOsAdvice *entry = &g_array_index (advice, LodgeOsAdvice, j);

        if (g_strcmp0 (entry->arch, archs[i]) == 0)
          add_advice (ret_resources, &entry->resources);
      }
}

/**
 * lodge_os_db_identify_async:
 * @self: the database
 * @path: a path on this computer
 * @cancellable: (nullable): stops it
 * @callback: called when done
 * @user_data: for @callback
 *
 * Finds out what is on an ISO image: checks the file, then looks it up.
 */
void
lodge_os_db_identify_async (LodgeOsDb           *self,
                            const char          *path,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LODGE_IS_OS_DB (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lodge_os_db_identify_async);
  g_task_set_task_data (task, g_new0 (Identify, 1), (GDestroyNotify) identify_free);
  lodge_worker_run_async (self->worker, "read media", read_on_worker, g_strdup (path), g_free,
                          (GDestroyNotify) lodge_media_free, cancellable, read_cb,
                          g_steal_pointer (&task));
}

/**
 * lodge_os_db_identify_finish:
 * @self: the database
 * @result: what the callback got
 * @error: where the error goes: NOT_FOUND, DENIED, INVALID, or FAILED
 *
 * Gets what is on the medium.
 *
 * Returns: (transfer full): the description
 */
LodgeMedia *
lodge_os_db_identify_finish (LodgeOsDb     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
