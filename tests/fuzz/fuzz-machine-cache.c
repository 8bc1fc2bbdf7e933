/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes at all as the file with a host's machines of last time: it is taken as a whole or not at
 * all, and what is taken can be shown and is kept as it is. */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "virt/lodge-machine-cache-private.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(LodgeMachineCache) cache = lodge_machine_cache_decode (bytes);
  g_autoptr(GBytes) again = NULL;

  if (cache == NULL)
    return 0;

  g_assert_cmpint (cache->seen, >, 0);
  g_assert_cmpuint (cache->rows->len, <=, LODGE_MACHINE_CACHE_MAX);
  for (guint i = 0; i < cache->rows->len; i++)
    {
      const LodgeMachineRow *row = g_ptr_array_index (cache->rows, i);

      g_assert_cmpuint (strlen (row->uuid), ==, VIR_UUID_STRING_BUFLEN - 1);
      g_assert_true (*row->name != '\0' && g_utf8_validate (row->name, -1, NULL));
      g_assert_true (row->title == NULL || g_utf8_validate (row->title, -1, NULL));
      g_assert_cmpint (row->state, ==, LODGE_MACHINE_UNKNOWN);
    }
  again = lodge_machine_cache_encode (cache);
  g_assert_true (g_bytes_equal (bytes, again));
  return 0;
}
