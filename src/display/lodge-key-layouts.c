/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which keyboard layouts there are, from XKB's list of them (the format of evdev.lst: sections that begin
 * with “!”, then a name and a description a line), and which one this computer has. */

#include "config.h"

#include "display/lodge-key-layouts.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <xkbcommon/xkbcommon.h>

#ifdef LODGE_HAVE_X11
#include <gdk/x11/gdkx.h>

#include "display/lodge-keyboard-x11.h"
#endif

#define XKB_DOMAIN "xkeyboard-config"

typedef enum { SECTION_OTHER, SECTION_LAYOUT, SECTION_VARIANT } Section;

static void
name_free (gpointer data)
{
  LodgeKeyLayoutName *name = data;

  g_free (name->name);
  g_free (name->label);
  g_free (name);
}

static char *
dup_list (void)
{
  struct xkb_context *context = xkb_context_new (XKB_CONTEXT_NO_ENVIRONMENT_NAMES);
  char *contents = NULL;

  if (context == NULL)
    return NULL;

  for (guint i = 0; contents == NULL && i < xkb_context_num_include_paths (context); i++)
    {
      g_autofree char *path = g_build_filename (xkb_context_include_path_get (context, i), "rules",
                                                "evdev.lst", NULL);

      g_file_get_contents (path, &contents, NULL, NULL);
    }
  xkb_context_unref (context);
  return contents;
}

static void
add (GPtrArray *list,
     char      *name,
     const char *label)
{
  LodgeKeyLayoutName *item = g_new0 (LodgeKeyLayoutName, 1);

  item->name = name;
  item->label = g_strdup (g_dgettext (XKB_DOMAIN, label));
  g_ptr_array_add (list, item);
}

/* “us   English (US)”, or “dvorak   us: English (Dvorak)”. */
static void
add_line (GPtrArray *list,
          Section    section,
          char      *line)
{
  char *label, *colon;

  g_strstrip (line);
  label = strpbrk (line, " \t");
  if (label == NULL || section == SECTION_OTHER)
    return;

  *label++ = '\0';
  label = g_strchug (label);
  if (!g_utf8_validate (line, -1, NULL) || !g_utf8_validate (label, -1, NULL))
    return;
  if (section == SECTION_LAYOUT)
    {
      if (!g_str_equal (line, "custom"))
        add (list, g_strdup (line), label);
      return;
    }

  colon = strstr (label, ": ");
  if (colon == NULL)
    return;
  *colon = '\0';
  add (list, g_strconcat (label, "+", line, NULL), colon + 2);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const LodgeKeyLayoutName *const *left = a, *const *right = b;

  return g_utf8_collate ((*left)->label, (*right)->label);
}

static GPtrArray *
read_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (name_free);
  g_autofree char *contents = dup_list ();
  g_auto(GStrv) lines = contents != NULL ? g_strsplit (contents, "\n", -1) : NULL;
  Section section = SECTION_OTHER;

  bind_textdomain_codeset (XKB_DOMAIN, "UTF-8");
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      if (lines[i][0] == '!')
        section = g_str_equal (lines[i], "! layout") ? SECTION_LAYOUT
                  : g_str_equal (lines[i], "! variant") ? SECTION_VARIANT : SECTION_OTHER;
      else
        add_line (list, section, lines[i]);
    }
  if (list->len == 0)
    add (list, g_strdup ("us"), "English (US)");
  g_ptr_array_sort (list, compare);
  return list;
}

/* GNOME’s setting, which is what a Wayland session has there. */
static char *
dup_gnome_layout (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettings) settings = NULL;
  g_autoptr(GVariant) sources = NULL;
  const char *type, *name;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "org.gnome.desktop.input-sources", TRUE);
  if (schema == NULL)
    return NULL;

  settings = g_settings_new_full (schema, NULL, NULL);
  sources = g_settings_get_value (settings, "sources");
  if (!g_variant_is_of_type (sources, G_VARIANT_TYPE ("a(ss)"))
      || g_variant_n_children (sources) == 0)
    return NULL;

  g_variant_get_child (sources, 0, "(&s&s)", &type, &name);
  return g_str_equal (type, "xkb") ? g_strdup (name) : NULL;
}

/**
 * lodge_key_layouts_list:
 *
 * Lists the layouts that XKB describes on this computer.
 *
 * Returns: (transfer none) (element-type LodgeKeyLayoutName): the layouts, at least one
 */
GPtrArray *
lodge_key_layouts_list (void)
{
  static GPtrArray *list;

  if (list == NULL)
    list = read_list ();
  return list;
}

/**
 * lodge_key_layouts_dup_host:
 * @display: where the keyboard is
 *
 * Finds out which layout this computer's keyboard has, which is the best guess for a guest's.
 *
 * Returns: (transfer full): a name
 */
char *
lodge_key_layouts_dup_host (GdkDisplay *display)
{
  char *name = NULL;

#ifdef LODGE_HAVE_X11
  if (GDK_IS_X11_DISPLAY (display))
    name = lodge_keyboard_x11_dup_layout (display);
#endif
  if (name == NULL)
    name = dup_gnome_layout ();
  return name != NULL ? name : g_strdup ("us");
}
