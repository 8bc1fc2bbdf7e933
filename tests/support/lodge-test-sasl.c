/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lodge-test-sasl.h"

gboolean
lodge_test_sasl_write (const char *dir,
                       const char *service,
                       const char *mechanism)
{
  g_autofree char *conf = g_strdup_printf ("%s/%s.conf", dir, service);
  g_autofree char *text = g_strdup_printf ("mech_list: %s\nsasldb_path: %s/passwd.db\n", mechanism, dir);
  g_autofree char *command = g_strdup_printf (
    "sh -c 'printf pass | PATH=$PATH:/usr/sbin saslpasswd2 -p -c -f %s/passwd.db -a %s me'", dir, service);
  int status = -1;

  g_spawn_command_line_sync (command, NULL, NULL, &status, NULL);
  if (status != 0)
    {
      g_test_skip ("no saslpasswd2");
      return FALSE;
    }
  g_assert_true (g_file_set_contents (conf, text, -1, NULL));
  return TRUE;
}
