/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sizes of what the library keeps. A server is told how much the client caches, and QEMU's keeps to
 * it; the limits here are several times that. The window of GLZ is the library's: pictures are numbered
 * from 0 in one row for all channels, and when those before it are all there, a picture says how far back
 * the others may be forgotten. A picture that is made of another channel's may come before that one: the
 * library waits for it, and it must turn out to be large enough. */

#include "config.h"

#include "console/lodge-spice-caches-private.h"

/* So far ahead of a missing picture the others may be. */
#define MAX_GAP 4096

struct _LodgeSpiceCaches
{
  guint n_refs;           /* the session's, and one for each channel */
  GHashTable *sizes;      /* of pictures by their id: guint64 *, guint64 * */
  guint64 n_bytes;
  GHashTable *glz;        /* pixels by id; the distance back beside it */
  GHashTable *expected;   /* pixels that those to come must have, by id */
  guint64 glz_bytes;
  guint64 oldest;         /* not yet forgotten */
  guint64 complete;       /* all before it came */
  gboolean has_disc;
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
  self->sizes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->glz = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->expected = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

LodgeSpiceCaches *
lodge_spice_caches_ref (LodgeSpiceCaches *self)
{
  self->n_refs++;
  return self;
}

void
lodge_spice_caches_unref (LodgeSpiceCaches *self)
{
  if (--self->n_refs > 0)
    return;
  g_hash_table_unref (self->sizes);
  g_hash_table_unref (self->glz);
  g_hash_table_unref (self->expected);
  g_free (self);
}

void
lodge_spice_caches_set_disc (LodgeSpiceCaches *self,
                             gboolean          has_disc)
{
  self->has_disc = has_disc;
}

gboolean
lodge_spice_caches_has_disc (LodgeSpiceCaches *self)
{
  return self->has_disc;
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
  forget (self, id);
}

void
lodge_spice_caches_clear (LodgeSpiceCaches *self)
{
  g_hash_table_remove_all (self->sizes);
  self->n_bytes = 0;
}

/**
 * lodge_spice_caches_get_glz:
 * @self: caches
 * @id: of a picture of GLZ
 *
 * Returns: its size in pixels; 0 when there is none
 */
guint64
lodge_spice_caches_get_glz (LodgeSpiceCaches *self,
                            guint64           id)
{
  Entry *entry = look_up (self->glz, id);

  return entry != NULL ? entry->size : 0;
}

/**
 * lodge_spice_caches_expect_glz:
 * @self: caches
 * @id: of a picture of GLZ
 * @n_pixels: that a copy needs it to have
 *
 * Returns: whether it has them, or may yet come with them on another channel
 */
gboolean
lodge_spice_caches_expect_glz (LodgeSpiceCaches *self,
                               guint64           id,
                               guint64           n_pixels)
{
  Entry *entry = look_up (self->glz, id);

  if (entry != NULL)
    return n_pixels <= entry->size;
  if (id < self->complete || id - self->complete > MAX_GAP || self->n_refs <= 2)
    return FALSE;

  entry = look_up (self->expected, id);
  if (entry == NULL || entry->size < n_pixels)
    keep (self->expected, id, n_pixels, 0);
  return TRUE;
}

static gboolean
is_as_expected (LodgeSpiceCaches *self,
                guint64           id,
                guint64           n_pixels)
{
  Entry *entry = look_up (self->expected, id);

  return entry == NULL || n_pixels >= entry->size;
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
 * Returns: %FALSE when that is too much, out of the row, or less than another picture takes from it
 */
gboolean
lodge_spice_caches_add_glz (LodgeSpiceCaches *self,
                            guint64           id,
                            guint64           distance,
                            guint64           n_pixels)
{
  if (id < self->complete || id - self->complete > MAX_GAP || look_up (self->glz, id) != NULL
      || n_pixels * 4 > LODGE_SPICE_MAX_CACHE - self->glz_bytes
      || !is_as_expected (self, id, n_pixels))
    return FALSE;
  g_hash_table_remove (self->expected, &id);
  keep (self->glz, id, n_pixels, distance);
  self->glz_bytes += n_pixels * 4;
  move_on (self);
  return TRUE;
}
