/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the volume descriptors of a disc image: ISO 9660 (ECMA-119, section 8), El Torito
 * (version 1.0, section 2) and the recognition sequence of UDF (ECMA-167, part 2). The bytes are
 * foreign: nothing outside of the given window is touched, and no value is trusted. */

#include "config.h"

#include "create/lodge-iso.h"

#include <string.h>

#define TYPE_BOOT       0
#define TYPE_PRIMARY    1
#define TYPE_TERMINATOR 255

#define VOLUME_ID_OFFSET   40
#define VOLUME_ID_LENGTH   32
#define SPACE_SIZE_OFFSET  80
#define BLOCK_SIZE_OFFSET 128

static guint16
read_le16 (const guint8 *bytes)
{
  return (guint16) (bytes[0] | bytes[1] << 8);
}

static guint32
read_le32 (const guint8 *bytes)
{
  return (guint32) read_le16 (bytes) | (guint32) read_le16 (bytes + 2) << 16;
}

static gboolean
has_identifier (const guint8 *sector,
                const char   *identifier)
{
  return memcmp (sector + 1, identifier, 5) == 0;
}

/* The field is d-characters padded with blanks; what is not printable ASCII is passed over. */
static void
copy_volume_id (const guint8 *field,
                char         *ret_text)
{
  gsize n = 0;

  for (gsize i = 0; i < VOLUME_ID_LENGTH && field[i] != '\0'; i++)
    if (g_ascii_isprint ((char) field[i]))
      ret_text[n++] = (char) field[i];
  ret_text[n] = '\0';
  g_strstrip (ret_text);
}

static void
read_primary (const guint8 *sector,
              LodgeIso     *iso)
{
  guint32 n_blocks = read_le32 (sector + SPACE_SIZE_OFFSET);
  guint16 block_size = read_le16 (sector + BLOCK_SIZE_OFFSET);

  copy_volume_id (sector + VOLUME_ID_OFFSET, iso->volume_id);
  if (block_size != 512 && block_size != 1024 && block_size != LODGE_ISO_SECTOR)
    iso->kind = LODGE_ISO_BROKEN;
  else
    iso->volume_size = (guint64) n_blocks * block_size;
}

static void
read_descriptor (const guint8 *sector,
                 LodgeIso     *iso)
{
  static const char el_torito[] = "EL TORITO SPECIFICATION";

  if (iso->kind == LODGE_ISO_NONE)
    iso->kind = LODGE_ISO_9660;

  if (sector[0] == TYPE_PRIMARY && iso->volume_size == 0)
    read_primary (sector, iso);
  else if (sector[0] == TYPE_BOOT && memcmp (sector + 7, el_torito, sizeof el_torito - 1) == 0)
    iso->bootable = TRUE;
}

/**
 * lodge_iso_parse:
 * @data: what the file holds from %LODGE_ISO_OFFSET on, at most %LODGE_ISO_WINDOW bytes of it
 * @length: how many bytes
 * @ret_iso: (out): what it is
 *
 * Reads the volume descriptors. Formats: ECMA-119, El Torito 1.0, ECMA-167. Any thread.
 */
void
lodge_iso_parse (const guint8 *data,
                 gsize         length,
                 LodgeIso     *ret_iso)
{
  gboolean in_udf = FALSE;

  memset (ret_iso, 0, sizeof *ret_iso);
  for (gsize at = 0; length - at >= LODGE_ISO_SECTOR; at += LODGE_ISO_SECTOR)
    {
      const guint8 *sector = data + at;

      if (has_identifier (sector, "BEA01"))
        in_udf = TRUE;
      else if (in_udf && (has_identifier (sector, "NSR02") || has_identifier (sector, "NSR03")))
        {
          if (ret_iso->kind == LODGE_ISO_NONE)
            ret_iso->kind = LODGE_ISO_UDF;
        }
      else if (has_identifier (sector, "CD001"))
        read_descriptor (sector, ret_iso);
      else if (!has_identifier (sector, "BOOT2"))
        break;
    }
  if (ret_iso->kind == LODGE_ISO_9660 && ret_iso->volume_size == 0)
    ret_iso->kind = LODGE_ISO_BROKEN;
}

static gboolean
is_text (const guint8 *data,
         gsize         length)
{
  for (gsize i = 0; i < length; i++)
    if (data[i] < ' ' && strchr ("\t\n\r\f\033", data[i]) == NULL)
      return FALSE;
  return length > 0 && memchr (data, '\0', length) == NULL;
}

static gboolean
is_web_page (const guint8 *data,
             gsize         length)
{
  g_autofree char *text = g_strndup ((const char *) data, MIN (length, 512));
  g_autofree char *folded = g_ascii_strdown (text, -1);

  return strstr (folded, "<!doctype html") != NULL || strstr (folded, "<html") != NULL;
}

/**
 * lodge_iso_sniff:
 * @data: the beginning of a file
 * @length: how many bytes
 *
 * Guesses what a file is that is no ISO image, for a message that helps. Any thread.
 *
 * Returns: the kind
 */
LodgeFileKind
lodge_iso_sniff (const guint8 *data,
                 gsize         length)
{
  static const struct {
    const char *magic;
    gsize length;
    LodgeFileKind kind;
  } magics[] = {
    { "QFI\373", 4, LODGE_FILE_DISK_IMAGE },
    { "KDMV", 4, LODGE_FILE_DISK_IMAGE },
    { "vhdxfile", 8, LODGE_FILE_DISK_IMAGE },
    { "conectix", 8, LODGE_FILE_DISK_IMAGE },
    { "<<< Oracle VM", 13, LODGE_FILE_DISK_IMAGE },
    { "\037\213", 2, LODGE_FILE_COMPRESSED },
    { "\3757zXZ", 6, LODGE_FILE_COMPRESSED },
    { "BZh", 3, LODGE_FILE_COMPRESSED },
    { "(\265/\375", 4, LODGE_FILE_COMPRESSED },
    { "PK\003\004", 4, LODGE_FILE_COMPRESSED },
    { "7z\274\257\047\034", 6, LODGE_FILE_COMPRESSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length && memcmp (data, magics[i].magic, magics[i].length) == 0)
      return magics[i].kind;

  if (!is_text (data, length))
    return LODGE_FILE_UNKNOWN;
  return is_web_page (data, length) ? LODGE_FILE_WEB_PAGE : LODGE_FILE_TEXT;
}
