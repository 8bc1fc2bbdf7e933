/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether bytes are a JPEG picture of that size (or any sane one, when @width is 0) of the plain kind that
 * SPICE servers make: of one pass, with all of its tables, and with an end. libjpeg, as the library uses
 * it, stops the program at any other. Pure. */
gboolean lodge_spice_jpeg_is_sane (const guint8 *bytes,
                                   gsize         length,
                                   guint         width,
                                   guint         height);

G_END_DECLS
