/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <libvirt/libvirt.h>
#include <sys/stat.h>
#include <unistd.h>

#include "virt-support.h"
#include "virt/lodge-machine-cache-private.h"

#define UUID(n) "00000000-0000-4000-8000-00000000000" #n
#define SEEN    G_GINT64_CONSTANT (1700000000)

typedef struct {
  char *dir;
  char *xml;   /* of a hypervisor with vm0, vm1, vm2 */
  char *uri;
  char *path;  /* of what is kept of it */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  fixture->xml = write_test_hypervisor (fixture->dir, 3);
  fixture->uri = g_strdup_printf ("test://%s", fixture->xml);
  fixture->path = lodge_machine_cache_dup_path (fixture->uri);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_unlink (fixture->xml);
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->uri);
  g_free (fixture->xml);
  g_free (fixture->dir);
}

static LodgeMachineCache *
make_cache (void)
{
  LodgeMachineCache *cache = lodge_machine_cache_new (SEEN);

  g_assert_true (lodge_machine_cache_add (cache, UUID (0), "vm0", NULL));
  g_assert_true (lodge_machine_cache_add (cache, UUID (1), "vm1", "Máy ảo"));
  g_assert_true (lodge_machine_cache_add (cache, UUID (9), "vm9", NULL));
  return cache;
}

static void
save (const char *path)
{
  g_autoptr(LodgeMachineCache) cache = make_cache ();
  g_autoptr(GError) error = NULL;

  lodge_machine_cache_save (cache, path, &error);
  g_assert_no_error (error);
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(LodgeMachineCache) read = NULL;
  const LodgeMachineRow *row;
  GStatBuf info;

  g_assert_null (lodge_machine_cache_load (fixture->path));
  save (fixture->path);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);

  read = lodge_machine_cache_load (fixture->path);
  g_assert_nonnull (read);
  g_assert_cmpint (read->seen, ==, SEEN);
  g_assert_cmpuint (read->rows->len, ==, 3);
  row = g_ptr_array_index (read->rows, 1);
  g_assert_cmpstr (row->uuid, ==, UUID (1));
  g_assert_cmpstr (row->name, ==, "vm1");
  g_assert_cmpstr (row->title, ==, "Máy ảo");
  g_assert_nonnull (row->sort_key);
}

static void
assert_ignored (const char *path,
                GVariant   *value)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (value);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, g_variant_get_data (owned), (gssize) g_variant_get_size (owned), &error);
  g_assert_no_error (error);
  g_assert_null (lodge_machine_cache_load (path));
}

static GVariant *
make_file (guint32     magic,
           guint32     version,
           gint64      seen,
           const char *uuid,
           const char *name)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sss)"));

  g_variant_builder_add (&builder, "(sss)", uuid, name, "");
  return g_variant_new ("(uuxa(sss))", magic, version, seen, &builder);
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *link_path = g_build_filename (fixture->dir, "link", NULL);
  g_autofree char *long_name = g_strnfill (5000, 'x');
  g_autofree char *bytes = NULL;
  const guint32 magic = 0x4c6d6331;
  gsize size;

  save (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  g_assert_cmpint (symlink (fixture->path, link_path), ==, 0);
  g_assert_null (lodge_machine_cache_load (link_path));
  g_unlink (link_path);
  g_assert_null (lodge_machine_cache_load (fixture->dir));
  for (gsize cut = 0; cut < size; cut += 7)
    {
      g_file_set_contents (fixture->path, bytes, (gssize) cut, NULL);
      g_assert_null (lodge_machine_cache_load (fixture->path));
    }

  assert_ignored (fixture->path, make_file (GUINT32_SWAP_LE_BE (magic), 1, SEEN, UUID (0), "vm0"));
  assert_ignored (fixture->path, make_file (magic, 2, SEEN, UUID (0), "vm0"));
  assert_ignored (fixture->path, make_file (magic, 1, G_MAXINT64, UUID (0), "vm0"));
  assert_ignored (fixture->path, make_file (magic, 1, -1, UUID (0), "vm0"));
  assert_ignored (fixture->path, make_file (magic, 1, SEEN, "../../../etc/passwd", "vm0"));
  assert_ignored (fixture->path, make_file (magic, 1, SEEN, UUID (0), ""));
  assert_ignored (fixture->path, make_file (magic, 1, SEEN, UUID (0), long_name));
  g_assert_cmpint (truncate (fixture->path, LODGE_MACHINE_CACHE_MAX_BYTES + 1), ==, 0);
  g_assert_null (lodge_machine_cache_load (fixture->path));
}

static void
test_bounds (void)
{
  g_autoptr(LodgeMachineCache) cache = lodge_machine_cache_new (SEEN);
  g_autofree char *name = g_strnfill (1000, 'n');
  guint n = 0;

  while (n <= LODGE_MACHINE_CACHE_MAX && lodge_machine_cache_add (cache, UUID (0), name, NULL))
    n++;
  g_assert_cmpuint (n, >, 1000);
  g_assert_cmpuint (n, <, LODGE_MACHINE_CACHE_MAX);
  {
    g_autoptr(GBytes) bytes = lodge_machine_cache_encode (cache);
    g_autoptr(LodgeMachineCache) again = lodge_machine_cache_decode (bytes);

    g_assert_cmpuint (again->rows->len, ==, n);
  }
}

static LodgeMachineState
current_state (LodgeMachine *machine)
{
  LodgeMachineState state;

  g_object_get (machine, "current-state", &state, NULL);
  return state;
}

static void
changed_cb (guint *n_changes)
{
  (*n_changes)++;
}

/* A list that is not as last time: one is gone, one is new, the others keep their objects. */
static void
test_answer (Fixture       *fixture,
             gconstpointer  data)
{
  LodgeHost *host;
  LodgeMachine *first, *last;
  GListModel *machines;
  guint n_changes = 0;

  save (fixture->path);
  host = lodge_host_new (fixture->uri);
  machines = lodge_host_get_machines (host);
  lodge_host_load_cache (host);
  wait_for (g_list_model_get_n_items (machines) == 3);
  first = lodge_host_find_machine (host, "vm0");
  last = g_object_ref (lodge_host_find_machine (host, "vm9"));
  g_assert_cmpint (lodge_machine_get_state (first), ==, LODGE_MACHINE_UNKNOWN);
  g_assert_cmpint (lodge_machine_get_allowed_actions (first), ==, 0);
  g_assert_cmpstr (lodge_machine_get_label (lodge_host_find_machine (host, "vm1")), ==, "Máy ảo");

  g_signal_connect_swapped (machines, "items-changed", G_CALLBACK (changed_cb), &n_changes);
  lodge_host_connect (host);
  wait_for (lodge_host_get_state (host) == LODGE_HOST_CONNECTED);
  g_assert_true (lodge_host_find_machine (host, "vm0") == first);
  g_assert_cmpint (current_state (first), ==, LODGE_MACHINE_RUNNING);
  g_assert_cmpint (lodge_machine_get_allowed_actions (first), !=, 0);
  g_assert_null (lodge_host_find_machine (host, "vm9"));
  g_assert_null (lodge_machine_get_host (last));
  g_assert_nonnull (lodge_host_find_machine (host, "vm2"));
  g_assert_cmpuint (n_changes, ==, 2);
  g_object_unref (last);
  host_finish (host);
}

static char *
dup_seen_text (LodgeHost *host)
{
  char *text;

  g_object_get (host, "last-seen-text", &text, NULL);
  return text;
}

static void
test_no_answer (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *uri = g_strdup_printf ("qemu+unix:///system?socket=%s/none", fixture->dir);
  g_autofree char *path = lodge_machine_cache_dup_path (uri);
  g_autofree char *text = NULL;
  LodgeHost *host = lodge_host_new (uri);
  GListModel *machines = lodge_host_get_machines (host);

  save (path);
  lodge_host_connect (host);
  wait_for (lodge_host_get_state (host) == LODGE_HOST_RETRYING && g_list_model_get_n_items (machines) == 3);
  text = dup_seen_text (host);
  g_assert_nonnull (strstr (text, "last seen on 1"));
  g_assert_nonnull (strstr (text, "November 2023"));
  host_finish (host);
  g_unlink (path);
}

/* Of a host that is lost nothing is known either. */
static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  LodgeHost *host = host_connected (fixture->uri);
  LodgeMachine *machine = lodge_host_find_machine (host, "vm0");
  g_autofree char *text = dup_seen_text (host);

  g_assert_null (text);
  g_assert_cmpint (current_state (machine), ==, LODGE_MACHINE_RUNNING);
  lodge_host_disconnect (host);
  g_assert_cmpint (current_state (machine), ==, LODGE_MACHINE_UNKNOWN);
  text = dup_seen_text (host);
  g_assert_nonnull (text);
  lodge_host_connect (host);
  wait_for (current_state (machine) == LODGE_MACHINE_RUNNING);
  host_finish (host);
}

static gpointer
create_transient (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  virDomainPtr domain = virDomainCreateXML (connection->conn,
                                            "<domain type='test'><name>passing</name><memory>65536</memory>"
                                            "<os><type arch='i686'>hvm</type></os></domain>", 0);

  g_assert_nonnull (domain);
  virDomainFree (domain);
  return NULL;
}

static gboolean
is_kept (Fixture *fixture,
         guint    n)
{
  g_autoptr(LodgeMachineCache) cache = lodge_machine_cache_load (fixture->path);

  return cache != NULL && cache->rows->len == n;
}

/* Kept when the connection ends, without what passes with its run; and forgotten with the host. */
static void
test_kept_and_removed (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(LodgeHosts) hosts = lodge_hosts_new ();
  LodgeHost *host = lodge_hosts_add (hosts, fixture->uri);

  lodge_host_connect (host);
  wait_for (lodge_host_get_state (host) == LODGE_HOST_CONNECTED);
  run_on_connection (host, create_transient, NULL);
  wait_for (lodge_host_find_machine (host, "passing") != NULL);
  lodge_host_disconnect (host);
  wait_for (is_kept (fixture, 3));

  lodge_host_connect (host);
  wait_for (lodge_host_get_state (host) == LODGE_HOST_CONNECTED);
  lodge_hosts_remove (hosts, host);
  wait_for (!g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* While it is connected too, a moment after a change. */
static void
test_kept_meanwhile (Fixture       *fixture,
                     gconstpointer  data)
{
  LodgeHost *host = host_connected (fixture->uri);

  wait_for (is_kept (fixture, 3));
  host_finish (host);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *cache = g_dir_make_tmp ("lodge-cache-XXXXXX", NULL);
  g_autofree char *lodge = g_build_filename (cache, "lodge", NULL);
  g_autofree char *machines = g_build_filename (lodge, "machines", NULL);
  int status;

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  lodge_host_set_caching (TRUE);
  g_test_add_func ("/cache/bounds", test_bounds);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/cache/round-trip", test_round_trip);
  ADD ("/cache/hostile", test_hostile);
  ADD ("/cache/answer", test_answer);
  ADD ("/cache/no-answer", test_no_answer);
  ADD ("/cache/lost", test_lost);
  ADD ("/cache/kept-and-removed", test_kept_and_removed);
  ADD ("/cache/kept-meanwhile", test_kept_meanwhile);
  status = g_test_run ();
  lodge_host_finish_cache ();
  g_rmdir (machines);
  g_rmdir (lodge);
  g_rmdir (cache);
  return status;
}
