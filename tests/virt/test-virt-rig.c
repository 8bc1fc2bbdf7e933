/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A real libvirtd and real QEMU, inside of tests/rig. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "virt-support.h"

static const char *rig;
static const char *uri;
static const char *images;
static gboolean session;

/* Enough to have a screen and a disk; boots nothing. */
static const char domain_xml[] =
  "<domain type='qemu'><name>%s</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
  "<os><type arch='x86_64' machine='pc'>hvm</type></os>"
  "<devices>%s<graphics type='spice'><listen type='none'/></graphics>"
  "<video><model type='vga'/></video><interface type='user'/></devices></domain>";

typedef struct {
  char *name;
  char *xml;
  char *path;
  int fd;
  GBytes *picture;
} Work;

static gpointer
define_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autofree char *uuid = lodge_connection_define_domain (connection, ((Work *) data)->xml, error);

  return GINT_TO_POINTER (uuid != NULL);
}

static LodgeMachine *
define (LodgeHost  *host,
        const char *name,
        const char *devices)
{
  g_autofree char *xml = g_strdup_printf (domain_xml, name, devices);
  Work work = { .xml = xml };

  run_on_connection (host, define_on_worker, &work);
  wait_for (lodge_host_find_machine (host, name) != NULL);
  return lodge_host_find_machine (host, name);
}

static void
do_act (LodgeMachine       *machine,
        LodgeMachineAction  action,
        LodgeMachineState   state)
{
  g_autoptr(GError) error = NULL;

  act (machine, action, &error);
  g_assert_no_error (error);
  wait_for (lodge_machine_get_state (machine) == state);
}

static void
remove_machine (LodgeMachine       *machine,
                const char *const  *paths)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lodge_machine_delete_async (machine, paths, NULL, keep_result_cb, &result);
  wait_for (result != NULL);
  lodge_machine_delete_finish (machine, result, &error);
  g_assert_no_error (error);
}

static void
test_info (void)
{
  LodgeHost *host = host_connected (uri);
  LodgeHostInfo *info = lodge_host_get_info (host);

  g_assert_cmpstr (info->hypervisor, ==, "QEMU");
  g_assert_nonnull (strchr (info->hypervisor_version, '.'));
  g_assert_cmpstr (info->arch, ==, "x86_64");
  g_assert_cmpuint (info->memory, >, 0);
  g_assert_true (info->is_local);
  /* The rig has no /dev/kvm. */
  g_assert_cmpint (info->kvm, !=, LODGE_KVM_USABLE);
  g_assert_nonnull (info->kvm_detail);
  host_finish (host);
}

static gpointer
screen_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  Work *work = data;

  work->fd = lodge_connection_open_graphics (connection, work->name, 0, error);
  if (work->fd >= 0)
    work->picture = lodge_connection_screenshot (connection, work->name, error);
  return work->picture;
}

/* Who connects later sees since when the machine runs, too. */
static void
assert_known_to_newcomer (LodgeMachine *machine,
                          gint64        start_time)
{
  LodgeHost *host = host_connected (uri);
  LodgeMachine *same = lodge_host_find_machine (host, lodge_machine_get_uuid (machine));
  gint64 same_time;

  g_assert_nonnull (same);
  g_object_get (same, "start-time", &same_time, NULL);
  g_assert_cmpint (ABS (same_time - start_time), <=, 5);
  host_finish (host);
}

static void
test_life (void)
{
  LodgeHost *host = host_connected (uri);
  LodgeMachine *machine = define (host, "life", "");
  g_autoptr(LodgeMachine) kept = g_object_ref (machine);
  Work work = { .name = (char *) lodge_machine_get_uuid (machine), .fd = -1 };
  gint64 start_time;

  do_act (machine, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  g_object_get (machine, "start-time", &start_time, NULL);
  g_assert_cmpint (ABS (start_time - g_get_real_time () / G_USEC_PER_SEC), <, 60);
  assert_known_to_newcomer (machine, start_time);
  run_on_connection (host, screen_on_worker, &work);
  g_assert_cmpint (work.fd, >=, 0);
  g_assert_cmpuint (g_bytes_get_size (work.picture), >, 100);
  close (work.fd);
  g_bytes_unref (work.picture);
  do_act (machine, LODGE_ACTION_PAUSE, LODGE_MACHINE_PAUSED);
  do_act (machine, LODGE_ACTION_RESUME, LODGE_MACHINE_RUNNING);
  do_act (machine, LODGE_ACTION_RESET, LODGE_MACHINE_RUNNING);
  remove_machine (machine, NULL);
  wait_for (lodge_host_find_machine (host, "life") == NULL);
  host_finish (host);
}

static void
sampled_cb (LodgeMachine *machine,
            gpointer      user_data)
{
  (*(guint *) user_data)++;
}

static void
test_stats (void)
{
  LodgeHost *host = host_connected (uri);
  LodgeMachine *machine = define (host, "stats", "");
  double values[LODGE_MACHINE_HISTORY];
  guint64 used, total;
  double cpu;
  guint n_samples = 0;

  do_act (machine, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  g_signal_connect (machine, "sampled", G_CALLBACK (sampled_cb), &n_samples);
  lodge_machine_watch (machine, LODGE_STATS_ALL);
  wait_for (n_samples >= 3);
  g_object_get (machine, "cpu", &cpu, "memory-used", &used, "memory-total", &total, NULL);
  /* A BIOS without a disk spins. */
  g_assert_cmpfloat (cpu, >, 0);
  g_assert_cmpfloat (cpu, <=, 1);
  g_assert_cmpuint (used, >, 0);
  g_assert_cmpuint (total, ==, 64 * 1024 * 1024);
  g_assert_cmpuint (lodge_machine_get_history (machine, LODGE_STATS_CPU, values, NULL), >=, 2);
  lodge_machine_unwatch (machine, LODGE_STATS_ALL);
  remove_machine (machine, NULL);
  host_finish (host);
}

static gpointer
make_disk_on_worker (LodgeConnection  *connection,
                     gpointer          data,
                     GCancellable     *cancellable,
                     GError          **error)
{
  Work *work = data;
  gboolean is_new = session && !g_file_test (images, G_FILE_TEST_EXISTS);
  gboolean created = TRUE;
  g_autofree char *pool = lodge_connection_ensure_pool (connection, NULL, NULL, &created,
                                                        NULL, error);
  g_autofree char *target = NULL;
  guint64 capacity, available;

  if (pool == NULL)
    return NULL;
  /* The rig gives the system a pool; a session has none yet. */
  g_assert_cmpint (created, ==, is_new);
  g_assert_true (lodge_connection_get_pool_space (connection, pool, &capacity, &available, &target,
                                                  error));
  g_assert_cmpuint (available, >, 0);
  g_assert_cmpstr (target, ==, images);
  g_assert_false (lodge_connection_has_volume (connection, pool, "disk.qcow2"));
  work->path = lodge_connection_create_volume (connection, pool,
                                               "<volume><name>disk.qcow2</name>"
                                               "<capacity unit='MiB'>10</capacity>"
                                               "<target><format type='qcow2'/></target></volume>",
                                               error);
  return work->path;
}

static void
test_delete_disk (void)
{
  LodgeHost *host = host_connected (uri);
  Work work = { NULL };
  g_autofree char *disk = g_build_filename (images, "disk.qcow2", NULL);
  g_autofree char *unknown = g_build_filename (images, "unknown.img", NULL);
  g_autofree char *devices = NULL;
  const char *paths[] = { disk, unknown, NULL };
  LodgeMachine *machine;

  run_on_connection (host, make_disk_on_worker, &work);
  g_assert_cmpstr (work.path, ==, paths[0]);
  /* One that libvirt has not seen yet. */
  g_assert_true (g_file_set_contents (paths[1], "x", 1, NULL));
  devices = g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
                             "<source file='%s'/><target dev='vda'/></disk>", disk);
  machine = define (host, "disks", devices);
  do_act (machine, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  remove_machine (machine, paths);
  g_assert_false (g_file_test (paths[0], G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (paths[1], G_FILE_TEST_EXISTS));
  g_free (work.path);
  host_finish (host);
}

static gpointer
other_pool_on_worker (LodgeConnection  *connection,
                      gpointer          data,
                      GCancellable     *cancellable,
                      GError          **error)
{
  gboolean created = FALSE, created_folder = FALSE;
  g_autofree char *folder = g_build_filename (data, "images", NULL);
  g_autofree char *pool = NULL;
  g_autofree char *again = NULL;
  g_autofree char *third = NULL;

  pool = lodge_connection_ensure_pool (connection, "mine", folder, &created, &created_folder, error);
  g_assert_no_error (*error);
  g_assert_true (created);
  g_assert_true (created_folder);
  again = lodge_connection_ensure_pool (connection, "other", folder, &created, &created_folder,
                                        error);
  g_assert_cmpstr (again, ==, pool);
  g_assert_false (created);
  g_assert_false (created_folder);
  g_assert_true (lodge_connection_remove_pool (connection, pool, FALSE, error));
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));

  third = lodge_connection_ensure_pool (connection, "mine", folder, &created, &created_folder,
                                        error);
  g_assert_true (created);
  g_assert_false (created_folder);
  g_assert_true (lodge_connection_remove_pool (connection, third, TRUE, error));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  return data;
}

static void
test_pool (void)
{
  LodgeHost *host = host_connected (uri);
  g_autofree char *dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);

  run_on_connection (host, other_pool_on_worker, dir);
  g_rmdir (dir);
  host_finish (host);
}

static gpointer
networks_on_worker (LodgeConnection  *connection,
                    gpointer          data,
                    GCancellable     *cancellable,
                    GError          **error)
{
  g_autoptr(GPtrArray) networks = lodge_connection_list_networks (connection, error);
  g_auto(GStrv) bridges = lodge_connection_list_bridges (connection, error);
  LodgeNetworkFact *fact;

  g_assert_no_error (*error);
  /* The bridge of the network is its own affair. */
  g_assert_false (g_strv_contains ((const char *const *) bridges, "virbr0"));
  if (networks->len == 0)
    return data;
  fact = g_ptr_array_index (networks, 0);
  g_assert_cmpstr (fact->name, ==, "default");
  g_assert_cmpstr (fact->bridge, ==, "virbr0");
  g_assert_true (lodge_connection_stop_network (connection, fact->name, error));
  g_assert_true (lodge_connection_stop_network (connection, fact->name, error));
  g_assert_true (lodge_connection_start_network (connection, fact->name, error));
  return data;
}

static void
test_networks (void)
{
  LodgeHost *host = host_connected (uri);

  run_on_connection (host, networks_on_worker, host);
  host_finish (host);
}

static void
test_errors (void)
{
  LodgeHost *host = host_connected (uri);
  LodgeMachine *machine = define (host, "no-iso",
                                  "<disk type='file' device='cdrom'><source file='/no/such.iso'/>"
                                  "<target dev='hda'/></disk>");
  g_autoptr(GError) error = NULL;

  g_assert_false (act (machine, LODGE_ACTION_START, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_NOT_FOUND);
  remove_machine (machine, NULL);
  host_finish (host);
}

static void
ctl (const char *word,
     const char *daemon)
{
  g_autoptr(GError) error = NULL;
  const char *argv[] = { rig, "ctl", word, daemon, NULL };
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
test_reconnect (void)
{
  LodgeHost *host = host_connected (uri);
  LodgeMachine *machine = define (host, "survivor", "");
  gint seconds;

  do_act (machine, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  ctl ("kill", "libvirtd");
  wait_for (lodge_host_get_state (host) == LODGE_HOST_RETRYING);
  g_assert_nonnull (lodge_host_get_error (host));
  g_assert_true (lodge_host_find_machine (host, "survivor") == machine);
  g_assert_cmpint (lodge_machine_get_allowed_actions (machine), ==, 0);
  g_object_get (host, "retry-seconds", &seconds, NULL);
  g_assert_cmpint (seconds, >, 0);

  ctl ("start", "libvirtd");
  wait_for (lodge_machine_get_allowed_actions (machine) != 0);
  g_assert_cmpint (lodge_host_get_state (host), ==, LODGE_HOST_CONNECTED);
  g_assert_no_error (lodge_host_get_error (host));
  g_assert_true (lodge_host_find_machine (host, "survivor") == machine);
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_RUNNING);
  /* Events of the new connection arrive. */
  do_act (machine, LODGE_ACTION_PAUSE, LODGE_MACHINE_PAUSED);
  remove_machine (machine, NULL);
  wait_for (lodge_host_find_machine (host, "survivor") == NULL);
  host_finish (host);
}

static GPid
daemon_pid (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  const char *argv[] = { rig, "ctl", "pid", "libvirtd", NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &output, NULL, NULL, &error);
  g_assert_no_error (error);
  return (GPid) g_ascii_strtoll (output, NULL, 10);
}

/* A daemon that is there and says nothing: keep-alive finds out, and nobody else waits for it. */
static void
test_hang (void)
{
  LodgeHost *host = host_connected (uri);
  LodgeMachine *machine = define (host, "patient", "");
  LodgeHost *other;
  GPid pid = daemon_pid ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pid, >, 1);
  kill (pid, SIGSTOP);
  lodge_machine_act_async (machine, LODGE_ACTION_START, NULL, keep_result_cb, &result);
  other = host_connected ("test:///default");
  g_assert_cmpint (lodge_host_get_state (host), ==, LODGE_HOST_CONNECTED);
  host_finish (other);
  wait_for (lodge_host_get_state (host) == LODGE_HOST_RETRYING);
  wait_for (result != NULL);
  g_assert_false (lodge_machine_act_finish (machine, result, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED);

  kill (pid, SIGCONT);
  wait_for (lodge_machine_get_allowed_actions (machine) != 0);
  remove_machine (machine, NULL);
  host_finish (host);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rig = argc > 1 ? argv[1] : NULL;
  images = g_getenv ("LODGE_RIG_POOL");
  session = g_strcmp0 (g_getenv ("LODGE_RIG"), "session") == 0;
  uri = g_getenv ("LODGE_RIG_URI");
  g_assert_nonnull (uri);
  g_assert_nonnull (images);
  lodge_virt_init ();
  g_test_add_func ("/virt-rig/info", test_info);
  g_test_add_func ("/virt-rig/life", test_life);
  g_test_add_func ("/virt-rig/stats", test_stats);
  g_test_add_func ("/virt-rig/delete-disk", test_delete_disk);
  g_test_add_func ("/virt-rig/pool", test_pool);
  g_test_add_func ("/virt-rig/networks", test_networks);
  g_test_add_func ("/virt-rig/errors", test_errors);
  /* The rig does not run the daemon of a session. */
  if (!session)
    {
      g_test_add_func ("/virt-rig/hang", test_hang);
      g_test_add_func ("/virt-rig/reconnect", test_reconnect);
    }
  return g_test_run ();
}
