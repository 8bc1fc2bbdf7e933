/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop's end, a terminal's, or somebody's kill(1), as a reason to close properly. */

#include "config.h"

#include "base/lodge-termination.h"

#include <glib-unix.h>

typedef struct {
  void (*func) (gpointer);
  gpointer user_data;
} Watch;

static gboolean
signal_cb (gpointer user_data)
{
  Watch *watch = user_data;

  watch->func (watch->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * lodge_termination_watch:
 * @func: ends the program in its own time
 * @user_data: for @func; lives as long as the program
 *
 * Has @func called in the main loop when the program is told to end by SIGHUP, SIGINT or SIGTERM. The same
 * signal once more ends it at once.
 */
void
lodge_termination_watch (void     (*func) (gpointer),
                         gpointer   user_data)
{
  static const int signals[] = { SIGHUP, SIGINT, SIGTERM };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      Watch *watch = g_new (Watch, 1);

      *watch = (Watch) { func, user_data };
      g_unix_signal_add_full (G_PRIORITY_DEFAULT, signals[i], signal_cb, watch, g_free);
    }
}
