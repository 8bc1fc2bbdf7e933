/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LODGE_KEY_COMBO_MAX 6

/* Key combinations as text: names of keys, joined by “-”, like “ctrl-alt-del”. */
gsize       lodge_key_combo_parse     (const char *text, guint ret_scancodes[LODGE_KEY_COMBO_MAX]);
/* Of the keys that take the keyboard back: @text, or the usual ones where that cannot be read. */
#define LODGE_RELEASE_KEYS "ctrl-alt"
const char *lodge_key_combo_parse_release (const char *text, guint ret_scancodes[LODGE_KEY_COMBO_MAX],
                                           gsize *ret_n);
char       *lodge_key_combo_get_label (const char *text);
char       *lodge_key_combo_get_accel (const char *text);
/* The keys by name: what they are called in a combination; NULL behind the last one. */
const char *lodge_key_combo_get_key   (guint index);

G_END_DECLS
