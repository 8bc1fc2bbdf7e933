/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Smooth scrolling counted into the clicks of a wheel. Zeroed at first. */
typedef struct {
  double rest;
  gint64 last_time;
} LodgeWheel;

int lodge_wheel_add (LodgeWheel *self,
                     double      distance,
                     gboolean    in_pixels,
                     gint64      time);

G_END_DECLS
