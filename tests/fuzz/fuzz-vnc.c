/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes at all as what a VNC server says, with the client's choice given whenever one is waited for:
 * what passes is never more than what came, and never a cursor that the library cannot hold. */

#include "config.h"

#include "console/lodge-vnc-check-private.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const guint choices[] = {
    LODGE_VNC_AUTH_NONE, LODGE_VNC_AUTH_VNC, LODGE_VNC_AUTH_VENCRYPT, LODGE_VNC_AUTH_PLAIN,
  };
  g_autoptr(LodgeVncCheck) check = lodge_vnc_check_new ();
  g_autoptr(GByteArray) out = g_byte_array_new ();
  gsize at = 0, choice = size % G_N_ELEMENTS (choices);

  while (at < size)
    {
      g_autoptr(GError) error = NULL;
      gsize piece = MIN (size - at, 1 + at % 37), n;

      if (!lodge_vnc_check_feed (check, data + at, piece, &n, out, &error))
        {
          g_assert_nonnull (error);
          break;
        }
      g_assert_cmpuint (n, <=, piece);
      at += n;
      if (n < piece)
        lodge_vnc_check_choose (check, choices[choice++ % G_N_ELEMENTS (choices)]);
    }
  g_assert_cmpuint (out->len, <=, size);
  return 0;
}
