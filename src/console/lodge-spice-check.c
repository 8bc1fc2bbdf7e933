/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The framing of a SPICE channel (the link's answer, its result, then messages), and the messages of all
 * channels but a display's, for which see lodge-spice-draw.c, and what a USB drive is told, for which see
 * lodge-spice-disc.c. All numbers are little-endian. Formats: spice-protocol's <spice/protocol.h>, and
 * spice.proto in spice-common. */

#include "config.h"

#include "console/lodge-spice-check-private.h"

#include <spice/enums.h>
#include <spice/protocol.h>
#include <string.h>

#include "console/lodge-spice-disc-private.h"
#include "console/lodge-spice-draw-private.h"
#include "console/lodge-spice-number-private.h"

/* What is looked at of one piece, unless all of it is needed. */
#define MAX_HEAD 4096

/* A piece of memory of that size is kept for the next message. */
#define MAX_KEPT 65536

#define CURSOR_HEADER 19   /* flags, a number, type, width, height, hot spot */

/* Of spicevmc, which enums.h does not name: what unpacks to so much. */
#define MSG_COMPRESSED 102
#define MAX_UNPACKED   (16u << 20)

#define CARD_HEADER 12   /* type, reader, size */

#define SCANOUT_FORMAT 12   /* behind its sizes */

#define MAX_SOUND_CHANNELS 8
#define MAX_SOUND_RATE     384000
#define MAX_NAME           4096

typedef enum { ANSWER, ANSWER_BODY, RESULT, HEADER, HEAD_OF_BODY, BODY, UNSEEN } Stage;

struct _LodgeSpiceCheck
{
  guint channel;
  gboolean is_local;      /* descriptors can come */
  LodgeSpiceDraw *draw;   /* of a display */
  LodgeSpiceDisc *disc;   /* of USB redirection */
  LodgeSpiceEcho *echo;   /* of input */
  Stage stage;
  guint8 *head;
  gsize n_head;           /* of them there */
  gsize n_room;
  gsize wanted;           /* and needed to go on */
  gboolean mini;          /* headers are short */
  guint type;             /* of the message */
  guint32 size;
  gsize left;             /* of its body, not to be looked at */
  gboolean is_begun;      /* the main channel's first message is there */
  gboolean moves;         /* to another host; not asked yet */
  gboolean has_sasl;      /* who wants to log in does so; not asked yet */
  gboolean refuses_disc;
  gboolean has_descriptor;   /* behind the message that is complete; not asked yet */
};

/* A number at that place of what is looked at. */
static guint32
get (LodgeSpiceCheck *self,
     gsize            at,
     guint            size)
{
  return (guint32) lodge_spice_get_number (self->head + at, size);
}

static void
want (LodgeSpiceCheck *self,
      Stage            stage,
      gsize            n)
{
  self->stage = stage;
  self->wanted = n;
  self->n_head = 0;
  if (self->n_room > MAX_KEPT)
    {
      g_clear_pointer (&self->head, g_free);
      self->n_room = 0;
    }
}

static void
want_header (LodgeSpiceCheck *self)
{
  want (self, HEADER, self->mini ? sizeof (SpiceMiniDataHeader) : sizeof (SpiceDataHeader));
}

static void
make_room (LodgeSpiceCheck *self,
           gsize            n)
{
  gsize room = MIN (self->wanted, MAX (n, 2 * self->n_room));

  if (n <= self->n_room)
    return;
  self->head = g_realloc (self->head, room);
  self->n_room = room;
}

static gboolean
has_cap (LodgeSpiceCheck *self,
         gsize            offset,
         guint            cap)
{
  return get (self, offset, 4) >> cap & 1;
}

/* Whoever wants another way to log in than a ticket goes on unseen: that is a conversation of its own. */
static gboolean
take_answer (LodgeSpiceCheck *self)
{
  gsize at = offsetof (SpiceLinkReply, num_common_caps);
  guint32 n_caps = get (self, at, 4);
  guint32 offset = get (self, at + 8, 4);
  gsize size = self->n_head;

  want (self, RESULT, 4);
  if (n_caps == 0)
    return TRUE;
  if (offset > size - 4)
    return FALSE;

  self->mini = has_cap (self, offset, SPICE_COMMON_CAP_MINI_HEADER);
  if (has_cap (self, offset, SPICE_COMMON_CAP_PROTOCOL_AUTH_SELECTION)
      && has_cap (self, offset, SPICE_COMMON_CAP_AUTH_SASL))
    {
      self->stage = UNSEEN;
      self->has_sasl = TRUE;
    }
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
is_pointer_sane (LodgeSpiceCheck *self)
{
  const guint8 *cursor = self->head + get_picture_offset (self->type);
  guint flags = lodge_spice_get_number (cursor, 2), width = lodge_spice_get_number (cursor + 11, 2);
  guint height = lodge_spice_get_number (cursor + 13, 2);
  gsize before = get_picture_offset (self->type) + CURSOR_HEADER;

  if (flags & (SPICE_CURSOR_FLAGS_NONE | SPICE_CURSOR_FLAGS_FROM_CACHE))
    return TRUE;

  return self->wanted >= before && width <= LODGE_SPICE_MAX_POINTER
         && height <= LODGE_SPICE_MAX_POINTER
         && self->size - before >= get_picture_size (cursor[10], width, height);
}

static gboolean
is_sound_sane (LodgeSpiceCheck *self)
{
  guint n_channels = get (self, 0, 4), rate = get (self, 6, 4);

  return n_channels >= 1 && n_channels <= MAX_SOUND_CHANNELS && rate >= 1 && rate <= MAX_SOUND_RATE;
}

/* A text that is used as it is has an end. */
static gboolean
is_name_sane (LodgeSpiceCheck *self)
{
  gsize size = get (self, 0, 4);

  return size <= self->wanted - 4 && memchr (self->head + 4, 0, size) != NULL;
}

/* Another host, named by an offset: the library looks at its last byte. */
static gboolean
is_host_sane (LodgeSpiceCheck *self)
{
  return get (self, 4, 4) > 0 && get (self, 8, 4) > 0
         && (get (self, 12, 4) == 0 || get (self, 16, 4) > 0);
}

/* The library makes no difference between a server that it has begun with and one that it only calls. */
static gboolean
is_move_sane (LodgeSpiceCheck *self)
{
  switch (self->type)
    {
    case SPICE_MSG_MAIN_INIT:
      self->is_begun = TRUE;
      return TRUE;

    case SPICE_MSG_MAIN_MIGRATE_BEGIN:
      self->moves = self->is_begun;
      return self->is_begun;

    case SPICE_MSG_MAIN_MIGRATE_CANCEL:
    case SPICE_MSG_MAIN_MIGRATE_END:
    case SPICE_MSG_MAIN_MIGRATE_SWITCH_HOST:
      return self->is_begun;

    /* Was not offered: what is kept of pictures here would have to move along. */
    case SPICE_MSG_MAIN_MIGRATE_BEGIN_SEAMLESS:
      return FALSE;

    default:
      return TRUE;
    }
}

/* What a guest's reader says. Types: libcacard's <vscard_common.h>. */
static gboolean
is_card_sane (LodgeSpiceCheck *self)
{
  enum { INIT = 1, ANSWER_TO_CLIENT = 2, TO_CARD = 7 };
  guint32 type = get (self, 0, 4), reader = get (self, 4, 4);

  return get (self, 8, 4) <= self->size - CARD_HEADER
         && (type == INIT || type == ANSWER_TO_CLIENT || (type == TO_CARD && reader != G_MAXUINT32));
}

/* How much of a message has to be looked at; 0: nothing. */
static gsize
get_needed (LodgeSpiceCheck *self)
{
  gsize picture = get_picture_offset (self->type);

  switch (self->channel)
    {
    case SPICE_CHANNEL_DISPLAY:
      return MIN (self->size, MAX_HEAD);

    case SPICE_CHANNEL_CURSOR:
      return picture > 0 && self->size >= picture + 2 ? MIN (self->size, picture + CURSOR_HEADER) : 0;

    case SPICE_CHANNEL_MAIN:
      if (self->type == SPICE_MSG_MAIN_NAME)
        return MIN (self->size, MAX_NAME);
      return self->type == SPICE_MSG_MAIN_MIGRATE_SWITCH_HOST
             || self->type == SPICE_MSG_MAIN_MIGRATE_BEGIN ? 20 : 0;

    case SPICE_CHANNEL_PLAYBACK:
      return self->type == SPICE_MSG_PLAYBACK_START ? 10 : 0;

    case SPICE_CHANNEL_RECORD:
      return self->type == SPICE_MSG_RECORD_START ? 10 : 0;

    case SPICE_CHANNEL_SMARTCARD:
      return self->type == SPICE_MSG_SMARTCARD_DATA ? CARD_HEADER : 0;

    case SPICE_CHANNEL_USBREDIR:
    case SPICE_CHANNEL_PORT:
    case SPICE_CHANNEL_WEBDAV:
      return self->type == MSG_COMPRESSED ? 5 : 0;

    default:
      return 0;
    }
}

/* Of what get_needed() says that it has to be looked at. */
static LodgeSpiceVerdict
judge (LodgeSpiceCheck *self)
{
  gboolean is_good;

  switch (self->channel)
    {
    case SPICE_CHANNEL_DISPLAY:
      if (self->type == SPICE_MSG_DISPLAY_GL_SCANOUT_UNIX
          && (!self->is_local || self->size > MAX_HEAD))
        return LODGE_SPICE_BAD;
      return lodge_spice_draw_check (self->draw, self->type, self->head, self->n_head, self->size);

    case SPICE_CHANNEL_CURSOR:
      is_good = is_pointer_sane (self);
      break;

    case SPICE_CHANNEL_MAIN:
      is_good = self->type == SPICE_MSG_MAIN_NAME ? self->wanted >= 4 && is_name_sane (self)
                                                  : is_host_sane (self);
      break;

    case SPICE_CHANNEL_PLAYBACK:
    case SPICE_CHANNEL_RECORD:
      is_good = is_sound_sane (self);
      break;

    case SPICE_CHANNEL_SMARTCARD:
      is_good = is_card_sane (self);
      break;

    default:
      /* A drive is told nothing so long that it would be packed. */
      self->refuses_disc = self->disc != NULL && lodge_spice_disc_is_there (self->disc);
      is_good = get (self, 1, 4) <= MAX_UNPACKED && !self->refuses_disc;
    }
  return is_good ? LODGE_SPICE_GOOD : LODGE_SPICE_BAD;
}

static guint32
get_max_size (LodgeSpiceCheck *self)
{
  return self->channel == SPICE_CHANNEL_DISPLAY ? LODGE_SPICE_MAX_DISPLAY_MESSAGE
         : self->channel == SPICE_CHANNEL_CURSOR ? LODGE_SPICE_MAX_POINTER_MESSAGE
         : self->channel == SPICE_CHANNEL_SMARTCARD ? LODGE_SPICE_MAX_CARD_MESSAGE
                                                    : LODGE_SPICE_MAX_MESSAGE;
}

static void
skip (LodgeSpiceCheck *self,
      gsize            n)
{
  want_header (self);
  if (n > 0)
    self->stage = BODY;
  self->left = n;
}

/* A byte behind the message: with it comes what a scanout is in. */
static gboolean
is_before_descriptor (LodgeSpiceCheck *self)
{
  return self->channel == SPICE_CHANNEL_DISPLAY && self->type == SPICE_MSG_DISPLAY_GL_SCANOUT_UNIX
         && self->n_head >= SCANOUT_FORMAT + 4 && get (self, SCANOUT_FORMAT, 4) != 0;
}

/* More of it may be asked for, once. */
static gboolean
take_body (LodgeSpiceCheck *self)
{
  switch (judge (self))
    {
    case LODGE_SPICE_BAD:
      return FALSE;

    case LODGE_SPICE_MORE:
      self->wanted = self->size;
      return self->n_head < self->size;

    case LODGE_SPICE_GOOD:
    default:
      self->has_descriptor = is_before_descriptor (self);
      skip (self, self->size - self->wanted);
      return TRUE;
    }
}

static gboolean
take_header (LodgeSpiceCheck *self)
{
  gsize offset = self->mini ? 0 : offsetof (SpiceDataHeader, type), needed;

  self->type = get (self, offset, 2);
  self->size = get (self, offset + 2, 4);
  if (self->type == SPICE_MSG_LIST || self->size > get_max_size (self)
      || (!self->mini && get (self, offset + 6, 4) != 0)
      || (self->channel == SPICE_CHANNEL_MAIN && !is_move_sane (self)))
    return FALSE;

  if (self->echo != NULL && self->type == SPICE_MSG_INPUTS_MOUSE_MOTION_ACK)
    lodge_spice_echo_take_answer (self->echo);

  needed = get_needed (self);
  if (needed > self->size)
    return FALSE;
  if (needed == 0 && self->channel == SPICE_CHANNEL_DISPLAY)
    {
      self->n_head = self->wanted = 0;
      return take_body (self);
    }
  if (needed > 0)
    want (self, HEAD_OF_BODY, needed);
  else
    skip (self, self->size);
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
      size = get (self, offsetof (SpiceLinkHeader, size), 4);
      want (self, ANSWER_BODY, size);
      return size >= sizeof (SpiceLinkReply) && size <= MAX_HEAD;

    case ANSWER_BODY:
      return take_answer (self);

    case HEADER:
      return take_header (self);

    case HEAD_OF_BODY:
      return take_body (self);

    case RESULT:
    default:
      want_header (self);
      if (self->echo != NULL)
        lodge_spice_echo_begin (self->echo, self->mini);
      return TRUE;
    }
}

/**
 * lodge_spice_check_new:
 * @channel_type: of the protocol's channels
 * @caches: those of the session
 * @is_local: whether descriptors can come with what is said
 *
 * Returns: (transfer full): a check for one channel, from its first byte on
 */
LodgeSpiceCheck *
lodge_spice_check_new (guint             channel_type,
                       LodgeSpiceCaches *caches,
                       gboolean          is_local)
{
  LodgeSpiceCheck *self = g_new0 (LodgeSpiceCheck, 1);

  self->channel = channel_type;
  self->is_local = is_local;
  if (channel_type == SPICE_CHANNEL_DISPLAY)
    self->draw = lodge_spice_draw_new (caches);
  else if (channel_type == SPICE_CHANNEL_USBREDIR)
    self->disc = lodge_spice_disc_new (caches);
  else if (channel_type == SPICE_CHANNEL_INPUTS)
    self->echo = lodge_spice_echo_new ();
  want (self, ANSWER, sizeof (SpiceLinkHeader));
  return self;
}

void
lodge_spice_check_free (LodgeSpiceCheck *self)
{
  g_clear_pointer (&self->draw, lodge_spice_draw_free);
  g_clear_pointer (&self->disc, lodge_spice_disc_free);
  g_clear_pointer (&self->echo, lodge_spice_echo_free);
  g_free (self->head);
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
          self->refuses_disc = self->disc != NULL && !lodge_spice_disc_check (self->disc, data, n);
          if (self->refuses_disc)
            return FALSE;
          skip (self, self->left - n);
        }
      else
        {
          make_room (self, self->n_head + n);
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

void
lodge_spice_check_tell (LodgeSpiceCheck *self,
                        const guint8    *data,
                        gsize            length)
{
  if (self->disc != NULL)
    lodge_spice_disc_tell (self->disc, data, length);
  if (self->echo != NULL)
    lodge_spice_echo_tell (self->echo, data, length);
}

LodgeSpiceEcho *
lodge_spice_check_get_echo (LodgeSpiceCheck *self)
{
  return self->echo;
}

gboolean
lodge_spice_check_refuses_disc (LodgeSpiceCheck *self)
{
  return self->refuses_disc;
}

/**
 * lodge_spice_check_take_move:
 * @self: a check
 *
 * Returns: %TRUE, once, when in the last piece the server began to say that the machine moves
 */
gboolean
lodge_spice_check_take_move (LodgeSpiceCheck *self)
{
  gboolean moves = self->moves;

  self->moves = FALSE;
  return moves;
}

/**
 * lodge_spice_check_take_sasl:
 * @self: a check
 *
 * Returns: %TRUE, once, when in the last piece the server began to log the client in by SASL
 */
gboolean
lodge_spice_check_take_sasl (LodgeSpiceCheck *self)
{
  gboolean has_sasl = self->has_sasl;

  self->has_sasl = FALSE;
  return has_sasl;
}

/**
 * lodge_spice_check_take_descriptor:
 * @self: a check
 *
 * Returns: %TRUE, once, when the last piece ended a message that a descriptor belongs to
 */
gboolean
lodge_spice_check_take_descriptor (LodgeSpiceCheck *self)
{
  gboolean has_descriptor = self->has_descriptor;

  self->has_descriptor = FALSE;
  return has_descriptor;
}
