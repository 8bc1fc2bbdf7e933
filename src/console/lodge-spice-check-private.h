/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pixels a side of a pointer's picture, and bytes of a message, on the channel of the pointer. */
#define LODGE_SPICE_MAX_POINTER 2048
#define LODGE_SPICE_MAX_POINTER_MESSAGE (LODGE_SPICE_MAX_POINTER * LODGE_SPICE_MAX_POINTER * 5)

/* Reads along what a SPICE server says on a channel of the pointer, and tells what the library would
 * trip over: it believes a picture's size and reads that much. Pure; keeps a few bytes. */
typedef struct _LodgeSpiceCheck LodgeSpiceCheck;

LodgeSpiceCheck *lodge_spice_check_new  (void);
void             lodge_spice_check_free (LodgeSpiceCheck *self);
gboolean         lodge_spice_check_feed (LodgeSpiceCheck *self,
                                         const guint8    *data,
                                         gsize            length);

G_END_DECLS
