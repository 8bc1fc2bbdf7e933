/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Key combinations by name, for the keys that the own system takes before the guest can see them:
 * “ctrl-alt-del” as the scancodes that a keyboard would send. */

#include "config.h"

#include "pages/lodge-key-combo.h"

/* XT set 1; 0x100 stands for the prefix e0. */
static const struct {
  const char *name;
  guint scancode;
} keys[] = {
  { "ctrl", 0x1d },
  { "alt", 0x38 },
  { "shift", 0x2a },
  { "super", 0x15b },
  { "del", 0x153 },
  { "backspace", 0x0e },
  { "print", 0x137 },
  { "esc", 0x01 },
  { "f1", 0x3b },
  { "f2", 0x3c },
  { "f3", 0x3d },
  { "f4", 0x3e },
  { "f5", 0x3f },
  { "f6", 0x40 },
  { "f7", 0x41 },
  { "f8", 0x42 },
  { "f9", 0x43 },
  { "f10", 0x44 },
  { "f11", 0x57 },
  { "f12", 0x58 },
};

static guint
find_scancode (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      return keys[i].scancode;
  return 0;
}

/**
 * lodge_key_combo_parse:
 * @text: names joined by “-”, like “ctrl-alt-f1”
 * @ret_scancodes: (out): XT scancodes in the order of the names
 *
 * Reads a key combination.
 *
 * Returns: how many keys it has; 0 when a name is not known or there are too many
 */
gsize
lodge_key_combo_parse (const char *text,
                       guint       ret_scancodes[LODGE_KEY_COMBO_MAX])
{
  g_auto(GStrv) names = g_strsplit (text, "-", -1);
  gsize n = g_strv_length (names);

  if (n > LODGE_KEY_COMBO_MAX)
    return 0;

  for (gsize i = 0; i < n; i++)
    {
      ret_scancodes[i] = find_scancode (names[i]);
      if (ret_scancodes[i] == 0)
        return 0;
    }
  return n;
}
