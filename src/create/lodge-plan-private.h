/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-plan.h"
#include "create/lodge-recipe-private.h"

G_BEGIN_DECLS

/* Filled by lodge_plan_new(); not changed afterwards. */
struct _LodgePlan
{
  gatomicrefcount ref_count;

  char    *name;
  char    *xml;
  char    *pool;           /* name of the storage pool that is used or made */
  char    *disk_dir;       /* nullable: the host chooses */
  guint64  disk_size;      /* bytes; 0: no disk */
  char    *media_path;     /* on the host */
  gboolean is_local;
  gint64   qemu_uid, qemu_gid;
  char    *start_network;  /* nullable: a virtual network that must be started */
  GStrv    summary;
  GStrv    warnings;
  GStrv    notes;
};

/* lodge-plan-xml.c: documents, pure. */
char *lodge_plan_build_xml         (const LodgeRecipeValues *values,
                                    const char              *disk_path);
char *lodge_plan_finish_xml        (const char              *xml,
                                    const char              *uuid,
                                    const char              *disk_path,
                                    GError                 **error);
char *lodge_plan_build_volume_xml  (const char              *file_name,
                                    guint64                  size);

/* lodge-plan-text.c: sentences, pure. */
GStrv lodge_plan_build_summary     (const LodgeRecipeValues *values,
                                    const char              *disk_path);
GStrv lodge_plan_build_warnings    (const LodgeRecipeValues *values);
GStrv lodge_plan_build_notes       (const LodgeRecipeValues *values);

gboolean lodge_recipe_values_has_tpm (const LodgeRecipeValues *values);

G_END_DECLS
