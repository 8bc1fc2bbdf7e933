/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

G_BEGIN_DECLS

/* The devices of a session that ends now; lodge_console_usb_finish_all() waits for them. */
void lodge_spice_usb_return (SpiceSession *session);

G_END_DECLS
