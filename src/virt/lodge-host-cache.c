/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A host's machines of last time: read when it is first connected to and shown until it answers,
 * kept a moment after each change and when the connection ends. All files go through one thread, so
 * that what is removed is not written again. Transient machines are not kept. */

#include "config.h"

#include <glib/gstdio.h>

#include "virt/lodge-machine-cache-private.h"
#include "virt/lodge-machine-private.h"

#define SAVE_SECONDS 2

typedef struct {
  char *path;
  LodgeMachineCache *cache;  /* NULL: to be removed */
} Save;

static gboolean enabled;
static LodgeWorker *files;

static void
save_free (Save *save)
{
  g_free (save->path);
  g_clear_pointer (&save->cache, lodge_machine_cache_free);
  g_free (save);
}

static gpointer
load_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return lodge_machine_cache_load (data);
}

static gpointer
save_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  Save *save = data;

  if (save->cache == NULL)
    g_unlink (save->path);
  else if (!lodge_machine_cache_save (save->cache, save->path, error))
    g_debug ("machines are not kept: %s", (*error)->message);
  return NULL;
}

static void
queue_save (LodgeHost         *self,
            LodgeMachineCache *cache)
{
  Save *save = g_new0 (Save, 1);

  save->path = lodge_machine_cache_dup_path (self->uri);
  save->cache = cache;
  lodge_worker_run_async (files, "keep machines", save_on_worker, save, (GDestroyNotify) save_free,
                          NULL, NULL, NULL, NULL);
}

static gboolean
is_caching (LodgeHost *self)
{
  return enabled && !self->cache_forgotten;
}

/* What would be kept now. @ret_digest tells whether it differs from another time’s. */
static LodgeMachineCache *
collect (LodgeHost *self,
         guint64   *ret_digest)
{
  GListModel *model = G_LIST_MODEL (self->machines);
  LodgeMachineCache *cache = lodge_machine_cache_new (g_get_real_time () / G_USEC_PER_SEC);
  guint64 digest = 1;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeMachine) machine = g_list_model_get_item (model, i);
      const char *uuid = lodge_machine_get_uuid (machine);
      const char *name = lodge_machine_get_name (machine);
      const char *label = lodge_machine_get_label (machine);

      if (!lodge_machine_is_persistent (machine)
          || !lodge_machine_cache_add (cache, uuid, name, label != name ? label : NULL))
        continue;
      digest = (digest * 31 + g_str_hash (uuid)) * 31 + g_str_hash (label);
      digest = digest * 31 + g_str_hash (name);
    }
  *ret_digest = digest;
  return cache;
}

static gboolean
save_cb (gpointer user_data)
{
  LodgeHost *self = user_data;
  guint64 digest;
  g_autoptr(LodgeMachineCache) cache = collect (self, &digest);

  self->cache_source = 0;
  if (digest != self->cache_digest)
    {
      self->cache_digest = digest;
      queue_save (self, g_steal_pointer (&cache));
    }
  return G_SOURCE_REMOVE;
}

/* The host came first: what it was like is of no interest any more. */
static gboolean
was_listed (LodgeHost *self)
{
  return self->info != NULL || self->machines == NULL
         || g_list_model_get_n_items (G_LIST_MODEL (self->machines)) > 0;
}

static void
show_machines (LodgeHost         *self,
               LodgeMachineCache *cache)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_full (cache->rows->len, NULL);
  g_autoptr(GPtrArray) items = g_ptr_array_new_full (cache->rows->len, g_object_unref);

  for (guint i = 0; i < cache->rows->len; i++)
    {
      LodgeMachineRow *row = g_ptr_array_index (cache->rows, i);

      g_ptr_array_add (keys, row->uuid);
      g_ptr_array_add (items, lodge_machine_new (self, row));
    }
  lodge_item_list_insert_many (self->machines, keys, items);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LodgeHost) self = user_data;
  g_autoptr(LodgeMachineCache) cache = lodge_worker_run_finish (LODGE_WORKER (source), result, NULL);

  if (cache == NULL || cache->rows->len == 0 || was_listed (self) || !is_caching (self))
    return;

  show_machines (self, cache);
  lodge_host_set_last_seen (self, cache->seen);
}

/* Shows the machines of last time, once, unless the host is faster. */
void
lodge_host_load_cache (LodgeHost *self)
{
  if (!is_caching (self) || self->cache_asked)
    return;

  self->cache_asked = TRUE;
  lodge_worker_run_async (files, "read machines of last time", load_on_worker,
                          lodge_machine_cache_dup_path (self->uri), g_free,
                          (GDestroyNotify) lodge_machine_cache_free, NULL, loaded_cb,
                          g_object_ref (self));
}

/* The list may have changed: it is kept in a while. */
void
lodge_host_queue_cache (LodgeHost *self)
{
  if (is_caching (self) && self->cache_source == 0)
    self->cache_source = g_timeout_add_seconds (SAVE_SECONDS, save_cb, self);
}

/* The connection ends: so far the list is known to be right. */
void
lodge_host_save_cache (LodgeHost *self)
{
  guint64 digest;

  g_clear_handle_id (&self->cache_source, g_source_remove);
  if (is_caching (self))
    queue_save (self, collect (self, &digest));
}

/* For good: the user removed the host. */
void
lodge_host_forget_cache (LodgeHost *self)
{
  g_clear_handle_id (&self->cache_source, g_source_remove);
  if (is_caching (self))
    queue_save (self, NULL);
  self->cache_forgotten = TRUE;
}

/* At the end of the program: what was queued is written, for which there is a second. */
void
lodge_host_finish_cache (void)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC;

  enabled = FALSE;
  while (files != NULL && lodge_worker_get_n_pending (files) > 0 && g_get_monotonic_time () < end)
    g_usleep (1000);
}

/**
 * lodge_host_set_caching:
 * @value: whether the machines of a host are kept for the next start
 *
 * For all hosts, before any is connected to: names of machines are kept in the user's cache folder,
 * and shown until the host answers. Off by itself.
 */
void
lodge_host_set_caching (gboolean value)
{
  LODGE_ASSERT_MAIN ();
  enabled = value;
  if (enabled && files == NULL)
    files = lodge_worker_new ("machines of last time", 1);
}
