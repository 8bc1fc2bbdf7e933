/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gvnc.h>

#include "console/lodge-console.h"
#include "console/lodge-vnc-guard-private.h"

G_BEGIN_DECLS

/* Keys and pointer of one session; what is down is known here. */
typedef struct _LodgeVncInputs LodgeVncInputs;

LodgeVncInputs *lodge_vnc_inputs_new       (VncConnection  *connection,
                                            LodgeVncGuard  *guard,
                                            LodgeConsole   *console);
void            lodge_vnc_inputs_free      (LodgeVncInputs *self);
void            lodge_vnc_inputs_key       (LodgeVncInputs *self,
                                            guint           scancode,
                                            gboolean        pressed);
void            lodge_vnc_inputs_motion    (LodgeVncInputs *self,
                                            int             x,
                                            int             y);
void            lodge_vnc_inputs_move      (LodgeVncInputs *self,
                                            int             dx,
                                            int             dy);
void            lodge_vnc_inputs_button    (LodgeVncInputs *self,
                                            guint           button,
                                            gboolean        pressed);
void            lodge_vnc_inputs_set_locks (LodgeVncInputs *self,
                                            LodgeLocks      locks);
/* The server has told the guest's lamps. */
void            lodge_vnc_inputs_take_lamps (LodgeVncInputs *self);

G_END_DECLS
