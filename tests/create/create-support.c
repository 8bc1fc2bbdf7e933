/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of this folder share: a directory of their own, made-up images, waiting. */

#include "config.h"

#include "create-support.h"

#include <glib/gstdio.h>

#include "create/lodge-iso.h"
#include "create/lodge-os-db.h"

/* A directory of this test's own. */
char *
support_dir_new (void)
{
  g_autoptr(GError) error = NULL;
  char *dir = g_dir_make_tmp ("lodge-create-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
support_dir_free (char *dir)
{
  remove_tree (dir);
  g_free (dir);
}

/* The path of a new file. */
char *
support_write (const char    *dir,
               const char    *name,
               gconstpointer  data,
               gsize          size)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (dir, name, NULL);

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}

static void
write_le32 (guint8  *bytes,
            guint32  value)
{
  for (guint i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> (8 * i));
}

/* The smallest image that counts as one: descriptors and zeros. */
GBytes *
support_make_iso (const char *volume_id,
                  gboolean    bootable,
                  guint       n_blocks)
{
  gsize size = (gsize) MAX (n_blocks, 19) * LODGE_ISO_SECTOR;
  guint8 *data = g_malloc0 (size);
  guint8 *sector = data + LODGE_ISO_OFFSET;

  memcpy (sector, "\001CD001\001", 7);
  memset (sector + 40, ' ', 32);
  memcpy (sector + 40, volume_id, MIN (strlen (volume_id), 32));
  write_le32 (sector + 80, n_blocks);
  sector[129] = LODGE_ISO_SECTOR >> 8;
  sector += LODGE_ISO_SECTOR;
  if (bootable)
    {
      memcpy (sector, "\000CD001\001EL TORITO SPECIFICATION", 30);
      write_le32 (sector + 71, 18);
      sector += LODGE_ISO_SECTOR;
    }
  memcpy (sector, "\377CD001\001", 7);
  return g_bytes_new_take (data, size);
}

/* Waits until libosinfo's database is there. */
void
support_load_systems (void)
{
  support_wait_for (lodge_os_db_is_loaded (lodge_os_db_get_default ()));
}

void
support_result_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Waits for what support_result_cb() gets. */
GAsyncResult *
support_wait (GAsyncResult **result)
{
  support_wait_for (*result != NULL);
  return *result;
}
