/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-console.h"
#include "display/lodge-console-notice.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_SCALE_FIT,       /* as large as fits, aspect kept */
  LODGE_SCALE_ORIGINAL,  /* one guest pixel, one device pixel */
  LODGE_SCALE_INTEGER,   /* as large as fits by a whole number; fitted where not even one fits */
  LODGE_SCALE_STRETCH,   /* all of the widget */
} LodgeScaleMode;

typedef enum {
  LODGE_FILTER_SMOOTH,   /* where a guest pixel is not a whole number of device pixels */
  LODGE_FILTER_SHARP,    /* a device pixel shows one guest pixel */
} LodgeScaleFilter;

#define LODGE_TYPE_SCALE_MODE (lodge_scale_mode_get_type ())
GType lodge_scale_mode_get_type (void);
#define LODGE_TYPE_SCALE_FILTER (lodge_scale_filter_get_type ())
GType lodge_scale_filter_get_type (void);

/* The guest's screen as a widget over any LodgeConsole.
 * Properties: console (nullable), screen (LodgeScreen, read-only, see lodge_display_set_screen()),
 *   scale-mode, scale-filter, grabbed (bool, read-only: keys and pointer go to the guest), captured (bool,
 *   read-only: so does the pointer, of a guest that only learns of motions), dimmed (bool: a veil over a
 *   picture that is not live), notice (LodgeConsoleNoticeKind: what is said over it, by who shows this
 *   widget), resize-guest (bool: the guest's screen is to be as large as the widget, to
 *   the device pixel; scale-mode does not count then), view-only (bool: nothing goes to the guest of any
 *   console), release-chord-text (translated, “Ctrl+Alt”), release-keys (what that is made from, as
 *   “ctrl-alt”; see lodge-key-combo.h), inhibit-shortcuts (bool: the desktop's shortcuts are the guest's
 *   while it has the keyboard).
 * Signals: released() when the release chord was used. */
#define LODGE_TYPE_DISPLAY (lodge_display_get_type ())
G_DECLARE_FINAL_TYPE (LodgeDisplay, lodge_display, LODGE, DISPLAY, GtkWidget)

GtkWidget    *lodge_display_new           (void);
void          lodge_display_set_console   (LodgeDisplay *self, LodgeConsole *console);
LodgeConsole *lodge_display_get_console   (LodgeDisplay *self);
void          lodge_display_set_screen    (LodgeDisplay *self, LodgeConsole *console, LodgeScreen *screen);
LodgeScreen  *lodge_display_get_screen    (LodgeDisplay *self);
GtkWidget    *lodge_display_new_beside    (LodgeDisplay *other);
gboolean      lodge_display_has_picture   (LodgeDisplay *self); /* live, or the last one */
/* The whole screen of the guest, at its own size; NULL when there is none. For PNG: gdk_texture_save_to_png_bytes(). */
GdkTexture   *lodge_display_snapshot_guest (LodgeDisplay *self);
gboolean      lodge_display_send_clipboard (LodgeDisplay *self);

/* Which renderer GTK takes, see src/DESIGN.md: before gtk_init() and any thread, and after gtk_init(),
 * before the first window. */
void          lodge_display_choose_renderer (void);
/* Translated: where pictures come from; how they come to the screen now; and why without GL, NULL where it
 * is used. */
char         *lodge_display_dup_source      (LodgeDisplay *self);
char         *lodge_display_dup_drawing     (LodgeDisplay *self);
const char   *lodge_display_get_gl_obstacle (LodgeDisplay *self);

G_END_DECLS
