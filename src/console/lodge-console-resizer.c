/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sizes that are wanted of a guest while a window is dragged: only the last one is sent, when there was
 * none for a moment, and the next not before the guest changed its screen or had the time to. A size is
 * asked for once: a guest that made something else of it is not asked again and again. */

#include "config.h"

#include "console/lodge-console-resizer-private.h"

#include <string.h>

#define PAUSE_MS  300
#define ANSWER_MS 2000

struct _LodgeConsoleResizer
{
  LodgeConsoleResizeFunc func;
  gpointer user_data;
  LodgeScreenLayout wanted;   /* what is beyond its n is zero */
  LodgeScreenLayout sent;
  guint pause_source;
  guint answer_source;   /* a request is on its way */
};

static void send (LodgeConsoleResizer *self);

static gboolean
is_same (const LodgeScreenLayout *a,
         const LodgeScreenLayout *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

static gboolean
answer_cb (gpointer user_data)
{
  LodgeConsoleResizer *self = user_data;

  self->answer_source = 0;
  send (self);
  return G_SOURCE_REMOVE;
}

static gboolean
pause_cb (gpointer user_data)
{
  LodgeConsoleResizer *self = user_data;

  self->pause_source = 0;
  send (self);
  return G_SOURCE_REMOVE;
}

static void
send (LodgeConsoleResizer *self)
{
  if (self->pause_source != 0 || self->answer_source != 0
      || is_same (&self->wanted, &self->sent))
    return;

  self->sent = self->wanted;
  self->answer_source = g_timeout_add (ANSWER_MS, answer_cb, self);
  self->func (&self->sent, self->user_data);
  self->wanted = self->sent;
}

LodgeConsoleResizer *
lodge_console_resizer_new (LodgeConsoleResizeFunc func,
                           gpointer               user_data)
{
  LodgeConsoleResizer *self = g_new0 (LodgeConsoleResizer, 1);

  self->func = func;
  self->user_data = user_data;
  return self;
}

void
lodge_console_resizer_free (LodgeConsoleResizer *self)
{
  lodge_console_resizer_reset (self);
  g_free (self);
}

/* Wants sizes, in pixels; what is beyond the layout's n is zero. */
void
lodge_console_resizer_request (LodgeConsoleResizer     *self,
                               const LodgeScreenLayout *layout)
{
  if (is_same (&self->wanted, layout))
    return;

  self->wanted = *layout;
  g_clear_handle_id (&self->pause_source, g_source_remove);
  self->pause_source = g_timeout_add (PAUSE_MS, pause_cb, self);
}

/* The guest has a new screen. */
void
lodge_console_resizer_resized (LodgeConsoleResizer *self)
{
  if (self->answer_source == 0)
    return;

  g_clear_handle_id (&self->answer_source, g_source_remove);
  send (self);
}

/* Forgets what was wanted and what was sent, as for another session. */
void
lodge_console_resizer_reset (LodgeConsoleResizer *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_handle_id (&self->answer_source, g_source_remove);
  self->wanted = self->sent = (LodgeScreenLayout) { 0 };
}
