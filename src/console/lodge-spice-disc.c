/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SPICE library plays a USB drive for an image of a disc, and believes the guest: it reads as much as
 * it is asked for into a buffer of a fixed size, answers into one that a command without data does not
 * have, ends the program when more is asked for than the command said, and waits for itself when a reset
 * comes while it reads. So what a guest asks is looked at here, on channels that have such a drive.
 * Formats: USB Mass Storage Class, Bulk-Only Transport 1.0, 5.1 and 5.2; SCSI Primary, Block and
 * Multi-Media Commands; usbredir-protocol.txt. */

#include "config.h"

#include "console/lodge-spice-disc-private.h"

#include <string.h>

#include "console/lodge-spice-number-private.h"
#include "console/lodge-usbredir-private.h"

#define COMMAND       31            /* bytes of a command and what is around it */
#define STATUS        13            /* and of what ends it */
#define MAX_DATA      (256u << 10)  /* bytes of the library's buffer */
#define MAX_REQUESTS  64            /* that the library keeps */
#define SECTOR        2048
#define MAX_ANSWER    26            /* bytes of a bulk packet before its data */

enum { OFFSET_SIZE = 8, OFFSET_FLAGS = 12, OFFSET_SCSI = 15, IN = 0x80 };

/* A fast device without a class, of the library's maker and number: what tells a guest of the drive. */
static const guint8 drive[] = { 2, 0, 0, 0, 0x23, 0x2b, 0xcd, 0xcd };

typedef struct {
  guint64 id;
  guint32 size;
} Request;

struct _LodgeSpiceDisc
{
  LodgeSpiceCaches *caches;
  gsize n_matched;            /* of the drive's bytes, last */
  gboolean is_there;          /* since the images came that are shared now */
  LodgeUsbredir guest;

  /* From a command on, until its status was told. */
  gboolean is_busy;
  gboolean has_ended;         /* nothing but the status is to come */
  guint32 size;               /* of its data */
  guint32 n_answered;         /* bytes of them */
  Request requests[MAX_REQUESTS];   /* without an answer */
  guint n_requests;
  guint8 told[32];            /* the last bytes of the client, round */
  guint n_told;
};

/* Big-endian. */
static guint32
get_number (const guint8 *bytes,
            guint         size)
{
  guint32 number = 0;

  for (guint i = 0; i < size; i++)
    number = number << 8 | bytes[i];
  return number;
}

/* Of those commands that the library answers with data. Sectors are read by the first four. */
static gboolean
get_sectors (const guint8 *scsi,
             guint32      *n_sectors)
{
  *n_sectors = 0;
  switch (scsi[0])
    {
    case 0x08: /* READ (6), (10), (12), (16) */
      *n_sectors = scsi[4] != 0 ? scsi[4] : 256;
      return TRUE;

    case 0x28:
      *n_sectors = get_number (scsi + 7, 2);
      return TRUE;

    case 0xa8:
      *n_sectors = get_number (scsi + 6, 4);
      return TRUE;

    case 0x88:
      *n_sectors = get_number (scsi + 10, 4);
      return TRUE;

    case 0x03: /* REQUEST SENSE */
    case 0x12: /* INQUIRY */
    case 0x25: /* READ CAPACITY */
    case 0x43: /* READ TOC */
    case 0x46: /* GET CONFIGURATION */
    case 0x4a: /* GET EVENT STATUS NOTIFICATION */
    case 0x51: /* READ DISC INFORMATION */
    case 0x52: /* READ TRACK INFORMATION */
    case 0x5a: /* MODE SENSE (10) */
    case 0xa0: /* REPORT LUNS */
    case 0xa4: /* REPORT KEY */
    case 0xac: /* GET PERFORMANCE */
    case 0xbd: /* MECHANISM STATUS */
      return TRUE;

    default:
      return FALSE;
    }
}

/* And those that come with data. */
static gboolean
brings_data (guint command)
{
  return command == 0x15 || command == 0x55      /* MODE SELECT (6), (10) */
         || command == 0xa2 || command == 0xa3;  /* SEND EVENT, SEND KEY */
}

static gboolean
is_command_sane (const guint8 *command)
{
  const guint8 *scsi = command + OFFSET_SCSI;
  gboolean has_data = get_number (command + OFFSET_SIZE, 4) > 0;
  gboolean is_from_drive = (command[OFFSET_FLAGS] & IN) != 0;
  guint32 n_sectors;

  if (get_sectors (scsi, &n_sectors))
    return has_data && is_from_drive && n_sectors <= MAX_DATA / SECTOR;
  return !brings_data (scsi[0]) || (has_data && !is_from_drive);
}

/* The library knows one command at a time, and takes no other before its status was asked for. */
static gboolean
take_command (LodgeSpiceDisc *self,
              const guint8   *command)
{
  if (self->is_busy || memcmp (command, "USBC", 4) != 0)
    return FALSE;

  self->is_busy = TRUE;
  self->size = (guint32) lodge_spice_get_number (command + OFFSET_SIZE, 4);
  self->n_answered = 0;
  self->has_ended = self->size == 0 || (command[OFFSET_FLAGS] & IN) == 0;
  return is_command_sane (command);
}

/* Together no more than the command said: requests that wait for the drive are added up. Who asks for the
 * status before the data have come is not understood. */
static gboolean
take_request (LodgeSpiceDisc *self,
              guint64         id,
              guint32         size)
{
  guint32 sum = size;

  if (self->n_requests == MAX_REQUESTS || size > MAX_DATA)
    return FALSE;

  for (guint i = 0; i < self->n_requests; i++)
    sum += self->requests[i].size;
  self->requests[self->n_requests++] = (Request) { id, size };
  return !self->is_busy || self->has_ended || sum <= self->size;
}

static gboolean
take_bulk (LodgeSpiceDisc *self)
{
  const LodgeUsbredirPacket *packet = &self->guest.packet;
  guint before = lodge_usbredir_get_bulk_size (&self->guest);
  guint32 size;

  if (packet->n_kept < before)
    return FALSE;

  size = (guint32) lodge_spice_get_number (packet->body + 2, 2);
  if (before > 8)
    size |= (guint32) lodge_spice_get_number (packet->body + 8, 2) << 16;
  if (packet->body[0] & IN)
    return take_request (self, packet->id, size);
  /* Data of a command that brings some; the library reads none of it. */
  if (packet->length != before + COMMAND)
    return self->is_busy;
  return take_command (self, packet->body + before);
}

/* FALSE: the library would trip over it. */
static gboolean
take_packet (LodgeSpiceDisc *self)
{
  switch (self->guest.packet.type)
    {
    case LODGE_USBREDIR_BULK:
      return take_bulk (self);

    case LODGE_USBREDIR_RESET:
    case LODGE_USBREDIR_CANCEL:
      return !self->is_busy;

    case LODGE_USBREDIR_CONTROL:
      /* The class's own reset, to an interface. */
      return !self->is_busy || self->guest.packet.n_kept < 3
             || self->guest.packet.body[1] != 0xff || (self->guest.packet.body[2] & 0x7f) != 0x21;

    default:
      return TRUE;
    }
}

static guint8
get_told (LodgeSpiceDisc *self,
          guint           before)
{
  return self->told[(self->n_told - before) % sizeof self->told];
}

static void
take_answer (LodgeSpiceDisc *self,
             guint           index,
             guint32         length)
{
  guint32 asked = self->requests[index].size;

  if (self->has_ended && length == STATUS)
    self->is_busy = FALSE;
  self->n_answered += length;
  self->has_ended |= length < asked || self->n_answered >= self->size;
  self->n_requests--;
  memmove (self->requests + index, self->requests + index + 1,
           (self->n_requests - index) * sizeof (Request));
}

/* An answer is known by its type and the id of its request. */
static void
find_answer (LodgeSpiceDisc *self)
{
  guint id_size = lodge_usbredir_get_id_size (&self->guest);
  guint header = 8 + id_size, size = header + lodge_usbredir_get_bulk_size (&self->guest);
  guint8 bytes[MAX_ANSWER];
  guint32 length;
  guint64 id;

  if (get_told (self, size) != LODGE_USBREDIR_BULK)
    return;

  for (guint i = 0; i < size; i++)
    bytes[i] = get_told (self, size - i);
  id = lodge_spice_get_number (bytes + 8, id_size);
  length = (guint32) lodge_spice_get_number (bytes + 4, 4);
  if (lodge_spice_get_number (bytes, 4) != LODGE_USBREDIR_BULK || length < size - header
      || (bytes[header] & IN) == 0)
    return;

  for (guint i = 0; i < self->n_requests; i++)
    if (self->requests[i].id == id)
      {
        take_answer (self, i, length - (size - header));
        return;
      }
}

LodgeSpiceDisc *
lodge_spice_disc_new (LodgeSpiceCaches *caches)
{
  LodgeSpiceDisc *self = g_new0 (LodgeSpiceDisc, 1);

  self->caches = lodge_spice_caches_ref (caches);
  return self;
}

void
lodge_spice_disc_free (LodgeSpiceDisc *self)
{
  lodge_spice_caches_unref (self->caches);
  g_free (self);
}

static void
find_drive (LodgeSpiceDisc *self,
            guint8          byte)
{
  if (byte != drive[self->n_matched])
    self->n_matched = 0;
  if (byte == drive[self->n_matched])
    self->n_matched++;
  if (self->n_matched < sizeof drive)
    return;

  self->is_there = TRUE;
  self->is_busy = FALSE;
  self->n_requests = 0;
  self->n_matched = 0;
}

void
lodge_spice_disc_tell (LodgeSpiceDisc *self,
                       const guint8   *data,
                       gsize           length)
{
  if (!lodge_spice_caches_has_disc (self->caches))
    {
      self->n_matched = 0;
      return;
    }
  for (gsize i = 0; i < length; i++)
    {
      find_drive (self, data[i]);
      self->told[self->n_told++ % sizeof self->told] = data[i];
      if (self->is_there)
        find_answer (self);
    }
}

/* FALSE: the library would trip over it. */
gboolean
lodge_spice_disc_check (LodgeSpiceDisc *self,
                        const guint8   *data,
                        gsize           length)
{
  while (lodge_usbredir_read (&self->guest, &data, &length))
    if (lodge_spice_disc_is_there (self) && !take_packet (self))
      return FALSE;
  return TRUE;
}

/* What another device is told later, when no image is shared any more, is its own matter. */
gboolean
lodge_spice_disc_is_there (LodgeSpiceDisc *self)
{
  if (!lodge_spice_caches_has_disc (self->caches))
    self->is_there = FALSE;
  return self->is_there;
}
