/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

G_BEGIN_DECLS

/* The guards of a session's channels. */
typedef struct _LodgeSpiceGuards LodgeSpiceGuards;

/* Once, when the server said what makes no sense. */
typedef void (*LodgeSpiceRefusedFunc) (gpointer user_data);

LodgeSpiceGuards *lodge_spice_guards_new  (LodgeSpiceRefusedFunc  refused,
                                           gpointer               user_data);
void              lodge_spice_guards_free (LodgeSpiceGuards      *self);
int               lodge_spice_guards_add  (LodgeSpiceGuards      *self,
                                           SpiceChannel          *channel,
                                           int                    fd);
/* Images of discs are shared: what the guest asks of them is looked at. */
void              lodge_spice_guards_set_disc (LodgeSpiceGuards *self,
                                               gboolean          has_disc);

G_END_DECLS
