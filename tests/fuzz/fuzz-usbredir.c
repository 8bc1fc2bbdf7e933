/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes at all between a guest and the drive that an image of a disc is for it. The verdict is the same
 * however they are cut into pieces. */

#include "config.h"

#include "console/lodge-spice-disc-private.h"
#include "fuzz.h"

/* The input is pieces: a byte with the size, and the highest bit for the client's. */
static gboolean
run (const uint8_t *data,
     size_t         size,
     size_t         most)
{
  static const guint8 told[] = { 2, 0, 0, 0, 0x23, 0x2b, 0xcd, 0xcd };
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceDisc) disc = lodge_spice_disc_new (caches);

  lodge_spice_caches_set_disc (caches, TRUE);
  lodge_spice_disc_tell (disc, told, sizeof told);
  for (size_t i = 0; i + 1 < size;)
    {
      gboolean is_told = (data[i] & 0x80) != 0;
      size_t n = MIN (data[i] & 0x7fu, size - i - 1);

      i++;
      for (size_t done = 0; done < n; done += MIN (most, n - done))
        {
          if (is_told)
            lodge_spice_disc_tell (disc, data + i + done, MIN (most, n - done));
          else if (!lodge_spice_disc_check (disc, data + i + done, MIN (most, n - done)))
            return FALSE;
        }
      i += n;
    }
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_assert_cmpint (run (data, size, 1), ==, run (data, size, 128));
  return 0;
}
