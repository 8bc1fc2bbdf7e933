/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display-direct.h"
#include "display/lodge-display-clipboard-private.h"
#include "display/lodge-display-geometry.h"
#include "display/lodge-display-gl.h"
#include "display/lodge-display-pacer.h"
#include "display/lodge-display-place.h"
#include "display/lodge-display-tiles.h"
#include "display/lodge-pointer-lock.h"
#include "display/lodge-scancode.h"
#include "display/lodge-touch.h"
#include "display/lodge-wheel.h"

G_BEGIN_DECLS

/* What lodge-display.c (picture), lodge-display-paint.c (the same without GTK's frames), -input.c (keys),
 * -pointer.c and -cursor.c share. */
struct _LodgeDisplay
{
  GtkWidget parent_instance;

  LodgeConsole *console;
  LodgeScreen *screen;              /* one of the console's */
  LodgeDisplayClipboard *clipboard; /* that of the display which this is beside of, if any */
  gboolean beside;
  GSignalGroup *console_signals;
  GSignalGroup *screen_signals;
  GSignalGroup *framebuffer_signals;
  GSignalGroup *surface_signals, *clock_signals; /* while realized */

  LodgeScaleMode scale_mode;
  LodgeScaleFilter scale_filter;
  gboolean resize_guest;
  gboolean view_only;
  gboolean dimmed;
  LodgeConsoleNoticeKind notice;
  gboolean blank;                   /* and has been for a while */
  guint blank_source;
  gboolean grabbed;
  gboolean captured;

  LodgeDisplayTiles *tiles;
  LodgeDisplayGl *gl;               /* while realized */
  LodgeDeviceArea area;             /* what the geometry is for */
  LodgeDisplayGeometry geometry;
  LodgeDisplayDirect *direct;       /* while realized, where there is one */
  LodgeDisplayPacer *pacer;
  LodgeDisplayPlace place;          /* good until GTK's next frame */
  gboolean place_known, place_free;
  gboolean paint_wanted;            /* as soon as the direct way is no longer busy */
  cairo_region_t *corners;          /* GTK's to paint */
  GdkFrameClock *clock;
  GdkTexture *cursor_texture;       /* of the cursor below */
  LodgeCursor *cursor;

  GtkEventController *key_controller; /* on the root, while grabbed */
  gboolean has_focus;
  gboolean let_go;                  /* by the chord, until the next click */
  gboolean in_relay;                /* keys that are held stay down while the focus changes */
  gboolean inhibits;                /* the system's shortcuts */
  gulong focus_handler;             /* of X11's display, meanwhile */
  gboolean evdev;                   /* the display's key codes are Linux's */
  gboolean inhibit_shortcuts;       /* is to, while grabbed */
  char *release_keys;               /* as lodge_key_combo_parse() takes them */
  LodgeReleaseChord chord;
  LodgeLocks forced_locks;          /* the host's that the guest changed */
  LodgeWheel wheel, sideways;
  LodgeTouch touch;
  guint touch_source;               /* until a finger rests */
  guint buttons;                    /* bit n: button n is down */
  double pointer_x, pointer_y;      /* the last place, in the widget */
  gboolean pointer_known;
  double rest_x, rest_y;            /* fractions of a relative motion */
  LodgePointerLock *pointer_lock;   /* while captured, where the display can */
};

gboolean lodge_display_is_software_gl  (const char *renderer);
void lodge_display_realize_texture   (LodgeDisplay *self);
void lodge_display_unrealize_texture (LodgeDisplay *self);
void lodge_display_update_texture    (LodgeDisplay *self);
gboolean lodge_display_has_texture   (LodgeDisplay *self);
void lodge_display_load              (LodgeDisplay *self);
void lodge_display_keep_picture      (LodgeDisplay *self);
void lodge_display_snapshot_picture  (LodgeDisplay *self, GtkSnapshot *snapshot);
void lodge_display_realize_direct   (LodgeDisplay *self);
void lodge_display_unrealize_direct (LodgeDisplay *self);
void lodge_display_request_paint    (LodgeDisplay *self);
gboolean lodge_display_paints_directly (LodgeDisplay *self);
gboolean lodge_display_paints_pointer (LodgeDisplay *self);

LodgeFramebuffer *lodge_display_get_framebuffer (LodgeDisplay *self); /* NULL: no console */
void     lodge_display_init_area       (LodgeDisplay *self);
void     lodge_display_realize_area    (LodgeDisplay *self);
void     lodge_display_unrealize_area  (LodgeDisplay *self);
void     lodge_display_dispose_area    (LodgeDisplay *self);
void     lodge_display_update_geometry (LodgeDisplay *self);
void     lodge_display_request_size    (LodgeDisplay *self);
void     lodge_display_update_label    (LodgeDisplay *self);
void     lodge_display_update_blank    (LodgeDisplay *self);
const char *lodge_display_get_blank_text (LodgeDisplay *self); /* NULL: nothing is to be said */
void     lodge_display_snapshot_blank  (LodgeDisplay *self, GtkSnapshot *snapshot);

gboolean lodge_display_is_relative     (LodgeDisplay *self);
gboolean lodge_display_is_connected    (LodgeDisplay *self);
void     lodge_display_init_input      (LodgeDisplay *self);
void     lodge_display_init_pointer    (LodgeDisplay *self);
void     lodge_display_add_controller  (LodgeDisplay       *self,
                                        GtkEventController *controller,
                                        const char         *signal,
                                        GCallback           callback);
void     lodge_display_update_grab     (LodgeDisplay *self);
void     lodge_display_update_cursor   (LodgeDisplay *self);
void     lodge_display_update_inhibition (LodgeDisplay *self);
void     lodge_display_send_locks      (LodgeDisplay *self);
void     lodge_display_take_locks      (LodgeDisplay *self);
void     lodge_display_restore_locks   (LodgeDisplay *self);
gboolean lodge_display_take_input      (LodgeDisplay *self);
gboolean lodge_display_get_event_place (LodgeDisplay *self, GdkEvent *event, double *x, double *y);
gboolean lodge_display_move_to         (LodgeDisplay *self, double x, double y);
void     lodge_display_move_by         (LodgeDisplay *self, double dx, double dy);
gboolean lodge_display_handle_side_button (LodgeDisplay *self, guint button, gboolean pressed);
void     lodge_display_scroll          (LodgeDisplay *self, double distance, gboolean in_pixels);
gboolean lodge_display_handle_touch    (LodgeDisplay *self, GdkEvent *event);
void     lodge_display_release_touch   (LodgeDisplay *self);
void     lodge_display_release_pointer (LodgeDisplay *self);
void     lodge_display_set_grabbed     (LodgeDisplay *self, gboolean grabbed);
void     lodge_display_set_captured    (LodgeDisplay *self, gboolean captured);
void     lodge_display_emit_released   (LodgeDisplay *self);

G_END_DECLS
