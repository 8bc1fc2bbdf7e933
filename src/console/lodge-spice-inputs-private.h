/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* Keys and pointer over a channel; the buttons that are down are counted here. */
typedef struct _LodgeSpiceInputs LodgeSpiceInputs;

LodgeSpiceInputs *lodge_spice_inputs_new       (SpiceChannel     *channel);
void              lodge_spice_inputs_free      (LodgeSpiceInputs *self);
gboolean          lodge_spice_inputs_has       (LodgeSpiceInputs *self,
                                                SpiceChannel     *channel);
void              lodge_spice_inputs_key       (LodgeSpiceInputs *self,
                                                guint             scancode,
                                                gboolean          pressed);
void              lodge_spice_inputs_motion    (LodgeSpiceInputs *self,
                                                int               display,
                                                int               x,
                                                int               y);
void              lodge_spice_inputs_move      (LodgeSpiceInputs *self,
                                                int               dx,
                                                int               dy);
void              lodge_spice_inputs_button    (LodgeSpiceInputs *self,
                                                guint             button,
                                                gboolean          pressed);
void              lodge_spice_inputs_set_locks (LodgeSpiceInputs *self,
                                                gboolean          caps,
                                                gboolean          num,
                                                gboolean          scroll);
LodgeLocks lodge_spice_inputs_get_locks      (LodgeSpiceInputs *self);
/* What the server answers and the guest does not see; see lodge-spice-echo.c. */
void              lodge_spice_inputs_ask       (LodgeSpiceInputs *self,
                                                LodgePointerMode  mode);

G_END_DECLS
