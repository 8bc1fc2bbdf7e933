/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-os-private.h"
#include "create/lodge-recipe.h"

G_BEGIN_DECLS

/* What was found out about the medium on a worker. */
typedef struct {
  GError *error;       /* nullable: it cannot be used, or not by this user */
  char   *closed_dir;  /* nullable: QEMU's user may not enter it */
  gboolean bootable;
} LodgeMediaAccess;

void lodge_media_access_free (LodgeMediaAccess *access);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeMediaAccess, lodge_media_access_free)

/* The values of a recipe; nothing in it is owned. */
typedef struct {
  LodgeHostFacts         *facts;    /* nullable */
  const char             *media_path;
  const LodgeMediaAccess *access;   /* nullable: not known yet, or not of this computer */
  const char             *os_id;
  const char             *os_name;  /* nullable */
  LodgeOsDevices          devices;
  LodgeOsResources        resources;
  guint                   cpus;
  guint64                 memory;
  guint64                 disk_size;
  LodgeFirmware           firmware;
  LodgeNetworkChoice     *network;  /* nullable */
  const char             *name;
} LodgeRecipeValues;

void lodge_recipe_get_values (LodgeRecipe             *self,
                              LodgeRecipeValues       *ret_values);

/* lodge-recipe-check.c: pure. Tables of property (static) to owned sentence. */
void lodge_recipe_check      (const LodgeRecipeValues *values,
                              GHashTable              *problems,
                              GHashTable              *hints);

#define LODGE_DISK_OVERHEAD (16 * LODGE_MIB) /* without that much room no disk is begun */

G_END_DECLS
