/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SPICE library plays a USB drive for an image of a disc, and believes the guest: it reads as much as
 * it is asked for into a buffer of a fixed size, and answers into one that a command without data does not
 * have. So the commands are looked at here, on channels that have such a drive. They are found by their
 * signature wherever they are, whatever is said around them. Formats: USB Mass Storage Class, Bulk-Only
 * Transport 1.0, 5.1; SCSI Primary, Block and Multi-Media Commands; usbredir-protocol.txt. */

#include "config.h"

#include "console/lodge-spice-disc-private.h"

#include <string.h>

#define COMMAND   31            /* bytes of a command and what is around it */
#define SIGNATURE "USBC"
#define MAX_DATA  (256u << 10)  /* bytes of the library's buffer */
#define SECTOR    2048

enum { OFFSET_SIZE = 8, OFFSET_FLAGS = 12, OFFSET_SCSI = 15, FROM_DRIVE = 0x80 };

/* A fast device without a class, of the library's maker and number: what tells a guest of the drive. */
static const guint8 drive[] = { 2, 0, 0, 0, 0x23, 0x2b, 0xcd, 0xcd };

struct _LodgeSpiceDisc
{
  LodgeSpiceCaches *caches;
  gsize n_matched;            /* of the drive's bytes, last */
  gboolean is_there;          /* since the images came that are shared now */
  guint8 last[COMMAND];       /* bytes of the guest */
};

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
  gboolean is_from_drive = (command[OFFSET_FLAGS] & FROM_DRIVE) != 0;
  guint32 n_sectors;

  if (get_sectors (scsi, &n_sectors))
    return has_data && is_from_drive && n_sectors <= MAX_DATA / SECTOR;
  return !brings_data (scsi[0]) || (has_data && !is_from_drive);
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

void
lodge_spice_disc_tell (LodgeSpiceDisc *self,
                       const guint8   *data,
                       gsize           length)
{
  for (gsize i = 0; i < length && !self->is_there; i++)
    {
      if (data[i] != drive[self->n_matched])
        self->n_matched = 0;
      if (data[i] == drive[self->n_matched])
        self->n_matched++;
      if (self->n_matched == sizeof drive)
        {
          self->is_there = TRUE;
          self->n_matched = 0;
        }
    }
}

/* FALSE: the library would trip over it. */
gboolean
lodge_spice_disc_check (LodgeSpiceDisc *self,
                        const guint8   *data,
                        gsize           length)
{
  if (!lodge_spice_disc_is_there (self))
    return TRUE;

  for (gsize i = 0; i < length; i++)
    {
      memmove (self->last, self->last + 1, COMMAND - 1);
      self->last[COMMAND - 1] = data[i];
      if (memcmp (self->last, SIGNATURE, strlen (SIGNATURE)) == 0 && !is_command_sane (self->last))
        return FALSE;
    }
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
