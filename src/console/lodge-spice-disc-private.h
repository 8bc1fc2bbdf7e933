/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-caches-private.h"

G_BEGIN_DECLS

/* Looks at what a guest asks of an image of a disc that is shared with it, for one channel of USB
 * redirection. One thread at a time. */
typedef struct _LodgeSpiceDisc LodgeSpiceDisc;

LodgeSpiceDisc *lodge_spice_disc_new      (LodgeSpiceCaches *caches);
void            lodge_spice_disc_free     (LodgeSpiceDisc   *self);
/* What the client says, of any kind; then what the server says in messages, whose end it may not be. */
void            lodge_spice_disc_tell     (LodgeSpiceDisc   *self,
                                           const guint8     *data,
                                           gsize             length);
gboolean        lodge_spice_disc_check    (LodgeSpiceDisc   *self,
                                           const guint8     *data,
                                           gsize             length);
gboolean        lodge_spice_disc_is_there (LodgeSpiceDisc   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSpiceDisc, lodge_spice_disc_free)

G_END_DECLS
