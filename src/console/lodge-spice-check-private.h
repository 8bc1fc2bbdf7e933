/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-caches-private.h"
#include "console/lodge-spice-echo-private.h"

G_BEGIN_DECLS

/* Pixels a side of a pointer's picture, and bytes of a message: on the channel of the pointer, of a
 * display, of smart cards (the longest that can be said to a card), and on all others. */
#define LODGE_SPICE_MAX_POINTER 2048
#define LODGE_SPICE_MAX_POINTER_MESSAGE (LODGE_SPICE_MAX_POINTER * LODGE_SPICE_MAX_POINTER * 5)
#define LODGE_SPICE_MAX_DISPLAY_MESSAGE ((256u << 20) + (64u << 10))
#define LODGE_SPICE_MAX_CARD_MESSAGE    (12 + 7 + 65535 + 2)
#define LODGE_SPICE_MAX_MESSAGE         (4u << 20)

/* Reads along what a SPICE server says on a channel, and tells what the library would trip over. Keeps no
 * more of a message than it has to look at. A byte
 * that a descriptor comes with is not part of that. */
typedef struct _LodgeSpiceCheck LodgeSpiceCheck;

LodgeSpiceCheck *lodge_spice_check_new  (guint             channel_type,
                                         LodgeSpiceCaches *caches,
                                         gboolean          is_local);
void             lodge_spice_check_free (LodgeSpiceCheck  *self);
gboolean         lodge_spice_check_feed (LodgeSpiceCheck  *self,
                                         const guint8     *data,
                                         gsize             length);
/* What the client says. */
void             lodge_spice_check_tell (LodgeSpiceCheck  *self,
                                         const guint8     *data,
                                         gsize             length);
/* Whether it is only what a guest asked its drive for that must not be passed on. */
gboolean         lodge_spice_check_refuses_disc (LodgeSpiceCheck *self);
gboolean         lodge_spice_check_take_move (LodgeSpiceCheck *self);
gboolean         lodge_spice_check_take_sasl (LodgeSpiceCheck *self);
/* Of a channel for input; else NULL. */
LodgeSpiceEcho  *lodge_spice_check_get_echo (LodgeSpiceCheck *self);
gboolean         lodge_spice_check_take_descriptor (LodgeSpiceCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSpiceCheck, lodge_spice_check_free)

G_END_DECLS
