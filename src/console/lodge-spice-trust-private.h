/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which certificates are believed. Does not change. */
typedef struct _LodgeSpiceTrust LodgeSpiceTrust;

LodgeSpiceTrust *lodge_spice_trust_new          (const char           *subject);
void             lodge_spice_trust_free         (LodgeSpiceTrust      *self);
void             lodge_spice_trust_greet_async  (LodgeSpiceTrust      *self,
                                                 GSocketConnection    *connection,
                                                 GNetworkAddress      *server,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
GIOStream       *lodge_spice_trust_greet_finish (GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
