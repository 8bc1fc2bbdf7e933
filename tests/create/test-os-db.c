/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "create-support.h"
#include "create/lodge-os-private.h"

static void
test_loads (void)
{
  LodgeOsDb *db = lodge_os_db_get_default ();
  GListModel *systems = lodge_os_db_get_systems (db);
  guint n_debian = 0;

  support_load_systems ();
  g_assert_cmpuint (g_list_model_get_n_items (systems), >, 100);

  for (guint i = 0; i < g_list_model_get_n_items (systems); i++)
    {
      g_autoptr(LodgeOs) os = g_list_model_get_item (systems, i);

      n_debian += g_str_has_prefix (lodge_os_get_id (os), "http://debian.org/debian/");
      g_assert_nonnull (lodge_os_get_name (os));
    }
  g_assert_cmpuint (n_debian, >, 5);
}

static guint
position_of (const char *id)
{
  GListModel *systems = lodge_os_db_get_systems (lodge_os_db_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (systems); i++)
    {
      g_autoptr(LodgeOs) os = g_list_model_get_item (systems, i);

      if (g_str_equal (lodge_os_get_id (os), id))
        return i;
    }
  g_error ("%s is not in the list", id);
}

static void
test_order (void)
{
  GListModel *systems = lodge_os_db_get_systems (lodge_os_db_get_default ());
  g_autoptr(LodgeOs) last = NULL;

  support_load_systems ();
  g_assert_cmpuint (position_of ("http://debian.org/debian/11"), <,
                    position_of ("http://debian.org/debian/10"));
  /* Whether the database writes a distribution with a capital does not matter. */
  g_assert_cmpuint (position_of ("http://debian.org/debian/11"), <,
                    position_of ("http://manjaro.org/manjaro/rolling"));
  last = g_list_model_get_item (systems, g_list_model_get_n_items (systems) - 1);
  g_assert_cmpstr (lodge_os_get_name (last), ==, "Other or unknown");
}

static void
test_find (void)
{
  LodgeOsDb *db = lodge_os_db_get_default ();
  LodgeOs *debian, *old;
  g_autofree char *search_text = NULL;
  gboolean end_of_life;

  support_load_systems ();
  debian = lodge_os_db_find (db, "http://debian.org/debian/11");
  g_assert_nonnull (debian);
  g_assert_true (lodge_os_db_find (db, "debian11") == debian);
  g_assert_cmpstr (lodge_os_get_name (debian), ==, "Debian 11");
  g_assert_cmpint (lodge_os_get_devices (debian) &
                   (LODGE_OS_VIRTIO_DISK | LODGE_OS_VIRTIO_NET | LODGE_OS_Q35), ==,
                   LODGE_OS_VIRTIO_DISK | LODGE_OS_VIRTIO_NET | LODGE_OS_Q35);
  g_assert_false (lodge_os_is_windows (debian));
  g_object_get (debian, "search-text", &search_text, NULL);
  g_assert_nonnull (strstr (search_text, "debian 11"));
  g_assert_nonnull (strstr (search_text, "debian11"));

  old = lodge_os_db_find (db, "http://debian.org/debian/4");
  g_object_get (old, "end-of-life", &end_of_life, NULL);
  g_assert_true (end_of_life);

  g_assert_null (lodge_os_db_find (db, NULL));
  g_assert_null (lodge_os_db_find (db, "http://example.org/nothing"));
}

static void
test_resources (void)
{
  LodgeOsDb *db = lodge_os_db_get_default ();
  LodgeOsResources resources;

  support_load_systems ();
  lodge_os_db_get_resources (db, "http://microsoft.com/win/11", "x86_64", &resources);
  g_assert_cmpuint (resources.memory_minimum, ==, G_GUINT64_CONSTANT (4) << 30);
  g_assert_cmpuint (resources.disk_minimum, ==, G_GUINT64_CONSTANT (64) << 30);
  g_assert_cmpuint (resources.cpus_minimum, ==, 2);
  g_assert_true (resources.uefi_only);
  g_assert_true (resources.windows);

  lodge_os_db_get_resources (db, "http://debian.org/debian/11", "x86_64", &resources);
  g_assert_cmpuint (resources.memory_recommended, >=, resources.memory_minimum);
  g_assert_cmpuint (resources.disk_recommended, >, 0);
  g_assert_false (resources.uefi_only);
  g_assert_false (resources.windows);

  lodge_os_db_get_resources (db, NULL, "x86_64", &resources);
  g_assert_cmpuint (resources.memory_minimum, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/os-db/loads", test_loads);
  g_test_add_func ("/os-db/order", test_order);
  g_test_add_func ("/os-db/find", test_find);
  g_test_add_func ("/os-db/resources", test_resources);
  return g_test_run ();
}
