/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer's pictures, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

void     lodge_test_cursor_init        (QXLInstance *instance);
gboolean lodge_test_cursor_run_command (const char *line);

/* The graphics device's part in it. */
int      lodge_test_cursor_get_command (QXLInstance *instance, QXLCommandExt *ext);
int      lodge_test_cursor_notify      (QXLInstance *instance);
gboolean lodge_test_cursor_release     (guint64 id);
