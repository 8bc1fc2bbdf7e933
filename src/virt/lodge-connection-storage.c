/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a connection does with pools and volumes. A disk is always made and deleted through
 * libvirt, as the host knows best where its files are and who may touch them. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>

#include "base/lodge-error.h"
#include "virt/lodge-connection-private.h"
#include "virt/lodge-virt-error.h"
#include "xml/lodge-simple-xml.h"

#define SYSTEM_IMAGES "/var/lib/libvirt/images"

typedef virStoragePool Pool;
typedef virStorageVol Volume;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pool, virStoragePoolFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Volume, virStorageVolFree)

static gboolean
check (gboolean   done,
       GError   **error)
{
  if (!done)
    lodge_virt_error_set (error);
  return done;
}

static char *
dup_pool_target (virStoragePoolPtr pool)
{
  char *xml = virStoragePoolGetXMLDesc (pool, 0);
  g_autoptr(LodgeSimpleXml) document = NULL;
  char *target;

  if (xml == NULL)
    return NULL;

  document = lodge_simple_xml_new (xml, "pool", NULL);
  target = document != NULL ? g_strdup (lodge_simple_xml_get (document, "target/path")) : NULL;
  free (xml);
  return target;
}

/* Without the slash at the end that some write and some do not. */
static char *
normal_path (const char *path)
{
  return g_canonicalize_filename (path, "/");
}

static virStoragePoolPtr
find_pool_by_target (LodgeConnection *self,
                     const char      *path)
{
  virStoragePoolPtr *pools = NULL;
  virStoragePoolPtr found = NULL;
  g_autofree char *wanted = normal_path (path);
  int n = virConnectListAllStoragePools (self->conn, &pools, 0);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *target = found == NULL ? dup_pool_target (pools[i]) : NULL;
      g_autofree char *normal = target != NULL ? normal_path (target) : NULL;

      if (g_strcmp0 (normal, wanted) == 0)
        found = pools[i];
      else
        virStoragePoolFree (pools[i]);
    }
  free (pools);
  return found;
}

static char *
default_target (LodgeConnection *self)
{
  if (self->session)
    return g_build_filename (g_get_user_data_dir (), "libvirt", "images", NULL);
  return g_strdup (SYSTEM_IMAGES);
}

/* Somebody who moved the pool “default” to another disk wants it there. */
static virStoragePoolPtr
look_up_pool (LodgeConnection *self,
              const char      *name,
              const char      *target_path)
{
  g_autofree char *target = NULL;
  virStoragePoolPtr pool = NULL;

  if (target_path == NULL)
    pool = virStoragePoolLookupByName (self->conn, name);
  if (pool != NULL)
    return pool;

  target = target_path != NULL ? g_strdup (target_path) : default_target (self);
  return find_pool_by_target (self, target);
}

static gboolean
start_pool (virStoragePoolPtr   pool,
            GError            **error)
{
  if (virStoragePoolIsActive (pool) == 1)
    return TRUE;
  /* The folder may have been removed; building an existing one changes nothing. */
  virStoragePoolBuild (pool, VIR_STORAGE_POOL_BUILD_NEW);
  return check (virStoragePoolCreate (pool, 0) == 0, error);
}

static char *
free_pool_name (LodgeConnection *self,
                const char      *base)
{
  g_autofree char *name = g_strdup (base);

  for (guint i = 2; i < 1000; i++)
    {
      g_autoptr(Pool) pool = virStoragePoolLookupByName (self->conn, name);

      if (pool == NULL)
        break;
      g_free (name);
      name = g_strdup_printf ("%s-%u", base, i);
    }
  return g_steal_pointer (&name);
}

static virStoragePoolPtr
define_pool (LodgeConnection  *self,
             const char       *base,
             const char       *target,
             GError          **error)
{
  g_autofree char *name = free_pool_name (self, base);
  g_autofree char *xml = NULL;
  g_autoptr(Pool) pool = NULL;

  xml = g_markup_printf_escaped ("<pool type='dir'><name>%s</name>"
                                 "<target><path>%s</path></target></pool>", name, target);
  pool = virStoragePoolDefineXML (self->conn, xml, 0);
  if (!check (pool != NULL, error))
    return NULL;
  if (!start_pool (pool, error))
    {
      virStoragePoolUndefine (pool);
      return NULL;
    }
  virStoragePoolSetAutostart (pool, 1);
  return g_steal_pointer (&pool);
}

/* An active pool stands; one that lies still is started. */
static char *
use_pool (virStoragePoolPtr   pool,
          GError            **error)
{
  if (!start_pool (pool, error))
    return NULL;
  return g_strdup (virStoragePoolGetName (pool));
}

/* Of another computer nobody knows; then it is not ours to remove. */
static gboolean
has_folder (LodgeConnection *self,
            const char      *path)
{
  return !lodge_connection_is_local (self) || g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * lodge_connection_find_pool:
 * @self: a connection
 * @ret_active: (out): whether it is active
 *
 * Finds the pool that lodge_connection_ensure_pool() takes for disks when it is told nothing;
 * changes nothing.
 *
 * Returns: (transfer full) (nullable): its name; %NULL when there is none
 */
char *
lodge_connection_find_pool (LodgeConnection *self,
                            gboolean        *ret_active)
{
  g_autoptr(Pool) pool = NULL;

  LODGE_ASSERT_WORKER ();
  pool = look_up_pool (self, "default", NULL);
  *ret_active = pool != NULL && virStoragePoolIsActive (pool) == 1;
  return pool != NULL ? g_strdup (virStoragePoolGetName (pool)) : NULL;
}

/**
 * lodge_connection_ensure_pool:
 * @self: a connection
 * @preferred_name: (nullable): the name if a pool has to be made; “default” for %NULL
 * @target_path: (nullable): the folder on the host; %NULL for the usual place of disk images
 * @ret_created: (out) (optional): whether this call made it
 * @ret_created_folder: (out) (optional): and the folder too
 * @error: where the error goes
 *
 * Finds the pool on a folder and starts it if need be, or makes one there.
 *
 * Returns: (transfer full): the name of an active pool; %NULL with @error
 */
char *
lodge_connection_ensure_pool (LodgeConnection  *self,
                              const char       *preferred_name,
                              const char       *target_path,
                              gboolean         *ret_created,
                              gboolean         *ret_created_folder,
                              GError          **error)
{
  g_autofree char *target = NULL;
  gboolean had_folder;
  g_autoptr(Pool) pool = NULL;
  const char *name = preferred_name != NULL ? preferred_name : "default";

  LODGE_ASSERT_WORKER ();
  if (ret_created != NULL)
    *ret_created = FALSE;
  if (ret_created_folder != NULL)
    *ret_created_folder = FALSE;

  pool = look_up_pool (self, name, target_path);
  if (pool != NULL)
    return use_pool (pool, error);

  target = target_path != NULL ? g_strdup (target_path) : default_target (self);
  had_folder = has_folder (self, target);
  pool = define_pool (self, name, target, error);
  if (pool == NULL)
    return NULL;
  if (ret_created != NULL)
    *ret_created = TRUE;
  if (ret_created_folder != NULL)
    *ret_created_folder = !had_folder;
  return g_strdup (virStoragePoolGetName (pool));
}

static virStoragePoolPtr
get_pool (LodgeConnection  *self,
          const char       *name,
          GError          **error)
{
  virStoragePoolPtr pool;

  LODGE_ASSERT_WORKER ();
  pool = virStoragePoolLookupByName (self->conn, name);
  check (pool != NULL, error);
  return pool;
}

/**
 * lodge_connection_remove_pool:
 * @self: a connection
 * @name: a pool
 * @with_folder: whether to remove its folder too, if that is empty
 * @error: where the error goes
 *
 * Stops and forgets a pool, as the undo of making it. No file is touched.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_remove_pool (LodgeConnection  *self,
                              const char       *name,
                              gboolean          with_folder,
                              GError          **error)
{
  g_autoptr(Pool) pool = get_pool (self, name, error);

  if (pool == NULL)
    return FALSE;
  if (virStoragePoolIsActive (pool) == 1 && !check (virStoragePoolDestroy (pool) == 0, error))
    return FALSE;
  /* Of a folder this is rmdir(): one with files in it stays. */
  if (with_folder)
    virStoragePoolDelete (pool, VIR_STORAGE_POOL_DELETE_NORMAL);
  return check (virStoragePoolUndefine (pool) == 0, error);
}

/**
 * lodge_connection_get_pool_space:
 * @self: a connection
 * @name: an active pool
 * @ret_capacity: (out) (optional): its size in bytes
 * @ret_available: (out) (optional): what is free, in bytes
 * @ret_target: (out) (optional) (nullable) (transfer full): its folder on the host
 * @error: where the error goes
 *
 * Asks for the room in a pool, as the host sees it now.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_get_pool_space (LodgeConnection  *self,
                                 const char       *name,
                                 guint64          *ret_capacity,
                                 guint64          *ret_available,
                                 char            **ret_target,
                                 GError          **error)
{
  g_autoptr(Pool) pool = get_pool (self, name, error);
  virStoragePoolInfo info;

  if (pool == NULL)
    return FALSE;

  /* Without it the figures are those of the pool's start. */
  virStoragePoolRefresh (pool, 0);
  if (!check (virStoragePoolGetInfo (pool, &info) == 0, error))
    return FALSE;
  if (ret_capacity != NULL)
    *ret_capacity = info.capacity;
  if (ret_available != NULL)
    *ret_available = info.available;
  if (ret_target != NULL)
    *ret_target = dup_pool_target (pool);
  return TRUE;
}

static char *
dup_volume_path (virStorageVolPtr   volume,
                 GError           **error)
{
  char *path = virStorageVolGetPath (volume);
  char *copy = g_strdup (path);

  check (path != NULL, error);
  free (path);
  return copy;
}

/**
 * lodge_connection_create_volume:
 * @self: a connection
 * @pool: the name of an active pool
 * @xml: a `<volume>` document, see formatstorage.html
 * @error: where the error goes
 *
 * Makes a volume.
 *
 * Returns: (transfer full): its path on the host; %NULL with @error
 */
char *
lodge_connection_create_volume (LodgeConnection  *self,
                                const char       *pool,
                                const char       *xml,
                                GError          **error)
{
  g_autoptr(Pool) handle = get_pool (self, pool, error);
  g_autoptr(Volume) volume = NULL;

  if (handle == NULL)
    return NULL;

  volume = virStorageVolCreateXML (handle, xml, 0);
  return check (volume != NULL, error) ? dup_volume_path (volume, error) : NULL;
}

/**
 * lodge_connection_has_volume:
 * @self: a connection
 * @pool: the name of an active pool
 * @name: the name of a volume
 *
 * Asks whether a volume exists, also one that came without libvirt's knowledge.
 *
 * Returns: %TRUE when it does
 */
gboolean
lodge_connection_has_volume (LodgeConnection *self,
                             const char      *pool,
                             const char      *name)
{
  g_autoptr(Pool) handle = get_pool (self, pool, NULL);
  g_autoptr(Volume) volume = NULL;

  if (handle == NULL)
    return FALSE;

  virStoragePoolRefresh (handle, 0);
  volume = virStorageVolLookupByName (handle, name);
  return volume != NULL;
}

/* A pool knows only the files that were there at its last refresh. */
static virStorageVolPtr
find_volume (LodgeConnection  *self,
             const char       *path,
             GError          **error)
{
  virStorageVolPtr volume = virStorageVolLookupByPath (self->conn, path);
  g_autofree char *folder = NULL;
  g_autoptr(Pool) pool = NULL;

  if (volume != NULL)
    return volume;

  folder = g_path_get_dirname (path);
  pool = find_pool_by_target (self, folder);
  if (pool != NULL && virStoragePoolIsActive (pool) == 1)
    {
      virStoragePoolRefresh (pool, 0);
      volume = virStorageVolLookupByPath (self->conn, path);
    }
  /* A connection that is lost says nothing about the file. */
  if (volume == NULL && virGetLastErrorCode () != VIR_ERR_OK &&
      virGetLastErrorCode () != VIR_ERR_NO_STORAGE_VOL)
    lodge_virt_error_set (error);
  else if (volume == NULL)
    lodge_error_set (error, LODGE_ERROR_NOT_FOUND, virGetLastErrorMessage (),
                     _("“%s” is in no storage pool of the host, so it was not deleted."), path);
  return volume;
}

/**
 * lodge_connection_delete_volume:
 * @self: a connection
 * @path: a path on the host
 * @error: where the error goes
 *
 * Deletes a disk image through the pool that it is in.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_delete_volume (LodgeConnection  *self,
                                const char       *path,
                                GError          **error)
{
  g_autoptr(Volume) volume = NULL;

  LODGE_ASSERT_WORKER ();
  volume = find_volume (self, path, error);
  return volume != NULL && check (virStorageVolDelete (volume, 0) == 0, error);
}
