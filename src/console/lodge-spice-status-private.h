/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console-status.h"
#include "console/lodge-spice-host-private.h"
#include "console/lodge-spice-inputs-private.h"

G_BEGIN_DECLS

/* @way: of sockets that are handed over */
void lodge_spice_describe (SpiceSession       *session,
                           LodgeSpiceHost     *host,
                           const char         *way,
                           LodgeConsoleStatus *status);
/* @inputs: nullable */
void lodge_spice_measure  (LodgeSpiceHost     *host,
                           LodgeSpiceInputs   *inputs,
                           LodgePointerMode    mode);

G_END_DECLS
