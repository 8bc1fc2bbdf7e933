/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_DEVICE_DISK,
  LODGE_DEVICE_CDROM,
  LODGE_DEVICE_FLOPPY,
  LODGE_DEVICE_INTERFACE,
  LODGE_DEVICE_GRAPHICS,
  LODGE_DEVICE_VIDEO,
  LODGE_DEVICE_SOUND,
  LODGE_DEVICE_INPUT,
  LODGE_DEVICE_SERIAL,   /* serial, parallel and console */
  LODGE_DEVICE_CHANNEL,
  LODGE_DEVICE_CONTROLLER,
  LODGE_DEVICE_HOSTDEV,
  LODGE_DEVICE_REDIRDEV,
  LODGE_DEVICE_FILESYSTEM,
  LODGE_DEVICE_TPM,
  LODGE_DEVICE_RNG,
  LODGE_DEVICE_WATCHDOG,
  LODGE_DEVICE_BALLOON,
  LODGE_DEVICE_OTHER,
} LodgeDeviceKind;

/* One device of a machine: an immutable item for lists. */
#define LODGE_TYPE_DEVICE_XML (lodge_device_xml_get_type ())
G_DECLARE_FINAL_TYPE (LodgeDeviceXml, lodge_device_xml, LODGE, DEVICE_XML, GObject)

LodgeDeviceKind lodge_device_xml_get_kind      (LodgeDeviceXml *self);
const char     *lodge_device_xml_get_element   (LodgeDeviceXml *self); /* “serial”, “console” */
const char     *lodge_device_xml_get_label     (LodgeDeviceXml *self); /* translated: “Disk 1”, “Network Card” */
const char     *lodge_device_xml_get_summary   (LodgeDeviceXml *self); /* translated: “VirtIO, 20 GiB, qcow2” */
const char     *lodge_device_xml_get_icon_name (LodgeDeviceXml *self);
const char     *lodge_device_xml_get_text      (LodgeDeviceXml *self); /* its XML, indented */

/* Attributes by the path of formatdomain.html below the device's own element: “source/@file”,
 * “target/@dev”, “driver/@type”, “@type”, “model/@type”, “mac/@address”. NULL when absent. */
const char     *lodge_device_xml_get           (LodgeDeviceXml *self,
                                                const char     *path);
/* file, dev, “pool/volume” or a URL of a disk; NULL for an empty drive. */
const char     *lodge_device_xml_get_source    (LodgeDeviceXml *self);
/* Name and translated value pairs for a page that shows everything: char*, char*, ... */
GStrv           lodge_device_xml_dup_facts     (LodgeDeviceXml *self);

G_END_DECLS
