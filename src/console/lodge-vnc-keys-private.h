/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint lodge_vnc_keysym_from_scancode (guint    scancode,
                                      gboolean shift);

G_END_DECLS
