/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's settings: from the installed schema, or from the one in the build tree, so that the
 * program starts from there without being installed. */

#include "config.h"

#include "base/lodge-settings.h"

#define MACHINE_SCHEMA LODGE_APP_ID ".Machine"
#define MACHINE_PATH   "/io/github/lodge_vm/Lodge/machines/"

static GSettingsSchema *
find_schema (const char *id)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchemaSource) built = NULL;
  GSettingsSchema *schema = NULL;

  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, id, TRUE);
  if (schema != NULL)
    return schema;

  built = g_settings_schema_source_new_from_directory (LODGE_BUILD_SCHEMA_DIR, installed, TRUE, NULL);
  return built != NULL ? g_settings_schema_source_lookup (built, id, FALSE) : NULL;
}

/**
 * lodge_settings_new:
 *
 * Opens the settings.
 *
 * Returns: (transfer full) (nullable): the settings; %NULL when the schema is nowhere to be found,
 *   and nothing is remembered then
 */
GSettings *
lodge_settings_new (void)
{
  g_autoptr(GSettingsSchema) schema = find_schema (LODGE_APP_ID);

  if (schema == NULL)
    {
      g_message ("The settings schema %s is not installed: nothing will be remembered", LODGE_APP_ID);
      return NULL;
    }
  return g_settings_new_full (schema, NULL, NULL);
}

/**
 * lodge_settings_new_for_machine:
 * @uuid: a machine's UUID
 *
 * Opens what is remembered of one machine, on whatever host it is.
 *
 * Returns: (transfer full) (nullable): the settings; %NULL when @uuid is none, or without a schema
 */
GSettings *
lodge_settings_new_for_machine (const char *uuid)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autofree char *path = NULL;

  if (uuid == NULL || !g_uuid_string_is_valid (uuid))
    return NULL;

  schema = find_schema (MACHINE_SCHEMA);
  path = g_strconcat (MACHINE_PATH, uuid, "/", NULL);
  return schema != NULL ? g_settings_new_full (schema, NULL, path) : NULL;
}

/**
 * lodge_settings_merge_hosts:
 * @kept: (nullable): URIs that were remembered and that this run did not load
 * @current: URIs of the hosts there are now
 * @temporary: (nullable): URIs that were given on the command line
 *
 * The hosts of a command line are shown instead of the remembered ones; what the user adds beside
 * them is remembered all the same.
 *
 * Returns: (transfer full): the URIs to remember, each once
 */
GStrv
lodge_settings_merge_hosts (const char *const *kept,
                            const char *const *current,
                            const char *const *temporary)
{
  g_autoptr(GPtrArray) uris = g_ptr_array_new ();

  for (guint i = 0; kept != NULL && kept[i] != NULL; i++)
    g_ptr_array_add (uris, g_strdup (kept[i]));
  for (guint i = 0; current[i] != NULL; i++)
    if ((temporary == NULL || !g_strv_contains (temporary, current[i])) &&
        (kept == NULL || !g_strv_contains (kept, current[i])))
      g_ptr_array_add (uris, g_strdup (current[i]));
  g_ptr_array_add (uris, NULL);
  return (GStrv) g_ptr_array_steal (uris, NULL);
}
