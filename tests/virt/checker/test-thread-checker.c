/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static gpointer
use_libvirt (gpointer data)
{
  virConnectPtr conn = virConnectOpen ("test:///default");
  virDomainPtr domain = virDomainLookupByName (conn, "test");
  int state = -1, reason = -1;

  g_assert_nonnull (domain);
  g_assert_cmpint (virDomainGetState (domain, &state, &reason, 0), ==, 0);
  g_assert_cmpint (state, ==, VIR_DOMAIN_RUNNING);
  virDomainFree (domain);
  virConnectClose (conn);
  return NULL;
}

static void
test_worker (void)
{
  g_thread_join (g_thread_new ("worker", use_libvirt, NULL));
}

static void
test_main (void)
{
  if (g_test_subprocess ())
    {
      use_libvirt (NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*virConnectOpen() on the main thread*");
}

static void
test_harmless (void)
{
  g_assert_cmpint (virInitialize (), ==, 0);
  g_assert_null (virGetLastError ());
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thread-checker/worker", test_worker);
  g_test_add_func ("/thread-checker/main", test_main);
  g_test_add_func ("/thread-checker/harmless", test_harmless);
  return g_test_run ();
}
