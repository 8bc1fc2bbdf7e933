/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-host-private.h"

G_BEGIN_DECLS

#define LODGE_MACHINE_CACHE_MAX       20000      /* machines of a host */
#define LODGE_MACHINE_CACHE_MAX_BYTES (4 << 20)  /* of a file */
#define LODGE_MACHINE_CACHE_MAX_FILES 64         /* hosts */

/* The machines of a host as they were last seen: UUID, name and title of each, nothing else. Plain
 * values, any thread. */
typedef struct {
  gint64 seen;       /* unix seconds */
  GPtrArray *rows;   /* LodgeMachineRow of state LODGE_MACHINE_UNKNOWN */
  gsize size;        /* about how many bytes it takes */
} LodgeMachineCache;

LodgeMachineCache *lodge_machine_cache_new      (gint64 seen);
void               lodge_machine_cache_free     (LodgeMachineCache *self);
gboolean           lodge_machine_cache_add      (LodgeMachineCache *self, const char *uuid,
                                                 const char *name, const char *title);
GBytes            *lodge_machine_cache_encode   (const LodgeMachineCache *self);
LodgeMachineCache *lodge_machine_cache_decode   (GBytes *bytes);

char              *lodge_machine_cache_dup_path (const char *uri);
LodgeMachineCache *lodge_machine_cache_load     (const char *path);
gboolean           lodge_machine_cache_save     (const LodgeMachineCache *self, const char *path,
                                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeMachineCache, lodge_machine_cache_free)

G_END_DECLS
