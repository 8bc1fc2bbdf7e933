/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console-usb.h"
#include "console/lodge-spice-guards-private.h"

G_BEGIN_DECLS

/* USB redirection of a session, from its first channel of that kind on. */
#define LODGE_TYPE_SPICE_USB (lodge_spice_usb_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceUsb, lodge_spice_usb, LODGE, SPICE_USB, GObject)

/* The guards are the session's, and outlive it. */
LodgeSpiceUsb *lodge_spice_usb_new (SpiceSession     *session,
                                    LodgeSpiceGuards *guards,
                                    LodgeConsoleUsb  *usb);

G_END_DECLS
