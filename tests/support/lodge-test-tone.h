/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is heard in a piece of sound: how strong a tone of some pitch is, by Goertzel's filter. */
#pragma once

#include <glib.h>
#include <math.h>

/* The amplitude of the tone in @n samples of one channel, where 1 is the loudest that there can be. */
static inline double
lodge_test_tone (const gint16 *samples,
                 gsize         n,
                 guint         step,
                 double        pitch,
                 guint         rate)
{
  double c = 2 * cos (2 * G_PI * pitch / rate), s1 = 0, s2 = 0;

  if (n == 0)
    return 0;

  for (gsize i = 0; i < n; i++)
    {
      double s = samples[i * step] / 32768.0 + c * s1 - s2;

      s2 = s1;
      s1 = s;
    }
  return 2 * sqrt (fabs (s1 * s1 + s2 * s2 - c * s1 * s2)) / (double) n;
}

/* How far the samples go from silence, where 1 is the farthest. */
static inline double
lodge_test_peak (const gint16 *samples,
                 gsize         n)
{
  int peak = 0;

  for (gsize i = 0; i < n; i++)
    peak = MAX (peak, ABS ((int) samples[i]));
  return peak / 32768.0;
}
