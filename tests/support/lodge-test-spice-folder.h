/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's program that asks for a shared folder, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

void     lodge_test_folder_init        (SpiceServer *server);
gboolean lodge_test_folder_run_command (const char  *line);

/* For all char devices of the server. */
int      lodge_test_take_bytes         (GByteArray *from, guint8 *buffer, int length);
void     lodge_test_append_hex         (GByteArray *bytes, const char *hex);
