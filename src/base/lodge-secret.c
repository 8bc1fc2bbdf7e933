/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Passwords and passphrases in memory: they are wiped when they go, so that no later allocation, core
 * file or swapped page has them. */

#include "config.h"

#include "base/lodge-secret.h"

#include <string.h>

/**
 * lodge_secret_free:
 * @secret: (nullable) (transfer full): a text that nobody else is to read
 *
 * Wipes and frees a secret; fit for g_clear_pointer() and as a #GDestroyNotify. Any thread.
 */
void
lodge_secret_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
