/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the volume descriptors begin in a file, and how much of them is looked at. */
#define LODGE_ISO_OFFSET 32768
#define LODGE_ISO_SECTOR 2048
#define LODGE_ISO_WINDOW (64 * LODGE_ISO_SECTOR)

typedef enum {
  LODGE_ISO_NONE,      /* no volume descriptor: not an ISO image */
  LODGE_ISO_9660,
  LODGE_ISO_UDF,       /* UDF alone; a bridge of both counts as 9660 */
  LODGE_ISO_BROKEN,    /* descriptors begin, then make no sense */
} LodgeIsoKind;

typedef struct {
  LodgeIsoKind kind;
  char     volume_id[32 * 3 + 1]; /* valid UTF-8, trimmed; empty when there is none */
  guint64  volume_size;           /* bytes that the file system says it has; 0 unknown */
  gboolean bootable;              /* has an El Torito boot record */
} LodgeIso;

/* What a file is that begins with these bytes and is no ISO. */
typedef enum {
  LODGE_FILE_UNKNOWN,
  LODGE_FILE_TEXT,
  LODGE_FILE_WEB_PAGE,
  LODGE_FILE_COMPRESSED,
  LODGE_FILE_DISK_IMAGE,
} LodgeFileKind;

void          lodge_iso_parse  (const guint8 *data,
                                gsize         length,
                                LodgeIso     *ret_iso);
LodgeFileKind lodge_iso_sniff  (const guint8 *data,
                                gsize         length);

G_END_DECLS
