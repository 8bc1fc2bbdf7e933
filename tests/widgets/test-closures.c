/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "widgets/lodge-closures.h"
#include "widgets/lodge-graph.h"

static void
test_main_button (void)
{
  static const struct {
    LodgeMachineState state;
    const char *label, *action;
  } cases[] = {
    { LODGE_MACHINE_SHUT_OFF, "Start", "win.start" },
    { LODGE_MACHINE_SAVED, "Start", "win.start" },
    { LODGE_MACHINE_RUNNING, "Shut Down", "win.shut-down" },
    { LODGE_MACHINE_PAUSED, "Resume", "win.resume" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = lodge_closure_main_label (NULL, cases[i].state);
      g_autofree char *action = lodge_closure_main_action (NULL, cases[i].state);

      g_assert_cmpstr (label, ==, cases[i].label);
      g_assert_cmpstr (action, ==, cases[i].action);
    }
}

/* Whatever the state, the button does something that is allowed in it. */
static void
test_main_button_is_allowed (void)
{
  g_autoptr(GFlagsClass) flags = g_type_class_ref (LODGE_TYPE_MACHINE_ACTION);

  for (LodgeMachineState s = LODGE_MACHINE_SHUT_OFF; s <= LODGE_MACHINE_SAVED; s++)
    {
      g_autofree char *action = lodge_closure_main_action (NULL, s);
      GFlagsValue *value = g_flags_get_value_by_nick (flags, action + strlen ("win."));

      g_assert_nonnull (value);
      g_assert_cmpuint (lodge_machine_state_allows (s) & value->value, !=, 0);
    }
}

static void
test_state_notice (void)
{
  g_autofree char *running = lodge_closure_state_notice (NULL, LODGE_MACHINE_RUNNING, "away");
  g_autofree char *off = lodge_closure_state_notice (NULL, LODGE_MACHINE_SHUT_OFF, "away");
  g_autofree char *crashed = lodge_closure_state_notice (NULL, LODGE_MACHINE_CRASHED, "away");
  g_autofree char *paused = lodge_closure_state_notice (NULL, LODGE_MACHINE_PAUSED, "away");
  g_autofree char *unknown = lodge_closure_state_notice (NULL, LODGE_MACHINE_UNKNOWN, "away");

  g_assert_null (running);
  g_assert_null (off);
  g_assert_nonnull (strstr (crashed, "crashed"));
  g_assert_nonnull (strstr (paused, "paused"));
  g_assert_cmpstr (unknown, ==, "away");
}

/* States that differ in colour differ in shape too. */
static void
test_state_not_by_colour_alone (void)
{
  for (LodgeMachineState a = LODGE_MACHINE_SHUT_OFF; a <= LODGE_MACHINE_UNKNOWN; a++)
    for (LodgeMachineState b = LODGE_MACHINE_SHUT_OFF; b <= LODGE_MACHINE_UNKNOWN; b++)
      {
        g_auto(GStrv) a_classes = lodge_closure_state_classes (NULL, a);
        g_auto(GStrv) b_classes = lodge_closure_state_classes (NULL, b);
        g_autofree char *a_icon = lodge_closure_state_icon (NULL, a);
        g_autofree char *b_icon = lodge_closure_state_icon (NULL, b);

        if (!g_strv_equal ((const char *const *) a_classes, (const char *const *) b_classes))
          g_assert_cmpstr (a_icon, !=, b_icon);
      }
}

static void
test_busy (void)
{
  g_autofree char *idle = lodge_closure_state_label (NULL, LODGE_MACHINE_RUNNING, FALSE);
  g_autofree char *busy = lodge_closure_state_label (NULL, LODGE_MACHINE_RUNNING, TRUE);

  g_assert_cmpstr (idle, ==, "Running");
  g_assert_cmpstr (busy, !=, idle);
}

static void
test_host_icon (void)
{
  static const struct {
    const char *uri, *icon;
  } cases[] = {
    { "qemu:///system", "computer-symbolic" },
    { "test:///default", "computer-symbolic" },
    { "qemu+ssh://me@server/system", "network-server-symbolic" },
    { "no uri", "computer-symbolic" },
    { NULL, "computer-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *icon = lodge_closure_host_icon (NULL, cases[i].uri);

      g_assert_cmpstr (icon, ==, cases[i].icon);
    }
}

static void
test_host_state (void)
{
  g_autofree char *now = lodge_closure_host_state (NULL, LODGE_HOST_RETRYING, 0);
  g_autofree char *then = lodge_closure_host_state (NULL, LODGE_HOST_RETRYING, 1000000000);
  g_autofree char *soon = lodge_closure_host_state (NULL, LODGE_HOST_CONNECTING, 1000000000);

  /* What is said of the time stays in one line. */
  g_assert_cmpstr (now, ==, "Not reachable");
  g_assert_true (g_str_has_prefix (then, "Not reachable. As\302\240of\302\240"));
  g_assert_true (g_str_has_suffix (then, "\302\240Sep"));
  g_assert_cmpstr (soon, ==, then + strlen ("Not reachable. "));
}

static void
test_retry_text (void)
{
  g_autofree char *one = lodge_closure_retry_text (NULL, LODGE_HOST_RETRYING, 1);
  g_autofree char *five = lodge_closure_retry_text (NULL, LODGE_HOST_RETRYING, 5);
  g_autofree char *connected = lodge_closure_retry_text (NULL, LODGE_HOST_CONNECTED, 5);
  g_autofree char *now = lodge_closure_retry_text (NULL, LODGE_HOST_RETRYING, 0);

  g_assert_cmpstr (one, ==, "Trying again in 1 second.");
  g_assert_cmpstr (five, ==, "Trying again in 5 seconds.");
  g_assert_null (connected);
  g_assert_null (now);
}

static void
assert_scale (LodgeGraphKind kind,
              double         largest,
              double         total,
              double         expected)
{
  g_assert_cmpfloat_with_epsilon (lodge_graph_get_scale (kind, largest, total), expected, 0.001);
}

static void
test_graph_scale (void)
{
  assert_scale (LODGE_GRAPH_CPU, 0.1, 0, 1);
  assert_scale (LODGE_GRAPH_MEMORY, 100, 1000, 1000);
  assert_scale (LODGE_GRAPH_MEMORY, 0, 0, 1);
  assert_scale (LODGE_GRAPH_DISK, 0, 0, 10000);
  assert_scale (LODGE_GRAPH_DISK, 10000, 0, 10000);
  assert_scale (LODGE_GRAPH_DISK, 10001, 0, 20000);
  assert_scale (LODGE_GRAPH_NETWORK, 30000, 0, 50000);
  assert_scale (LODGE_GRAPH_NETWORK, 70000, 0, 100000);
  g_assert_cmpfloat (lodge_graph_get_scale (LODGE_GRAPH_DISK, 1e30, 0), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/closures/main-button", test_main_button);
  g_test_add_func ("/closures/main-button-is-allowed", test_main_button_is_allowed);
  g_test_add_func ("/closures/state-notice", test_state_notice);
  g_test_add_func ("/closures/state-not-by-colour-alone", test_state_not_by_colour_alone);
  g_test_add_func ("/closures/busy", test_busy);
  g_test_add_func ("/closures/host-icon", test_host_icon);
  g_test_add_func ("/closures/host-state", test_host_state);
  g_test_add_func ("/closures/retry-text", test_retry_text);
  g_test_add_func ("/graph/scale", test_graph_scale);
  return g_test_run ();
}
