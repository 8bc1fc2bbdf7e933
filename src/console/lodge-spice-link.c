/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The library offers a server to move without a seam: to go on at another host with the pictures of the
 * first. Who checks the second would have to know them. Without that offer, all is sent anew, and the user
 * sees no seam either. Format: spice-protocol's <spice/protocol.h>. */

#include "config.h"

#include "console/lodge-spice-link-private.h"

#include <spice/enums.h>
#include <spice/protocol.h>
#include <string.h>

#define NOT_OFFERED (1u << SPICE_MAIN_CAP_SEAMLESS_MIGRATE)

/**
 * lodge_spice_link_limit:
 * @bytes: what the library said first, in one piece
 * @length: of @bytes
 *
 * Changes the main channel's first words, and leaves others as they are.
 */
void
lodge_spice_link_limit (guint8 *bytes,
                        gsize   length)
{
  SpiceLinkMess message;
  guint32 caps;
  guint64 at;

  if (length < sizeof (SpiceLinkHeader) + sizeof message)
    return;

  memcpy (&message, bytes + sizeof (SpiceLinkHeader), sizeof message);
  at = sizeof (SpiceLinkHeader) + (guint64) GUINT32_FROM_LE (message.caps_offset)
       + 4 * (guint64) GUINT32_FROM_LE (message.num_common_caps);
  if (message.channel_type != SPICE_CHANNEL_MAIN || message.num_channel_caps == 0
      || at + sizeof caps > length)
    return;

  memcpy (&caps, bytes + at, sizeof caps);
  caps &= GUINT32_TO_LE (~NOT_OFFERED);
  memcpy (bytes + at, &caps, sizeof caps);
}
