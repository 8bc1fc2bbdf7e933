/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's side of USB redirection, for lodge-test-spice-server. */
#pragma once

#include <glib.h>
#include <spice.h>

void     lodge_test_usb_init        (SpiceServer *server);
gboolean lodge_test_usb_run_command (const char  *line);
