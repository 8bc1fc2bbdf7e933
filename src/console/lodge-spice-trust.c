/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who vouches for a SPICE server that is reached by TLS: the authorities in all of the files in which
 * programs keep such certificates, or else those that the system believes. The library checks that the
 * certificate is for the host that was asked for; why it is not, it says in its log only. */

#include "config.h"

#include "console/lodge-spice-trust-private.h"

#include <string.h>

#include "base/lodge-thread.h"
#include "console/lodge-certificate-private.h"

#define MAX_FILE (1024 * 1024)

/* The library's words about the certificate that it saw last. */
static GString *complaint;

/* The handshake runs on the main thread. */
static void
log_cb (const char     *domain,
        GLogLevelFlags  level,
        const char     *message,
        gpointer        user_data)
{
  if (!lodge_thread_is_main () || strstr (message, "verification") == NULL)
    {
      g_log_default_handler (domain, level, message, NULL);
      return;
    }
  g_string_append_printf (complaint, "%s%s", complaint->len > 0 ? "\n" : "", message);
}

static void
listen_to_library (void)
{
  if (complaint != NULL)
    return;

  complaint = g_string_new (NULL);
  g_log_set_handler ("Spice", G_LOG_LEVEL_WARNING, log_cb, NULL);
}

static void
add_file (GByteArray *authorities,
          const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (g_file_get_contents (path, &text, &length, NULL) && length <= MAX_FILE)
    {
      g_byte_array_append (authorities, (const guint8 *) text, (guint) length);
      g_byte_array_append (authorities, (const guint8 *) "\n", 1);
    }
}

void
lodge_spice_trust (SpiceSession *session)
{
  const char *home = g_get_home_dir ();
  g_autofree char *own = g_build_filename (home, ".spicec", "spice_truststore.pem", NULL);
  g_autofree char *libvirt = g_build_filename (home, ".pki", "libvirt", "cacert.pem", NULL);
  g_autofree char *pki = g_build_filename (home, ".pki", "CA", "cacert.pem", NULL);
  const char *const files[] = {
    own, libvirt, pki, "/etc/pki/libvirt-spice/ca-cert.pem", "/etc/pki/CA/cacert.pem",
  };
  g_autoptr(GByteArray) authorities = g_byte_array_new ();

  listen_to_library ();
  g_string_truncate (complaint, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    add_file (authorities, files[i]);
  if (authorities->len > 0)
    g_object_set (session, "ca", authorities, NULL);
  g_object_set (session, "ca-file", NULL, "verify", SPICE_SESSION_VERIFY_HOSTNAME, NULL);
}

/* The library's last words are this session's: it was told so before anything else was begun. */
GError *
lodge_spice_trust_new_error (SpiceSession *session)
{
  g_autofree char *host = NULL;
  GError *error;

  g_object_get (session, "host", &host, NULL);
  error = lodge_certificate_error_new (complaint != NULL && complaint->len > 0 ? complaint->str : NULL,
                                       host);
  if (complaint != NULL)
    g_string_truncate (complaint, 0);
  return error;
}
