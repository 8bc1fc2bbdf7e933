/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Moves bytes from socket to socket without a copy of them here, by a pipe: see splice(2). All zero: none
 * were moved yet. One thread at a time. */
typedef struct {
  int ends[2];
  gboolean is_open, is_refused;
  gsize held;   /* bytes in the pipe */
} LodgeSplice;

gboolean lodge_splice_open  (LodgeSplice *self);
gssize   lodge_splice_fill  (LodgeSplice *self,
                             int          from,
                             gsize        max);
gssize   lodge_splice_drain (LodgeSplice *self,
                             int          to);
void     lodge_splice_clear (LodgeSplice *self);

G_END_DECLS
