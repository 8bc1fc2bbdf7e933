/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A short session of the other protocol in the same display. */

#include "config.h"

#include "stress.h"

#include "../support/lodge-test-vnc-server.h"

#define DESKTOP_SIZE ((guint) -223)
#define CURSOR       ((guint) -239)

static void
say_rect (LodgeTestVnc *vnc,
          guint         x,
          guint         y,
          guint         width,
          guint         height,
          guint         encoding)
{
  lodge_test_vnc_say (vnc, "%1%1%2 %2%2%2%2%4", 0u, 0u, 1u, x, y, width, height, encoding);
}

static void
do_one (LodgeTestVnc *vnc,
        guint        *width,
        guint        *height)
{
  g_autofree guint8 *pixels = NULL;
  guint w, h;

  switch (stress_random (5))
    {
    case 0:
      *width = 1 + (guint) stress_random (1000);
      *height = 1 + (guint) stress_random (700);
      say_rect (vnc, 0, 0, *width, *height, DESKTOP_SIZE);
      break;

    case 1:
      w = 1 + (guint) stress_random (64);
      say_rect (vnc, 0, 0, w, 4, CURSOR);
      pixels = g_malloc0 (w * 4 * 4 + (w + 7) / 8 * 4);
      lodge_test_vnc_say_bytes (vnc, pixels, w * 4 * 4 + (w + 7) / 8 * 4);
      break;

    case 2:
      lodge_test_vnc_say (vnc, "%1 %z %4 %s", 3u, 3u, 9u, "from afar");
      break;

    default:
      w = 1 + (guint) stress_random ((int) *width);
      h = 1 + (guint) stress_random ((int) *height);
      say_rect (vnc, *width - w, *height - h, w, h, 0);
      pixels = g_malloc0 ((gsize) w * h * 4);
      lodge_test_vnc_say_bytes (vnc, pixels, (gsize) w * h * 4);
    }
}

void
stress_do_vnc (Stress *stress)
{
  LodgeTestVnc vnc;
  guint width = 1 + (guint) stress_random (900), height = 1 + (guint) stress_random (600);

  lodge_test_vnc_start (&vnc);
  lodge_display_set_console (stress->display, vnc.console);
  lodge_test_vnc_let_in (&vnc, width, height);
  for (int n = stress_random (12); n > 0; n--)
    {
      do_one (&vnc, &width, &height);
      gtk_window_set_default_size (GTK_WINDOW (stress->window), 100 + stress_random (900), 400);
      stress_turn ((guint) stress_random (20));
    }
  if (stress_random (2))
    lodge_test_vnc_hang_up (&vnc);
  stress_turn ((guint) stress_random (30));
  lodge_display_set_console (stress->display, stress->console);
  lodge_test_vnc_stop (&vnc);
}
