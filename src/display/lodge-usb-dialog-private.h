/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/lodge-console-usb.h"

G_BEGIN_DECLS

/* Which USB devices a guest has; what is chosen goes to the properties of LodgeConsoleUsb. */
#define LODGE_TYPE_USB_DIALOG (lodge_usb_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeUsbDialog, lodge_usb_dialog, LODGE, USB_DIALOG, AdwWindow)

GtkWidget *lodge_usb_dialog_new (GtkWindow       *parent,
                                 LodgeConsoleUsb *usb);

G_END_DECLS
