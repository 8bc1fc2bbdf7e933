/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which way to log in to a VNC server is taken, and what the library is told then. The library waits
 * inside until it has an answer; somebody who gives none must shut the connection down. */

#include "config.h"

#include "console/lodge-vnc-auth-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "console/lodge-certificate-private.h"
#include "console/lodge-vnc-check-private.h"

/* Where the library looks for certificates: CA/cacert.pem in /etc/pki and ~/.pki, and below this name
 * a client's own. The same as of other programs for libvirt's machines. */
#define CERTIFICATES "libvirt"

struct _LodgeVncAuth
{
  VncConnection *connection;
  LodgeVncGuard *guard;
  LodgeCredentials *credentials;
  gboolean is_local;

  guint type;               /* taken last; 0: none */
  LodgeCredential wanted;   /* by the library */
  LodgeCredential given;
  gboolean waiting;         /* the library, for us */
};

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static guint
get_number (const GValueArray *values,
            guint              i)
{
  return (guint) g_value_get_enum (&values->values[i]);
}

/* The first of @ours, which ends with 0, that is among @theirs. */
static guint
find_type (const guint       *ours,
           const GValueArray *theirs)
{
  for (; *ours != 0; ours++)
    for (guint i = 0; i < theirs->n_values; i++)
      if (get_number (theirs, i) == *ours)
        return *ours;
  return 0;
}

static char *
list_types (const GValueArray *types)
{
  GString *text = g_string_new ("offered:");

  for (guint i = 0; i < types->n_values; i++)
    g_string_append_printf (text, " %u", get_number (types, i));
  return g_string_free (text, FALSE);
}

static void
refuse_strangers (const GValueArray  *types,
                  GError            **error)
{
  g_autofree char *list = list_types (types);

  lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, list, "%s",
                   _("The screen’s server has no certificate, so nobody can tell who answers and who "
                     "reads along. Give the server a certificate."));
}

LodgeVncAuth *
lodge_vnc_auth_new (VncConnection    *connection,
                    LodgeVncGuard    *guard,
                    LodgeCredentials *credentials,
                    gboolean          is_local)
{
  LodgeVncAuth *self = g_new0 (LodgeVncAuth, 1);

  self->connection = connection;
  self->guard = guard;
  self->credentials = credentials;
  self->is_local = is_local;
  return self;
}

void
lodge_vnc_auth_free (LodgeVncAuth *self)
{
  g_free (self);
}

/* Takes one of the server's ways to log in. SASL by itself encrypts what comes after it, but who reads
 * its exchange along can guess at the password: it is not for a network that others are on. */
gboolean
lodge_vnc_auth_take_type (LodgeVncAuth       *self,
                          const GValueArray  *types,
                          GError            **error)
{
  static const guint ours[] = {
    LODGE_VNC_AUTH_VENCRYPT, LODGE_VNC_AUTH_NONE, LODGE_VNC_AUTH_VNC, LODGE_VNC_AUTH_SASL, 0
  };
  guint type = find_type (ours, types);
  gboolean exposed = type == LODGE_VNC_AUTH_SASL && lodge_vnc_guard_is_exposed (self->guard);
  g_autofree char *list = NULL;

  self->waiting = type == 0 || exposed;
  if (!self->waiting)
    {
      self->type = type;
      lodge_vnc_guard_choose (self->guard, type);
      vnc_connection_set_auth_type (self->connection, type);
      return TRUE;
    }
  if (exposed)
    {
      refuse_strangers (types, error);
      return FALSE;
    }

  list = list_types (types);
  lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, list, "%s",
                   _("The screen asks for a way to log in that Lodge does not know. Allow a password "
                     "or a certificate on the server."));
  return FALSE;
}

/* Takes one of the ways that go with a certificate. */
gboolean
lodge_vnc_auth_take_subtype (LodgeVncAuth       *self,
                             const GValueArray  *types,
                             GError            **error)
{
  const guint ours[] = {
    LODGE_VNC_AUTH_X509_NONE, LODGE_VNC_AUTH_X509_VNC, LODGE_VNC_AUTH_X509_PLAIN,
    LODGE_VNC_AUTH_X509_SASL, self->is_local ? LODGE_VNC_AUTH_PLAIN : 0, 0
  };
  guint type = find_type (ours, types);

  self->waiting = type == 0;
  if (type == 0)
    {
      refuse_strangers (types, error);
      return FALSE;
    }

  self->type = type;
  lodge_vnc_guard_choose (self->guard, type);
  vnc_connection_set_auth_subtype (self->connection, type);
  return TRUE;
}

/* The library wants to know something: it is told, or the user is asked. A certificate authority beside
 * the files, which newer ones ask for too, need not be given. */
void
lodge_vnc_auth_ask (LodgeVncAuth      *self,
                    const GValueArray *wanted)
{
  self->wanted = 0;
  for (guint i = 0; i < wanted->n_values; i++)
    {
      guint what = get_number (wanted, i);

      if (what == VNC_CONNECTION_CREDENTIAL_CLIENTNAME)
        vnc_connection_set_credential (self->connection, (int) what, CERTIFICATES);
      else if (what == VNC_CONNECTION_CREDENTIAL_USERNAME)
        self->wanted |= LODGE_CREDENTIAL_USERNAME;
      else if (what == VNC_CONNECTION_CREDENTIAL_PASSWORD)
        self->wanted |= LODGE_CREDENTIAL_PASSWORD;
    }

  self->waiting = self->wanted != 0;
  lodge_credentials_set_exposed (self->credentials, lodge_vnc_guard_is_exposed (self->guard));
  if (lodge_credentials_have (self->credentials, self->wanted))
    lodge_vnc_auth_answer (self);
  else
    lodge_credentials_ask (self->credentials, self->wanted, FALSE);
}

G_GNUC_END_IGNORE_DEPRECATIONS

/* The user has answered. */
void
lodge_vnc_auth_answer (LodgeVncAuth *self)
{
  self->given = self->wanted;
  self->waiting = FALSE;
  if (self->wanted & LODGE_CREDENTIAL_USERNAME)
    vnc_connection_set_credential (self->connection, VNC_CONNECTION_CREDENTIAL_USERNAME,
                                   lodge_credentials_get_username (self->credentials));
  if (self->wanted & LODGE_CREDENTIAL_PASSWORD)
    vnc_connection_set_credential (self->connection, VNC_CONNECTION_CREDENTIAL_PASSWORD,
                                   lodge_credentials_get_password (self->credentials));
}

/* Whether the library will wait for ever when it is not told. */
gboolean
lodge_vnc_auth_is_waiting (LodgeVncAuth *self)
{
  return self->waiting;
}

/* What the server was told. */
LodgeCredential
lodge_vnc_auth_get_given (LodgeVncAuth *self)
{
  return self->given;
}

/* Whether there was an exchange of SASL that came to no question. */
static gboolean
is_mute (LodgeVncAuth *self,
         gboolean      refused)
{
  return self->given == 0
         && (self->type == LODGE_VNC_AUTH_SASL || (self->type == LODGE_VNC_AUTH_X509_SASL && refused));
}

GError *
lodge_vnc_auth_new_error (LodgeVncAuth *self,
                          gboolean      refused,
                          const char   *reason,
                          const char   *host)
{
  if (is_mute (self, refused))
    return lodge_error_new (LODGE_ERROR_UNSUPPORTED, reason, "%s",
                            _("The screen’s server wants a login by SASL, and offers no mechanism for it "
                              "that works here. Give it a certificate and SCRAM-SHA-256, or get a "
                              "Kerberos ticket if it asks for one."));
  if (refused)
    return lodge_error_new (LODGE_ERROR_DENIED, reason, "%s",
                            _("The machine’s screen did not let us in."));
  if (lodge_vnc_guard_has_tls (self->guard))
    return lodge_certificate_error_new (reason, host);
  return NULL;
}
