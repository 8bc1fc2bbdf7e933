/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client that goes to another server, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

void     lodge_test_migration_init        (SpiceServer *server);
gboolean lodge_test_migration_run_command (const char  *line);
