/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes at all as what a SPICE server says on a channel (whose type is the first of them) once it has
 * let the client in, in one piece and in many: the judgement is the same, and comes at the same message. */

#include "config.h"

#include <spice/enums.h>
#include <spice/protocol.h>
#include <string.h>

#include "console/lodge-spice-check-private.h"
#include "fuzz.h"

/* With heads of messages that are short. */
static GByteArray *
make_handshake (void)
{
  GByteArray *bytes = g_byte_array_new ();
  SpiceLinkHeader header = { .magic = SPICE_MAGIC, .size = GUINT32_TO_LE (sizeof (SpiceLinkReply) + 4) };
  SpiceLinkReply reply = {
    .num_common_caps = GUINT32_TO_LE (1), .caps_offset = GUINT32_TO_LE (sizeof reply),
  };
  guint32 caps = GUINT32_TO_LE (1u << SPICE_COMMON_CAP_MINI_HEADER), ok = 0;

  g_byte_array_append (bytes, (guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, (guint8 *) &reply, sizeof reply);
  g_byte_array_append (bytes, (guint8 *) &caps, sizeof caps);
  return g_byte_array_append (bytes, (guint8 *) &ok, sizeof ok);
}

static gboolean
feed (guint         channel,
      const guint8 *data,
      gsize         size,
      gsize         piece)
{
  g_autoptr(LodgeSpiceCaches) caches = lodge_spice_caches_new ();
  g_autoptr(LodgeSpiceCheck) check = lodge_spice_check_new (channel, caches, TRUE);
  g_autoptr(GByteArray) handshake = make_handshake ();

  g_assert_true (lodge_spice_check_feed (check, handshake->data, handshake->len));
  for (gsize at = 0; at < size; at += piece)
    if (!lodge_spice_check_feed (check, data + at, MIN (piece, size - at)))
      return FALSE;
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  if (size > 1)
    g_assert_cmpint (feed (data[0], data + 1, size - 1, size), ==,
                     feed (data[0], data + 1, size - 1, 1 + size % 37));
  return 0;
}
