/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fingers as a pointer. What a finger means shows only when it moves, rests, goes up or is joined by
 * another one; nothing goes to the guest before. */

#include "config.h"

#include "display/lodge-touch.h"

#include <math.h>

/* A finger that moves less rests. */
#define SLACK 10.0

enum {
  STATE_NONE,
  STATE_WAITING,    /* one finger, which has not moved */
  STATE_DRAGGING,   /* one that has, with the left button down */
  STATE_MOVING,     /* the same on a touchpad, without a button */
  STATE_SCROLLING,  /* two */
  STATE_OVER,       /* what was meant is done; the fingers are still there */
};

static void
click (const LodgeTouchActions *actions,
       guint                    button,
       gpointer                 user_data)
{
  actions->button (button, TRUE, user_data);
  actions->button (button, FALSE, user_data);
}

/**
 * lodge_touch_begin:
 * @self: the touch
 * @finger: which one
 * @x: where
 * @y: where
 * @as_touchpad: whether places mean nothing to the guest
 *
 * A finger comes.
 *
 * Returns: %TRUE when it may rest: see lodge_touch_hold()
 */
gboolean
lodge_touch_begin (LodgeTouch    *self,
                   gconstpointer  finger,
                   double         x,
                   double         y,
                   gboolean       as_touchpad)
{
  if (self->state == STATE_WAITING && self->fingers[1] == NULL)
    {
      self->fingers[1] = finger;
      self->second_y = y;
      self->state = STATE_SCROLLING;
      return FALSE;
    }
  if (self->state != STATE_NONE)
    return FALSE;

  self->fingers[0] = finger;
  self->as_touchpad = as_touchpad;
  self->start_x = self->x = x;
  self->start_y = self->y = y;
  self->state = STATE_WAITING;
  return TRUE;
}

/* A finger moves. */
void
lodge_touch_update (LodgeTouch              *self,
                    gconstpointer            finger,
                    double                   x,
                    double                   y,
                    const LodgeTouchActions *actions,
                    gpointer                 user_data)
{
  double dx = x - self->x, dy = y - self->y;

  if (self->state == STATE_SCROLLING)
    {
      double *last = finger == self->fingers[0] ? &self->y : &self->second_y;

      /* Each of two fingers counts half; the contents follow them. */
      if (finger == self->fingers[0] || finger == self->fingers[1])
        {
          actions->scroll ((*last - y) / 2, user_data);
          *last = y;
        }
      return;
    }
  if (finger != self->fingers[0])
    return;

  if (self->state == STATE_WAITING && hypot (x - self->start_x, y - self->start_y) > SLACK)
    {
      self->state = self->as_touchpad ? STATE_MOVING : STATE_DRAGGING;
      if (!self->as_touchpad)
        {
          actions->move (self->start_x, self->start_y, user_data);
          actions->button (1, TRUE, user_data);
        }
    }
  if (self->state == STATE_WAITING)
    return;

  self->x = x;
  self->y = y;
  if (self->state == STATE_DRAGGING)
    actions->move (x, y, user_data);
  else if (self->state == STATE_MOVING)
    actions->drag (dx, dy, user_data);
}

/* A finger goes. */
void
lodge_touch_end (LodgeTouch              *self,
                 gconstpointer            finger,
                 const LodgeTouchActions *actions,
                 gpointer                 user_data)
{
  if (finger != self->fingers[0] && finger != self->fingers[1])
    return;

  if (self->state == STATE_WAITING)
    {
      if (!self->as_touchpad)
        actions->move (self->start_x, self->start_y, user_data);
      click (actions, 1, user_data);
    }
  else if (self->state == STATE_DRAGGING)
    actions->button (1, FALSE, user_data);

  self->fingers[finger == self->fingers[0] ? 0 : 1] = NULL;
  self->state = self->fingers[0] == NULL && self->fingers[1] == NULL ? STATE_NONE : STATE_OVER;
}

/* The first finger has been there for LODGE_TOUCH_HOLD_MS. */
void
lodge_touch_hold (LodgeTouch              *self,
                  const LodgeTouchActions *actions,
                  gpointer                 user_data)
{
  if (self->state != STATE_WAITING)
    return;

  self->state = STATE_OVER;
  if (!self->as_touchpad)
    actions->move (self->start_x, self->start_y, user_data);
  click (actions, 3, user_data);
}

/* All fingers are gone, and meant nothing. */
void
lodge_touch_cancel (LodgeTouch              *self,
                    const LodgeTouchActions *actions,
                    gpointer                 user_data)
{
  if (self->state == STATE_DRAGGING)
    actions->button (1, FALSE, user_data);
  *self = (LodgeTouch) { 0 };
}
