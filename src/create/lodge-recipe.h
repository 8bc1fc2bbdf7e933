/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "create/lodge-host-facts.h"
#include "create/lodge-os-db.h"

G_BEGIN_DECLS

typedef enum { LODGE_FIRMWARE_BIOS, LODGE_FIRMWARE_UEFI } LodgeFirmware;

/* What the user wants, as plain read-write properties that a wizard binds to:
 *   facts (LodgeHostFacts, boxed), media-path, os-id, cpus (uint), memory (uint64 bytes),
 *   disk-size (uint64 bytes; 0 no disk), firmware (int LodgeFirmware), network (LodgeNetworkChoice), name,
 *   valid (bool, read-only)
 * Setting os-id or facts fills in what the user has not touched: recommended resources, firmware,
 * network, a free name. Setting any of the others marks it as touched.
 * Detail "problems-changed" signal when any problem or warning changes. */
#define LODGE_TYPE_RECIPE (lodge_recipe_get_type ())
G_DECLARE_FINAL_TYPE (LodgeRecipe, lodge_recipe, LODGE, RECIPE, GObject)

LodgeRecipe *lodge_recipe_new          (void);
/* Translated sentence or NULL. @property: “name”, “memory”, ... A problem forbids to go on, a hint does not
 * (“Leaves 3.1 GiB free”, “More than the host has”). */
const char  *lodge_recipe_get_problem  (LodgeRecipe *self, const char *property);
const char  *lodge_recipe_get_hint     (LodgeRecipe *self, const char *property);

G_END_DECLS
