/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the facts of a host in one trip to its worker. Nothing on the host is changed: a pool that
 * is not there yet is not made, its place is looked at. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>

#include "base/lodge-error.h"
#include "create/lodge-host-facts-private.h"

/* As libvirt's own default pool, and as virt-manager makes it for a session. */
#define SYSTEM_DIR "/var/lib/libvirt/images"

static const char *
kvm_virt_type (LodgeHostFacts *facts)
{
  return facts->virt_type != NULL ? facts->virt_type : "qemu";
}

/* Drivers without this document (the test driver) are taken as they are. */
static void
read_domain_capabilities (LodgeHostFacts  *facts,
                          LodgeConnection *connection)
{
  g_autofree char *xml = NULL;
  g_autoptr(GError) error = NULL;

  xml = lodge_connection_dup_domain_capabilities (connection, facts->arch, facts->machine,
                                                  kvm_virt_type (facts), &error);
  if (xml == NULL)
    g_debug ("no domain capabilities: %s", error != NULL ? error->message : "");
  lodge_host_facts_read_domain_capabilities (facts, xml);
}

static gboolean
read_names (LodgeHostFacts   *facts,
            LodgeConnection  *connection,
            GError          **error)
{
  g_auto(GStrv) names = lodge_connection_dup_domain_names (connection, error);

  if (names == NULL)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    lodge_host_facts_add_name (facts, names[i]);
  return TRUE;
}

static guint64
free_space_of_existing_parent (const char *dir)
{
  g_autofree char *path = g_strdup (dir);
  struct statvfs vfs;

  while (!g_file_test (path, G_FILE_TEST_IS_DIR) && !g_str_equal (path, "/"))
    {
      char *parent = g_path_get_dirname (path);

      g_free (path);
      path = parent;
    }
  if (statvfs (path, &vfs) < 0)
    return 0;
  return (guint64) vfs.f_bavail * vfs.f_frsize;
}

/* The pool may be missing or stopped: then the run makes or starts it. */
static void
read_storage (LodgeHostFacts  *facts,
              LodgeConnection *connection)
{
  gboolean active = FALSE;

  facts->pool = lodge_connection_find_pool (connection, &active);
  facts->pool_asleep = facts->pool != NULL && !active;
  if (facts->pool != NULL &&
      lodge_connection_get_pool_space (connection, facts->pool, NULL, &facts->disk_free,
                                       &facts->disk_dir, NULL) && active)
    return;

  facts->disk_free = 0;
  if (!facts->is_local)
    return;
  if (facts->disk_dir == NULL)
    facts->disk_dir = facts->is_session
      ? g_build_filename (g_get_user_data_dir (), "libvirt", "images", NULL)
      : g_strdup (SYSTEM_DIR);
  facts->disk_free = free_space_of_existing_parent (facts->disk_dir);
}

/* A session has no networks of its own, and a host may have no driver for them: neither is a
 * reason to go without facts. */
static void
read_networks (LodgeHostFacts  *facts,
               LodgeConnection *connection)
{
  g_autoptr(GPtrArray) networks = lodge_connection_list_networks (connection, NULL);
  g_auto(GStrv) bridges = lodge_connection_list_bridges (connection, NULL);

  if (networks == NULL)
    networks = g_ptr_array_new ();
  lodge_host_facts_add_networks (facts, networks, (const char *const *) bridges);
}

static gpointer
read_on_worker (LodgeConnection  *connection,
                gpointer          data,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autoptr(LodgeHostFacts) facts = lodge_host_facts_new ();
  g_autofree char *capabilities = NULL;

  facts->kvm = (LodgeKvmState) GPOINTER_TO_INT (data);
  facts->is_local = lodge_connection_is_local (connection);
  facts->is_session = lodge_connection_is_session (connection);
  if (facts->is_local && facts->is_session)
    facts->socket_dir = g_build_filename (g_get_user_config_dir (), "libvirt", "qemu", NULL);
  facts->n_cpus = lodge_connection_get_n_cpus (connection);

  capabilities = lodge_connection_dup_capabilities (connection, error);
  if (capabilities == NULL)
    return NULL;
  lodge_host_facts_read_capabilities (facts, capabilities);
  if (facts->virt_type == NULL)
    {
      lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, NULL,
                       _("This host offers no virtual machines. Install QEMU on it."));
      return NULL;
    }
  if (!lodge_connection_get_memory (connection, &facts->memory_total, &facts->memory_free, error) ||
      !read_names (facts, connection, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  read_domain_capabilities (facts, connection);
  read_storage (facts, connection);
  read_networks (facts, connection);
  return g_steal_pointer (&facts);
}

/**
 * lodge_host_facts_read_async:
 * @host: a connected host
 * @cancellable: (nullable): stops it
 * @callback: called when done
 * @user_data: for @callback
 *
 * Reads the facts. The host is asked only, not changed.
 */
void
lodge_host_facts_read_async (LodgeHost           *host,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  LodgeHostInfo *info = lodge_host_get_info (host);
  LodgeKvmState kvm = info != NULL ? info->kvm : LODGE_KVM_NOT_OFFERED;

  lodge_host_run_async (host, "read host facts", read_on_worker, GINT_TO_POINTER (kvm), NULL,
                        (GDestroyNotify) lodge_host_facts_unref, cancellable, callback, user_data);
}

/**
 * lodge_host_facts_read_finish:
 * @host: the host
 * @result: what the callback got
 * @error: where the error goes
 *
 * Gets the facts.
 *
 * Returns: (transfer full): the facts
 */
LodgeHostFacts *
lodge_host_facts_read_finish (LodgeHost     *host,
                              GAsyncResult  *result,
                              GError       **error)
{
  return lodge_host_run_finish (host, result, error);
}
