/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file that keeps a host's machines as they were last seen. It belongs to the user alone, is
 * replaced as a whole, and is only ever a hint: one that is not exactly as it should be is as good as
 * none. */

#include "config.h"

#include "virt/lodge-machine-cache-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the byte order of this computer: a file of another one is not understood. */
#define MAGIC   0x4c6d6331u
#define VERSION 1u
#define FORMAT  "(uuxa(sss))"  /* MAGIC, VERSION, when seen, of each machine UUID, name, title or "" */

#define MAX_NAME  1024  /* bytes */
#define MAX_TITLE 4096
#define MAX_TIME  G_GINT64_CONSTANT (253402300799)  /* the end of the year 9999 */

static gboolean
is_uuid (const char *text)
{
  for (int i = 0; i < VIR_UUID_STRING_BUFLEN - 1; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
        return FALSE;
    }
  return text[VIR_UUID_STRING_BUFLEN - 1] == '\0';
}

LodgeMachineCache *
lodge_machine_cache_new (gint64 seen)
{
  LodgeMachineCache *self = g_new0 (LodgeMachineCache, 1);

  self->seen = seen;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lodge_machine_row_free);
  return self;
}

void
lodge_machine_cache_free (LodgeMachineCache *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* FALSE when a value is none that libvirt would give, or there is no more room. @title may be NULL. */
gboolean
lodge_machine_cache_add (LodgeMachineCache *self,
                         const char        *uuid,
                         const char        *name,
                         const char        *title)
{
  gsize name_length = strlen (name);
  gsize title_length = title != NULL ? strlen (title) : 0;
  gsize size = VIR_UUID_STRING_BUFLEN + name_length + title_length + 16;
  LodgeMachineRow *row;

  if (!is_uuid (uuid) || name_length == 0 || name_length > MAX_NAME || title_length > MAX_TITLE)
    return FALSE;
  if (self->rows->len >= LODGE_MACHINE_CACHE_MAX || self->size + size > LODGE_MACHINE_CACHE_MAX_BYTES / 2)
    return FALSE;

  row = g_new0 (LodgeMachineRow, 1);
  memcpy (row->uuid, uuid, sizeof row->uuid);
  row->name = g_strdup (name);
  row->title = title_length > 0 ? g_strdup (title) : NULL;
  row->persistent = TRUE;
  row->state = LODGE_MACHINE_UNKNOWN;
  g_ptr_array_add (self->rows, row);
  self->size += size;
  return TRUE;
}

GBytes *
lodge_machine_cache_encode (const LodgeMachineCache *self)
{
  g_autoptr(GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("a(sss)"));
  g_autoptr(GVariant) value = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const LodgeMachineRow *row = g_ptr_array_index (self->rows, i);

      g_variant_builder_add (builder, "(sss)", row->uuid, row->name,
                             row->title != NULL ? row->title : "");
    }
  value = g_variant_ref_sink (g_variant_new (FORMAT, MAGIC, VERSION, self->seen, builder));
  return g_variant_get_data_as_bytes (value);
}

/* NULL for anything that lodge_machine_cache_encode() does not make. */
LodgeMachineCache *
lodge_machine_cache_decode (GBytes *bytes)
{
  g_autoptr(LodgeMachineCache) self = NULL;
  g_autoptr(GVariant) value = NULL;
  g_autoptr(GVariantIter) iter = NULL;
  const char *uuid, *name, *title;
  guint32 magic, version;
  gint64 seen;

  if (g_bytes_get_size (bytes) > LODGE_MACHINE_CACHE_MAX_BYTES)
    return NULL;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (value))
    return NULL;

  g_variant_get (value, FORMAT, &magic, &version, &seen, &iter);
  if (magic != MAGIC || version != VERSION || seen <= 0 || seen > MAX_TIME)
    return NULL;
  self = lodge_machine_cache_new (seen);
  while (g_variant_iter_next (iter, "(&s&s&s)", &uuid, &name, &title))
    if (!lodge_machine_cache_add (self, uuid, name, title))
      return NULL;
  return g_steal_pointer (&self);
}

/* An address says too much for the name of a file, and has characters that such a name cannot have. */
char *
lodge_machine_cache_dup_path (const char *uri)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);

  return g_build_filename (g_get_user_cache_dir (), "lodge", "machines", digest, NULL);
}

static GBytes *
read_all (int   fd,
          gsize size)
{
  g_autofree guint8 *data = g_malloc (size);
  gsize done = 0;

  while (done < size)
    {
      gssize n = read (fd, data + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return NULL;
      done += (gsize) n;
    }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/* NULL when there is none, or none of ours. Sort keys are made here, away from the main thread. */
LodgeMachineCache *
lodge_machine_cache_load (const char *path)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  g_autoptr(LodgeMachineCache) self = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct stat info;

  if (fd < 0)
    return NULL;

  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_uid == geteuid ()
      && info.st_size > 0 && info.st_size <= LODGE_MACHINE_CACHE_MAX_BYTES)
    bytes = read_all (fd, (gsize) info.st_size);
  close (fd);
  if (bytes != NULL)
    self = lodge_machine_cache_decode (bytes);
  for (guint i = 0; self != NULL && i < self->rows->len; i++)
    {
      LodgeMachineRow *row = g_ptr_array_index (self->rows, i);

      row->sort_key = lodge_machine_make_sort_key (row->name);
    }
  return g_steal_pointer (&self);
}

/* The hosts that were not seen for longest give way. */
static void
limit_files (const char *directory)
{
  GDir *dir = g_dir_open (directory, 0, NULL);
  g_autofree char *oldest = NULL;
  gint64 oldest_time = G_MAXINT64;
  const char *name;
  guint n = 0;

  if (dir == NULL)
    return;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      GStatBuf info;

      if (g_lstat (path, &info) < 0 || !S_ISREG (info.st_mode))
        continue;
      n++;
      if (info.st_mtime < oldest_time)
        {
          oldest_time = info.st_mtime;
          g_free (oldest);
          oldest = g_steal_pointer (&path);
        }
    }
  g_dir_close (dir);
  if (n > LODGE_MACHINE_CACHE_MAX_FILES)
    g_unlink (oldest);
}

gboolean
lodge_machine_cache_save (const LodgeMachineCache  *self,
                          const char               *path,
                          GError                  **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr(GBytes) bytes = lodge_machine_cache_encode (self);

  if (g_mkdir_with_parents (directory, 0700) < 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), directory);
      return FALSE;
    }
  if (!g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;

  limit_files (directory);
  return TRUE;
}
