/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong or worth saying about the values of a recipe. Pure: values in, sentences out. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "create/lodge-host-facts-private.h"
#include "create/lodge-recipe-private.h"

#define MEMORY_MINIMUM (32 * LODGE_MIB)
#define DISK_MINIMUM   (1 * LODGE_MIB)
#define DISK_MAXIMUM   (1024 * 1024 * LODGE_GIB)
#define CPUS_MAXIMUM   255
#define NAME_MAXIMUM   64 /* characters; the disk's file is named for it */

static void
say (GHashTable *table,
     const char *property,
     char       *sentence)
{
  g_hash_table_insert (table, (gpointer) property, sentence);
}

/* A sentence about one size; @format is translated and holds one %s. */
static char *
with_size (const char *format,
           guint64     size)
{
  g_autofree char *text = lodge_format_size (size);
  GString *sentence = g_string_new (format);

  g_string_replace (sentence, "%s", text, 1);
  return g_string_free (sentence, FALSE);
}

static void
check_media_access (const LodgeRecipeValues *values,
                    GHashTable              *problems,
                    GHashTable              *hints)
{
  const LodgeMediaAccess *access = values->access;
  gboolean denied = g_error_matches (access->error, LODGE_ERROR, LODGE_ERROR_DENIED);

  /* Not this user but libvirt's daemon opens the file for a machine of the system. */
  if (access->error != NULL && denied && values->facts != NULL && !values->facts->is_session)
    say (hints, "media-path", g_strdup (access->error->message));
  else if (access->error != NULL)
    say (problems, "media-path", g_strdup (access->error->message));
  else if (access->closed_dir != NULL)
    say (hints, "media-path",
         g_strdup_printf (_("The virtual machine may not be able to read this image: QEMU’s user "
                            "may not enter the folder “%s”. Move the image, for example to "
                            "/var/lib/libvirt/images, or allow it to enter."),
                          access->closed_dir));
  else if (!access->bootable)
    say (hints, "media-path", g_strdup (_("This image says nothing about how to start from it.")));
}

static void
check_media (const LodgeRecipeValues *values,
             GHashTable              *problems,
             GHashTable              *hints)
{
  if (values->media_path == NULL)
    say (problems, "media-path", g_strdup (_("Choose an ISO image to start from.")));
  else if (!g_path_is_absolute (values->media_path) ||
           !g_utf8_validate (values->media_path, -1, NULL))
    say (problems, "media-path", g_strdup (_("The name of the image cannot be used. Rename it.")));
  else if (values->access != NULL)
    check_media_access (values, problems, hints);
  else if (values->facts != NULL && !values->facts->is_local)
    say (hints, "media-path", g_strdup (_("This path is one of the other computer.")));
}

static void
check_cpus (const LodgeRecipeValues *values,
            GHashTable              *problems,
            GHashTable              *hints)
{
  guint host = values->facts != NULL ? values->facts->n_cpus : 0;
  guint max = values->facts != NULL && values->facts->max_vcpus > 0
    ? MIN (values->facts->max_vcpus, CPUS_MAXIMUM) : CPUS_MAXIMUM;

  if (values->cpus == 0)
    say (problems, "cpus", g_strdup (_("A machine needs a processor.")));
  else if (values->cpus > max)
    say (problems, "cpus", g_strdup_printf (ngettext ("At most %u processor is possible.",
                                                      "At most %u processors are possible.",
                                                      max), max));
  else if (host > 0 && values->cpus > host)
    say (hints, "cpus",
         g_strdup_printf (ngettext ("The host has %u processor: more make the machine slower.",
                                    "The host has %u processors: more make the machine slower.",
                                    host), host));
  else if (values->cpus < values->resources.cpus_minimum)
    say (hints, "cpus",
         g_strdup_printf (ngettext ("The system needs at least %u processor.",
                                    "The system needs at least %u processors.",
                                    values->resources.cpus_minimum),
                          values->resources.cpus_minimum));
}

static void
check_memory (const LodgeRecipeValues *values,
              GHashTable              *problems,
              GHashTable              *hints)
{
  guint64 total = values->facts != NULL ? values->facts->memory_total : 0;
  guint64 available = values->facts != NULL ? values->facts->memory_free : 0;

  if (values->memory < MEMORY_MINIMUM)
    say (problems, "memory", with_size (_("A machine needs at least %s."), MEMORY_MINIMUM));
  else if (total > 0 && values->memory > total)
    say (problems, "memory", with_size (_("More than the host has: %s."), total));
  else if (values->memory < values->resources.memory_minimum)
    say (hints, "memory",
         with_size (_("The system needs at least %s."), values->resources.memory_minimum));
  else if (total > 0 && values->memory > available)
    say (hints, "memory",
         with_size (_("More than the %s that are free now: the host may become slow."), available));
  else if (total > 0)
    say (hints, "memory", with_size (_("Leaves %s free."), available - values->memory));
}

static void
check_disk (const LodgeRecipeValues *values,
            GHashTable              *problems,
            GHashTable              *hints)
{
  guint64 available = values->facts != NULL ? values->facts->disk_free : 0;
  gboolean known = values->facts != NULL && values->facts->disk_dir != NULL;

  if (values->disk_size == 0)
    say (hints, "disk-size",
         g_strdup (_("Without a disk, nothing can be installed: "
                     "what is done in the machine is gone when it is off.")));
  else if (values->disk_size < DISK_MINIMUM)
    say (problems, "disk-size", with_size (_("A disk needs at least %s."), DISK_MINIMUM));
  else if (values->disk_size > DISK_MAXIMUM)
    say (problems, "disk-size", with_size (_("A disk can have at most %s."), DISK_MAXIMUM));
  else if (known && available < LODGE_DISK_OVERHEAD)
    say (problems, "disk-size",
         g_strdup_printf (_("There is no room in “%s”. Free some, or go on without a disk."),
                          values->facts->disk_dir));
  else if (values->disk_size < values->resources.disk_minimum)
    say (hints, "disk-size",
         with_size (_("The system needs at least %s."), values->resources.disk_minimum));
  else if (known && values->disk_size > available)
    say (hints, "disk-size",
         with_size (_("The disk grows as it is filled, but only %s are free."), available));
  else if (known)
    say (hints, "disk-size",
         with_size (_("Grows as it is filled; leaves %s free when full."),
                    available - values->disk_size));
}

static void
check_firmware (const LodgeRecipeValues *values,
                GHashTable              *problems,
                GHashTable              *hints)
{
  gboolean has_uefi = values->facts == NULL || values->facts->has_uefi;

  if (values->firmware == LODGE_FIRMWARE_UEFI && !has_uefi)
    say (problems, "firmware",
         g_strdup (_("The host has no UEFI firmware. Install OVMF on it, or choose BIOS.")));
  else if (values->firmware == LODGE_FIRMWARE_BIOS && values->resources.uefi_only)
    say (hints, "firmware",
         g_strdup_printf (_("%s starts with UEFI only."),
                          values->os_name != NULL ? values->os_name : _("The system")));
}

static const char *
name_problem (const char *name)
{
  if (name == NULL || *name == '\0')
    return _("Enter a name.");
  if (!g_utf8_validate (name, -1, NULL))
    return _("The name has letters that cannot be used.");
  if (g_utf8_strlen (name, -1) > NAME_MAXIMUM || strlen (name) > 200)
    return _("The name is too long.");
  if (strchr (name, '/') != NULL)
    return _("The name cannot have a slash.");
  if (g_str_equal (name, ".") || g_str_equal (name, ".."))
    return _("The name needs more than dots.");
  if (g_unichar_isspace (g_utf8_get_char (name)) ||
      g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (name + strlen (name)))))
    return _("The name cannot begin or end with a blank.");
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return _("The name has letters that cannot be used.");
  return NULL;
}

static void
check_name (const LodgeRecipeValues *values,
            GHashTable              *problems)
{
  const char *problem = name_problem (values->name);

  if (problem != NULL)
    say (problems, "name", g_strdup (problem));
  else if (values->facts != NULL && lodge_host_facts_has_name (values->facts, values->name))
    say (problems, "name",
         g_strdup_printf (_("A machine called “%s” exists already. Choose another name."),
                          values->name));
}

static void
check_network (const LodgeRecipeValues *values,
               GHashTable              *problems,
               GHashTable              *hints)
{
  if (values->facts != NULL && values->network == NULL)
    say (problems, "network", g_strdup (_("Choose a network.")));
}

/**
 * lodge_recipe_check:
 * @values: the values of a recipe
 * @problems: (element-type utf8 utf8): gets what forbids to go on, by property
 * @hints: (element-type utf8 utf8): gets what is worth saying, by property
 *
 * Judges the values. Any thread.
 */
void
lodge_recipe_check (const LodgeRecipeValues *values,
                    GHashTable              *problems,
                    GHashTable              *hints)
{
  check_media (values, problems, hints);
  check_cpus (values, problems, hints);
  check_memory (values, problems, hints);
  check_disk (values, problems, hints);
  check_firmware (values, problems, hints);
  check_network (values, problems, hints);
  check_name (values, problems);
  if (values->facts == NULL)
    say (problems, "facts", g_strdup (_("The host has not told yet what it offers.")));
}
