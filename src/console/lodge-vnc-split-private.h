/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the messages of a VNC client end. All zeros before the first skip(). */
typedef struct {
  guint8 head[8];
  gsize have;
  guint64 rest;       /* of the message, beyond its head */
  gboolean started;   /* what comes are messages */
  gboolean lost;      /* one is not known */
} LodgeVncSplit;

/* Messages begin after so many more bytes. */
void     lodge_vnc_split_skip      (LodgeVncSplit       *self,
                                    guint64              n);
void     lodge_vnc_split_feed      (LodgeVncSplit       *self,
                                    const guint8        *data,
                                    gsize                length);
gboolean lodge_vnc_split_is_at_end (const LodgeVncSplit *self);

G_END_DECLS
