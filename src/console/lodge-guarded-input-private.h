/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-guard-private.h"

G_BEGIN_DECLS

#define LODGE_TYPE_GUARDED_INPUT (lodge_guarded_input_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuardedInput, lodge_guarded_input, LODGE, GUARDED_INPUT, GInputStream)

GInputStream *lodge_guarded_input_new (LodgeSpiceGuard *guard);

G_END_DECLS
