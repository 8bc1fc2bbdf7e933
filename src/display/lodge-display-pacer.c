/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When to paint what a guest drew, without GTK's frame clock: as soon as what has arrived is decoded, so
 * that an update of many rectangles is seen as one; at most sixty times a second; and not later than
 * one such period under a stream of updates that never ends. Costs nothing while nothing is asked. */

#include "config.h"

#include "display/lodge-display-pacer.h"

#define PERIOD (G_USEC_PER_SEC / 60)

/* A protocol's library tells its damage at the priority of idle sources. */
#define PRIORITY_AFTER_PROTOCOL (G_PRIORITY_DEFAULT_IDLE + 5)
#define PRIORITY_REDRAW (G_PRIORITY_HIGH_IDLE + 20)

struct _LodgeDisplayPacer
{
  GSource *quiet; /* when nothing else is to be decoded */
  GSource *late;  /* whatever else is to be done */
  gboolean requested;
  gint64 last;
  void (*func) (gpointer);
  gpointer user_data;
};

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  callback (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
paint_cb (gpointer user_data)
{
  LodgeDisplayPacer *self = user_data;

  lodge_display_pacer_cancel (self);
  self->last = g_get_monotonic_time ();
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

static GSource *
make_source (LodgeDisplayPacer *self,
             int                priority)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  GSource *source = g_source_new (&funcs, sizeof *source);

  g_source_set_static_name (source, "lodge-display-pacer");
  g_source_set_priority (source, priority);
  g_source_set_callback (source, paint_cb, self, NULL);
  g_source_attach (source, NULL);
  return source;
}

static void
destroy_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/**
 * lodge_display_pacer_new:
 * @func: paints
 * @user_data: for @func
 *
 * Makes a pacer in the main loop.
 *
 * Returns: (transfer full): the pacer
 */
LodgeDisplayPacer *
lodge_display_pacer_new (void     (*func) (gpointer),
                         gpointer   user_data)
{
  LodgeDisplayPacer *self = g_new0 (LodgeDisplayPacer, 1);

  self->func = func;
  self->user_data = user_data;
  self->quiet = make_source (self, PRIORITY_AFTER_PROTOCOL);
  self->late = make_source (self, PRIORITY_REDRAW);
  return self;
}

void
lodge_display_pacer_free (LodgeDisplayPacer *self)
{
  destroy_source (self->quiet);
  destroy_source (self->late);
  g_free (self);
}

/**
 * lodge_display_pacer_request:
 * @self: a pacer
 *
 * Asks for one call of the function. More requests until then are the same one.
 */
void
lodge_display_pacer_request (LodgeDisplayPacer *self)
{
  gint64 at;

  if (self->requested)
    return;

  self->requested = TRUE;
  at = MAX (g_get_monotonic_time (), self->last + PERIOD);
  g_source_set_ready_time (self->quiet, at);
  g_source_set_ready_time (self->late, at + PERIOD);
}

void
lodge_display_pacer_cancel (LodgeDisplayPacer *self)
{
  self->requested = FALSE;
  g_source_set_ready_time (self->quiet, -1);
  g_source_set_ready_time (self->late, -1);
}
