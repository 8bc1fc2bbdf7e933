/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which hosts are remembered. */

#include "config.h"

#include "base/lodge-settings.h"

#define URIS(...) ((const char *const[]) { __VA_ARGS__, NULL })

static void
assert_merged (const char *const *kept,
               const char *const *current,
               const char *const *temporary,
               const char        *expected)
{
  g_auto(GStrv) uris = lodge_settings_merge_hosts (kept, current, temporary);
  g_autofree char *text = g_strjoinv (" ", uris);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_merge_hosts (void)
{
  assert_merged (NULL, URIS ("a", "b"), NULL, "a b");
  assert_merged (NULL, URIS ("t"), URIS ("t"), "");
  assert_merged (URIS ("a", "b"), URIS ("t"), URIS ("t"), "a b");
  assert_merged (URIS ("a", "b"), URIS ("t", "c"), URIS ("t"), "a b c");
  assert_merged (URIS ("a", "b"), URIS ("a", "t"), URIS ("t"), "a b");
  assert_merged (URIS ("t"), URIS ("t", "c"), URIS ("t"), "t c");
}

/* The schema of the build tree is found without being installed. */
static void
test_schema (void)
{
  g_autoptr(GSettings) settings = lodge_settings_new ();
  g_auto(GStrv) hosts = NULL;

  g_assert_nonnull (settings);
  hosts = g_settings_get_strv (settings, "hosts");
  g_assert_cmpuint (g_strv_length (hosts), ==, 0);
}

static void
test_machine (void)
{
  const char *uuid = "8a5a6c1e-3c2f-4d46-9d4b-0f6a8a5b6c7d";
  g_autoptr(GSettings) settings = lodge_settings_new_for_machine (uuid);
  g_autoptr(GSettings) again = lodge_settings_new_for_machine (uuid);
  g_autoptr(GSettings) other =
    lodge_settings_new_for_machine ("00000000-3c2f-4d46-9d4b-0f6a8a5b6c7d");

  g_assert_nonnull (settings);
  g_settings_set_boolean (settings, "system-shortcuts", FALSE);
  g_assert_false (g_settings_get_boolean (again, "system-shortcuts"));
  g_assert_true (g_settings_get_boolean (other, "system-shortcuts"));
  g_assert_null (lodge_settings_new_for_machine ("../x"));
  g_assert_null (lodge_settings_new_for_machine (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/merge-hosts", test_merge_hosts);
  g_test_add_func ("/settings/schema", test_schema);
  g_test_add_func ("/settings/machine", test_machine);
  return g_test_run ();
}
