/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's settings: from the installed schema, or from the one in the build tree, so that the
 * program starts from there without being installed. */

#include "config.h"

#include "app/lodge-settings.h"

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchemaSource) built = NULL;
  GSettingsSchema *schema = NULL;

  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, LODGE_APP_ID, TRUE);
  if (schema != NULL)
    return schema;

  built = g_settings_schema_source_new_from_directory (LODGE_BUILD_SCHEMA_DIR, installed, TRUE, NULL);
  return built != NULL ? g_settings_schema_source_lookup (built, LODGE_APP_ID, FALSE) : NULL;
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
  g_autoptr(GSettingsSchema) schema = find_schema ();

  if (schema == NULL)
    {
      g_message ("The settings schema %s is not installed: nothing will be remembered", LODGE_APP_ID);
      return NULL;
    }
  return g_settings_new_full (schema, NULL, NULL);
}
