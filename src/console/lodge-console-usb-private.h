/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-usb.h"

G_BEGIN_DECLS

/* For subclasses of LodgeConsole. A device's signal attach (bool) is the user's word; notify::started,
 * ::automatic and ::remembered of LodgeConsoleUsb are the page's; its signal share-disc (path) is of an
 * image that was looked at. */
LodgeUsbDevice     *lodge_usb_device_new             (const char      *name,
                                                      const char      *id);
LodgeUsbDevice     *lodge_usb_device_new_disc        (const char      *name);
void                lodge_usb_device_set_state       (LodgeUsbDevice  *self,
                                                      gboolean         attached,
                                                      gboolean         busy,
                                                      const char      *obstacle);
LodgeConsoleUsb    *lodge_console_usb_new            (void);
GListStore         *lodge_console_usb_get_store      (LodgeConsoleUsb *self);
void                lodge_console_usb_set_available  (LodgeConsoleUsb *self,
                                                      gboolean         available);
/* For LodgeConsole: no device is attached; those that are stay. */
void                lodge_console_usb_set_view_only  (LodgeConsoleUsb *self,
                                                      gboolean         view_only);
gboolean            lodge_console_usb_is_view_only   (LodgeConsoleUsb *self);
gboolean            lodge_console_usb_is_started     (LodgeConsoleUsb *self);
gboolean            lodge_console_usb_get_automatic  (LodgeConsoleUsb *self);
const char *const  *lodge_console_usb_get_remembered (LodgeConsoleUsb *self);
void                lodge_console_usb_fail           (LodgeConsoleUsb *self,
                                                      const GError    *error);
void                lodge_console_usb_tell_ejected   (LodgeConsoleUsb *self,
                                                      LodgeUsbDevice  *disc);

G_END_DECLS
