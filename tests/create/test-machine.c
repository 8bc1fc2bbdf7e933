/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Machines made for real, by libvirt and QEMU of the rig: from an ISO image to its picture on the
 * screen, and that nothing is left when something goes wrong. Runs inside tests/rig/rig only. */

#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "create-support.h"
#include "create/lodge-plan-steps.h"
#include "virt/lodge-hosts.h"
#include "virt/lodge-machine.h"

#define TIMEOUT_SECONDS 180

typedef struct {
  LodgeHost *host;
  LodgeHostFacts *facts;
  LodgeRecipe *recipe;
  char *before;   /* the files on the host */
  char *dir;
  guint timeout;
} Fixture;

static gboolean
timeout_cb (gpointer user_data)
{
  g_test_message ("waited in vain");
  abort ();
  return G_SOURCE_REMOVE;
}

static gboolean
is_system (void)
{
  return g_strcmp0 (g_getenv ("LODGE_RIG"), "system") == 0;
}

static void
list_files (const char *path,
            GPtrArray  *lines)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        list_files (child, lines);
      else
        g_ptr_array_add (lines, g_steal_pointer (&child));
    }
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Everything that a machine may leave behind: definitions, disks, firmware variables. */
static char *
describe_files (void)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), "libvirt", NULL);

  list_files (is_system () ? "/etc/libvirt/qemu" : config, lines);
  list_files (is_system () ? "/var/lib/libvirt/qemu/nvram" : "/nonexistent", lines);
  list_files (g_getenv ("LODGE_RIG_POOL"), lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
read_facts (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lodge_host_facts_read_async (fixture->host, NULL, support_result_cb, &result);
  fixture->facts = lodge_host_facts_read_finish (fixture->host, support_wait (&result), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->timeout = g_timeout_add_seconds (TIMEOUT_SECONDS, timeout_cb, NULL);
  support_load_systems ();
  fixture->dir = support_dir_new ();
  fixture->host = lodge_host_new (g_getenv ("LODGE_RIG_URI"));
  lodge_host_connect (fixture->host);
  support_wait_for (lodge_host_get_state (fixture->host) == LODGE_HOST_CONNECTED);
  fixture->before = describe_files ();
  read_facts (fixture);

  fixture->recipe = lodge_recipe_new ();
  g_object_set (fixture->recipe, "facts", fixture->facts, "media-path", MEMTEST_ISO,
                "memory", 128 * LODGE_MIB, "cpus", 1, "disk-size", 1 * LODGE_GIB, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gpointer host = fixture->host;

  g_object_unref (fixture->recipe);
  lodge_host_facts_unref (fixture->facts);
  lodge_host_disconnect (fixture->host);
  g_object_add_weak_pointer (host, &host);
  g_object_unref (fixture->host);
  support_wait_for (host == NULL);
  g_free (fixture->before);
  support_dir_free (fixture->dir);
  g_source_remove (fixture->timeout);
}

static LodgePlan *
make_plan (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  LodgePlan *plan = lodge_plan_new (fixture->recipe, &error);

  g_assert_no_error (error);
  return plan;
}

static char *
run_plan (Fixture    *fixture,
          LodgePlan  *plan,
          GError    **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LodgeOperation) operation = NULL;

  operation = lodge_plan_run_async (plan, fixture->host, support_result_cb, &result);
  return lodge_plan_run_finish (support_wait (&result), error);
}

static void
assert_clean (Fixture *fixture)
{
  g_autofree char *after = describe_files ();

  g_assert_cmpstr (after, ==, fixture->before);
  g_assert_cmpuint (g_list_model_get_n_items (lodge_host_get_machines (fixture->host)), ==, 0);
}

static void
assert_done (const GError *error)
{
  if (error != NULL)
    g_error ("%s [%s]", error->message, lodge_error_get_detail (error));
}

static gpointer
screenshot_on_worker (LodgeConnection  *connection,
                      gpointer          data,
                      GCancellable     *cancellable,
                      GError          **error)
{
  return lodge_connection_screenshot (connection, data, error);
}

/* The share of blue pixels of a picture. */
static double
blueness (GBytes *picture)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (picture);
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &error);
  int width, height, n_blue = 0;

  g_assert_no_error (error);
  width = gdk_pixbuf_get_width (pixbuf);
  height = gdk_pixbuf_get_height (pixbuf);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *pixel = gdk_pixbuf_read_pixels (pixbuf) +
                              y * gdk_pixbuf_get_rowstride (pixbuf) +
                              x * gdk_pixbuf_get_n_channels (pixbuf);

        n_blue += pixel[2] > 100 && pixel[0] < 60 && pixel[1] < 60;
      }
  return (double) n_blue / (width * height);
}

static void
wait_for_blue_screen (Fixture    *fixture,
                      const char *uuid)
{
  double share = 0;

  while (share < 0.5)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) picture = NULL;

      lodge_host_run_async (fixture->host, "screenshot", screenshot_on_worker, g_strdup (uuid),
                            g_free, (GDestroyNotify) g_bytes_unref, NULL, support_result_cb,
                            &result);
      picture = lodge_host_run_finish (fixture->host, support_wait (&result), &error);
      g_assert_no_error (error);
      share = blueness (picture);
    }
}

static void
delete_machine (Fixture    *fixture,
                const char *uuid,
                const char *disk)
{
  const char *disks[] = { disk, NULL };
  LodgeMachine *machine = lodge_host_find_machine (fixture->host, uuid);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (machine);
  lodge_machine_delete_async (machine, disks, NULL, support_result_cb, &result);
  lodge_machine_delete_finish (machine, support_wait (&result), &error);
  g_assert_no_error (error);
  support_wait_for (g_list_model_get_n_items (lodge_host_get_machines (fixture->host)) == 0);
}

static void
test_memtest (Fixture       *fixture,
              gconstpointer  data)
{
  LodgeFirmware firmware = (LodgeFirmware) GPOINTER_TO_INT (data);
  g_autoptr(LodgePlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *disk = NULL;
  LodgeMachine *machine;

  g_object_set (fixture->recipe, "firmware", (int) firmware, NULL);
  plan = make_plan (fixture);
  uuid = run_plan (fixture, plan, &error);
  assert_done (error);
  support_wait_for (lodge_host_find_machine (fixture->host, uuid) != NULL);
  machine = lodge_host_find_machine (fixture->host, uuid);
  g_assert_cmpstr (lodge_machine_get_name (machine), ==, "memtest86-x64");
  support_wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_RUNNING);

  disk = g_build_filename (g_getenv ("LODGE_RIG_POOL"), "memtest86-x64.qcow2", NULL);
  g_assert_true (g_file_test (disk, G_FILE_TEST_IS_REGULAR));
  wait_for_blue_screen (fixture, uuid);

  delete_machine (fixture, uuid, disk);
  g_assert_false (g_file_test (disk, G_FILE_TEST_EXISTS));
}

/* With every device that a known system gets, and Secure Boot where it asks for it, QEMU starts. */
static void
test_system (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const ids[] = {
    "http://microsoft.com/win/11", "http://microsoft.com/win/xp", "http://debian.org/debian/11",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(LodgePlan) plan = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *uuid = NULL;
      g_autofree char *disk = NULL;

      g_object_set (fixture->recipe, "os-id", ids[i], NULL);
      plan = make_plan (fixture);
      uuid = run_plan (fixture, plan, &error);
      assert_done (error);
      support_wait_for (lodge_host_find_machine (fixture->host, uuid) != NULL);
      disk = g_strdup_printf ("%s/%s.qcow2", g_getenv ("LODGE_RIG_POOL"),
                              lodge_plan_get_name (plan));
      delete_machine (fixture, uuid, disk);
      g_assert_false (g_file_test (disk, G_FILE_TEST_EXISTS));
    }
}

/* The facts are old, and the name is taken meanwhile. */
static void
test_name_taken (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);
  g_autoptr(GError) error = NULL;
  g_autofree char *uuid = run_plan (fixture, plan, &error);
  g_autofree char *disk = g_build_filename (g_getenv ("LODGE_RIG_POOL"), "memtest86-x64.qcow2",
                                            NULL);

  g_assert_no_error (error);
  g_assert_null (run_plan (fixture, plan, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_EXISTS);
  g_assert_true (g_file_test (disk, G_FILE_TEST_EXISTS));
  support_wait_for (lodge_host_find_machine (fixture->host, uuid) != NULL);
  delete_machine (fixture, uuid, disk);
}

/* In a session the file itself is closed, in the system the folder is closed to QEMU's user. */
static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *contents = NULL;
  g_autofree char *path = NULL;
  g_autoptr(LodgePlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  if (is_system () && fixture->facts->qemu_uid <= 0)
    {
      g_test_skip ("QEMU is root here");
      return;
    }
  g_assert_true (g_file_get_contents (MEMTEST_ISO, &contents, &size, NULL));
  path = support_write (fixture->dir, "closed.iso", contents, size);
  g_object_set (fixture->recipe, "media-path", path, NULL);
  plan = make_plan (fixture);
  g_assert_cmpint (is_system () ? g_chmod (fixture->dir, 0700) : g_chmod (path, 0), ==, 0);

  g_assert_null (run_plan (fixture, plan, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_DENIED);
  if (is_system ())
    g_assert_nonnull (strstr (error->message, "may not enter the folder"));
  g_assert_cmpstr (lodge_error_get_detail (error), !=, NULL);
}

/* A file system of 8 MiB lies under the pool. */
static void
test_no_space (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = NULL;
  g_autoptr(GError) error = NULL;

  if (fixture->facts->disk_free >= LODGE_DISK_OVERHEAD)
    {
      g_test_skip ("there is room here");
      return;
    }
  g_assert_nonnull (lodge_recipe_get_problem (fixture->recipe, "disk-size"));

  /* It became full after the facts had been read. */
  fixture->facts->disk_free = 10 * LODGE_GIB;
  g_object_set (fixture->recipe, "disk-size", 2 * LODGE_GIB, NULL);
  plan = make_plan (fixture);
  g_assert_null (run_plan (fixture, plan, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_NO_SPACE);
}

static void
control_daemon (const char *verb)
{
  g_autofree char *rig = g_test_build_filename (G_TEST_DIST, "rig", "rig", NULL);
  const char *argv[] = { rig, "ctl", verb, "libvirtd", NULL };
  g_autoptr(GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static guint kill_before;

static gboolean
kill_before_step (LodgeRun  *run,
                  guint      step,
                  GError   **error)
{
  if (step == kill_before)
    control_daemon ("kill");
  return TRUE;
}

/* The daemon dies in the middle: what was made goes as soon as it is back. */
static void
test_daemon_dies (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);

  if (!is_system ())
    {
      g_test_skip ("the rig controls the daemon of the system only");
      return;
    }
  for (kill_before = 1; kill_before < LODGE_RUN_N_STEPS; kill_before++)
    {
      LodgeRun *run = lodge_run_new (plan, fixture->host);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *after = NULL;

      run->before_step = kill_before_step;
      lodge_run_async (run, support_result_cb, &result);
      g_assert_null (lodge_plan_run_finish (support_wait (&result), &error));
      g_test_message ("before step %u: %s", kill_before, error->message);
      g_assert_error (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED);
      support_wait_for (lodge_host_get_state (fixture->host) != LODGE_HOST_CONNECTED);

      control_daemon ("start");
      support_wait_for (lodge_host_get_state (fixture->host) == LODGE_HOST_CONNECTED);
      support_wait_for (lodge_run_is_clean (run));
      after = describe_files ();
      g_assert_cmpstr (after, ==, fixture->before);
      lodge_run_unref (run);
    }
}

static void
test_and_check (Fixture       *fixture,
                gconstpointer  data)
{
  static void (*const tests[]) (Fixture *, gconstpointer) = {
    test_name_taken, test_unreadable, test_no_space, test_daemon_dies, test_system,
  };

  tests[GPOINTER_TO_INT (data)] (fixture, NULL);
  support_wait_for (g_list_model_get_n_items (lodge_host_get_machines (fixture->host)) == 0);
  if (is_system ())
    assert_clean (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("LODGE_RIG_URI") == NULL || !g_file_test (MEMTEST_ISO, G_FILE_TEST_EXISTS))
    return 77;

  lodge_virt_init ();
#define ADD(path, function, data) \
  g_test_add (path, Fixture, GINT_TO_POINTER (data), set_up, function, tear_down)
  ADD ("/machine/bios", test_memtest, LODGE_FIRMWARE_BIOS);
  ADD ("/machine/uefi", test_memtest, LODGE_FIRMWARE_UEFI);
  ADD ("/machine/name-taken", test_and_check, 0);
  ADD ("/machine/unreadable", test_and_check, 1);
  ADD ("/machine/no-space", test_and_check, 2);
  ADD ("/machine/daemon-dies", test_and_check, 3);
  ADD ("/machine/systems", test_and_check, 4);
#undef ADD
  return g_test_run ();
}
