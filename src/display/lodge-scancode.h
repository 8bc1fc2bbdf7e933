/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define LODGE_SCANCODE_CTRL_LEFT 0x1d
#define LODGE_SCANCODE_SHIFT_LEFT 0x2a
#define LODGE_SCANCODE_ALT_LEFT  0x38
#define LODGE_SCANCODE_ALT_RIGHT 0x138

guint lodge_scancode_from_evdev  (guint code);
guint lodge_scancode_from_keyval (guint keyval);
/* Of an event's key. @evdev: lodge_scancode_has_evdev(), which does not change while a display is there. */
gboolean lodge_scancode_has_evdev (GdkDisplay *display);
guint    lodge_scancode_from_key  (gboolean evdev, guint keyval, guint keycode);

#define LODGE_CHORD_MAX 6

/* Keys that are pressed together and let go with nothing else in between. */
typedef struct {
  guint scancodes[LODGE_CHORD_MAX];
  gsize n;
  guint down;        /* bit n: the nth key is down */
  gboolean armed;
} LodgeReleaseChord;

void     lodge_release_chord_init   (LodgeReleaseChord *self,
                                     const guint       *scancodes,
                                     gsize              n);
void     lodge_release_chord_reset  (LodgeReleaseChord *self);
gboolean lodge_release_chord_key    (LodgeReleaseChord *self,
                                     guint              scancode,
                                     gboolean           pressed);
void     lodge_release_chord_disarm (LodgeReleaseChord *self);

G_END_DECLS
