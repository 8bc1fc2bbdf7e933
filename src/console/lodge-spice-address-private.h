/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

G_BEGIN_DECLS

/* Where a SPICE server is, and how it is reached. Does not change. */
typedef struct _LodgeSpiceAddress LodgeSpiceAddress;

LodgeSpiceAddress *lodge_spice_address_new_take    (SpiceSession            *session,
                                                    gboolean                 is_told);
gboolean           lodge_spice_address_has_tls     (LodgeSpiceAddress       *self);
LodgeSpiceAddress *lodge_spice_address_ref         (LodgeSpiceAddress       *self);
void               lodge_spice_address_unref       (LodgeSpiceAddress       *self);
void               lodge_spice_address_dial_async  (LodgeSpiceAddress       *self,
                                                    gboolean                 with_tls,
                                                    GCancellable            *cancellable,
                                                    GAsyncReadyCallback      callback,
                                                    gpointer                 user_data);
GIOStream         *lodge_spice_address_dial_finish (GAsyncResult            *result,
                                                    GError                 **error);
GSocket           *lodge_spice_address_get_socket  (GIOStream               *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSpiceAddress, lodge_spice_address_unref)

G_END_DECLS
