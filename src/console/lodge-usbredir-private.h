/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds the packets of a guest in what it says by the protocol of USB redirection (usbredir-protocol.txt),
 * for a client that has long ids and long lengths of bulk packets, as the SPICE library has. */

typedef enum {
  LODGE_USBREDIR_HELLO = 0,
  LODGE_USBREDIR_RESET = 3,
  LODGE_USBREDIR_CANCEL = 21,
  LODGE_USBREDIR_CONTROL = 100,
  LODGE_USBREDIR_BULK = 101,
} LodgeUsbredirType;

/* So many bytes of a packet are kept. */
#define LODGE_USBREDIR_MAX_KEPT 80

typedef struct {
  guint32 type;
  guint32 length;          /* bytes of its body */
  guint64 id;
  guint8 body[LODGE_USBREDIR_MAX_KEPT];
  guint n_kept;
} LodgeUsbredirPacket;

typedef struct {
  LodgeUsbredirPacket packet;
  guint8 header[16];
  guint n_header;
  gboolean in_body;
  guint32 n_passed;        /* bytes of the body */
  gboolean is_greeted;
  gboolean has_long_ids;
  gboolean has_long_bulks;
} LodgeUsbredir;

gboolean lodge_usbredir_read          (LodgeUsbredir        *self,
                                       const guint8        **data,
                                       gsize                *length);
guint    lodge_usbredir_get_id_size   (const LodgeUsbredir  *self);
guint    lodge_usbredir_get_bulk_size (const LodgeUsbredir  *self);

G_END_DECLS
