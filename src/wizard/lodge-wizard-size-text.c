/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sizes as people set them: written exactly enough to be edited, read back with or without a unit,
 * and moved in steps that fit their magnitude. */

#include "config.h"

#include "wizard/lodge-wizard-size-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/lodge-units.h"

static char *
trim_decimals (double value,
               int    n_decimals)
{
  char *text = g_strdup_printf ("%.*f", n_decimals, value);
  char *end = text + strlen (text);

  if (n_decimals == 0)
    return text;

  while (end[-1] == '0')
    *--end = '\0';
  if (!g_ascii_isdigit (end[-1]))
    *--end = '\0';
  return text;
}

static char *
write_size (guint64 bytes,
            int     n_decimals)
{
  g_autofree char *number = NULL;

  if (bytes < LODGE_GIB)
    {
      number = trim_decimals ((double) bytes / LODGE_MIB, n_decimals);
      /* Translators: a size in mebibytes in a field that can be edited; %s is a number */
      return g_strdup_printf (_("%s MiB"), number);
    }

  number = trim_decimals ((double) bytes / LODGE_GIB, n_decimals);
  /* Translators: a size in gibibytes in a field that can be edited; %s is a number */
  return g_strdup_printf (_("%s GiB"), number);
}

static gboolean
unit_from_text (const char *text,
                guint64     now,
                guint64    *ret_unit)
{
  g_autofree char *unit = g_utf8_casefold (text, -1);

  g_strstrip (unit);
  if (*unit == '\0')
    *ret_unit = now >= LODGE_GIB ? LODGE_GIB : LODGE_MIB;
  else if (g_str_equal (unit, "m") || g_str_equal (unit, "mb") || g_str_equal (unit, "mib"))
    *ret_unit = LODGE_MIB;
  else if (g_str_equal (unit, "g") || g_str_equal (unit, "gb") || g_str_equal (unit, "gib"))
    *ret_unit = LODGE_GIB;
  else if (g_str_equal (unit, "t") || g_str_equal (unit, "tb") || g_str_equal (unit, "tib"))
    *ret_unit = 1024 * LODGE_GIB;
  else
    return FALSE;
  return TRUE;
}

/**
 * lodge_wizard_size_to_text:
 * @bytes: a size
 *
 * Writes a size in MiB or GiB with at most two decimals.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_wizard_size_to_text (guint64 bytes)
{
  return write_size (bytes, 2);
}

/**
 * lodge_wizard_size_to_short_text:
 * @bytes: a size
 *
 * Writes a size as a label of a scale, where room is short: “75 GiB”, but “7.7 GiB”.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_wizard_size_to_short_text (guint64 bytes)
{
  guint64 unit = bytes < LODGE_GIB ? LODGE_MIB : LODGE_GIB;

  return write_size (bytes, bytes < 10 * unit ? 1 : 0);
}

/**
 * lodge_wizard_size_from_text:
 * @text: what was typed: “2 GiB”, “2g”, “2,5”
 * @now: the size before in bytes; a number alone is of its unit
 * @ret_bytes: (out): the size, in whole MiB
 *
 * Reads a size. A size that reads like @now stays exactly @now.
 *
 * Returns: %FALSE when @text is none
 */
gboolean
lodge_wizard_size_from_text (const char *text,
                             guint64     now,
                             guint64    *ret_bytes)
{
  g_autofree char *unchanged = lodge_wizard_size_to_text (now);
  char *end = NULL;
  double number, mib;
  guint64 unit;

  if (g_str_equal (text, unchanged))
    {
      *ret_bytes = now;
      return TRUE;
    }

  number = g_strtod (text, &end);
  if (end == text || !isfinite (number) || number < 0 || !unit_from_text (end, now, &unit))
    return FALSE;

  mib = round (number * ((double) unit / LODGE_MIB));
  if (mib < 1 || mib > 1024.0 * 1024 * 1024)
    return FALSE;

  *ret_bytes = (guint64) mib * LODGE_MIB;
  return TRUE;
}

/**
 * lodge_wizard_size_step:
 * @bytes: a size
 *
 * Gets the step by which a size of this magnitude is sensibly changed: an eighth of the power of
 * two below it, so 128 MiB from 1 GiB on, 2 GiB from 16 GiB on.
 *
 * Returns: the step in bytes
 */
guint64
lodge_wizard_size_step (guint64 bytes)
{
  guint64 power = LODGE_MIB;

  while (power <= bytes / 2)
    power *= 2;
  return MAX (power / 8, LODGE_MIB);
}

/**
 * lodge_wizard_size_round:
 * @bytes: a size
 *
 * Rounds a size to whole steps.
 *
 * Returns: the rounded size in bytes
 */
guint64
lodge_wizard_size_round (guint64 bytes)
{
  guint64 step = lodge_wizard_size_step (bytes);

  return (bytes + step / 2) / step * step;
}
