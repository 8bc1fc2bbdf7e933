/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-os-private.h"

G_BEGIN_DECLS

/* What libosinfo advises for one system on one architecture (“all” for any). */
typedef struct {
  char             *arch;
  LodgeOsResources  resources;
} LodgeOsAdvice;

/* Everything that is taken from libosinfo, made on a worker and not changed afterwards. */
typedef struct {
  gatomicrefcount  ref_count;
  gpointer         db;       /* OsinfoDb; for matching media, on workers only */
  GPtrArray       *systems;  /* owned LodgeOs, in the order of lists */
  GHashTable      *advice;   /* owned id -> owned GArray of LodgeOsAdvice */
} LodgeOsData;

LodgeOsData *lodge_os_data_load  (GError      **error);
LodgeOsData *lodge_os_data_ref   (LodgeOsData  *self);
void         lodge_os_data_unref (LodgeOsData  *self);
void         lodge_os_data_match (LodgeOsData  *self,
                                  LodgeMedia   *media,
                                  GCancellable *cancellable);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeOsData, lodge_os_data_unref)

G_END_DECLS
