/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The address of a screen as people write it, and the console that speaks its protocol. Checked here
 * once, so that a mistake is told as a sentence before anything is opened. */

#include "config.h"

#include "console/lodge-console-address.h"

#include <glib/gi18n-lib.h>
#include <sys/un.h>

#include "base/lodge-error.h"
#include "console/lodge-spice-console.h"
#include "console/lodge-vnc-console.h"

#define VNC_PORT 5900

static const struct {
  const char *scheme;
  LodgeProtocol protocol;
  gboolean is_unix;
} schemes[] = {
  { "spice", LODGE_PROTOCOL_SPICE, FALSE },
  { "spice+unix", LODGE_PROTOCOL_SPICE, TRUE },
  { "vnc", LODGE_PROTOCOL_VNC, FALSE },
  { "vnc+unix", LODGE_PROTOCOL_VNC, TRUE },
};

static void
set_invalid (GError     **error,
             const char  *uri)
{
  /* Translators: %s is what the user wrote. Leave the addresses as they are. */
  lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                   _("“%s” is not the address of a screen. Write it like spice://localhost:5900, "
                     "vnc://localhost:5901 or vnc+unix:///run/screen."), uri);
}

static gboolean
take_path (LodgeConsoleAddress *self,
           GUri                *uri)
{
  const char *host = g_uri_get_host (uri);

  self->path = g_strdup (g_uri_get_path (uri));
  return (host == NULL || *host == '\0') && self->path[0] == '/' && self->path[1] != '\0'
         && strlen (self->path) < sizeof ((struct sockaddr_un *) 0)->sun_path;
}

static gboolean
take_host (LodgeConsoleAddress *self,
           GUri                *uri)
{
  const char *path = g_uri_get_path (uri);
  const char *query = g_uri_get_query (uri);
  int port = g_uri_get_port (uri);

  self->host = g_strdup (g_uri_get_host (uri));
  self->port = port > 0 ? port : 0;
  if (self->protocol == LODGE_PROTOCOL_VNC && port < 0)
    self->port = VNC_PORT;
  if (self->host == NULL || *self->host == '\0' || *self->host == '-' || port == 0)
    return FALSE;
  return (*path == '\0' || g_str_equal (path, "/")) && (self->port != 0 || query != NULL);
}

/**
 * lodge_console_address_new:
 * @uri: an address; a user and a password in it are ignored
 * @error: set to %LODGE_ERROR_INVALID with a sentence
 *
 * Reads an address. `vnc://` without a port means 5900; `spice://` may name its ports in the query, as
 * libvirt writes them (`?tls-port=5901`).
 *
 * Returns: (transfer full) (nullable): the address; %NULL when it is none
 */
LodgeConsoleAddress *
lodge_console_address_new (const char  *uri,
                           GError     **error)
{
  g_autoptr(LodgeConsoleAddress) self = g_new0 (LodgeConsoleAddress, 1);
  g_autoptr(GUri) parsed = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  for (gsize i = 0; parsed != NULL && i < G_N_ELEMENTS (schemes); i++)
    {
      if (!g_str_equal (g_uri_get_scheme (parsed), schemes[i].scheme))
        continue;
      self->protocol = schemes[i].protocol;
      self->uri = g_uri_to_string_partial (parsed, G_URI_HIDE_USERINFO);
      if (schemes[i].is_unix ? take_path (self, parsed) : take_host (self, parsed))
        return g_steal_pointer (&self);
    }

  set_invalid (error, uri);
  return NULL;
}

void
lodge_console_address_free (LodgeConsoleAddress *self)
{
  g_free (self->uri);
  g_free (self->host);
  g_free (self->path);
  g_free (self);
}

/**
 * lodge_console_address_to_title:
 * @self: an address
 *
 * Names the screen for people, as in the title of its window.
 *
 * Returns: (transfer full): a text like “server:5901” or “screen.sock”
 */
char *
lodge_console_address_to_title (const LodgeConsoleAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->path != NULL)
    return g_path_get_basename (self->path);
  if (self->port == 0)
    return g_strdup (self->host);
  return g_strdup_printf (strchr (self->host, ':') != NULL ? "[%s]:%d" : "%s:%d", self->host,
                          self->port);
}

/**
 * lodge_console_address_new_console:
 * @self: an address
 *
 * Makes the console for an address. It is not connected yet.
 *
 * Returns: (transfer full): the console
 */
LodgeConsole *
lodge_console_address_new_console (const LodgeConsoleAddress *self)
{
  g_autofree char *uri = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->protocol == LODGE_PROTOCOL_VNC)
    return lodge_vnc_console_new_address (self);
  /* The SPICE library takes a path as it stands there. */
  if (self->path != NULL)
    uri = g_strconcat ("spice+unix://", self->path, NULL);
  return lodge_spice_console_new_uri (uri != NULL ? uri : self->uri);
}
