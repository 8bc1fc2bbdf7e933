/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sound card of a guest, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

void     lodge_test_sound_init        (SpiceServer *server);
gboolean lodge_test_sound_run_command (const char  *line);
