/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/lodge-error.h"
#include "virt-support.h"

static LodgeMachine *
default_machine (LodgeHost *host)
{
  LodgeMachine *machine = lodge_host_find_machine (host, "test");

  g_assert_nonnull (machine);
  return machine;
}

static void
test_connect (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeHostInfo *info = lodge_host_get_info (host);

  g_assert_cmpstr (info->hypervisor, ==, "TEST");
  g_assert_cmpuint (info->n_cpus, >, 0);
  g_assert_cmpint (info->kvm, ==, LODGE_KVM_NOT_OFFERED);
  g_assert_cmpuint (g_list_model_get_n_items (lodge_host_get_machines (host)), ==, 1);
  g_assert_cmpint (lodge_machine_get_state (default_machine (host)), ==, LODGE_MACHINE_RUNNING);
  host_finish (host);
}

static void
test_actions (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = default_machine (host);
  g_autoptr(GError) error = NULL;

  g_assert_true (act (machine, LODGE_ACTION_PAUSE, &error));
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_PAUSED);
  g_assert_false (lodge_machine_get_allowed_actions (machine) & LODGE_ACTION_PAUSE);
  g_assert_true (act (machine, LODGE_ACTION_RESUME, &error));
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_RUNNING);
  g_assert_true (act (machine, LODGE_ACTION_SHUT_DOWN, &error));
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_SHUT_OFF);
  g_assert_true (act (machine, LODGE_ACTION_START, &error));
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_RUNNING);
  g_assert_true (act (machine, LODGE_ACTION_FORCE_OFF, &error));
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_SHUT_OFF);

  g_assert_false (act (machine, LODGE_ACTION_FORCE_OFF, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==, "“test” is in the state “Shut off”, which does not allow "
                                       "this. It allows: Start, Delete.");
  g_assert_nonnull (lodge_error_get_detail (error));
  host_finish (host);
}

static void
test_delete (void)
{
  g_autofree char *dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  g_autofree char *path = write_test_hypervisor (dir, 1);
  g_autofree char *uri = g_strdup_printf ("test://%s", path);
  LodgeHost *host = host_connected (uri);
  g_autoptr(LodgeMachine) machine = g_object_ref (lodge_host_find_machine (host, "vm0"));
  const char *const paths[] = { "/no/such/disk.qcow2", NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lodge_machine_delete_async (machine, paths, NULL, keep_result_cb, &result);
  wait_for (result != NULL);
  g_assert_false (lodge_machine_delete_finish (machine, result, &error));
  g_assert_nonnull (strstr (error->message, paths[0]));
  wait_for (lodge_host_find_machine (host, "vm0") == NULL);
  wait_for (lodge_machine_get_host (machine) == NULL);
  g_assert_cmpint (lodge_machine_get_allowed_actions (machine), ==, 0);
  host_finish (host);
  g_remove (path);
  g_rmdir (dir);
}

static void
test_disconnect (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = default_machine (host);
  g_autoptr(GError) error = NULL;

  lodge_host_disconnect (host);
  g_assert_cmpint (lodge_host_get_state (host), ==, LODGE_HOST_DISCONNECTED);
  g_assert_true (default_machine (host) == machine);
  g_assert_cmpint (lodge_machine_get_allowed_actions (machine), ==, 0);
  g_assert_false (act (machine, LODGE_ACTION_PAUSE, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED);

  lodge_host_connect (host);
  wait_for (lodge_machine_get_allowed_actions (machine) != 0);
  g_assert_true (default_machine (host) == machine);
  host_finish (host);
}

static void
test_xml (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = default_machine (host);

  g_assert_null (lodge_machine_get_xml (machine));
  lodge_machine_load_xml (machine);
  wait_for (lodge_machine_get_xml (machine) != NULL);
  g_assert_cmpstr (lodge_domain_xml_get_name (lodge_machine_get_xml (machine)), ==, "test");
  host_finish (host);
}

static void
test_failed (void)
{
  g_autoptr(LodgeHost) host = lodge_host_new ("qemu+nonsense:///system");

  lodge_host_connect (host);
  wait_for (lodge_host_get_state (host) == LODGE_HOST_FAILED);
  g_assert_error (lodge_host_get_error (host), LODGE_ERROR, LODGE_ERROR_INVALID);
}

/* What is no address is not called this computer. */
static void
test_nonsense (void)
{
  g_autoptr(LodgeHost) host = lodge_host_new ("nonsense");

  g_assert_cmpstr (lodge_host_get_name (host), ==, "nonsense");
  lodge_host_connect (host);
  wait_for (lodge_host_get_state (host) == LODGE_HOST_FAILED);
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_many (void)
{
  g_autofree char *dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  g_autofree char *path = write_test_hypervisor (dir, 1000);
  g_autofree char *uri = g_strdup_printf ("test://%s", path);
  LodgeHost *host = lodge_host_new (uri);
  GListModel *machines = lodge_host_get_machines (host);
  guint n_changes = 0;

  g_signal_connect (machines, "items-changed", G_CALLBACK (changed_cb), &n_changes);
  lodge_host_connect (host);
  wait_for (g_list_model_get_n_items (machines) == 1000);
  g_assert_cmpuint (n_changes, ==, 1);
  for (guint i = 0; i < 1000; i += 111)
    {
      g_autoptr(LodgeMachine) machine = g_list_model_get_item (machines, i);
      g_autofree char *name = g_strdup_printf ("vm%u", i);

      g_assert_cmpstr (lodge_machine_get_name (machine), ==, name);
    }
  host_finish (host);
  g_remove (path);
  g_rmdir (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  g_test_add_func ("/host/connect", test_connect);
  g_test_add_func ("/host/actions", test_actions);
  g_test_add_func ("/host/delete", test_delete);
  g_test_add_func ("/host/disconnect", test_disconnect);
  g_test_add_func ("/host/xml", test_xml);
  g_test_add_func ("/host/failed", test_failed);
  g_test_add_func ("/host/nonsense", test_nonsense);
  g_test_add_func ("/host/many", test_many);
  return g_test_run ();
}
