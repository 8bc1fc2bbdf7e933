/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LODGE_KEY_COMBO_MAX 4

gsize lodge_key_combo_parse (const char *text, guint ret_scancodes[LODGE_KEY_COMBO_MAX]);

G_END_DECLS
