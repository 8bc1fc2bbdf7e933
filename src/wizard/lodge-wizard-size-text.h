/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *lodge_wizard_size_to_text       (guint64     bytes);
char    *lodge_wizard_size_to_short_text (guint64     bytes);
gboolean lodge_wizard_size_from_text     (const char *text,
                                          guint64     now,
                                          guint64    *ret_bytes);
guint64  lodge_wizard_size_step          (guint64     bytes);
guint64  lodge_wizard_size_round         (guint64     bytes);

G_END_DECLS
