/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder that a machine shares, as it is remembered. Until one is chosen it is the user's public one. */

#include "config.h"

#include "display/lodge-guest-folder-private.h"

/* A user without such a folder has the home folder in its place, which is not for anybody. */
static const char *
get_default (void)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_PUBLIC_SHARE);
  g_autofree char *folder = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autofree char *home = g_canonicalize_filename (g_get_home_dir (), NULL);

  return g_strcmp0 (folder, home) != 0 ? path : NULL;
}

static gboolean
get_path (GValue   *value,
          GVariant *variant,
          gpointer  user_data)
{
  const char *path = g_variant_get_string (variant, NULL);

  g_value_set_string (value, *path != '\0' ? path : get_default ());
  return TRUE;
}

static GVariant *
set_path (const GValue       *value,
          const GVariantType *type,
          gpointer            user_data)
{
  const char *path = g_value_get_string (value);

  /* A path that is no UTF-8 cannot be remembered. */
  return g_variant_new_string (path != NULL && g_utf8_validate (path, -1, NULL) ? path : "");
}

void
lodge_guest_folder_bind (LodgeConsoleFolder *folder,
                         GSettings          *settings)
{
  static const char *const names[] = { "shared", "path", "read-only" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_settings_unbind (folder, names[i]);

  if (settings == NULL)
    {
      g_object_set (folder, "shared", FALSE, "path", get_default (), "read-only", TRUE, NULL);
      return;
    }

  g_settings_bind (settings, "shared-folder-read-only", folder, "read-only", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "shared-folder", folder, "path", G_SETTINGS_BIND_DEFAULT,
                                get_path, set_path, NULL, NULL);
  g_settings_bind (settings, "share-folder", folder, "shared", G_SETTINGS_BIND_DEFAULT);
}
