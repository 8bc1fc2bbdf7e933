/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When to paint what a guest drew, without GTK's frame clock: as soon as what has arrived is decoded, so
 * that an update of many rectangles is seen as one; for long not more than once a period; and not later
 * than one period under a stream of updates that never ends. Costs nothing while nothing is asked.
 *
 * A guest that draws sixty times a second is not met by the limit, however its timer rounds, nor when an
 * update comes a little early. While it draws one update after the other, the messages of each have a
 * moment to arrive: else the first would be painted alone and the rest a period later. */

#include "config.h"

#include "display/lodge-display-pacer.h"

/* Microseconds. */
#define PERIOD 16000
#define EARLY (PERIOD / 4)
#define TOGETHER 1000

/* A protocol's library tells its damage at the priority of idle sources. */
#define PRIORITY_AFTER_PROTOCOL (G_PRIORITY_DEFAULT_IDLE + 5)
#define PRIORITY_REDRAW (G_PRIORITY_HIGH_IDLE + 20)

struct _LodgeDisplayPacer
{
  GSource *quiet; /* when nothing else is to be decoded */
  GSource *late;  /* whatever else is to be done */
  gboolean requested;
  gint64 due;
  gint64 next; /* where no update came early */
  void (*func) (gpointer);
  gpointer user_data;
};

typedef struct {
  GSource source;
  LodgeDisplayPacer *pacer;
  gint64 delay;   /* after the time that it is due */
} PacerSource;

static gint64
get_left (GSource *source)
{
  PacerSource *self = (PacerSource *) source;

  return self->pacer->due + self->delay - g_source_get_time (source);
}

static gboolean
prepare (GSource *source,
         int     *timeout)
{
  PacerSource *self = (PacerSource *) source;
  gint64 left = self->pacer->requested ? get_left (source) : 0;

  *timeout = self->pacer->requested ? (int) ((MAX (left, 0) + 999) / 1000) : -1;
  return self->pacer->requested && left <= 0;
}

static gboolean
check (GSource *source)
{
  return ((PacerSource *) source)->pacer->requested && get_left (source) <= 0;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  LodgeDisplayPacer *self = ((PacerSource *) source)->pacer;

  self->requested = FALSE;
  self->next = MAX (self->next, g_get_monotonic_time ()) + PERIOD;
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

/* Not with a ready time: to set one wakes the main loop, which is awake, and has to turn once more. */
static GSource *
make_source (LodgeDisplayPacer *self,
             int                priority,
             gint64             delay)
{
  static GSourceFuncs funcs = { .prepare = prepare, .check = check, .dispatch = dispatch };
  GSource *source = g_source_new (&funcs, sizeof (PacerSource));

  ((PacerSource *) source)->pacer = self;
  ((PacerSource *) source)->delay = delay;
  g_source_set_static_name (source, "lodge-display-pacer");
  g_source_set_priority (source, priority);
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
  self->quiet = make_source (self, PRIORITY_AFTER_PROTOCOL, 0);
  self->late = make_source (self, PRIORITY_REDRAW, PERIOD);
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
  gint64 now;

  if (self->requested)
    return;

  now = g_get_monotonic_time ();
  self->requested = TRUE;
  self->due = MAX (now < self->next + PERIOD ? now + TOGETHER : now, self->next - EARLY);
}

void
lodge_display_pacer_cancel (LodgeDisplayPacer *self)
{
  self->requested = FALSE;
}
