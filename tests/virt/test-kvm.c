/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>

#include "virt/lodge-host-info-private.h"

typedef struct {
  LodgeKvmState state;
  char *detail;
} Probe;

static gpointer
probe_thread (gpointer data)
{
  Probe *probe = data;

  probe->state = lodge_kvm_probe (&probe->detail);
  return NULL;
}

static void
run_probe (Probe *probe)
{
  g_thread_join (g_thread_new ("probe", probe_thread, probe));
}

/* The outcome depends on the computer; that it agrees with itself does not. */
static void
test_probe (void)
{
  Probe first = { 0 };
  Probe second = { 0 };

  run_probe (&first);
  run_probe (&second);
  g_test_message ("state %d: %s", (int) first.state, first.detail);
  g_assert_cmpint (first.state, ==, second.state);
  g_assert_cmpstr (first.detail, ==, second.detail);
  g_assert_true ((first.state == LODGE_KVM_USABLE) == (first.detail == NULL));
  if (access ("/dev/kvm", F_OK) < 0)
    g_assert_true (first.state == LODGE_KVM_NO_DEVICE || first.state == LODGE_KVM_NO_CPU_FLAG);
  else if (access ("/dev/kvm", R_OK | W_OK) < 0)
    g_assert_cmpint (first.state, ==, LODGE_KVM_DENIED);
  g_free (first.detail);
  g_free (second.detail);
}

static void
test_describe (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int state = LODGE_KVM_USABLE; state <= LODGE_KVM_NOT_OFFERED; state++)
    {
      char *text = lodge_kvm_state_describe ((LodgeKvmState) state);

      g_assert_true (g_str_has_suffix (text, "."));
      g_assert_true (g_hash_table_add (seen, text));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kvm/probe", test_probe);
  g_test_add_func ("/kvm/describe", test_describe);
  return g_test_run ();
}
