/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which URIs a host can be added with. */

#include "config.h"

#include "app/lodge-add-host.h"

static void
test_good (void)
{
  static const char *const uris[] = {
    "qemu:///system", "qemu:///session", "qemu+ssh://me@server/system", "test:///default",
    "qemu+ssh://[::1]:2222/system?keyfile=/tmp/k", "xen:///", "qemu+unix:///system?socket=/run/x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autofree char *problem = lodge_add_host_check (uris[i]);

      g_assert_cmpstr (problem, ==, NULL);
    }
}

static void
test_bad (void)
{
  static const char *const uris[] = {
    "", "server", "qemu", "qemu:///", "qemu:///sytem", "qemu+ssh:///system", "qemu+ssh://me@server",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autofree char *problem = lodge_add_host_check (uris[i]);

      g_assert_nonnull (problem);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/add-host/good", test_good);
  g_test_add_func ("/add-host/bad", test_bad);
  return g_test_run ();
}
