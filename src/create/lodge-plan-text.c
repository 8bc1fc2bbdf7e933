/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plan in words: what will be made, and what must be said beforehand. Pure. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-units.h"
#include "create/lodge-host-facts-private.h"
#include "create/lodge-plan-private.h"

static void
add (GStrvBuilder *builder,
     const char   *title,
     const char   *text)
{
  g_strv_builder_add (builder, title);
  g_strv_builder_add (builder, text);
}

static void
add_processor (GStrvBuilder            *builder,
               const LodgeRecipeValues *values)
{
  g_autofree char *count =
    g_strdup_printf (ngettext ("%u processor", "%u processors", values->cpus), values->cpus);
  g_autofree char *text = NULL;

  if (lodge_host_facts_has_kvm (values->facts))
    text = g_strdup_printf (_("%s, at full speed (KVM)"), count);
  else
    text = g_strdup_printf (_("%s, under emulation"), count);
  add (builder, _("Processor"), text);
}

static void
add_disk (GStrvBuilder            *builder,
          const LodgeRecipeValues *values,
          const char              *path)
{
  g_autofree char *size = lodge_format_size (values->disk_size);
  g_autofree char *text = NULL;

  if (path == NULL)
    text = g_strdup (_("None"));
  else
    text = g_strdup_printf (_("%s, new file %s that grows as it is filled"), size, path);
  add (builder, _("Disk"), text);
}

static const char *
firmware_text (const LodgeRecipeValues *values)
{
  if (values->firmware != LODGE_FIRMWARE_UEFI)
    return _("BIOS");
  return lodge_recipe_values_has_tpm (values) ? _("UEFI, with an emulated TPM") : _("UEFI");
}

/**
 * lodge_plan_build_summary:
 * @values: the values of a valid recipe
 * @disk_path: (nullable): where the disk will be
 *
 * Lists everything that will be made. Any thread.
 *
 * Returns: (transfer full): title, text, title, text, ...
 */
GStrv
lodge_plan_build_summary (const LodgeRecipeValues *values,
                          const char              *disk_path)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *memory = lodge_format_size (values->memory);

  add (builder, _("Machine"), values->name);
  add (builder, _("System"), values->os_name != NULL ? values->os_name : _("Other or unknown"));
  add (builder, _("Image"), values->media_path);
  add_processor (builder, values);
  add (builder, _("Memory"), memory);
  add_disk (builder, values, disk_path);
  add (builder, _("Firmware"), firmware_text (values));
  add (builder, _("Network"), lodge_network_choice_get_title (values->network));
  return g_strv_builder_end (builder);
}

static void
add_emulation (GStrvBuilder            *builder,
               const LodgeRecipeValues *values)
{
  LodgeKvmState kvm = values->facts->kvm;
  g_autofree char *text = NULL;

  if (g_strcmp0 (values->facts->virt_type, "qemu") != 0)
    return;

  /* What works for other machines is not offered for those of this kind. */
  text = lodge_kvm_state_describe (kvm == LODGE_KVM_USABLE ? LODGE_KVM_NOT_OFFERED : kvm);
  g_strv_builder_add (builder, text);
}

static void
add_storage (GStrvBuilder            *builder,
             const LodgeRecipeValues *values)
{
  g_autofree char *text = NULL;

  if (values->disk_size == 0 || (values->facts->pool != NULL && !values->facts->pool_asleep))
    return;

  if (values->facts->pool != NULL)
    text = g_strdup_printf (_("The storage pool “%s” will be started."), values->facts->pool);
  else if (values->facts->disk_dir != NULL)
    text = g_strdup_printf (_("The folder “%s” will be set up as storage for disks."),
                            values->facts->disk_dir);
  else
    text = g_strdup (_("The host’s default folder will be set up as storage for disks."));
  g_strv_builder_add (builder, text);
}

static void
add_network (GStrvBuilder            *builder,
             const LodgeRecipeValues *values)
{
  g_autofree char *text = NULL;
  gboolean active;

  if (lodge_network_choice_get_kind (values->network) != LODGE_NETWORK_VIRTUAL)
    return;
  g_object_get (values->network, "active", &active, NULL);
  if (active)
    return;

  text = g_strdup_printf (_("The virtual network “%s” will be started."),
                          lodge_network_choice_get_name (values->network));
  g_strv_builder_add (builder, text);
}

/**
 * lodge_plan_build_warnings:
 * @values: the values of a valid recipe
 *
 * Says what a user would not wish for. Any thread.
 *
 * Returns: (transfer full): sentences, maybe none
 */
GStrv
lodge_plan_build_warnings (const LodgeRecipeValues *values)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  add_emulation (builder, values);
  return g_strv_builder_end (builder);
}

/**
 * lodge_plan_build_notes:
 * @values: the values of a valid recipe
 *
 * Says what else changes on the host. Any thread.
 *
 * Returns: (transfer full): sentences, maybe none
 */
GStrv
lodge_plan_build_notes (const LodgeRecipeValues *values)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  add_storage (builder, values);
  add_network (builder, values);
  return g_strv_builder_end (builder);
}
