/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes at all as the volume descriptors of a disc image: nothing outside of them is read, and
 * what comes out can be shown. */

#include "config.h"

#include "create/lodge-iso.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  LodgeIso iso;

  lodge_iso_parse (data, MIN (size, LODGE_ISO_WINDOW), &iso);
  g_assert_cmpint (iso.kind, <=, LODGE_ISO_BROKEN);
  g_assert_cmpuint (strlen (iso.volume_id), <, sizeof iso.volume_id);
  g_assert_true (g_utf8_validate (iso.volume_id, -1, NULL));
  g_assert_cmpint (lodge_iso_sniff (data, size), <=, LODGE_FILE_DISK_IMAGE);
  return 0;
}
