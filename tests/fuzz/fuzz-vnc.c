/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes at all as what a VNC server says, with the client's choice given whenever one is waited for:
 * what passes, and what is kept of the clipboard, is never more than what came, and never a cursor that
 * the library cannot hold. And as what a client says, to be told apart. */

#include "config.h"

#include "console/lodge-vnc-check-private.h"
#include "console/lodge-vnc-split-private.h"
#include "fuzz.h"

/* Flags at least. */
static gsize
take_clipboard (LodgeVncCheck *check)
{
  gsize n = 0;
  GBytes *next;

  while ((next = lodge_vnc_check_pop_clipboard (check)) != NULL)
    {
      g_assert_cmpuint (g_bytes_get_size (next), >=, 4);
      n += g_bytes_get_size (next);
      g_bytes_unref (next);
    }
  return n;
}

/* As what a client says, whole and in pieces: where the last message ends is the same. */
static void
fuzz_split (const uint8_t *data,
            size_t         size)
{
  LodgeVncSplit whole = { 0 }, pieces = { 0 };

  lodge_vnc_split_skip (&whole, size % 8);
  lodge_vnc_split_skip (&pieces, size % 8);
  lodge_vnc_split_feed (&whole, data, size);
  for (size_t at = 0; at < size; at += 1 + at % 7)
    lodge_vnc_split_feed (&pieces, data + at, MIN (size - at, 1 + at % 7));
  g_assert_true (lodge_vnc_split_is_at_end (&whole) == lodge_vnc_split_is_at_end (&pieces));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const guint choices[] = {
    LODGE_VNC_AUTH_NONE, LODGE_VNC_AUTH_VNC, LODGE_VNC_AUTH_VENCRYPT, LODGE_VNC_AUTH_PLAIN,
  };
  g_autoptr(LodgeVncCheck) check = lodge_vnc_check_new ();
  g_autoptr(GByteArray) out = g_byte_array_new ();
  gsize at = 0, kept = 0, choice = size % G_N_ELEMENTS (choices);

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
      kept += take_clipboard (check);
      if (n < piece)
        lodge_vnc_check_choose (check, choices[choice++ % G_N_ELEMENTS (choices)]);
    }
  g_assert_cmpuint (out->len + kept, <=, size);
  fuzz_split (data, size);
  return 0;
}
