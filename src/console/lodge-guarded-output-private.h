/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-guard-private.h"

G_BEGIN_DECLS

#define LODGE_TYPE_GUARDED_OUTPUT (lodge_guarded_output_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuardedOutput, lodge_guarded_output, LODGE, GUARDED_OUTPUT, GOutputStream)

GOutputStream *lodge_guarded_output_new (LodgeSpiceGuard *guard);

G_END_DECLS
