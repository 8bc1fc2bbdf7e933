/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Why an encrypted connection was refused, in words for the user. The library of VNC (with GnuTLS) tells
 * it as English text only; what is not known here is told in general. */

#include "config.h"

#include "console/lodge-certificate-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-error.h"

/* Where the screens of both kinds look. */
#define AUTHORITY_FILE "~/.pki/CA/cacert.pem"

typedef enum {
  UNKNOWN,
  STRANGER,   /* nobody whom we know vouches for it */
  DOUBTED,    /* that, or it has expired: GnuTLS does not say */
  MISNAMED,
  EXPIRED,
  TOO_EARLY,
} Problem;

static const struct {
  const char *words;
  Problem problem;
} said_of[] = {
  { "has expired", EXPIRED },
  { "not yet valid", TOO_EARLY },
  { "not yet activated", TOO_EARLY },
  { "hostname", MISNAMED },
  { "self-signed", STRANGER },
  { "self signed", STRANGER },
  { "issuer", STRANGER },
  { "not trusted", DOUBTED },
  { "certificate signature failure", STRANGER },
};

/* Who is not vouched for may say of himself what he likes. */
static const struct {
  GTlsCertificateFlags flag;
  const char *said;
} flaws[] = {
  { G_TLS_CERTIFICATE_UNKNOWN_CA, "unknown issuer" },
  { G_TLS_CERTIFICATE_EXPIRED, "certificate has expired" },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, "certificate is not yet valid" },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, "certificate is for another hostname" },
  { G_TLS_CERTIFICATE_REVOKED, "certificate has been revoked" },
  { G_TLS_CERTIFICATE_INSECURE, "certificate uses an insecure algorithm" },
};

static Problem
find_problem (const char *said)
{
  for (gsize i = 0; said != NULL && i < G_N_ELEMENTS (said_of); i++)
    if (strstr (said, said_of[i].words) != NULL)
      return said_of[i].problem;
  return UNKNOWN;
}

static char *
make_text (Problem     problem,
           const char *host)
{
  switch (problem)
    {
    case STRANGER:
      /* Translators: %s is the path of a file */
      return g_strdup_printf (_("The certificate of the machine’s screen is from an authority that this "
                                "computer does not know. Save the authority’s certificate as %s, then try "
                                "again."), AUTHORITY_FILE);

    case DOUBTED:
      /* Translators: %s is the path of a file */
      return g_strdup_printf (_("The certificate of the machine’s screen has expired, or is from an "
                                "authority that this computer does not know. Save the authority’s "
                                "certificate as %s, then try again."), AUTHORITY_FILE);

    case MISNAMED:
      /* Translators: %s is the name or the address of a host */
      return g_strdup_printf (_("The certificate of the machine’s screen is not for “%s”. Give the host a "
                                "certificate for that name, or connect to it by the name in its "
                                "certificate."), host);

    case EXPIRED:
      return g_strdup (_("The certificate of the machine’s screen has expired. Give the host a new one."));

    case TOO_EARLY:
      return g_strdup (_("The certificate of the machine’s screen is not valid yet. Check the clocks of "
                         "this computer and of the host."));

    case UNKNOWN:
    default:
      return g_strdup (_("The encrypted connection to the machine’s screen failed. "
                         "Check the certificates of the host."));
    }
}

/**
 * lodge_certificate_error_new:
 * @said: (nullable): the library's words, which become the detail
 * @host: (nullable): who was to answer
 *
 * Says what is wrong with a certificate, and what to do.
 *
 * Returns: (transfer full): %LODGE_ERROR_DENIED, as to try again does not help; %LODGE_ERROR_NOT_CONNECTED
 *   when it was something else
 */
GError *
lodge_certificate_error_new (const char *said,
                             const char *host)
{
  Problem problem = find_problem (said);
  g_autofree char *text = NULL;

  if (problem == MISNAMED && host == NULL)
    problem = UNKNOWN;
  text = make_text (problem, host);
  return lodge_error_new (problem == UNKNOWN ? LODGE_ERROR_NOT_CONNECTED : LODGE_ERROR_DENIED, said,
                          "%s", text);
}

/**
 * lodge_certificate_error_new_for_flags:
 * @flags: what is wrong with it
 * @host: (nullable): who was to answer
 *
 * Says the first of what is wrong with a certificate, and what to do.
 *
 * Returns: (transfer full): as lodge_certificate_error_new()
 */
GError *
lodge_certificate_error_new_for_flags (GTlsCertificateFlags  flags,
                                       const char           *host)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flaws); i++)
    if (flags & flaws[i].flag)
      return lodge_certificate_error_new (flaws[i].said, host);
  return lodge_certificate_error_new (NULL, host);
}
