/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The console of a machine's screen, on the way that leads there: sockets from libvirt through the
 * host's worker, one forwarding of the host's ssh, or the network. */

#include "config.h"

#include "pages/lodge-screen-console.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "console/lodge-console-address.h"
#include "console/lodge-spice-console.h"
#include "console/lodge-vnc-console.h"
#include "virt/lodge-screen-route.h"

/* What the socket of a channel is asked for with. */
typedef struct {
  LodgeHost *host;
  char *uuid;
  guint index;
  LodgeSshForward *forward;   /* NULL: libvirt passes the socket */
} Source;

static Source *
source_new (LodgeHost  *host,
            const char *uuid,
            guint       index)
{
  Source *source = g_new0 (Source, 1);

  source->host = g_object_ref (host);
  source->uuid = g_strdup (uuid);
  source->index = index;
  return source;
}

static void
source_free (gpointer data)
{
  Source *source = data;

  g_clear_object (&source->forward);
  g_clear_object (&source->host);
  g_free (source->uuid);
  g_free (source);
}

/* On the worker. */
static gpointer
open_graphics (LodgeConnection  *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  Source *source = data;
  int fd = lodge_connection_open_graphics (connection, source->uuid, source->index, error);

  return fd < 0 ? NULL : g_memdup2 (&fd, sizeof fd);
}

static void
fd_free (gpointer data)
{
  close (*(int *) data);
  g_free (data);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree int *fd = lodge_host_run_finish (LODGE_HOST (object), result, &error);

  lodge_fd_request_return (user_data, fd != NULL ? *fd : -1, error);
}

static void
forwarded_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  int fd = lodge_ssh_forward_connect_finish (LODGE_SSH_FORWARD (object), result, &error);

  lodge_fd_request_return (user_data, fd, error);
}

static void
provide_fd (LodgeFdRequest *request,
            gpointer        user_data)
{
  Source *source = user_data;

  if (source->forward != NULL)
    {
      lodge_ssh_forward_connect_async (source->forward, forwarded_cb, request);
      return;
    }
  lodge_host_run_async (source->host, "open graphics", open_graphics,
                        source_new (source->host, source->uuid, source->index), source_free,
                        fd_free, NULL, opened_cb, request);
}

static char *
make_uri (const LodgeScreenRoute *route,
          gboolean                spice)
{
  const char *scheme = spice ? "spice" : "vnc";
  gboolean is_v6 = route->host != NULL && strchr (route->host, ':') != NULL;
  g_autofree char *path = NULL;

  if (route->kind == LODGE_ROUTE_UNIX)
    {
      path = g_uri_escape_string (route->path, "/", FALSE);
      return g_strdup_printf ("%s+unix://%s", scheme, path);
    }
  return g_strdup_printf ("%s://%s%s%s%s%d", scheme, is_v6 ? "[" : "", route->host, is_v6 ? "]" : "",
                          route->kind == LODGE_ROUTE_TLS ? "?tls-port=" : ":", route->port);
}

/* By an address of its own. */
static LodgeConsole *
make_network_console (const LodgeScreenRoute *route,
                      gboolean                spice)
{
  g_autofree char *uri = make_uri (route, spice);
  g_autoptr(LodgeConsoleAddress) address = lodge_console_address_new (uri, NULL);

  return address != NULL ? lodge_console_address_new_console (address) : NULL;
}

static gboolean
is_spice (LodgeDeviceXml *device)
{
  return g_strcmp0 (lodge_device_xml_get (device, "@type"), "spice") == 0;
}

static LodgeConsole *
make_console (LodgeMachine            *machine,
              LodgeDeviceXml          *device,
              guint                    index,
              const LodgeScreenRoute  *route,
              LodgeSshForward        **ret_forward)
{
  LodgeHost *host = lodge_machine_get_host (machine);
  LodgeConsole *console;
  Source *source;

  if (route->kind != LODGE_ROUTE_LIBVIRT && route->kind != LODGE_ROUTE_SSH)
    return make_network_console (route, is_spice (device));

  source = source_new (host, lodge_machine_get_uuid (machine), index);
  if (route->kind == LODGE_ROUTE_SSH)
    {
      source->forward = lodge_ssh_forward_new (host, route);
      *ret_forward = g_object_ref (source->forward);
    }
  if (is_spice (device))
    return lodge_spice_console_new_fd (provide_fd, source, source_free);
  console = lodge_vnc_console_new_fd (provide_fd, source, source_free);
  lodge_vnc_console_set_local (LODGE_VNC_CONSOLE (console), route->kind == LODGE_ROUTE_LIBVIRT);
  return console;
}

/* The same for all consoles of the screen. */
static void
identify (LodgeConsole *console,
          LodgeMachine *machine,
          guint         index)
{
  LodgeHost *host = lodge_machine_get_host (machine);
  const char *uuid = lodge_machine_get_uuid (machine);
  g_autofree char *number = g_strdup_printf ("%u", index);
  g_autofree char *screen = g_strconcat (uuid, " ", number, NULL);
  g_autofree char *label = g_strdup_printf (_("Password of the screen of %s on %s"),
                                            lodge_machine_get_name (machine),
                                            lodge_host_get_name (host));
  g_autoptr(LodgeSecretKey) key =
    lodge_secret_key_new ("machine-screen", lodge_host_get_uri (host), uuid, number, label);
  LodgeCredentials *credentials = lodge_console_get_credentials (console);

  lodge_credentials_keep (credentials, screen);
  lodge_credentials_set_key (credentials, key);
}

static LodgeConsole *
new_by_route (LodgeMachine            *machine,
              LodgeDeviceXml          *device,
              guint                    index,
              const LodgeScreenRoute  *route,
              LodgeSshForward        **ret_forward,
              GError                 **error)
{
  g_autofree char *way = lodge_screen_route_to_text (route);
  LodgeConsole *console = make_console (machine, device, index, route, ret_forward);

  if (console == NULL)
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, route->host, "%s",
                       _("The address of the screen is not valid."));
      return NULL;
    }
  lodge_console_set_way (console, way);
  g_object_set (lodge_console_get_cards (console), "title", lodge_machine_get_name (machine), NULL);
  identify (console, machine, index);
  return console;
}

/* A libvirt that is reached without the name of a host may be far away for all that, behind a socket that
 * something forwards. The address of its screens is somebody else's here. */
static const char *
find_name_here (LodgeHost *host)
{
  LodgeHostInfo *info = host != NULL ? lodge_host_get_info (host) : NULL;
  const char *own = g_get_host_name ();
  gsize length = strcspn (own, ".");

  if (info == NULL || length == 0 || strcspn (info->hostname, ".") != length
      || g_ascii_strncasecmp (info->hostname, own, length) != 0)
    return NULL;
  return info->hostname;
}

static void
explain (LodgeConsole *console,
         const GError *refusal)
{
  const char *detail = lodge_error_get_detail (refusal);
  /* Translators: %s is libvirt’s own text, in English */
  g_autofree char *reason = g_strdup_printf (_("libvirt does not pass a socket for this screen: %s"),
                                             detail != NULL ? detail : refusal->message);

  lodge_console_set_reason (console, reason);
}

/**
 * lodge_screen_console_new:
 * @machine: a machine that runs
 * @device: one of its graphics devices, SPICE or VNC
 * @index: the place of @device among the machine's graphics devices
 * @ret_forward: (out) (transfer full) (nullable): to be stopped when the session is over
 * @error: where the error goes; %LODGE_ERROR_BUSY: what is known of the machine is from before its start
 *
 * Makes the console; it is not connected yet.
 *
 * Returns: (transfer full) (nullable): the console; %NULL with @error
 */
LodgeConsole *
lodge_screen_console_new (LodgeMachine     *machine,
                          LodgeDeviceXml   *device,
                          guint             index,
                          LodgeSshForward **ret_forward,
                          GError          **error)
{
  g_autoptr(LodgeScreenRoute) route =
    lodge_screen_route_new (lodge_host_get_uri (lodge_machine_get_host (machine)), device, error);

  *ret_forward = NULL;
  return route != NULL ? new_by_route (machine, device, index, route, ret_forward, error) : NULL;
}

/**
 * lodge_screen_console_new_instead:
 * @machine: the machine
 * @index: the place among its graphics devices
 * @failure: why the console of lodge_screen_console_new() failed
 * @error: where the error goes: @failure, or as for lodge_screen_console_new()
 *
 * Makes the console that goes past libvirt, where that passes no sockets: not when the connection or the
 * machine is gone, nor when somebody was not let in.
 *
 * Returns: (transfer full) (nullable): the console, not connected yet; %NULL with @error
 */
LodgeConsole *
lodge_screen_console_new_instead (LodgeMachine  *machine,
                                  int            index,
                                  const GError  *failure,
                                  GError       **error)
{
  const char *name = find_name_here (lodge_machine_get_host (machine));
  LodgeDomainXml *xml = lodge_machine_get_xml (machine);
  LodgeDeviceXml *device = xml != NULL ? lodge_screen_console_find_device (xml, index) : NULL;
  g_autoptr(LodgeScreenRoute) route = NULL;
  LodgeSshForward *forward = NULL;
  LodgeConsole *console;

  if (!lodge_error_is_refusal (failure) || name == NULL || device == NULL)
    {
      g_propagate_error (error, g_error_copy (failure));
      return NULL;
    }
  route = lodge_screen_route_new_here (name, device, failure, error);
  if (route == NULL)
    return NULL;
  console = new_by_route (machine, device, (guint) index, route, &forward, error);
  if (console != NULL)
    explain (console, failure);
  return console;
}

LodgeDeviceXml *
lodge_screen_console_find_device (LodgeDomainXml *xml,
                                  int             index)
{
  GPtrArray *devices = lodge_domain_xml_get_devices (xml);
  LodgeDeviceXml *found = NULL;
  const char *type;

  for (guint i = 0; index >= 0 && i < devices->len && found == NULL; i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);

      if (lodge_device_xml_get_kind (device) == LODGE_DEVICE_GRAPHICS && index-- == 0)
        found = device;
    }
  type = found != NULL ? lodge_device_xml_get (found, "@type") : NULL;
  return g_strcmp0 (type, "spice") == 0 || g_strcmp0 (type, "vnc") == 0 ? found : NULL;
}
