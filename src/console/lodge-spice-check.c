/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The framing of a SPICE channel (the link's answer, its result, then messages), and of the pointer's
 * messages those that bring a picture. All numbers are little-endian. Formats: spice-protocol's
 * <spice/protocol.h>, and spice.proto in spice-common. */

#include "config.h"

#include "console/lodge-spice-check-private.h"

#include <spice/enums.h>
#include <spice/protocol.h>
#include <string.h>

/* What is looked at of one piece: the largest is an answer to a link with many capabilities. */
#define MAX_HEAD 4096

#define CURSOR_HEADER 19   /* flags, a number, type, width, height, hot spot */

typedef enum { ANSWER, ANSWER_BODY, RESULT, HEADER, HEAD_OF_BODY, BODY, UNSEEN } Stage;

struct _LodgeSpiceCheck
{
  Stage stage;
  guint8 head[MAX_HEAD];
  gsize n_head;           /* of them there */
  gsize wanted;           /* and needed to go on */
  gboolean mini;          /* headers are short */
  guint type;             /* of the message */
  guint32 size;
  gsize left;             /* of its body, not to be looked at */
};

static guint32
get_number (const guint8 *bytes,
            guint         size)
{
  guint32 number = 0;

  for (guint i = 0; i < size; i++)
    number |= (guint32) bytes[i] << (8 * i);
  return number;
}

static void
want (LodgeSpiceCheck *self,
      Stage            stage,
      gsize            n)
{
  self->stage = stage;
  self->wanted = n;
  self->n_head = 0;
}

static void
want_header (LodgeSpiceCheck *self)
{
  want (self, HEADER, self->mini ? sizeof (SpiceMiniDataHeader) : sizeof (SpiceDataHeader));
}

static gboolean
has_cap (LodgeSpiceCheck *self,
         gsize            offset,
         guint            cap)
{
  return get_number (self->head + offset, 4) >> cap & 1;
}

/* Whoever wants another way to log in than a ticket goes on unseen: that is a conversation of its own. */
static gboolean
take_answer (LodgeSpiceCheck *self)
{
  gsize at = offsetof (SpiceLinkReply, num_common_caps);
  guint32 n_caps = get_number (self->head + at, 4);
  guint32 offset = get_number (self->head + at + 8, 4);

  want (self, RESULT, 4);
  if (n_caps == 0 || offset > MAX_HEAD - 4)
    return TRUE;

  self->mini = has_cap (self, offset, SPICE_COMMON_CAP_MINI_HEADER);
  if (has_cap (self, offset, SPICE_COMMON_CAP_PROTOCOL_AUTH_SELECTION)
      && has_cap (self, offset, SPICE_COMMON_CAP_AUTH_SASL))
    self->stage = UNSEEN;
  return TRUE;
}

/* Bytes that a picture of a pointer is made of, as the library reads them. */
static guint64
get_picture_size (guint   type,
                  guint64 width,
                  guint64 height)
{
  guint64 mask = (width * height + 7) / 8;

  switch (type)
    {
    case SPICE_CURSOR_TYPE_ALPHA:
      return width * height * 4;

    case SPICE_CURSOR_TYPE_MONO:
      return (width + 7) / 8 * height * 2;

    case SPICE_CURSOR_TYPE_COLOR32:
      return width * height * 4 + mask;

    case SPICE_CURSOR_TYPE_COLOR16:
      return width * height * 2 + mask;

    case SPICE_CURSOR_TYPE_COLOR4:
      return (width + 1) / 2 * height + 16 * 4 + mask;

    default:
      return 0;
    }
}

static gsize
get_picture_offset (guint type)
{
  return type == SPICE_MSG_CURSOR_INIT ? 9 : type == SPICE_MSG_CURSOR_SET ? 5 : 0;
}

static gboolean
is_picture_sane (LodgeSpiceCheck *self)
{
  const guint8 *cursor = self->head + get_picture_offset (self->type);
  guint flags = get_number (cursor, 2), width = get_number (cursor + 11, 2);
  guint height = get_number (cursor + 13, 2);
  gsize before = get_picture_offset (self->type) + CURSOR_HEADER;

  if (flags & (SPICE_CURSOR_FLAGS_NONE | SPICE_CURSOR_FLAGS_FROM_CACHE))
    return TRUE;

  return self->wanted >= before && width <= LODGE_SPICE_MAX_POINTER
         && height <= LODGE_SPICE_MAX_POINTER
         && self->size - before >= get_picture_size (cursor[10], width, height);
}

static gboolean
take_header (LodgeSpiceCheck *self)
{
  gsize offset = self->mini ? 0 : offsetof (SpiceDataHeader, type), picture;

  self->type = get_number (self->head + offset, 2);
  self->size = get_number (self->head + offset + 2, 4);
  if (self->type == SPICE_MSG_LIST || self->size > LODGE_SPICE_MAX_POINTER_MESSAGE
      || (!self->mini && get_number (self->head + offset + 6, 4) != 0))
    return FALSE;

  picture = get_picture_offset (self->type);
  if (picture > 0 && self->size >= picture + 2)
    want (self, HEAD_OF_BODY, MIN (self->size, picture + CURSOR_HEADER));
  else if (self->size > 0)
    {
      self->stage = BODY;
      self->left = self->size;
    }
  else
    want_header (self);
  return TRUE;
}

/* A piece of the wanted length is there. */
static gboolean
take (LodgeSpiceCheck *self)
{
  guint32 size;

  switch (self->stage)
    {
    case ANSWER:
      size = get_number (self->head + offsetof (SpiceLinkHeader, size), 4);
      want (self, ANSWER_BODY, size);
      return size >= sizeof (SpiceLinkReply) && size <= MAX_HEAD;

    case ANSWER_BODY:
      return take_answer (self);

    case HEADER:
      return take_header (self);

    case HEAD_OF_BODY:
      if (!is_picture_sane (self))
        return FALSE;
      self->left = self->size - self->wanted;
      if (self->left > 0)
        self->stage = BODY;
      else
        want_header (self);
      return TRUE;

    case RESULT:
    default:
      want_header (self);
      return TRUE;
    }
}

LodgeSpiceCheck *
lodge_spice_check_new (void)
{
  LodgeSpiceCheck *self = g_new0 (LodgeSpiceCheck, 1);

  want (self, ANSWER, sizeof (SpiceLinkHeader));
  return self;
}

void
lodge_spice_check_free (LodgeSpiceCheck *self)
{
  g_free (self);
}

/**
 * lodge_spice_check_feed:
 * @self: a check
 * @data: what the server said next
 * @length: bytes
 *
 * Returns: %FALSE when nothing more may be passed on, and none of this
 */
gboolean
lodge_spice_check_feed (LodgeSpiceCheck *self,
                        const guint8    *data,
                        gsize            length)
{
  while (length > 0 && self->stage != UNSEEN)
    {
      gsize n = MIN (length, self->stage == BODY ? self->left : self->wanted - self->n_head);

      if (self->stage == BODY)
        {
          self->left -= n;
          if (self->left == 0)
            want_header (self);
        }
      else
        {
          memcpy (self->head + self->n_head, data, n);
          self->n_head += n;
          if (self->n_head == self->wanted && !take (self))
            return FALSE;
        }
      data += n;
      length -= n;
    }
  return TRUE;
}
