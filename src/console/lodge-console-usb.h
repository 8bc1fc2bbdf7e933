/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A USB device of this computer that may go to a guest, or an image of a disc that is one for the guest.
 * Properties (read-only): name, id (“vvvv:pppp”; nullable: of an image), attached (bool: the guest has it),
 *   busy (bool: on its way), obstacle (nullable: why it cannot be attached, to be shown). */
#define LODGE_TYPE_USB_DEVICE (lodge_usb_device_get_type ())
G_DECLARE_FINAL_TYPE (LodgeUsbDevice, lodge_usb_device, LODGE, USB_DEVICE, GObject)

/* what the properties are; the texts are the device's */
const char *lodge_usb_device_get_name     (LodgeUsbDevice *self);
const char *lodge_usb_device_get_id       (LodgeUsbDevice *self);
gboolean    lodge_usb_device_is_disc      (LodgeUsbDevice *self);
gboolean    lodge_usb_device_is_attached  (LodgeUsbDevice *self);
gboolean    lodge_usb_device_is_busy      (LodgeUsbDevice *self);
const char *lodge_usb_device_get_obstacle (LodgeUsbDevice *self);
/* what the properties say follows */
void        lodge_usb_device_attach       (LodgeUsbDevice *self, gboolean attach);

/* USB devices for a guest; of a LodgeConsole.
 * Properties: automatic (bool: what is plugged in goes to the guest; keyboards and pointers never do by
 *   themselves), remembered (GStrv of ids: attached when they are there); read-only: available (bool: the
 *   guest has a free USB redirection), devices (GListModel of LodgeUsbDevice, empty until started).
 * Signals: failed (GError): a device could not be attached or detached, an image not shared; ejected
 *   (LodgeUsbDevice): by the guest, a disc that was an image. */
#define LODGE_TYPE_CONSOLE_USB (lodge_console_usb_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleUsb, lodge_console_usb, LODGE, CONSOLE_USB, GObject)

/* what the properties are; the list is the object's */
gboolean    lodge_console_usb_is_available (LodgeConsoleUsb *self);
GListModel *lodge_console_usb_get_devices  (LodgeConsoleUsb *self);
/* Looks for devices from now on; setting automatic or remembered does that too. */
void        lodge_console_usb_start        (LodgeConsoleUsb *self);
/* The guest gets it as a drive with a disc in it, which is a device of the list until it is detached. */
void        lodge_console_usb_share_disc   (LodgeConsoleUsb *self, GFile *image);
/* At the program's end, when all consoles are closed: turns the main context, for 3 seconds at most, until
 * this computer has the devices again that guests had. Returns at once when there are none. */
void        lodge_console_usb_finish_all   (void);

G_END_DECLS
