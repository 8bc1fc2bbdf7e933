/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the SPICE library says of a channel that failed, in words for the user. */

#include "config.h"

#include "console/lodge-spice-error-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "console/lodge-certificate-private.h"

/**
 * lodge_spice_error_new_with_detail:
 * @event: one of the errors of a channel, but not of TLS
 * @detail: (nullable): the words of who knows more
 *
 * Says what went wrong.
 *
 * Returns: (transfer full): an error of the domain %LODGE_ERROR
 */
GError *
lodge_spice_error_new_with_detail (SpiceChannelEvent  event,
                                   const char        *detail)
{
  switch (event)
    {
    case SPICE_CHANNEL_ERROR_AUTH:
      return lodge_error_new (LODGE_ERROR_DENIED, detail, "%s",
                              _("The machine’s screen did not accept the password. Connect again."));

    case SPICE_CHANNEL_ERROR_LINK:
      return lodge_error_new (LODGE_ERROR_UNSUPPORTED, detail, "%s",
                              _("What answered is not a SPICE screen that can be shown. "
                                "Check the machine’s graphics device."));

    case SPICE_CHANNEL_ERROR_IO:
      return lodge_error_new (LODGE_ERROR_NOT_CONNECTED, detail, "%s",
                              _("The connection to the machine’s screen was lost. Connect again."));

    default:
      return lodge_error_new (LODGE_ERROR_NOT_CONNECTED, detail, "%s",
                              _("The machine’s screen cannot be reached. "
                                "Check that the machine is running, then connect again."));
    }
}

/**
 * lodge_spice_error_new:
 * @channel: a channel that failed
 * @event: one of the errors of a channel
 *
 * Says what went wrong, and keeps the library's words as the detail.
 *
 * Returns: (transfer full): an error of the domain %LODGE_ERROR
 */
GError *
lodge_spice_error_new (SpiceChannel      *channel,
                       SpiceChannelEvent  event)
{
  const GError *cause = spice_channel_get_error (channel);

  if (event == SPICE_CHANNEL_ERROR_TLS)
    return lodge_certificate_error_new (NULL, NULL);
  return lodge_spice_error_new_with_detail (event, cause != NULL ? cause->message : NULL);
}

/**
 * lodge_spice_error_new_mechanism:
 * @cause: why a channel could not log in by SASL
 *
 * Says that no answer of the user would help. An exchange that came to a question wanted a name.
 *
 * Returns: (transfer full) (nullable): an error of the domain %LODGE_ERROR; %NULL when one would
 */
GError *
lodge_spice_error_new_mechanism (const GError *cause)
{
  if (!g_error_matches (cause, SPICE_CLIENT_ERROR, SPICE_CLIENT_ERROR_AUTH_NEEDS_PASSWORD))
    return NULL;
  return lodge_error_new (LODGE_ERROR_UNSUPPORTED, cause->message, "%s",
                          _("The screen’s server wants a login by SASL, and offers no mechanism for it "
                            "that works here. Let it offer one that encrypts, such as DIGEST-MD5, or get "
                            "a Kerberos ticket if it asks for one."));
}
