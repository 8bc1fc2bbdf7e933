/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The little JSON that the command line prints: flat objects of strings and booleans. */

#include "config.h"

#include "cli/lodge-cli-private.h"

static void
add_quoted (GString    *json,
            const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (json, '"');
  for (const char *p = valid; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c == '"' || c == '\\')
        g_string_append_printf (json, "\\%c", c);
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (json, "\\u%04x", c);
      else
        g_string_append_c (json, *p);
    }
  g_string_append_c (json, '"');
}

/* A comma, unless the object was just opened. */
static void
add_key (GString    *json,
         const char *key)
{
  if (json->len > 0 && json->str[json->len - 1] != '{')
    g_string_append (json, ", ");
  add_quoted (json, key);
  g_string_append (json, ": ");
}

/* Adds a member to the object that @json ends in; NULL becomes null. */
void
lodge_json_add_string (GString    *json,
                       const char *key,
                       const char *value)
{
  add_key (json, key);
  if (value != NULL)
    add_quoted (json, value);
  else
    g_string_append (json, "null");
}

void
lodge_json_add_bool (GString    *json,
                     const char *key,
                     gboolean    value)
{
  add_key (json, key);
  g_string_append (json, value ? "true" : "false");
}
