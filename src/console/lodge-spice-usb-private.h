/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console-usb.h"
#include "console/lodge-spice-host-private.h"

G_BEGIN_DECLS

/* USB redirection of a session, from its first channel of that kind on. */
#define LODGE_TYPE_SPICE_USB (lodge_spice_usb_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceUsb, lodge_spice_usb, LODGE, SPICE_USB, GObject)

LodgeSpiceUsb *lodge_spice_usb_new (SpiceSession     *session,
                                    LodgeSpiceHost   *host,
                                    LodgeConsoleUsb  *usb);

/* Each of that kind, the first too. */
void           lodge_spice_usb_add_channel (LodgeSpiceUsb *self,
                                            SpiceChannel  *channel);

/* After a move to another host. */
void           lodge_spice_usb_set_host (LodgeSpiceUsb *self,
                                         LodgeSpiceHost *host);

G_END_DECLS
