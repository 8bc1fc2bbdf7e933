/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a second user of the same host does is seen by the first; statistics of what is watched.
 * `test:///default` is one host for all connections of a process. */

#include "config.h"

#include <string.h>

#include "virt-support.h"

static const char domain_xml[] =
  "<domain type='test'><name>%s</name><uuid>%s</uuid>%s<memory>65536</memory><vcpu>2</vcpu>"
  "<os><type arch='i686'>hvm</type></os></domain>";

#define UUID ((gpointer) "6f0d5b0c-2222-4000-8000-000000000001")

typedef struct {
  LodgeHost *first;
  LodgeHost *second;
} Fixture;

static gpointer
define_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autofree char *uuid = lodge_connection_define_domain (connection, data, error);

  return GINT_TO_POINTER (uuid != NULL);
}

static gpointer
remove_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  lodge_connection_destroy_domain (connection, data, NULL);
  return GINT_TO_POINTER (lodge_connection_undefine_domain (connection, data, error));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *xml = g_strdup_printf (domain_xml, "extra", (char *) UUID, "<title>Extra</title>");

  fixture->first = host_connected ("test:///default");
  fixture->second = host_connected ("test:///default");
  run_on_connection (fixture->second, define_on_worker, xml);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  host_finish (fixture->first);
  host_finish (fixture->second);
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
test_others (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LodgeMachine) machine = NULL;

  wait_for (lodge_host_find_machine (fixture->first, "extra") != NULL);
  machine = g_object_ref (lodge_host_find_machine (fixture->first, "extra"));
  g_assert_cmpint (lodge_machine_get_state (machine), ==, LODGE_MACHINE_SHUT_OFF);

  run_on_connection (fixture->second, start_on_worker, UUID);
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_RUNNING);
  g_assert_true (lodge_host_find_machine (fixture->first, "extra") == machine);

  run_on_connection (fixture->second, remove_on_worker, UUID);
  wait_for (lodge_host_find_machine (fixture->first, "extra") == NULL);
  wait_for (lodge_machine_get_host (machine) == NULL);
}

static void
test_title (Fixture       *fixture,
            gconstpointer  data)
{
  LodgeMachine *machine;
  guint n_labels = 0;

  wait_for (lodge_host_find_machine (fixture->first, UUID) != NULL);
  machine = lodge_host_find_machine (fixture->first, UUID);
  g_signal_connect_swapped (machine, "notify::label", G_CALLBACK (count_cb), &n_labels);
  g_assert_cmpstr (lodge_machine_get_label (machine), ==, "extra");
  lodge_machine_watch (machine, LODGE_STATS_CPU);
  wait_for (strcmp (lodge_machine_get_label (machine), "Extra") == 0);
  lodge_machine_unwatch (machine, LODGE_STATS_CPU);
  run_on_connection (fixture->second, remove_on_worker, UUID);
}

static void
test_stats (Fixture       *fixture,
            gconstpointer  data)
{
  LodgeMachine *machine;
  guint n_samples = 0;
  guint64 total;

  wait_for (lodge_host_find_machine (fixture->first, UUID) != NULL);
  machine = lodge_host_find_machine (fixture->first, UUID);
  g_signal_connect_swapped (machine, "sampled", G_CALLBACK (count_cb), &n_samples);
  run_on_connection (fixture->second, start_on_worker, UUID);
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_RUNNING);
  g_assert_cmpuint (n_samples, ==, 0);

  /* Twice watched is watched until the second takes it back. */
  lodge_machine_watch (machine, LODGE_STATS_CPU | LODGE_STATS_MEMORY);
  lodge_machine_watch (machine, LODGE_STATS_CPU);
  lodge_machine_unwatch (machine, LODGE_STATS_CPU);
  wait_for (n_samples >= 2);
  g_object_get (machine, "memory-total", &total, NULL);
  g_assert_cmpuint (total, ==, 65536 * 1024);

  /* Nothing is asked while nothing is to be seen. */
  lodge_host_set_stats_paused (TRUE);
  run_on_connection (fixture->second, remove_on_worker, UUID);
  lodge_host_set_stats_paused (FALSE);
  wait_for (lodge_host_find_machine (fixture->first, UUID) == NULL);
}

static void
test_storm (Fixture       *fixture,
            gconstpointer  data)
{
  LodgeMachine *machine;
  guint n_states = 0;
  g_autoptr(GError) error = NULL;

  wait_for (lodge_host_find_machine (fixture->first, UUID) != NULL &&
            lodge_host_find_machine (fixture->second, UUID) != NULL);
  machine = lodge_host_find_machine (fixture->first, UUID);
  g_signal_connect_swapped (machine, "notify::state", G_CALLBACK (count_cb), &n_states);
  run_on_connection (fixture->second, start_on_worker, UUID);
  for (guint i = 0; i < 50; i++)
    {
      LodgeMachine *other = lodge_host_find_machine (fixture->second, UUID);

      g_assert_true (act (other, LODGE_ACTION_PAUSE, &error));
      g_assert_true (act (other, LODGE_ACTION_RESUME, &error));
    }
  /* Not every change is seen, the last one is. */
  wait_for (lodge_machine_get_state (machine) == LODGE_MACHINE_RUNNING);
  g_assert_cmpuint (n_states, <=, 101);
  run_on_connection (fixture->second, remove_on_worker, UUID);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  g_test_add ("/events/others", Fixture, NULL, set_up, test_others, tear_down);
  g_test_add ("/events/title", Fixture, NULL, set_up, test_title, tear_down);
  g_test_add ("/events/stats", Fixture, NULL, set_up, test_stats, tear_down);
  g_test_add ("/events/storm", Fixture, NULL, set_up, test_storm, tear_down);
  return g_test_run ();
}
