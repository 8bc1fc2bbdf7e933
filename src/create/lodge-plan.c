/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A recipe and its facts become a plan: what will be made, as documents and sentences, without
 * asking anybody. The same recipe gives the same plan. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "create/lodge-host-facts-private.h"
#include "create/lodge-plan-private.h"

G_DEFINE_BOXED_TYPE (LodgePlan, lodge_plan, lodge_plan_ref, lodge_plan_unref)

#define DEFAULT_POOL "default"

static gboolean
check_valid (LodgeRecipe  *recipe,
             GError      **error)
{
  static const char *const names[] = {
    "facts", "media-path", "os-id", "cpus", "memory", "disk-size", "firmware", "network", "name",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *problem = lodge_recipe_get_problem (recipe, names[i]);

      if (problem != NULL)
        {
          lodge_error_set (error, LODGE_ERROR_INVALID, names[i], "%s", problem);
          return FALSE;
        }
    }
  return TRUE;
}

static char *
network_to_start (LodgeNetworkChoice *network)
{
  gboolean active;

  if (lodge_network_choice_get_kind (network) != LODGE_NETWORK_VIRTUAL)
    return NULL;
  g_object_get (network, "active", &active, NULL);
  return active ? NULL : g_strdup (lodge_network_choice_get_name (network));
}

/**
 * lodge_plan_new:
 * @recipe: a valid recipe with facts
 * @error: where the error goes: INVALID with the first problem; the detail names the property
 *
 * Makes the plan. Main thread.
 *
 * Returns: (transfer full): the plan
 */
LodgePlan *
lodge_plan_new (LodgeRecipe  *recipe,
                GError      **error)
{
  g_autofree char *file_name = NULL;
  g_autofree char *disk_path = NULL;
  LodgeRecipeValues values;
  LodgePlan *self;

  g_return_val_if_fail (LODGE_IS_RECIPE (recipe), NULL);

  if (!check_valid (recipe, error))
    return NULL;

  lodge_recipe_get_values (recipe, &values);
  file_name = g_strdup_printf ("%s.qcow2", values.name);
  if (values.disk_size > 0)
    disk_path = g_build_filename (values.facts->disk_dir != NULL ? values.facts->disk_dir : "/",
                                  file_name, NULL);

  self = g_new0 (LodgePlan, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (values.name);
  self->pool = g_strdup (values.facts->pool != NULL ? values.facts->pool : DEFAULT_POOL);
  self->disk_dir = g_strdup (values.facts->disk_dir);
  self->disk_size = values.disk_size;
  self->media_path = g_strdup (values.media_path);
  self->is_local = values.facts->is_local;
  self->qemu_uid = values.facts->is_session ? -1 : values.facts->qemu_uid;
  self->qemu_gid = values.facts->qemu_gid;
  self->start_network = network_to_start (values.network);
  self->xml = lodge_plan_build_xml (&values, disk_path);
  self->summary = lodge_plan_build_summary (&values, disk_path);
  self->warnings = lodge_plan_build_warnings (&values);
  self->notes = lodge_plan_build_notes (&values);
  return self;
}

/**
 * lodge_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): @self
 */
LodgePlan *
lodge_plan_ref (LodgePlan *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * lodge_plan_unref:
 * @self: (transfer full): a plan
 *
 * Drops a reference. Any thread.
 */
void
lodge_plan_unref (LodgePlan *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->xml);
  g_free (self->pool);
  g_free (self->disk_dir);
  g_free (self->media_path);
  g_free (self->start_network);
  g_strfreev (self->summary);
  g_strfreev (self->warnings);
  g_strfreev (self->notes);
  g_free (self);
}

/**
 * lodge_plan_get_name:
 * @self: a plan
 *
 * Returns: (transfer none): the machine's name
 */
const char *
lodge_plan_get_name (LodgePlan *self)
{
  return self->name;
}

/**
 * lodge_plan_get_xml:
 * @self: a plan
 *
 * Gets the machine's description. The run adds a UUID, and takes the next free file name for the
 * disk when this one is taken.
 *
 * Returns: (transfer none): XML of https://libvirt.org/formatdomain.html
 */
const char *
lodge_plan_get_xml (LodgePlan *self)
{
  return self->xml;
}

/**
 * lodge_plan_dup_summary:
 * @self: a plan
 *
 * Gets everything that will be made: title, text, title, text, ...
 *
 * Returns: (transfer full): translated strings
 */
GStrv
lodge_plan_dup_summary (LodgePlan *self)
{
  return g_strdupv (self->summary);
}

/**
 * lodge_plan_dup_warnings:
 * @self: a plan
 *
 * Gets what a user would not wish for, and must know beforehand.
 *
 * Returns: (transfer full): translated sentences, maybe none
 */
GStrv
lodge_plan_dup_warnings (LodgePlan *self)
{
  return g_strdupv (self->warnings);
}

/**
 * lodge_plan_dup_notes:
 * @self: a plan
 *
 * Gets what else changes on the host.
 *
 * Returns: (transfer full): translated sentences, maybe none
 */
GStrv
lodge_plan_dup_notes (LodgePlan *self)
{
  return g_strdupv (self->notes);
}
