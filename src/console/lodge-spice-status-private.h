/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console-status.h"

G_BEGIN_DECLS

void lodge_spice_describe (SpiceSession       *session,
                           LodgeConsoleStatus *status);

G_END_DECLS
