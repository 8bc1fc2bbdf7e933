/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A touchpad scrolls in fractions, a PC mouse in clicks. Fractions are kept until they make a click,
 * and forgotten when the direction turns or the fingers rest. */

#include "config.h"

#include "display/lodge-wheel.h"

#define PIXELS_A_CLICK 20.0
#define MAX_CLICKS 10
#define REST_USEC (G_USEC_PER_SEC / 2)

/**
 * lodge_wheel_add:
 * @self: the wheel
 * @distance: how far, down is positive
 * @in_pixels: whether @distance is in pixels; in clicks otherwise
 * @time: microseconds, of any clock
 *
 * Adds a distance.
 *
 * Returns: the clicks to send, down is positive
 */
int
lodge_wheel_add (LodgeWheel *self,
                 double      distance,
                 gboolean    in_pixels,
                 gint64      time)
{
  int clicks;

  if (in_pixels)
    distance /= PIXELS_A_CLICK;
  if (time - self->last_time > REST_USEC || self->rest * distance < 0)
    self->rest = 0;

  self->last_time = time;
  self->rest = CLAMP (self->rest + distance, -MAX_CLICKS, MAX_CLICKS);
  clicks = (int) self->rest;
  self->rest -= clicks;
  return clicks;
}
