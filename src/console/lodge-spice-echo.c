/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One question is waited for at a time, and for a while: a server leaves answers out when its machine was
 * about to move, and stayed. A server that answers too early or too often is believed only
 * about itself: it makes a number wrong that is told of it. */

#include "config.h"

#include "console/lodge-spice-echo-private.h"

#include <spice/enums.h>
#include <spice/protocol.h>
#include <string.h>

#include "console/lodge-spice-number-private.h"

#define MAX_WAIT (5 * G_USEC_PER_SEC)

struct _LodgeSpiceEcho
{
  guint8 head[sizeof (SpiceDataHeader)];
  gsize n_head;          /* of a message's header, so much is there */
  gsize n_wanted;        /* of so much; 0: messages have not begun */
  guint32 left;          /* of the message's body */
  guint n_motions;       /* since the last that is answered */
  guint64 n_questions, n_answers;
  guint64 awaited;       /* the number of a question; 0: none */
  gint64 asked;          /* when it was */
  gint64 round_trip;
};

LodgeSpiceEcho *
lodge_spice_echo_new (void)
{
  LodgeSpiceEcho *self = g_new0 (LodgeSpiceEcho, 1);

  self->round_trip = -1;
  return self;
}

void
lodge_spice_echo_free (LodgeSpiceEcho *self)
{
  g_free (self);
}

void
lodge_spice_echo_begin (LodgeSpiceEcho *self,
                        gboolean        mini)
{
  self->n_wanted = mini ? sizeof (SpiceMiniDataHeader) : sizeof (SpiceDataHeader);
}

gboolean
lodge_spice_echo_has_begun (LodgeSpiceEcho *self)
{
  return self->n_wanted > 0;
}

static gboolean
is_waiting (LodgeSpiceEcho *self)
{
  return self->awaited != 0 && g_get_monotonic_time () - self->asked < MAX_WAIT;
}

static void
take_motion (LodgeSpiceEcho *self)
{
  self->n_motions = (self->n_motions + 1) % SPICE_INPUT_MOTION_ACK_BUNCH;
  if (self->n_motions != 0)
    return;

  self->n_questions++;
  if (is_waiting (self))
    return;
  if (self->awaited != 0)
    self->n_answers = self->n_questions - 1;
  self->awaited = self->n_questions;
  self->asked = g_get_monotonic_time ();
}

static void
take_header (LodgeSpiceEcho *self)
{
  const guint8 *head = self->head + (self->n_wanted == sizeof (SpiceDataHeader)
                                     ? offsetof (SpiceDataHeader, type) : 0);
  guint64 type = lodge_spice_get_number (head, 2);

  self->left = (guint32) lodge_spice_get_number (head + 2, 4);
  self->n_head = 0;
  if (type == SPICE_MSGC_INPUTS_MOUSE_MOTION || type == SPICE_MSGC_INPUTS_MOUSE_POSITION)
    take_motion (self);
}

void
lodge_spice_echo_tell (LodgeSpiceEcho *self,
                       const guint8   *data,
                       gsize           length)
{
  while (self->n_wanted > 0 && length > 0)
    {
      gsize n = MIN (length, self->left > 0 ? self->left : self->n_wanted - self->n_head);

      if (self->left > 0)
        self->left -= (guint32) n;
      else
        {
          memcpy (self->head + self->n_head, data, n);
          self->n_head += n;
          if (self->n_head == self->n_wanted)
            take_header (self);
        }
      data += n;
      length -= n;
    }
}

void
lodge_spice_echo_take_answer (LodgeSpiceEcho *self)
{
  if (self->n_answers == self->n_questions)
    return;
  self->n_answers++;
  if (self->n_answers != self->awaited)
    return;

  self->round_trip = g_get_monotonic_time () - self->asked;
  self->awaited = 0;
}

gboolean
lodge_spice_echo_is_busy (LodgeSpiceEcho *self)
{
  return self->n_wanted == 0 || is_waiting (self);
}

gint64
lodge_spice_echo_get_round_trip (LodgeSpiceEcho *self)
{
  if (self->round_trip < 0 || self->awaited == 0)
    return self->round_trip;
  return MAX (self->round_trip, g_get_monotonic_time () - self->asked);
}
