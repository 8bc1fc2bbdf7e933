/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A number of the SPICE protocol, and of those that it carries: the lowest byte first, at any place, of at
 * most 8 bytes. */
static inline guint64
lodge_spice_get_number (const guint8 *bytes,
                        guint         size)
{
  guint64 number = 0;

  for (guint i = 0; i < size; i++)
    number |= (guint64) bytes[i] << (8 * i);
  return number;
}

G_END_DECLS
