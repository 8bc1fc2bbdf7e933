/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who vouches for a SPICE server that is reached by TLS: the authorities in all of the files in which
 * programs keep such certificates, or else those that the system believes. The certificate is for the host
 * that was asked for, or, where another host sent us here, has the subject that that one told. */

#include "config.h"

#include "console/lodge-spice-trust-private.h"

#include <string.h>

#include "console/lodge-certificate-private.h"

#define MAX_FILE (1024 * 1024)

struct _LodgeSpiceTrust
{
  gatomicrefcount refs;
  GList *authorities;   /* empty: the system's */
  char *subject;        /* NULL: not told */
};

/* A handshake. */
typedef struct {
  LodgeSpiceTrust *trust;
  GNetworkAddress *server;
  GTlsCertificateFlags flaws;
} Greeting;

static Greeting *
greeting_new (LodgeSpiceTrust *trust,
              GNetworkAddress *server)
{
  Greeting *greeting = g_new0 (Greeting, 1);

  g_atomic_ref_count_inc (&trust->refs);
  greeting->trust = trust;
  greeting->server = g_object_ref (server);
  return greeting;
}

static void
greeting_free (gpointer data)
{
  Greeting *greeting = data;

  lodge_spice_trust_free (greeting->trust);
  g_object_unref (greeting->server);
  g_free (greeting);
}

static gboolean
is_small (const char *path)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  return file != NULL && g_mapped_file_get_length (file) <= MAX_FILE;
}

static GList *
load (const char *path)
{
  return is_small (path) ? g_tls_certificate_list_new_from_file (path, NULL) : NULL;
}

static GStrv
split_subject (const char *subject)
{
  GStrv parts = g_strsplit (subject, ",", 0);

  for (char **part = parts; *part != NULL; part++)
    g_strstrip (*part);
  return parts;
}

/* The same parts, in whatever order they are told. */
static gboolean
has_subject (GTlsCertificate *certificate,
             const char      *told)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_auto(GStrv) a = NULL, b = NULL;

  if (subject == NULL || told == NULL || *told == '\0')
    return FALSE;

  a = split_subject (subject);
  b = split_subject (told);
  for (char **part = a; *part != NULL; part++)
    if (!g_strv_contains ((const char *const *) b, *part))
      return FALSE;
  return g_strv_length (a) == g_strv_length (b);
}

/* By the first authority that vouches for it. */
static GTlsCertificateFlags
find_flaws (Greeting        *greeting,
            GTlsCertificate *certificate)
{
  GTlsCertificateFlags flaws = G_TLS_CERTIFICATE_UNKNOWN_CA;

  for (GList *l = greeting->trust->authorities; l != NULL && flaws & G_TLS_CERTIFICATE_UNKNOWN_CA;
       l = l->next)
    flaws = g_tls_certificate_verify (certificate, G_SOCKET_CONNECTABLE (greeting->server), l->data);
  return flaws;
}

static gboolean
accept_cb (GTlsConnection       *connection,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  flaws,
           gpointer              user_data)
{
  Greeting *greeting = user_data;

  if (greeting->trust->authorities != NULL)
    flaws = find_flaws (greeting, certificate);
  if (flaws == G_TLS_CERTIFICATE_BAD_IDENTITY && has_subject (certificate, greeting->trust->subject))
    flaws = 0;
  greeting->flaws = flaws;
  return flaws == 0;
}

static GError *
new_error (Greeting   *greeting,
           const char *said)
{
  const char *host = g_network_address_get_hostname (greeting->server);

  return greeting->flaws != 0 ? lodge_certificate_error_new_for_flags (greeting->flaws, host)
                              : lodge_certificate_error_new (said, host);
}

static void
greeted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Greeting *greeting = g_task_get_task_data (task);

  g_signal_handlers_disconnect_by_data (source, greeting);
  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    g_task_return_pointer (task, g_object_ref (source), g_object_unref);
  else
    g_task_return_error (task, new_error (greeting, error->message));
}

/**
 * lodge_spice_trust_new:
 * @subject: (nullable): of the certificate that is to be expected
 *
 * Reads the files with authorities.
 *
 * Returns: (transfer full): the trust
 */
LodgeSpiceTrust *
lodge_spice_trust_new (const char *subject)
{
  const char *home = g_get_home_dir ();
  g_autofree char *own = g_build_filename (home, ".spicec", "spice_truststore.pem", NULL);
  g_autofree char *libvirt = g_build_filename (home, ".pki", "libvirt", "cacert.pem", NULL);
  g_autofree char *pki = g_build_filename (home, ".pki", "CA", "cacert.pem", NULL);
  const char *const files[] = {
    own, libvirt, pki, "/etc/pki/libvirt-spice/ca-cert.pem", "/etc/pki/CA/cacert.pem",
  };
  LodgeSpiceTrust *self = g_new0 (LodgeSpiceTrust, 1);

  g_atomic_ref_count_init (&self->refs);
  self->subject = g_strdup (subject);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    self->authorities = g_list_concat (self->authorities, load (files[i]));
  return self;
}

/* Handshakes that have begun keep what they need. */
void
lodge_spice_trust_free (LodgeSpiceTrust *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_list_free_full (self->authorities, g_object_unref);
  g_free (self->subject);
  g_free (self);
}

/* The system's authorities are read only where they are asked. */
static GIOStream *
new_client (LodgeSpiceTrust    *self,
            GSocketConnection  *connection,
            GNetworkAddress    *server,
            GError            **error)
{
  GType type = g_tls_backend_get_client_connection_type (g_tls_backend_get_default ());

  if (self->authorities == NULL)
    return g_tls_client_connection_new (G_IO_STREAM (connection), G_SOCKET_CONNECTABLE (server), error);
  return g_initable_new (type, NULL, error, "base-io-stream", connection, "server-identity", server,
                         "database", NULL, NULL);
}

/**
 * lodge_spice_trust_greet_async:
 * @self: a trust
 * @connection: a connection that nothing was said on
 * @server: who is to answer
 * @cancellable: (nullable): gives up
 * @callback: told the end
 * @user_data: for @callback
 *
 * Shakes hands by TLS, with a server that can be believed.
 */
void
lodge_spice_trust_greet_async (LodgeSpiceTrust     *self,
                               GSocketConnection   *connection,
                               GNetworkAddress     *server,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Greeting *greeting = greeting_new (self, server);
  g_autoptr(GError) error = NULL;
  g_autoptr(GIOStream) tls = new_client (self, connection, server, &error);

  g_task_set_task_data (task, greeting, greeting_free);
  if (tls == NULL)
    {
      g_task_return_error (task, new_error (greeting, error->message));
      return;
    }
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), greeting);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, cancellable, greeted_cb,
                                    g_steal_pointer (&task));
}

/* Returns: (transfer full): a #GTlsConnection; %NULL with an error of the domain %LODGE_ERROR. */
GIOStream *
lodge_spice_trust_greet_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
