/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LODGE_TOUCH_HOLD_MS 600

/* What fingers on a screen mean for a pointer. */
typedef struct {
  void (*move)   (double x, double y, gpointer user_data);               /* to a place */
  void (*drag)   (double dx, double dy, gpointer user_data);             /* by a distance */
  void (*button) (guint button, gboolean pressed, gpointer user_data);   /* 1 left, 3 right */
  void (*scroll) (double distance, gpointer user_data);                  /* down is positive */
} LodgeTouchActions;

/* One finger is the pointer with its left button, a finger that rests is the right button, two scroll. Where
 * the pointer only learns of motions the screen is a touchpad: a tap is a click. Zeroed at first. */
typedef struct {
  int state;
  gboolean as_touchpad;
  gconstpointer fingers[2];
  double start_x, start_y;
  double x, y;
  double second_y;
} LodgeTouch;

/* TRUE: call lodge_touch_hold() after LODGE_TOUCH_HOLD_MS, if the finger is still there */
gboolean lodge_touch_begin  (LodgeTouch *self, gconstpointer finger, double x, double y,
                             gboolean as_touchpad);
void     lodge_touch_update (LodgeTouch *self, gconstpointer finger, double x, double y,
                             const LodgeTouchActions *actions, gpointer user_data);
void     lodge_touch_end    (LodgeTouch *self, gconstpointer finger,
                             const LodgeTouchActions *actions, gpointer user_data);
void     lodge_touch_hold   (LodgeTouch *self, const LodgeTouchActions *actions, gpointer user_data);
void     lodge_touch_cancel (LodgeTouch *self, const LodgeTouchActions *actions, gpointer user_data);

G_END_DECLS
