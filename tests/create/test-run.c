/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plan carried out on libvirt's test driver: what it makes, and that nothing of it is left when
 * any of its steps fails or is cancelled. */

#include "config.h"

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "create-support.h"
#include "create/lodge-plan-steps.h"
#include "virt/lodge-hosts.h"

typedef struct {
  char *dir;
  char *iso;
  LodgeHost *host;
  LodgeHostFacts *facts;
  LodgeRecipe *recipe;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GBytes) image = support_make_iso ("HELLO", TRUE, 40);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  support_load_systems ();
  fixture->dir = support_dir_new ();
  fixture->iso = support_write (fixture->dir, "hello.iso", g_bytes_get_data (image, NULL),
                                g_bytes_get_size (image));
  fixture->host = lodge_host_new ("test:///default");
  lodge_host_connect (fixture->host);
  support_wait_for (lodge_host_get_state (fixture->host) == LODGE_HOST_CONNECTED);

  lodge_host_facts_read_async (fixture->host, NULL, support_result_cb, &result);
  fixture->facts = lodge_host_facts_read_finish (fixture->host, support_wait (&result), &error);
  g_assert_no_error (error);

  fixture->recipe = lodge_recipe_new ();
  g_object_set (fixture->recipe, "facts", fixture->facts, "media-path", fixture->iso,
                "name", "hello", "memory", 64 * LODGE_MIB, "cpus", 1, NULL);
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
  support_dir_free (fixture->dir);
  g_free (fixture->iso);
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
run_plan (Fixture         *fixture,
          LodgePlan       *plan,
          LodgeOperation **ret_operation,
          GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LodgeOperation) operation = NULL;

  operation = lodge_plan_run_async (plan, fixture->host, support_result_cb, &result);
  support_wait (&result);
  if (ret_operation != NULL)
    *ret_operation = g_steal_pointer (&operation);
  return lodge_plan_run_finish (result, error);
}

static gpointer
describe_on_worker (LodgeConnection  *connection,
                    gpointer          data,
                    GCancellable     *cancellable,
                    GError          **error)
{
  g_auto(GStrv) names = lodge_connection_dup_domain_names (connection, error);
  g_autoptr(GPtrArray) networks = lodge_connection_list_networks (connection, NULL);
  GString *text = g_string_new ("machines:");
  guint64 capacity;

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    g_string_append_printf (text, " %s", names[i]);
  for (guint i = 0; networks != NULL && i < networks->len; i++)
    {
      const LodgeNetworkFact *fact = g_ptr_array_index (networks, i);

      g_string_append_printf (text, ", network %s %d", fact->name, fact->active);
    }
  g_string_append_printf (text, ", pool %d, volumes %d %d",
                          lodge_connection_get_pool_space (connection, "default", &capacity, NULL,
                                                           NULL, NULL),
                          lodge_connection_has_volume (connection, "default", "hello.qcow2"),
                          lodge_connection_has_volume (connection, "default", "hello-2.qcow2"));
  return g_string_free (text, FALSE);
}

/* Everything on the host that a run could touch. */
static char *
describe (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *text;

  lodge_host_run_async (fixture->host, "describe", describe_on_worker, NULL, NULL, g_free, NULL,
                        support_result_cb, &result);
  text = lodge_host_run_finish (fixture->host, support_wait (&result), &error);
  g_assert_no_error (error);
  return text;
}

static gpointer
remove_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  lodge_connection_destroy_domain (connection, "hello", NULL);
  lodge_connection_undefine_domain (connection, "hello", NULL);
  lodge_connection_delete_volume (connection, "/var/lib/libvirt/images/hello.qcow2", NULL);
  lodge_connection_delete_volume (connection, "/var/lib/libvirt/images/hello-2.qcow2", NULL);
  lodge_connection_remove_pool (connection, "default", FALSE, NULL);
  return NULL;
}

/* The test driver is one for the whole process. */
static void
remove_machine (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;

  lodge_host_run_async (fixture->host, "remove", remove_on_worker, NULL, NULL, NULL, NULL,
                        support_result_cb, &result);
  lodge_host_run_finish (fixture->host, support_wait (&result), NULL);
}

static gpointer
read_xml_on_worker (LodgeConnection  *connection,
                    gpointer          data,
                    GCancellable     *cancellable,
                    GError          **error)
{
  return lodge_connection_dup_domain_xml (connection, data, TRUE, error);
}

static char *
read_xml (Fixture    *fixture,
          const char *uuid)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *xml;

  lodge_host_run_async (fixture->host, "read", read_xml_on_worker, g_strdup (uuid), g_free, g_free,
                        NULL, support_result_cb, &result);
  xml = lodge_host_run_finish (fixture->host, support_wait (&result), &error);
  g_assert_no_error (error);
  return xml;
}

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *before = describe (fixture);

  g_assert_cmpstr (fixture->facts->virt_type, ==, "test");
  g_assert_cmpstr (fixture->facts->arch, ==, "i686");
  g_assert_cmpuint (lodge_host_facts_get_n_cpus (fixture->facts), ==, 16);
  g_assert_cmpuint (lodge_host_facts_get_memory_total (fixture->facts), >, LODGE_GIB);
  g_assert_true (lodge_host_facts_has_name (fixture->facts, "test"));
  g_assert_false (lodge_host_facts_has_uefi (fixture->facts));
  g_assert_nonnull (strstr (before, "pool 0"));
}

static void
test_done (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);
  g_autoptr(LodgeOperation) operation = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *uuid = run_plan (fixture, plan, &operation, &error);
  g_autofree char *after = describe (fixture);
  g_autofree char *xml = NULL;

  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (uuid));
  g_assert_cmpint (lodge_operation_get_state (operation), ==, LODGE_OPERATION_DONE);
  g_assert_nonnull (strstr (after, "hello"));
  g_assert_nonnull (strstr (after, "pool 1, volumes 1 0"));

  xml = read_xml (fixture, uuid);
  g_assert_nonnull (strstr (xml, "/var/lib/libvirt/images/hello.qcow2"));
  g_assert_nonnull (strstr (xml, "<boot order='2'/>"));
  support_wait_for (lodge_host_find_machine (fixture->host, uuid) != NULL);
  remove_machine (fixture);
}

static gpointer
occupy_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autofree char *xml = lodge_plan_build_volume_xml ("hello.qcow2", LODGE_GIB);
  g_autofree char *pool = lodge_connection_ensure_pool (connection, "default", NULL, NULL, NULL,
                                                        error);

  return pool != NULL ? lodge_connection_create_volume (connection, pool, xml, error) : NULL;
}

/* A disk of that name is somebody's: it is neither used nor, in the undo, taken away. */
static void
test_volume_taken (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *occupied = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *xml = NULL;
  g_autofree char *after = NULL;

  lodge_host_run_async (fixture->host, "occupy", occupy_on_worker, NULL, NULL, g_free, NULL,
                        support_result_cb, &result);
  occupied = lodge_host_run_finish (fixture->host, support_wait (&result), &error);
  g_assert_no_error (error);

  uuid = run_plan (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  xml = read_xml (fixture, uuid);
  g_assert_nonnull (strstr (xml, "/var/lib/libvirt/images/hello-2.qcow2"));
  after = describe (fixture);
  g_assert_nonnull (strstr (after, "volumes 1 1"));
  remove_machine (fixture);
}

static void
test_name_taken (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);
  g_autofree char *before = describe (fixture);
  g_autoptr(GError) error = NULL;
  g_autofree char *after = NULL;

  /* Somebody was quicker than the facts. */
  g_free (plan->name);
  plan->name = g_strdup ("test");
  g_assert_null (run_plan (fixture, plan, NULL, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_EXISTS);
  after = describe (fixture);
  g_assert_cmpstr (after, ==, before);
}

static void
test_define_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);
  g_autofree char *before = describe (fixture);
  g_autoptr(LodgeOperation) operation = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *after = NULL;

  g_free (plan->xml);
  plan->xml = g_strdup ("<domain type='test'><name>hello</name></domain>");
  g_assert_null (run_plan (fixture, plan, &operation, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (lodge_operation_get_state (operation), ==, LODGE_OPERATION_FAILED);
  after = describe (fixture);
  g_assert_cmpstr (after, ==, before);
}

typedef struct {
  guint step;
  gboolean cancel;
} Stop;

static Stop stop;

static gboolean
stop_before_step (LodgeRun  *run,
                  guint      step,
                  GError   **error)
{
  if (step != stop.step)
    return TRUE;
  if (stop.cancel)
    {
      g_cancellable_cancel (lodge_operation_get_cancellable (run->operation));
      return TRUE;
    }
  lodge_error_set (error, LODGE_ERROR_FAILED, NULL, "stopped");
  return FALSE;
}

static void
run_stopped (Fixture   *fixture,
             LodgePlan *plan,
             GError   **error)
{
  LodgeRun *run = lodge_run_new (plan, fixture->host);
  g_autoptr(GAsyncResult) result = NULL;

  run->before_step = stop_before_step;
  lodge_run_async (run, support_result_cb, &result);
  g_assert_null (lodge_plan_run_finish (support_wait (&result), error));
  g_assert_true (lodge_run_is_clean (run));
  lodge_run_unref (run);
}

/* Whichever step fails or is not begun any more, the host is as it was. */
static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);
  g_autofree char *before = NULL;

  stop.cancel = GPOINTER_TO_INT (data);
  plan->start_network = NULL;
  before = describe (fixture);
  for (stop.step = 0; stop.step <= LODGE_RUN_N_STEPS; stop.step++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *after = NULL;

      run_stopped (fixture, plan, &error);
      if (stop.cancel)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_error (error, LODGE_ERROR, LODGE_ERROR_FAILED);
      after = describe (fixture);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_not_connected (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(LodgePlan) plan = make_plan (fixture);
  g_autoptr(LodgeHost) host = lodge_host_new ("test:///default");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeOperation) operation = NULL;

  operation = lodge_plan_run_async (plan, host, support_result_cb, &result);
  g_assert_null (lodge_plan_run_finish (support_wait (&result), &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED);
  g_assert_cmpint (lodge_operation_get_state (operation), ==, LODGE_OPERATION_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
#define ADD(path, function, data) \
  g_test_add (path, Fixture, data, set_up, function, tear_down)
  ADD ("/run/facts", test_facts, NULL);
  ADD ("/run/done", test_done, NULL);
  ADD ("/run/volume-taken", test_volume_taken, NULL);
  ADD ("/run/name-taken", test_name_taken, NULL);
  ADD ("/run/define-fails", test_define_fails, NULL);
  ADD ("/run/step-fails", test_stopped, GINT_TO_POINTER (FALSE));
  ADD ("/run/cancelled", test_stopped, GINT_TO_POINTER (TRUE));
  ADD ("/run/not-connected", test_not_connected, NULL);
#undef ADD
  return g_test_run ();
}
