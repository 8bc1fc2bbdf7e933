/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LODGE_SCANCODE_CTRL_LEFT 0x1d
#define LODGE_SCANCODE_SHIFT_LEFT 0x2a
#define LODGE_SCANCODE_ALT_LEFT  0x38
#define LODGE_SCANCODE_ALT_RIGHT 0x138

guint lodge_scancode_from_evdev  (guint code);
guint lodge_scancode_from_keyval (guint keyval);

/* Left Ctrl and left Alt, pressed together and released with nothing else in between. Zeroed at first. */
typedef struct {
  gboolean ctrl, alt;
  gboolean armed;
} LodgeReleaseChord;

gboolean lodge_release_chord_key    (LodgeReleaseChord *self,
                                     guint              scancode,
                                     gboolean           pressed);
void     lodge_release_chord_disarm (LodgeReleaseChord *self);

G_END_DECLS
