/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's reader for smart cards, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

void     lodge_test_cards_init        (SpiceServer *server);
gboolean lodge_test_cards_run_command (const char  *line);
