/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of this folder share: a directory of their own, made-up images, waiting. */

#include "config.h"

#include "create-support.h"

#include <glib/gstdio.h>

#include "base/lodge-units.h"
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

static char *
read_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "create", "data", name, NULL);
  g_autoptr(GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static LodgeNetworkFact *
network_fact (const char *name,
              const char *forward,
              gboolean    active)
{
  LodgeNetworkFact *fact = g_new0 (LodgeNetworkFact, 1);

  fact->name = g_strdup (name);
  fact->forward = g_strdup (forward);
  fact->active = active;
  return fact;
}

static void
network_fact_free (gpointer data)
{
  LodgeNetworkFact *fact = data;

  g_free (fact->name);
  g_free (fact->forward);
  g_free (fact);
}

/* A user's session on a computer with 8 GiB, 4 processors, and no KVM. */
LodgeHostFacts *
support_session_facts (void)
{
  LodgeHostFacts *facts = lodge_host_facts_new ();
  g_autoptr(GPtrArray) networks = g_ptr_array_new ();
  g_autofree char *capabilities = read_data ("capabilities-session.xml");
  g_autofree char *domain_capabilities = read_data ("domain-capabilities-tcg.xml");

  facts->is_local = TRUE;
  facts->is_session = TRUE;
  facts->kvm = LODGE_KVM_NO_DEVICE;
  facts->n_cpus = 4;
  facts->memory_total = 8 * LODGE_GIB;
  facts->memory_free = 5 * LODGE_GIB;
  facts->disk_dir = g_strdup ("/home/ada/.local/share/libvirt/images");
  facts->disk_free = 100 * LODGE_GIB;
  lodge_host_facts_read_capabilities (facts, capabilities);
  lodge_host_facts_read_domain_capabilities (facts, domain_capabilities);
  lodge_host_facts_add_networks (facts, networks, NULL);
  return facts;
}

/* The system of a computer with 32 GiB, 8 processors, KVM, networks and a bridge. */
LodgeHostFacts *
support_system_facts (void)
{
  static const char *const bridges[] = { "br0", NULL };
  LodgeHostFacts *facts = lodge_host_facts_new ();
  g_autoptr(GPtrArray) networks = g_ptr_array_new_with_free_func (network_fact_free);
  g_autofree char *capabilities = read_data ("capabilities-system.xml");
  g_autofree char *domain_capabilities = read_data ("domain-capabilities-kvm.xml");

  facts->is_local = TRUE;
  facts->kvm = LODGE_KVM_USABLE;
  facts->n_cpus = 8;
  facts->memory_total = 32 * LODGE_GIB;
  facts->memory_free = 20 * LODGE_GIB;
  facts->pool = g_strdup ("default");
  facts->disk_dir = g_strdup ("/var/lib/libvirt/images");
  facts->disk_free = 500 * LODGE_GIB;
  lodge_host_facts_add_name (facts, "debian11");
  lodge_host_facts_add_name (facts, "web");
  lodge_host_facts_read_capabilities (facts, capabilities);
  lodge_host_facts_read_domain_capabilities (facts, domain_capabilities);
  g_ptr_array_add (networks, network_fact ("asleep", "nat", FALSE));
  g_ptr_array_add (networks, network_fact ("lab", NULL, TRUE));
  g_ptr_array_add (networks, network_fact ("default", "nat", TRUE));
  lodge_host_facts_add_networks (facts, networks, bridges);
  return facts;
}

/* The choice of that kind and name. */
LodgeNetworkChoice *
support_network (LodgeHostFacts   *facts,
                 LodgeNetworkKind  kind,
                 const char       *name)
{
  GListModel *networks = lodge_host_facts_get_networks (facts);

  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      LodgeNetworkChoice *choice = g_list_model_get_item (networks, i);

      if (lodge_network_choice_get_kind (choice) == kind &&
          g_strcmp0 (lodge_network_choice_get_name (choice), name) == 0)
        return choice;
      g_object_unref (choice);
    }
  g_error ("no such network");
}
