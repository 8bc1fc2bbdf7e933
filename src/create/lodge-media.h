/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-os-db.h"

G_BEGIN_DECLS

/* Looks at the file on a worker; everything of the result but os_id and live. */
LodgeMedia *lodge_media_read (const char    *path,
                              GCancellable  *cancellable,
                              GError       **error);

G_END_DECLS
