/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pure parts: the table of actions, the meter, operations. */

#include "config.h"

#include <math.h>

#include <gio/gio.h>
#include <string.h>

#include "base/lodge-error.h"
#include "virt-support.h"
#include "virt/lodge-meter.h"
#include "virt/lodge-operation.h"

typedef struct {
  LodgeMachineState state;
  const char *nick;
  const char *allowed;
} Row;

static const Row rows[] = {
  { LODGE_MACHINE_SHUT_OFF, "shut-off", "start delete" },
  { LODGE_MACHINE_RUNNING, "running", "pause shut-down reboot reset force-off delete" },
  { LODGE_MACHINE_PAUSED, "paused", "resume reset force-off delete" },
  { LODGE_MACHINE_SHUTTING_DOWN, "shutting-down", "reset force-off delete" },
  { LODGE_MACHINE_CRASHED, "crashed", "start force-off delete" },
  { LODGE_MACHINE_SLEEPING, "sleeping", "resume force-off delete" },
  { LODGE_MACHINE_SAVED, "saved", "start delete" },
  { LODGE_MACHINE_UNKNOWN, "unknown", "" },
};

static void
test_actions (void)
{
  GFlagsClass *klass = g_type_class_ref (LODGE_TYPE_MACHINE_ACTION);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(GStrv) expected = g_strsplit (rows[i].allowed, " ", -1);
      LodgeMachineAction allowed = lodge_machine_state_allows (rows[i].state);

      g_test_message ("%s", rows[i].nick);
      for (guint k = 0; k < klass->n_values; k++)
        g_assert_cmpint ((allowed & klass->values[k].value) != 0, ==,
                         g_strv_contains ((const char *const *) expected,
                                          klass->values[k].value_nick));
      g_assert_cmpstr (lodge_machine_state_nick (rows[i].state), ==, rows[i].nick);
      g_assert_cmpuint (strlen (lodge_machine_state_label (rows[i].state)), >, 0);
    }
  g_type_class_unref (klass);
}

static void
test_meter_rates (void)
{
  LodgeMeter *meter = lodge_meter_new ();
  LodgeMachineCounters counters = {
    .time = 1000000, .cpu_time = 5000000000, .vcpus = 2, .memory_used = 10, .memory_total = 20,
    .disk_read = 1000, .disk_written = 2000, .received = 3000, .sent = 4000,
    .groups = LODGE_STATS_ALL,
  };
  LodgeSample sample;
  double first[LODGE_MACHINE_HISTORY], second[LODGE_MACHINE_HISTORY];

  /* No past, no rate. */
  lodge_meter_add (meter, &counters, &sample);
  g_assert_cmpfloat (sample.cpu, ==, 0);
  g_assert_cmpuint (sample.disk_read, ==, 0);
  g_assert_cmpuint (sample.memory_used, ==, 10);
  g_assert_cmpuint (lodge_meter_get_history (meter, LODGE_STATS_CPU, first, NULL), ==, 0);

  /* Two seconds on: one CPU second of two CPUs. */
  counters.time += 2000000;
  counters.cpu_time += 1000000000;
  counters.disk_read += 500;
  counters.disk_written += 700;
  counters.sent += 100;
  lodge_meter_add (meter, &counters, &sample);
  g_assert_cmpfloat_with_epsilon (sample.cpu, 0.25, 1e-9);
  g_assert_cmpuint (sample.disk_read, ==, 250);
  g_assert_cmpuint (sample.disk_write, ==, 350);
  g_assert_cmpuint (sample.network_in, ==, 0);
  g_assert_cmpuint (sample.network_out, ==, 50);
  g_assert_cmpuint (lodge_meter_get_history (meter, LODGE_STATS_DISK, first, second), ==, 1);
  g_assert_cmpfloat_with_epsilon (first[0], 250, 1e-3);
  g_assert_cmpfloat_with_epsilon (second[0], 350, 1e-3);

  /* A counter that starts anew is no rate, and never a huge one. */
  counters.time += 2000000;
  counters.cpu_time = 0;
  counters.disk_read = 0;
  lodge_meter_add (meter, &counters, &sample);
  g_assert_cmpfloat (sample.cpu, ==, 0);
  g_assert_cmpuint (sample.disk_read, ==, 0);

  /* More than all CPUs cannot be. */
  counters.time += 1000;
  counters.cpu_time += 1000000000;
  lodge_meter_add (meter, &counters, &sample);
  g_assert_cmpfloat_with_epsilon (sample.cpu, 1, 1e-9);
  lodge_meter_free (meter);
}

/* libvirt does not tell of a machine's memory while something else is done with it. */
static void
test_meter_memory (void)
{
  LodgeMeter *meter = lodge_meter_new ();
  LodgeMachineCounters counters = { .vcpus = 1, .memory_total = 20, .groups = LODGE_STATS_ALL };
  const guint64 told[] = { 0, 0, 10, 0, 11 };
  const guint64 shown[] = { 0, 0, 10, 10, 11 };
  LodgeSample sample;
  double history[LODGE_MACHINE_HISTORY];

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      counters.time += 2000000;
      counters.memory_used = told[i];
      lodge_meter_add (meter, &counters, &sample);
      g_assert_cmpuint (sample.memory_used, ==, shown[i]);
    }
  g_assert_cmpuint (lodge_meter_get_history (meter, LODGE_STATS_MEMORY, history, NULL), ==, 4);
  g_assert_true (isnan (history[0]));
  g_assert_cmpfloat_with_epsilon (history[1], 10, 1e-3);
  g_assert_cmpfloat_with_epsilon (history[2], 10, 1e-3);
  g_assert_cmpfloat_with_epsilon (history[3], 11, 1e-3);
  lodge_meter_free (meter);
}

/* What nobody watched is neither nothing nor, once it is watched, a huge rate. */
static void
test_meter_groups (void)
{
  LodgeMeter *meter = lodge_meter_new ();
  LodgeMachineCounters cpu_only = { .time = 1000000, .vcpus = 1, .groups = LODGE_STATS_CPU };
  LodgeMachineCounters all = { .vcpus = 1, .memory_used = 10, .memory_total = 20,
                               .disk_read = 1 << 30, .received = 1 << 30,
                               .groups = LODGE_STATS_ALL };
  LodgeSample sample;
  double first[LODGE_MACHINE_HISTORY], second[LODGE_MACHINE_HISTORY];

  lodge_meter_add (meter, &cpu_only, &sample);
  cpu_only.time += 2000000;
  lodge_meter_add (meter, &cpu_only, &sample);
  all.time = cpu_only.time + 2000000;
  lodge_meter_add (meter, &all, &sample);
  g_assert_cmpuint (sample.memory_used, ==, 10);
  g_assert_cmpuint (sample.disk_read, ==, 0);
  g_assert_cmpuint (sample.network_in, ==, 0);

  g_assert_cmpuint (lodge_meter_get_history (meter, LODGE_STATS_MEMORY, first, NULL), ==, 2);
  g_assert_true (isnan (first[0]));
  g_assert_cmpfloat_with_epsilon (first[1], 10, 1e-3);
  g_assert_cmpuint (lodge_meter_get_history (meter, LODGE_STATS_DISK, first, second), ==, 2);
  g_assert_true (isnan (first[0]));
  g_assert_true (isnan (first[1]));
  g_assert_true (isnan (second[1]));
  g_assert_cmpuint (lodge_meter_get_history (meter, LODGE_STATS_CPU, first, NULL), ==, 2);
  g_assert_false (isnan (first[0]));

  all.time += 2000000;
  all.disk_read += 2000;
  lodge_meter_add (meter, &all, &sample);
  g_assert_cmpuint (sample.disk_read, ==, 1000);
  lodge_meter_free (meter);
}

static void
test_meter_history (void)
{
  LodgeMeter *meter = lodge_meter_new ();
  double values[LODGE_MACHINE_HISTORY];
  LodgeMachineCounters counters = { .memory_total = 1000, .groups = LODGE_STATS_ALL };
  LodgeSample sample;

  for (guint i = 0; i <= 100; i++)
    {
      counters.time += 2000000;
      counters.memory_used = i;
      lodge_meter_add (meter, &counters, &sample);
    }
  g_assert_cmpuint (lodge_meter_get_history (meter, LODGE_STATS_MEMORY, values, NULL), ==,
                    LODGE_MACHINE_HISTORY);
  g_assert_cmpfloat_with_epsilon (values[0], 41, 1e-3);
  g_assert_cmpfloat_with_epsilon (values[LODGE_MACHINE_HISTORY - 1], 100, 1e-3);

  /* After a pause the gap is not taken for a rate. */
  lodge_meter_pause (meter);
  counters.disk_read = 1000000;
  lodge_meter_add (meter, &counters, &sample);
  g_assert_cmpuint (sample.disk_read, ==, 0);
  lodge_meter_free (meter);
}

static gpointer
set_from_thread (gpointer data)
{
  lodge_operation_set_detail (data, "step");
  lodge_operation_set_progress (data, 0.5);
  return NULL;
}

static double
progress_of (LodgeOperation *operation)
{
  double progress;

  g_object_get (operation, "progress", &progress, NULL);
  return progress;
}

static void
test_operation (void)
{
  g_autoptr(LodgeOperation) operation = lodge_operation_new ("title");
  g_autoptr(LodgeOperation) first = g_list_model_get_item (lodge_operations_get_default (), 0);
  g_autofree char *detail = NULL;

  g_assert_true (first == operation);
  g_assert_cmpfloat (progress_of (operation), <, 0);
  g_thread_join (g_thread_new ("worker", set_from_thread, operation));
  /* Nothing changes before the main loop runs. */
  g_assert_cmpfloat (progress_of (operation), <, 0);
  wait_for (progress_of (operation) > 0);
  g_object_get (operation, "detail", &detail, NULL);
  g_assert_cmpstr (detail, ==, "step");
  lodge_operation_finish (operation, NULL);
  g_assert_cmpint (lodge_operation_get_state (operation), ==, LODGE_OPERATION_DONE);
  g_assert_cmpfloat_with_epsilon (progress_of (operation), 1, 1e-9);
}

static void
test_operation_ends (void)
{
  g_autoptr(LodgeOperation) failed = lodge_operation_new ("failed");
  g_autoptr(LodgeOperation) cancelled = lodge_operation_new ("cancelled");
  g_autoptr(GError) error = lodge_error_new (LODGE_ERROR_NO_SPACE, NULL, "full");
  g_autoptr(GError) cancel = NULL;

  lodge_operation_finish (failed, error);
  g_assert_cmpint (lodge_operation_get_state (failed), ==, LODGE_OPERATION_FAILED);
  g_assert_error (lodge_operation_get_error (failed), LODGE_ERROR, LODGE_ERROR_NO_SPACE);

  lodge_operation_cancel (cancelled);
  g_assert_cmpint (lodge_operation_get_state (cancelled), ==, LODGE_OPERATION_RUNNING);
  g_assert_true (g_cancellable_set_error_if_cancelled (lodge_operation_get_cancellable (cancelled),
                                                       &cancel));
  lodge_operation_finish (cancelled, cancel);
  g_assert_cmpint (lodge_operation_get_state (cancelled), ==, LODGE_OPERATION_CANCELLED);
  g_assert_null (lodge_operation_get_error (cancelled));
}

static void
test_operations_limited (void)
{
  GListModel *all = lodge_operations_get_default ();
  g_autoptr(LodgeOperation) running = lodge_operation_new ("running");
  gboolean found = FALSE;

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(LodgeOperation) operation = lodge_operation_new ("short");

      lodge_operation_finish (operation, NULL);
    }
  g_assert_cmpuint (g_list_model_get_n_items (all), <, 100);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(LodgeOperation) operation = g_list_model_get_item (all, i);

      found |= operation == running;
    }
  g_assert_true (found);
  lodge_operation_finish (running, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/actions", test_actions);
  g_test_add_func ("/model/meter/rates", test_meter_rates);
  g_test_add_func ("/model/meter/history", test_meter_history);
  g_test_add_func ("/model/meter/memory", test_meter_memory);
  g_test_add_func ("/model/meter/groups", test_meter_groups);
  g_test_add_func ("/model/operation", test_operation);
  g_test_add_func ("/model/operation/ends", test_operation_ends);
  g_test_add_func ("/model/operations/limited", test_operations_limited);
  return g_test_run ();
}
