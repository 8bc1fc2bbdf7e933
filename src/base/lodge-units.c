/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one formatter of sizes, rates, shares and durations. Binary units throughout: memory and
 * disk images come in powers of two, and two kinds of gigabyte on one page confuse. */

#include "config.h"

#include "base/lodge-units.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

/* The digits of a size that is a whole number of its unit: “2.0” becomes “2”. */
static char *
drop_zero (char *text)
{
  const char *point = nl_langinfo (RADIXCHAR);
  g_autofree char *zero = g_strconcat (point, "0", NULL);
  char *found = strstr (text, zero);

  if (found != NULL && !g_ascii_isdigit (found[strlen (zero)]))
    memmove (found, found + strlen (zero), strlen (found + strlen (zero)) + 1);
  return text;
}

/**
 * lodge_format_size:
 * @bytes: a size in bytes
 *
 * Formats a size in the locale's way with binary units, such as “3.1 GiB”, “2 GiB” or “512 bytes”.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_format_size (guint64 bytes)
{
  char *text = g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);

  for (int shift = 60; shift >= 10; shift -= 10)
    if (bytes >> shift != 0)
      return bytes % ((guint64) 1 << shift) == 0 ? drop_zero (text) : text;
  return text;
}

/**
 * lodge_format_rate:
 * @bytes_per_second: a rate in bytes a second
 *
 * Formats a rate, such as “3.1 MiB/s”.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_format_rate (guint64 bytes_per_second)
{
  g_autofree char *size = lodge_format_size (bytes_per_second);

  /* Translators: a rate of data; %s is a size such as “3.1 MiB” */
  return g_strdup_printf (C_("rate", "%s/s"), size);
}

/**
 * lodge_format_percent:
 * @fraction: a share; 1 is all of it
 *
 * Formats a share as whole per cent. It may exceed 100 %.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_format_percent (double fraction)
{
  /* Translators: a share in per cent */
  return g_strdup_printf (C_("share", "%d %%"), (int) (MAX (fraction, 0) * 100 + 0.5));
}

/**
 * lodge_format_duration:
 * @seconds: a duration in seconds
 *
 * Formats a duration in its two largest units, such as “2 d 3 h” or “45 s”.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_format_duration (gint64 seconds)
{
  gint64 s = MAX (seconds, 0);

  if (s < 60)
    return g_strdup_printf (C_("duration", "%d s"), (int) s);
  if (s < 60 * 60)
    return g_strdup_printf (C_("duration", "%d min"), (int) (s / 60));
  if (s < 24 * 60 * 60)
    return g_strdup_printf (C_("duration", "%d h %d min"),
                            (int) (s / 3600), (int) (s / 60 % 60));
  return g_strdup_printf (C_("duration", "%d d %d h"),
                          (int) (s / 86400), (int) (s / 3600 % 24));
}
