/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One error domain: a sentence for the user, and beside it the raw text of the library for the
 * folded "Details" part. Nothing below the interface shows an error; it is returned. */

#include "config.h"

#include "base/lodge-error.h"

typedef struct {
  char *detail;
  gboolean is_refusal;
} LodgeErrorPrivate;

static void
lodge_error_private_init (LodgeErrorPrivate *priv)
{
  priv->detail = NULL;
  priv->is_refusal = FALSE;
}

static void
lodge_error_private_copy (const LodgeErrorPrivate *src,
                          LodgeErrorPrivate       *dest)
{
  dest->detail = g_strdup (src->detail);
  dest->is_refusal = src->is_refusal;
}

static void
lodge_error_private_clear (LodgeErrorPrivate *priv)
{
  g_clear_pointer (&priv->detail, g_free);
}

G_DEFINE_EXTENDED_ERROR (LodgeError, lodge_error)

static GError *
error_new_valist (LodgeErrorCode  code,
                  const char     *detail,
                  const char     *format,
                  va_list         args)
{
  GError *error = g_error_new_valist (LODGE_ERROR, code, format, args);

  lodge_error_get_private (error)->detail = g_strdup (detail);
  return error;
}

/**
 * lodge_error_new:
 * @code: what a caller can act on
 * @detail: (nullable): the raw text of the library that failed, untranslated; never a secret
 * @format: a translated sentence that names the cause and, where there is one, the next step
 *
 * Makes an error of the `LODGE_ERROR` domain.
 *
 * Returns: (transfer full): the error
 */
GError *
lodge_error_new (LodgeErrorCode  code,
                 const char     *detail,
                 const char     *format,
                 ...)
{
  va_list args;
  GError *error;

  va_start (args, format);
  error = error_new_valist (code, detail, format, args);
  va_end (args);
  return error;
}

/**
 * lodge_error_set:
 * @error: (out) (optional): where the error goes
 * @code: what a caller can act on
 * @detail: (nullable): the raw text, as for lodge_error_new()
 * @format: a translated sentence
 *
 * Sets @error as lodge_error_new() makes it; does nothing when @error is %NULL.
 */
void
lodge_error_set (GError         **error,
                 LodgeErrorCode   code,
                 const char      *detail,
                 const char      *format,
                 ...)
{
  va_list args;

  if (error == NULL)
    return;

  va_start (args, format);
  g_propagate_error (error, error_new_valist (code, detail, format, args));
  va_end (args);
}

/**
 * lodge_error_get_detail:
 * @error: an error of any domain
 *
 * Gets the raw text behind an error.
 *
 * Returns: (nullable): the text, owned by @error; %NULL when there is none
 */
const char *
lodge_error_get_detail (const GError *error)
{
  if (error == NULL || error->domain != LODGE_ERROR)
    return NULL;

  return lodge_error_get_private (error)->detail;
}

/**
 * lodge_error_set_refusal:
 * @error: an error of the `LODGE_ERROR` domain
 *
 * Says that who was asked does not do it, or not for us, while all else is well: what is wanted may be had
 * in another way. Not for those who failed to prove who they are.
 */
void
lodge_error_set_refusal (GError *error)
{
  g_return_if_fail (error != NULL && error->domain == LODGE_ERROR);

  lodge_error_get_private (error)->is_refusal = TRUE;
}

/**
 * lodge_error_is_refusal:
 * @error: (nullable): an error of any domain
 *
 * Returns: whether lodge_error_set_refusal() was said of @error, or of what it is a copy of
 */
gboolean
lodge_error_is_refusal (const GError *error)
{
  return error != NULL && error->domain == LODGE_ERROR && lodge_error_get_private (error)->is_refusal;
}

/**
 * lodge_error_code_nick:
 * @code: a code
 *
 * Gets the stable, untranslated name of @code, as the command line prints it in JSON.
 *
 * Returns: a static string
 */
const char *
lodge_error_code_nick (LodgeErrorCode code)
{
  static const char *const nicks[] = {
    "failed", "not-connected", "no-daemon", "denied", "not-found", "exists", "busy",
    "unsupported", "no-space", "no-memory", "invalid", "timeout",
  };

  return (guint) code < G_N_ELEMENTS (nicks) ? nicks[code] : nicks[0];
}
