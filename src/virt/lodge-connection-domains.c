/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a connection does with machines. Handles are kept by UUID; a handle costs a trip only once. */

#include "config.h"

#include "virt/lodge-connection-private.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>

#include "base/lodge-error.h"
#include "virt/lodge-virt-error.h"

#define SCREENSHOT_MAX (64 * 1024 * 1024)

typedef virDomain Domain;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Domain, virDomainFree)

static gboolean
check (int      result,
       GError **error)
{
  if (result >= 0)
    return TRUE;

  lodge_virt_error_set (error);
  return FALSE;
}

void
lodge_connection_keep_domain (LodgeConnection *self,
                              const char      *uuid,
                              virDomainPtr     domain)
{
  virDomainRef (domain);
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->domains, g_strdup (uuid), domain);
  g_mutex_unlock (&self->lock);
}

void
lodge_connection_forget_domain (LodgeConnection *self,
                                const char      *uuid)
{
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->domains, uuid);
  g_mutex_unlock (&self->lock);
}

static virDomainPtr
find_kept (LodgeConnection *self,
           const char      *uuid)
{
  virDomainPtr domain;

  g_mutex_lock (&self->lock);
  domain = g_hash_table_lookup (self->domains, uuid);
  if (domain != NULL)
    virDomainRef (domain);
  g_mutex_unlock (&self->lock);
  return domain;
}

/* A UUID first, as a name may look like one only by intent. */
virDomainPtr
lodge_connection_get_domain (LodgeConnection  *self,
                             const char       *key,
                             GError          **error)
{
  virDomainPtr domain;

  LODGE_ASSERT_WORKER ();
  domain = find_kept (self, key);
  if (domain != NULL)
    return domain;

  if (g_uuid_string_is_valid (key))
    domain = virDomainLookupByUUIDString (self->conn, key);
  if (domain == NULL)
    domain = virDomainLookupByName (self->conn, key);
  if (domain == NULL)
    lodge_virt_error_set (error);
  else if (g_uuid_string_is_valid (key))
    lodge_connection_keep_domain (self, key, domain);
  return domain;
}

/**
 * lodge_connection_has_domain:
 * @self: a connection
 * @key: a UUID or a name
 *
 * Asks whether a machine exists.
 *
 * Returns: %TRUE when it does
 */
gboolean
lodge_connection_has_domain (LodgeConnection *self,
                             const char      *key)
{
  g_autoptr(Domain) domain = NULL;

  LODGE_ASSERT_WORKER ();
  if (g_uuid_string_is_valid (key))
    domain = virDomainLookupByUUIDString (self->conn, key);
  if (domain == NULL)
    domain = virDomainLookupByName (self->conn, key);
  return domain != NULL;
}

/**
 * lodge_connection_define_domain:
 * @self: a connection
 * @xml: a `<domain>` document
 * @error: where the error goes
 *
 * Defines a machine, or redefines the one of the same UUID. The document is checked against
 * libvirt's schema.
 *
 * Returns: (transfer full): the UUID; %NULL with @error
 */
char *
lodge_connection_define_domain (LodgeConnection  *self,
                                const char       *xml,
                                GError          **error)
{
  g_autoptr(Domain) domain = NULL;
  char uuid[VIR_UUID_STRING_BUFLEN];

  LODGE_ASSERT_WORKER ();
  domain = virDomainDefineXMLFlags (self->conn, xml, VIR_DOMAIN_DEFINE_VALIDATE);
  if (domain == NULL || virDomainGetUUIDString (domain, uuid) < 0)
    {
      lodge_virt_error_set (error);
      return NULL;
    }
  return g_strdup (uuid);
}

/**
 * lodge_connection_start_domain:
 * @self: a connection
 * @key: a UUID or a name
 * @error: where the error goes
 *
 * Starts a machine, from its saved state where there is one.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_start_domain (LodgeConnection  *self,
                               const char       *key,
                               GError          **error)
{
  g_autoptr(Domain) domain = lodge_connection_get_domain (self, key, error);

  return domain != NULL && check (virDomainCreate (domain), error);
}

/**
 * lodge_connection_destroy_domain:
 * @self: a connection
 * @key: a UUID or a name
 * @error: where the error goes
 *
 * Forces a machine off.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_destroy_domain (LodgeConnection  *self,
                                 const char       *key,
                                 GError          **error)
{
  g_autoptr(Domain) domain = lodge_connection_get_domain (self, key, error);

  return domain != NULL && check (virDomainDestroy (domain), error);
}

/* Drivers refuse flags they do not know: from all to none. */
static int
undefine (virDomainPtr domain)
{
  static const unsigned int flags[] = {
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
    VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | VIR_DOMAIN_UNDEFINE_NVRAM,
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
    VIR_DOMAIN_UNDEFINE_NVRAM,
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      int code;

      if (virDomainUndefineFlags (domain, flags[i]) == 0)
        return 0;
      code = virGetLastErrorCode ();
      if (code != VIR_ERR_INVALID_ARG && code != VIR_ERR_NO_SUPPORT &&
          code != VIR_ERR_ARGUMENT_UNSUPPORTED && code != VIR_ERR_OPERATION_UNSUPPORTED)
        return -1;
    }
  return virDomainUndefine (domain);
}

/**
 * lodge_connection_undefine_domain:
 * @self: a connection
 * @key: a UUID or a name
 * @error: where the error goes
 *
 * Undefines a machine with its firmware variables, saved state and the metadata of its snapshots.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_undefine_domain (LodgeConnection  *self,
                                  const char       *key,
                                  GError          **error)
{
  g_autoptr(Domain) domain = lodge_connection_get_domain (self, key, error);
  char uuid[VIR_UUID_STRING_BUFLEN];

  if (domain == NULL || !check (undefine (domain), error))
    return FALSE;
  if (virDomainGetUUIDString (domain, uuid) == 0)
    lodge_connection_forget_domain (self, uuid);
  return TRUE;
}

/**
 * lodge_connection_dup_domain_xml:
 * @self: a connection
 * @key: a UUID or a name
 * @inactive: what the next start will use, instead of what is running
 * @error: where the error goes
 *
 * Reads a machine's description, without secrets.
 *
 * Returns: (transfer full): the XML; %NULL with @error
 */
char *
lodge_connection_dup_domain_xml (LodgeConnection  *self,
                                 const char       *key,
                                 gboolean          inactive,
                                 GError          **error)
{
  g_autoptr(Domain) domain = lodge_connection_get_domain (self, key, error);
  char *xml, *copy;

  if (domain == NULL)
    return NULL;

  xml = virDomainGetXMLDesc (domain, inactive ? VIR_DOMAIN_XML_INACTIVE : 0);
  if (!check (xml != NULL ? 0 : -1, error))
    return NULL;
  copy = g_strdup (xml);
  free (xml);
  return copy;
}

/**
 * lodge_connection_dup_domain_names:
 * @self: a connection
 * @error: where the error goes
 *
 * Lists the names of all machines.
 *
 * Returns: (transfer full): the names; %NULL with @error
 */
GStrv
lodge_connection_dup_domain_names (LodgeConnection  *self,
                                   GError          **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  virDomainPtr *domains = NULL;
  int n;

  LODGE_ASSERT_WORKER ();
  n = virConnectListAllDomains (self->conn, &domains, 0);
  if (!check (n, error))
    return NULL;
  for (int i = 0; i < n; i++)
    {
      g_strv_builder_add (builder, virDomainGetName (domains[i]));
      virDomainFree (domains[i]);
    }
  free (domains);
  return g_strv_builder_end (builder);
}

/**
 * lodge_connection_open_graphics:
 * @self: a local connection
 * @uuid: the machine
 * @index: the position among its graphics devices
 * @error: where the error goes
 *
 * Opens a socket to a screen server of a machine. libvirt vouches for us: no password is asked.
 *
 * Returns: the file descriptor, owned by the caller; -1 with @error
 */
int
lodge_connection_open_graphics (LodgeConnection  *self,
                                const char       *uuid,
                                guint             index,
                                GError          **error)
{
  g_autoptr(Domain) domain = lodge_connection_get_domain (self, uuid, error);
  int fd;

  if (domain == NULL)
    return -1;

  fd = virDomainOpenGraphicsFD (domain, index, VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH);
  check (fd, error);
  return fd;
}

static GBytes *
read_stream (virStreamPtr   stream,
             GError       **error)
{
  g_autoptr(GByteArray) data = g_byte_array_new ();
  char buffer[64 * 1024];
  int n;

  while ((n = virStreamRecv (stream, buffer, sizeof buffer)) > 0)
    {
      if (data->len + (guint) n > SCREENSHOT_MAX)
        {
          virStreamAbort (stream);
          lodge_error_set (error, LODGE_ERROR_INVALID, NULL, _("The picture of the screen is too large."));
          return NULL;
        }
      g_byte_array_append (data, (const guint8 *) buffer, (guint) n);
    }
  if (n < 0)
    {
      lodge_virt_error_set (error);
      virStreamAbort (stream);
      return NULL;
    }
  virStreamFinish (stream);
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

/**
 * lodge_connection_screenshot:
 * @self: a connection
 * @uuid: a running machine
 * @error: where the error goes
 *
 * Takes a picture of a machine's first screen.
 *
 * Returns: (transfer full): PNG or PPM data, at most 64 MiB; %NULL with @error
 */
GBytes *
lodge_connection_screenshot (LodgeConnection  *self,
                             const char       *uuid,
                             GError          **error)
{
  g_autoptr(Domain) domain = lodge_connection_get_domain (self, uuid, error);
  virStreamPtr stream;
  GBytes *bytes = NULL;
  char *type;

  if (domain == NULL)
    return NULL;

  stream = virStreamNew (self->conn, 0);
  type = stream != NULL ? virDomainScreenshot (domain, stream, 0, 0) : NULL;
  if (type == NULL)
    lodge_virt_error_set (error);
  else
    bytes = read_stream (stream, error);
  if (stream != NULL)
    virStreamFree (stream);
  free (type);
  return bytes;
}
