/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts along what libgvnc says to a VNC server, to know where another message may be put between two
 * of its own. The messages are those of RFC 6143 and, from the community's rfbproto.rst, of a change of
 * the size, of QEMU's keys and sound, and of power. */

#include "config.h"

#include "console/lodge-vnc-split-private.h"

#include <string.h>

#include "console/lodge-vnc-number-private.h"

/* How many bytes of a head say how long its message is; 0: an unknown message. */
static gsize
get_head_length (guint8 type)
{
  switch (type)
    {
    case 0:
    case 3:
    case 5:
      return 1;

    case 2:
    case 4:
    case 250:
    case 255:
      return 4;

    case 6:
      return 8;

    case 251:
      return 7;

    default:
      return 0;
    }
}

static guint64
get_length (const guint8 *head)
{
  switch (head[0])
    {
    case 0:    /* the pixels' format */
      return 20;

    case 2:    /* encodings */
      return 4 + 4 * (guint64) lodge_vnc_get_u16 (head + 2);

    case 3:    /* a request for pixels */
      return 10;

    case 4:    /* a key */
      return 8;

    case 5:    /* the pointer */
      return 6;

    case 6:    /* a text of the clipboard */
      return 8 + (guint64) lodge_vnc_get_u32 (head + 4);

    case 250:  /* power */
      return 4;

    case 251:  /* a size */
      return 8 + 16 * (guint64) head[6];

    default:   /* QEMU's: a key, or sound, of which one kind has a format */
      return head[1] == 0 ? 12 : lodge_vnc_get_u16 (head + 2) == 2 ? 10 : 4;
    }
}

static gsize
take_head (LodgeVncSplit *self,
           const guint8  *data,
           gsize          length)
{
  gsize need = get_head_length (self->have > 0 ? self->head[0] : data[0]);
  gsize n = MIN (need - self->have, length);

  if (need == 0)
    {
      self->lost = TRUE;
      return length;
    }

  memcpy (self->head + self->have, data, n);
  self->have += n;
  if (self->have == need)
    {
      self->rest = get_length (self->head) - need;
      self->have = 0;
    }
  return n;
}

void
lodge_vnc_split_skip (LodgeVncSplit *self,
                      guint64        n)
{
  self->rest = n;
  self->started = TRUE;
}

void
lodge_vnc_split_feed (LodgeVncSplit *self,
                      const guint8  *data,
                      gsize          length)
{
  gsize at = 0;

  while (self->started && !self->lost && at < length)
    if (self->rest > 0)
      {
        gsize n = (gsize) MIN (self->rest, length - at);

        self->rest -= n;
        at += n;
      }
    else
      at += take_head (self, data + at, length - at);
}

gboolean
lodge_vnc_split_is_at_end (const LodgeVncSplit *self)
{
  return self->started && !self->lost && self->have == 0 && self->rest == 0;
}
