/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A packet is its type, the size of its body and an id, then the body. What both sides can do is in their
 * first packets, the id of which is short. */

#include "config.h"

#include "console/lodge-usbredir-private.h"

#include <string.h>

#include "console/lodge-spice-number-private.h"

#define FIXED     8    /* type and size */
#define VERSION   64   /* bytes of a hello before what the guest can do */
#define LONG_IDS   (1u << 5)
#define LONG_BULKS (1u << 6)

/* Bytes of an id in a packet's header. */
guint
lodge_usbredir_get_id_size (const LodgeUsbredir *self)
{
  return self->has_long_ids ? 8 : 4;
}

/* Bytes that a bulk packet has before its data. */
guint
lodge_usbredir_get_bulk_size (const LodgeUsbredir *self)
{
  return self->has_long_bulks ? 10 : 8;
}

static void
take_header (LodgeUsbredir *self)
{
  LodgeUsbredirPacket *packet = &self->packet;

  packet->type = (guint32) lodge_spice_get_number (self->header, 4);
  packet->length = (guint32) lodge_spice_get_number (self->header + 4, 4);
  packet->id = lodge_spice_get_number (self->header + FIXED, lodge_usbredir_get_id_size (self));
  packet->n_kept = 0;
  self->n_passed = 0;
  self->n_header = 0;
  self->in_body = packet->length > 0;
}

/* The first counts. */
static void
take_hello (LodgeUsbredir *self)
{
  guint32 can = 0;

  if (self->is_greeted)
    return;

  self->is_greeted = TRUE;
  if (self->packet.n_kept >= VERSION + 4)
    can = (guint32) lodge_spice_get_number (self->packet.body + VERSION, 4);
  self->has_long_ids = (can & LONG_IDS) != 0;
  self->has_long_bulks = (can & LONG_BULKS) != 0;
}

/* TRUE when all that is kept of a body has come with the last @n bytes. */
static gboolean
take_body (LodgeUsbredir *self,
           const guint8  *data,
           gsize          n)
{
  LodgeUsbredirPacket *packet = &self->packet;
  guint wanted = MIN (packet->length, LODGE_USBREDIR_MAX_KEPT);
  gsize kept = MIN (n, wanted - packet->n_kept);

  memcpy (packet->body + packet->n_kept, data, kept);
  packet->n_kept += (guint) kept;
  self->n_passed += (guint32) n;
  self->in_body = self->n_passed < packet->length;
  return packet->n_kept == wanted && self->n_passed - n < wanted;
}

/* TRUE when the last @n bytes of a header have come, and there is no body. */
static gboolean
take_header_bytes (LodgeUsbredir *self,
                   const guint8  *data,
                   gsize          n)
{
  memcpy (self->header + self->n_header, data, n);
  self->n_header += (guint) n;
  if (self->n_header < FIXED + lodge_usbredir_get_id_size (self))
    return FALSE;

  take_header (self);
  return !self->in_body;
}

/* Goes on in @data; TRUE when there is a packet, whose body may not have ended. */
gboolean
lodge_usbredir_read (LodgeUsbredir  *self,
                     const guint8  **data,
                     gsize          *length)
{
  gboolean is_whole = FALSE;

  while (*length > 0 && !is_whole)
    {
      gsize left = self->in_body ? self->packet.length - self->n_passed
                                 : FIXED + lodge_usbredir_get_id_size (self) - self->n_header;
      gsize n = MIN (*length, left);

      is_whole = self->in_body ? take_body (self, *data, n) : take_header_bytes (self, *data, n);
      *data += n;
      *length -= n;
    }
  if (is_whole && self->packet.type == LODGE_USBREDIR_HELLO)
    take_hello (self);
  return is_whole;
}
