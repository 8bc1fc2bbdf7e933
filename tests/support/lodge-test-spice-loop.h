/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GLib's main loop as libspice-server wants it. */
#pragma once

#include <glib.h>
#include <spice.h>

void lodge_test_spice_loop_init (SpiceCoreInterface      *core);
/* There is something to read from a device that stays: soon, as the library does not bear to be told so
 * while it writes. */
void lodge_test_spice_loop_wake (SpiceCharDeviceInstance *device);
