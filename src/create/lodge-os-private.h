/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-os-db.h"

G_BEGIN_DECLS

/* Devices that a system has drivers for, as far as a plan asks. */
typedef enum {
  LODGE_OS_VIRTIO_DISK  = 1 << 0,
  LODGE_OS_VIRTIO_NET   = 1 << 1,
  LODGE_OS_VIRTIO_VIDEO = 1 << 2,
  LODGE_OS_VIRTIO_RNG   = 1 << 3,
  LODGE_OS_QXL          = 1 << 4,
  LODGE_OS_XHCI         = 1 << 5,
  LODGE_OS_Q35          = 1 << 6,
  LODGE_OS_E1000E       = 1 << 7,
  LODGE_OS_RTL8139      = 1 << 8,
} LodgeOsDevices;

#define LODGE_OS_UNKNOWN_ID "http://libosinfo.org/unknown"

/* What is taken from libosinfo of one system. The strings are copied. */
typedef struct {
  const char *id, *short_id, *name, *vendor, *family, *distro;
  const char *release_date;  /* nullable: 2022-11-30 */
  gboolean    end_of_life;
  gboolean    generic;       /* is always to be offered */
  LodgeOsDevices devices;
} LodgeOsFacts;

LodgeOs        *lodge_os_new         (const LodgeOsFacts *facts);
LodgeOsDevices  lodge_os_get_devices (LodgeOs            *self);
gboolean        lodge_os_is_windows  (LodgeOs            *self);
int             lodge_os_compare     (gconstpointer       a,
                                      gconstpointer       b,
                                      gpointer            user_data);

G_END_DECLS
