/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SPICE library reads addresses, and is told those of other hosts, but does not dial them: it would
 * believe all that comes from there. The rules are the library's: TLS when there is nothing else or when
 * the server asks for it, and the proxy that the environment names. */

#include "config.h"

#include "console/lodge-spice-address-private.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#include "base/lodge-error.h"
#include "base/lodge-keep-alive.h"
#include "console/lodge-certificate-private.h"
#include "console/lodge-spice-error-private.h"
#include "console/lodge-spice-trust-private.h"

#define CONNECT_SECONDS 10

/* What servers tell when they have none: -1. */
#define NO_PORT "65535"

struct _LodgeSpiceAddress
{
  gatomicrefcount refs;
  char *host;
  char *port;        /* NULL: not without TLS */
  char *tls_port;    /* NULL: not with it */
  char *unix_path;   /* NULL: by the network */
  char *proxy;
  LodgeSpiceTrust *trust;
};

/* A server that is being reached. */
typedef struct {
  LodgeSpiceAddress *address;
  gboolean with_tls;
  GSocketConnectable *server;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  lodge_spice_address_unref (call->address);
  g_clear_object (&call->server);
  g_free (call);
}

static GError *
unreachable (const char *detail)
{
  return lodge_spice_error_new_with_detail (SPICE_CHANNEL_ERROR_CONNECT, detail);
}

static GSocketConnectable *
new_connectable (LodgeSpiceAddress  *self,
                 gboolean            with_tls,
                 GError            **error)
{
  const char *text = with_tls ? self->tls_port : self->port;
  guint64 port;

  if (self->unix_path != NULL && !with_tls)
    return G_SOCKET_CONNECTABLE (g_unix_socket_address_new (self->unix_path));
  if (with_tls && (self->unix_path != NULL || self->tls_port == NULL))
    {
      g_propagate_error (error, lodge_certificate_error_new (NULL, self->host));
      return NULL;
    }
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, error))
    return NULL;
  return g_network_address_parse (self->host, (guint16) port, error);
}

static void
forget_no_port (char **port)
{
  if (g_strcmp0 (*port, NO_PORT) == 0)
    g_clear_pointer (port, g_free);
}

static char *
dup_proxy (void)
{
  const char *proxy = g_getenv ("SPICE_PROXY");

  if (proxy == NULL || *proxy == '\0')
    return NULL;
  return strstr (proxy, "://") != NULL ? g_strdup (proxy) : g_strconcat ("http://", proxy, NULL);
}

static GSocketClient *
new_client (LodgeSpiceAddress *self)
{
  GSocketClient *client = g_socket_client_new ();

  g_socket_client_set_timeout (client, CONNECT_SECONDS);
  g_socket_client_set_enable_proxy (client, self->proxy != NULL);
  if (self->proxy != NULL)
    {
      g_autoptr(GProxyResolver) resolver = g_simple_proxy_resolver_new (self->proxy, NULL);

      g_socket_client_set_proxy_resolver (client, resolver);
    }
  return client;
}

static void
return_unreachable (GTask  *task,
                    GError *error)
{
  if (error->domain == LODGE_ERROR)
    g_task_return_error (task, error);
  else
    {
      g_task_return_error (task, unreachable (error->message));
      g_error_free (error);
    }
}

static void
greeted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GIOStream *stream = lodge_spice_trust_greet_finish (result, &error);

  if (stream != NULL)
    g_task_return_pointer (task, stream, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  Call *call = g_task_get_task_data (task);
  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  if (connection == NULL)
    {
      return_unreachable (task, error);
      return;
    }
  lodge_keep_alive (g_socket_get_fd (g_socket_connection_get_socket (connection)));
  if (call->with_tls)
    lodge_spice_trust_greet_async (call->address->trust, connection, G_NETWORK_ADDRESS (call->server),
                                   g_task_get_cancellable (task), greeted_cb, g_object_ref (task));
  else
    g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
}

/**
 * lodge_spice_address_new_take:
 * @session: a session that has been told an address
 * @is_told: by a server that the machine leaves
 *
 * Takes the address out of @session, which can dial nobody then.
 *
 * Returns: (transfer full): the address
 */
LodgeSpiceAddress *
lodge_spice_address_new_take (SpiceSession *session,
                              gboolean      is_told)
{
  LodgeSpiceAddress *self = g_new0 (LodgeSpiceAddress, 1);
  g_autofree char *subject = NULL;
  SpiceSessionVerify verify;

  g_atomic_ref_count_init (&self->refs);
  g_object_get (session, "host", &self->host, "port", &self->port, "tls-port", &self->tls_port,
                "unix-path", &self->unix_path, "cert-subject", &subject, "verify", &verify, NULL);
  if (is_told)
    {
      forget_no_port (&self->port);
      forget_no_port (&self->tls_port);
    }
  self->proxy = dup_proxy ();
  /* That of the host before, if nobody told this one's. */
  if (self->tls_port != NULL)
    self->trust = lodge_spice_trust_new (verify & SPICE_SESSION_VERIFY_SUBJECT ? subject : NULL);
  g_object_set (session, "port", NULL, "tls-port", NULL, "unix-path", NULL, NULL);
  return self;
}

LodgeSpiceAddress *
lodge_spice_address_ref (LodgeSpiceAddress *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
lodge_spice_address_unref (LodgeSpiceAddress *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_free (self->host);
  g_free (self->port);
  g_free (self->tls_port);
  g_free (self->unix_path);
  g_free (self->proxy);
  g_clear_pointer (&self->trust, lodge_spice_trust_free);
  g_free (self);
}

gboolean
lodge_spice_address_has_tls (LodgeSpiceAddress *self)
{
  return self->tls_port != NULL;
}

/**
 * lodge_spice_address_dial_async:
 * @self: an address
 * @with_tls: whether the server wants TLS, even if there is another way
 * @cancellable: (nullable): gives up
 * @callback: told the end, on this thread
 * @user_data: for @callback
 *
 * Reaches the server. Gives up where nobody answers for %CONNECT_SECONDS.
 */
void
lodge_spice_address_dial_async (LodgeSpiceAddress   *self,
                                gboolean             with_tls,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GSocketClient) client = NULL;
  Call *call = g_new0 (Call, 1);
  GError *error = NULL;

  g_task_set_task_data (task, call, call_free);
  call->address = lodge_spice_address_ref (self);
  call->with_tls = with_tls || (self->unix_path == NULL && self->port == NULL);
  call->server = new_connectable (self, call->with_tls, &error);
  if (call->server == NULL)
    {
      return_unreachable (task, error);
      return;
    }
  client = new_client (self);
  g_socket_client_connect_async (client, call->server, cancellable, connected_cb,
                                 g_steal_pointer (&task));
}

/**
 * lodge_spice_address_dial_finish:
 * @result: of lodge_spice_address_dial_async()
 * @error: a place for an error of the domain %LODGE_ERROR
 *
 * Returns: (transfer full): a #GSocketConnection, or a #GTlsConnection over one
 */
GIOStream *
lodge_spice_address_dial_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Returns: (transfer none): what is below all of a stream that was dialled. */
GSocket *
lodge_spice_address_get_socket (GIOStream *stream)
{
  g_autoptr(GIOStream) base = NULL;

  if (G_IS_TLS_CONNECTION (stream))
    g_object_get (stream, "base-io-stream", &base, NULL);
  return g_socket_connection_get_socket (G_SOCKET_CONNECTION (base != NULL ? base : stream));
}
