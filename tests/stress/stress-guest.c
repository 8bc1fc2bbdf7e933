/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a guest does. */

#include "config.h"

#include "stress.h"

/* The server's library knows a surface of 16 bits only until a client comes late, and wants whole words
 * in a row. */
static void
set_mode (Stress *stress)
{
  stress_tell (stress->server, "depth %d", stress_random (4) ? 32 : 15);
  stress_tell (stress->server, "size %d %d", 2 + 2 * stress_random (650), 1 + stress_random (900));
}

/* A rectangle of its own may be larger than the screen: these are inside. */
static void
draw (Stress *stress)
{
  switch (stress_random (4))
    {
    case 0: stress_tell (stress->server, "frame %d", stress_random (10000)); break;
    case 1: stress_tell (stress->server, "rects %d %d", stress_random (10000), 1 + stress_random (60));
            break;
    default: stress_tell (stress->server, "rects %d 1", stress_random (10000));
    }
}

/* Only in a screen that is large enough, which is made before. */
static void
play (Stress *stress)
{
  stress_tell (stress->server, "depth 32");
  stress_tell (stress->server, "size 640 480");
  stress_tell (stress->server, "video %s", stress_random (2) ? "on" : "off");
  stress_tell (stress->server, "film 10 10 200 160 60 %d", 20 + stress_random (40));
  stress_turn ((guint) stress_random (1000));
  /* Its timer runs on; the mode is not to become smaller until it has ended. */
  stress_wait (3, strstr (stress->server->events->str, "done;") != NULL
                  || stress->server->output == NULL);
  g_string_truncate (stress->server->events, 0);
}

static void
move_cursor (Stress *stress)
{
  int n = 1 + stress_random (60);

  while (n-- > 0)
    switch (stress_random (5))
      {
      case 0: stress_tell (stress->server, "cursor-hide"); break;
      case 1: stress_tell (stress->server, "cursor-mono %d 16 3 3", 1 + stress_random (64)); break;
      case 2: stress_tell (stress->server, "cursor-mask %d 9 2 2", 1 + stress_random (64)); break;
      case 3: stress_tell (stress->server, "cursor %d %d %d 0", 1 + stress_random (600),
                           1 + stress_random (64), stress_random (64)); break;
      default: stress_tell (stress->server, "cursor-move %d %d", stress_random (2000) - 500,
                            stress_random (2000) - 500);
      }
}

static void
use_agent (Stress *stress)
{
  switch (stress_random (7))
    {
    case 0: stress_tell (stress->server, "agent off"); break;
    case 1: stress_tell (stress->server, "agent grab %d 1 2", stress_random (2)); break;
    case 2: stress_tell (stress->server, "agent release %d", stress_random (2)); break;
    case 3: stress_tell (stress->server, "agent request %d 1", stress_random (2)); break;
    case 4: stress_tell (stress->server, "agent text %d from the guest", stress_random (2)); break;
    case 5: stress_tell (stress->server, "agent bytes 0 1 %d", stress_random (200000)); break;
    default: stress_tell (stress->server, "agent on");
    }
}

void
stress_do_guest (Stress *stress)
{
  int kind = stress_random (100);

  if (kind < 40)
    draw (stress);
  else if (kind < 55)
    set_mode (stress);
  else if (kind < 70)
    move_cursor (stress);
  else if (kind < 88)
    use_agent (stress);
  else if (kind < 93)
    play (stress);
  else if (kind < 97)
    stress_tell (stress->server, "leds %d", stress_random (8));
  else
    stress_tell (stress->server, "tablet %s", stress_random (2) ? "on" : "off");
}
