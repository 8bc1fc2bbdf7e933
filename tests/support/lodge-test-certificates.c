/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. */

#include "config.h"

#include "lodge-test-certificates.h"

#include <gio/gio.h>

/* Of curves, as they are made in no time. */
#define NEW "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "

static void
run (const char *dir,
     const char *command)
{
  const char *const argv[] = { "sh", "-ec", command, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;
  int status;

  g_spawn_sync (dir, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &said, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", command, said);
}

gboolean
lodge_test_certificates_add_authority (const char *dir,
                                       const char *name)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *command =
    g_strdup_printf (NEW "-subj /CN=%s -addext keyUsage=critical,keyCertSign -keyout %s.key -out %s.pem",
                     name, name, name);

  if (openssl != NULL)
    run (dir, command);
  return openssl != NULL;
}

void
lodge_test_certificates_add_server (const char *dir,
                                    const char *name,
                                    const char *authority,
                                    const char *subject,
                                    const char *host)
{
  g_autofree char *command =
    g_strdup_printf ("mkdir %s; cp %s.pem %s/ca-cert.pem;" NEW "-subj %s -CA %s.pem -CAkey %s.key"
                     " -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=%s"
                     " -addext keyUsage=critical,digitalSignature"
                     " -keyout %s/server-key.pem -out %s/server-cert.pem",
                     name, authority, name, subject, authority, authority, host, name, name);

  run (dir, command);
}
