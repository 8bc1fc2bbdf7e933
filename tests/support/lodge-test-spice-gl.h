/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest with 3D acceleration, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

gboolean lodge_test_gl_run_command (QXLInstance *instance,
                                    const char  *line);
void     lodge_test_gl_complete    (uint64_t     cookie);
