/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sizes of what the library keeps. A server is told how much the client caches, and QEMU's keeps to
 * it; the limits here are several times that. The window of GLZ is the library's: pictures are numbered
 * from 0 in one row for all channels, and when those before it are all there, a picture says how far back
 * the others may be forgotten. */

#include "config.h"

#include "console/lodge-spice-caches-private.h"

/* So far ahead of a missing picture the others may be. */
#define MAX_GAP 4096

/* A picture of another channel comes within this time, or never. One channel alone knows at once. */
#define WAIT_MS 2000

struct _LodgeSpiceCaches
{
  int n_refs;             /* the session's, and one for each channel */
  GMutex mutex;
  GCond arrived;
  GHashTable *sizes;      /* of pictures by their id: guint64 *, guint64 * */
  guint64 n_bytes;
  GHashTable *glz;        /* pixels by id; the distance back beside it */
  guint64 glz_bytes;
  guint64 oldest;         /* not yet forgotten */
  guint64 complete;       /* all before it came */
  int has_disc;
};

typedef struct {
  guint64 id;
  guint64 size, distance;
} Entry;

static Entry *
look_up (GHashTable *table,
         guint64     id)
{
  return g_hash_table_lookup (table, &id);
}

static void
keep (GHashTable *table,
      guint64     id,
      guint64     size,
      guint64     distance)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry) { id, size, distance };
  g_hash_table_replace (table, &entry->id, entry);
}

LodgeSpiceCaches *
lodge_spice_caches_new (void)
{
  LodgeSpiceCaches *self = g_new0 (LodgeSpiceCaches, 1);

  self->n_refs = 1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->arrived);
  self->sizes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->glz = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

LodgeSpiceCaches *
lodge_spice_caches_ref (LodgeSpiceCaches *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
lodge_spice_caches_unref (LodgeSpiceCaches *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_hash_table_unref (self->sizes);
  g_hash_table_unref (self->glz);
  g_cond_clear (&self->arrived);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
lodge_spice_caches_set_disc (LodgeSpiceCaches *self,
                             gboolean          has_disc)
{
  g_atomic_int_set (&self->has_disc, has_disc);
}

gboolean
lodge_spice_caches_has_disc (LodgeSpiceCaches *self)
{
  return g_atomic_int_get (&self->has_disc);
}

static void
forget (LodgeSpiceCaches *self,
        guint64           id)
{
  Entry *entry = look_up (self->sizes, id);

  if (entry == NULL)
    return;
  self->n_bytes -= entry->size;
  g_hash_table_remove (self->sizes, &id);
}

/**
 * lodge_spice_caches_add:
 * @self: caches
 * @id: of a picture to be kept
 * @n_bytes: its size
 *
 * Returns: %FALSE when that is too much
 */
gboolean
lodge_spice_caches_add (LodgeSpiceCaches *self,
                        guint64           id,
                        guint64           n_bytes)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  forget (self, id);
  if (n_bytes > LODGE_SPICE_MAX_CACHE - self->n_bytes)
    return FALSE;
  keep (self->sizes, id, n_bytes, 0);
  self->n_bytes += n_bytes;
  return TRUE;
}

void
lodge_spice_caches_remove (LodgeSpiceCaches *self,
                           guint64           id)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  forget (self, id);
}

void
lodge_spice_caches_clear (LodgeSpiceCaches *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove_all (self->sizes);
  self->n_bytes = 0;
}

/**
 * lodge_spice_caches_get_glz:
 * @self: caches
 * @id: of a picture of GLZ
 *
 * Waits for it if need be, as the library would.
 *
 * Returns: its size in pixels; 0 when there is none
 */
guint64
lodge_spice_caches_get_glz (LodgeSpiceCaches *self,
                            guint64           id)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 end = g_get_monotonic_time () + WAIT_MS * G_TIME_SPAN_MILLISECOND;
  Entry *entry;

  while ((entry = look_up (self->glz, id)) == NULL && id >= self->complete
         && g_atomic_int_get (&self->n_refs) > 2
         && g_cond_wait_until (&self->arrived, &self->mutex, end))
    continue;
  return entry != NULL ? entry->size : 0;
}

/* As the library does it when all pictures before one are there. */
static void
move_on (LodgeSpiceCaches *self)
{
  Entry *entry;
  guint64 oldest;

  while (look_up (self->glz, self->complete) != NULL)
    self->complete++;
  if (self->complete == 0 || (entry = look_up (self->glz, self->complete - 1)) == NULL)
    return;

  oldest = entry->id - MIN (entry->distance, entry->id);
  for (; self->oldest < oldest; self->oldest++)
    if ((entry = look_up (self->glz, self->oldest)) != NULL)
      {
        self->glz_bytes -= entry->size * 4;
        g_hash_table_remove (self->glz, &self->oldest);
      }
}

/**
 * lodge_spice_caches_add_glz:
 * @self: caches
 * @id: of a picture of GLZ
 * @distance: what is so far before it may be forgotten
 * @n_pixels: its size
 *
 * Returns: %FALSE when that is too much, or out of the row
 */
gboolean
lodge_spice_caches_add_glz (LodgeSpiceCaches *self,
                            guint64           id,
                            guint64           distance,
                            guint64           n_pixels)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (id < self->complete || id - self->complete > MAX_GAP || look_up (self->glz, id) != NULL
      || n_pixels * 4 > LODGE_SPICE_MAX_CACHE - self->glz_bytes)
    return FALSE;
  keep (self->glz, id, n_pixels, distance);
  self->glz_bytes += n_pixels * 4;
  move_on (self);
  g_cond_broadcast (&self->arrived);
  return TRUE;
}
