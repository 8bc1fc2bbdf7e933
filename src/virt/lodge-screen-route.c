/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which way leads to a screen: by where its server listens, and how the host is reached. Nothing goes
 * over a network unencrypted where ssh or TLS can be had. Pure.
 * https://libvirt.org/formatdomain.html, “Graphical framebuffers”; https://libvirt.org/uri.html */

#include "config.h"

#include "virt/lodge-screen-route.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-error.h"

typedef struct {
  const char *address;   /* where it listens; NULL: on the host itself only */
  const char *path;      /* NULL: not in the file system */
  gboolean is_none;
  int port, tls_port;    /* 0: none */
} Listener;

static int
get_port (LodgeDeviceXml *graphics,
          const char     *path)
{
  const char *text = lodge_device_xml_get (graphics, path);
  gint64 port = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;

  return port > 0 && port <= G_MAXUINT16 ? (int) port : 0;
}

static Listener
find_listener (LodgeDeviceXml *graphics)
{
  const char *type = lodge_device_xml_get (graphics, "listen/@type");
  Listener listener = { .is_none = g_strcmp0 (type, "none") == 0 };

  listener.path = lodge_device_xml_get (graphics, "listen/@socket");
  if (listener.path == NULL)
    listener.path = lodge_device_xml_get (graphics, "@socket");
  listener.address = lodge_device_xml_get (graphics, "listen/@address");
  if (listener.address == NULL)
    listener.address = lodge_device_xml_get (graphics, "@listen");
  listener.port = get_port (graphics, "@port");
  listener.tls_port = get_port (graphics, "@tlsPort");
  return listener;
}

static gboolean
is_private (const char *address)
{
  g_autoptr(GInetAddress) inet = address != NULL ? g_inet_address_new_from_string (address) : NULL;

  return address == NULL || g_str_equal (address, "localhost")
         || (inet != NULL && g_inet_address_get_is_loopback (inet));
}

static gboolean
is_any (const char *address)
{
  g_autoptr(GInetAddress) inet = g_inet_address_new_from_string (address);

  return inet != NULL && g_inet_address_get_is_any (inet);
}

static gboolean
is_ready (const Listener *listener)
{
  return listener->is_none || listener->path != NULL || listener->port > 0 || listener->tls_port > 0;
}

static void
set_not_ready (GError **error)
{
  lodge_error_set (error, LODGE_ERROR_BUSY, NULL, "%s",
                   _("The machine’s screen is not ready yet. Wait until the machine has started."));
}

static LodgeScreenRoute *
route_new (LodgeRouteKind  kind,
           const char     *host,
           int             port,
           const char     *path)
{
  LodgeScreenRoute *self = g_new0 (LodgeScreenRoute, 1);

  self->kind = kind;
  self->host = g_strdup (host);
  self->port = port;
  self->path = g_strdup (path);
  return self;
}

/* From the host itself. */
static LodgeScreenRoute *
route_by_ssh (const Listener *listener)
{
  gboolean itself = listener->address == NULL || is_any (listener->address);

  if (listener->path != NULL)
    return route_new (LODGE_ROUTE_SSH, NULL, 0, listener->path);
  return route_new (LODGE_ROUTE_SSH, itself ? "127.0.0.1" : listener->address, listener->port, NULL);
}

static LodgeScreenRoute *
route_by_network (const Listener *listener,
                  const char     *host)
{
  const char *target = is_any (listener->address) ? host : listener->address;

  if (listener->tls_port > 0)
    return route_new (LODGE_ROUTE_TLS, target, listener->tls_port, NULL);
  return route_new (LODGE_ROUTE_TCP, target, listener->port, NULL);
}

/**
 * lodge_screen_route_new:
 * @uri: how the host is reached
 * @graphics: a graphics device of a machine that runs, as libvirt describes it now
 * @error: where the error goes
 *
 * Finds the way to a screen. %LODGE_ERROR_BUSY: the description is not of a machine that runs.
 *
 * Returns: (transfer full) (nullable): the way; %NULL with the reason and the next step
 */
LodgeScreenRoute *
lodge_screen_route_new (const char      *uri,
                        LodgeDeviceXml  *graphics,
                        GError         **error)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;
  Listener listener = find_listener (graphics);
  gboolean by_ssh;

  if (host == NULL || *host == '\0')
    return route_new (LODGE_ROUTE_LIBVIRT, NULL, 0, NULL);

  by_ssh = g_str_has_suffix (g_uri_get_scheme (parsed), "+ssh");
  if (by_ssh && (listener.path != NULL || listener.port > 0))
    return route_by_ssh (&listener);
  if (!is_private (listener.address) && (listener.port > 0 || listener.tls_port > 0))
    return route_by_network (&listener, host);

  if (!is_ready (&listener))
    set_not_ready (error);
  else if (listener.is_none)
    lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                     _("The machine’s screen can only be shown on its own host. Let it listen on an "
                       "address in the machine’s settings, then restart the machine."));
  else if (by_ssh)
    lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                     _("The machine’s screen takes encrypted connections only, and only on its host. "
                       "Give it a port without encryption: it is reached through ssh."));
  else
    lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                     _("The machine’s screen can be reached on its own host only. Connect to the host "
                       "by ssh (qemu+ssh://…), or let the screen listen on a public address."));
  return NULL;
}

/* A port without encryption is as good here, unless the server wants none of it. */
static LodgeScreenRoute *
route_here (const Listener *listener,
            const char     *name,
            gboolean        secure)
{
  const char *address = listener->address != NULL ? listener->address : "127.0.0.1";
  gboolean any = is_any (address);

  if (listener->path != NULL)
    return route_new (LODGE_ROUTE_UNIX, NULL, 0, listener->path);
  if (listener->tls_port > 0 && (secure || listener->port == 0))
    return route_new (LODGE_ROUTE_TLS, any ? name : address, listener->tls_port, NULL);
  if (any)
    address = strchr (address, ':') != NULL ? "::1" : "127.0.0.1";
  return route_new (LODGE_ROUTE_TCP, address, listener->port, NULL);
}

/**
 * lodge_screen_route_new_here:
 * @name: the name of this computer, where the host is
 * @graphics: a graphics device of a machine that runs, as libvirt describes it now
 * @refusal: why libvirt passes no socket
 * @error: where the error goes
 *
 * Finds the other way to a screen of this computer; where there is none, the error is @refusal.
 * %LODGE_ERROR_BUSY: the description is not of a machine that runs.
 *
 * Returns: (transfer full) (nullable): the way; %NULL with the reason
 */
LodgeScreenRoute *
lodge_screen_route_new_here (const char      *name,
                             LodgeDeviceXml  *graphics,
                             const GError    *refusal,
                             GError         **error)
{
  Listener listener = find_listener (graphics);

  if (!is_ready (&listener))
    set_not_ready (error);
  else if (listener.is_none)
    g_propagate_error (error, g_error_copy (refusal));
  else
    return route_here (&listener, name,
                       g_strcmp0 (lodge_device_xml_get (graphics, "@defaultMode"), "secure") == 0);
  return NULL;
}

void
lodge_screen_route_free (LodgeScreenRoute *self)
{
  g_free (self->host);
  g_free (self->path);
  g_free (self);
}

/**
 * lodge_screen_route_to_text:
 * @self: a way
 *
 * Names the way, for the status of a connection.
 *
 * Returns: (transfer full): a translated text
 */
char *
lodge_screen_route_to_text (const LodgeScreenRoute *self)
{
  switch (self->kind)
    {
    case LODGE_ROUTE_SSH:
      return g_strdup (_("Through ssh"));

    case LODGE_ROUTE_TCP:
      return g_strdup (_("Network, not encrypted"));

    case LODGE_ROUTE_TLS:
      return g_strdup (_("Network, encrypted by TLS"));

    case LODGE_ROUTE_UNIX:
      return g_strdup (_("Unix socket"));

    case LODGE_ROUTE_LIBVIRT:
    default:
      return g_strdup (_("Socket from libvirt"));
    }
}
