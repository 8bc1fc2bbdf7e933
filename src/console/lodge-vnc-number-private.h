/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers of the RFB protocol (RFC 6143, section 7): the highest byte first, at any place. */

static inline guint
lodge_vnc_get_u16 (const guint8 *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static inline guint32
lodge_vnc_get_u32 (const guint8 *bytes)
{
  return (guint32) lodge_vnc_get_u16 (bytes) << 16 | lodge_vnc_get_u16 (bytes + 2);
}

G_END_DECLS
