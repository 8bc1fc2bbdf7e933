/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GLib's main loop as libspice-server wants it. */
#pragma once

#include <glib.h>
#include <spice.h>

void lodge_test_spice_loop_init (SpiceCoreInterface *core);
