/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"
#include "display/lodge-key-layout.h"

G_BEGIN_DECLS

/* What of a text cannot be typed. */
typedef void (*LodgeTypistMark) (glong offset, gunichar character, gpointer user_data);

/* Types a text into a guest, key by key, as fast as one takes it.
 * Properties: progress (double, 0 to 1), active (bool). */
#define LODGE_TYPE_TYPIST (lodge_typist_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTypist, lodge_typist, LODGE, TYPIST, GObject)

/* Calls @mark for each character that @layout has no keys for; returns how many there are. */
guint        lodge_typist_check        (const char *text, LodgeKeyLayout *layout, LodgeTypistMark mark,
                                        gpointer user_data);

LodgeTypist *lodge_typist_new          (void);
void         lodge_typist_start        (LodgeTypist *self, LodgeConsole *console, LodgeKeyLayout *layout,
                                        const char *text);
void         lodge_typist_cancel       (LodgeTypist *self);
gboolean     lodge_typist_is_active    (LodgeTypist *self);
double       lodge_typist_get_progress (LodgeTypist *self);

G_END_DECLS
