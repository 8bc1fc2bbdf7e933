/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_STROKE_SHIFT = 1 << 0,
  LODGE_STROKE_ALTGR = 1 << 1,
} LodgeStrokeModifiers;

/* A key with what is held down meanwhile. */
typedef struct {
  guint scancode;   /* as lodge_console_key() takes it */
  LodgeStrokeModifiers modifiers;
} LodgeStroke;

/* At most a letter and three marks. */
#define LODGE_STROKES_MAX 4

/* Which keys make which characters on a keyboard, by XKB’s description of its layout. Immutable. */
#define LODGE_TYPE_KEY_LAYOUT (lodge_key_layout_get_type ())
G_DECLARE_FINAL_TYPE (LodgeKeyLayout, lodge_key_layout, LODGE, KEY_LAYOUT, GObject)

LodgeKeyLayout *lodge_key_layout_new        (const char *name, GError **error);
const char     *lodge_key_layout_get_name   (LodgeKeyLayout *self);
guint           lodge_key_layout_find       (LodgeKeyLayout *self, gunichar character,
                                             LodgeStroke strokes[LODGE_STROKES_MAX]);

G_END_DECLS
