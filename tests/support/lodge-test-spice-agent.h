/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's agent that does what it is told, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

void     lodge_test_agent_init        (SpiceServer *server);
gboolean lodge_test_agent_run_command (const char  *line);

/* The server's: a line to the test. */
void     lodge_test_say               (const char  *format,
                                       ...) G_GNUC_PRINTF (1, 2);
