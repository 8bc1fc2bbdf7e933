/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Key combinations by name, for the keys that the own system takes before the guest can see them:
 * “ctrl-alt-del” as the scancodes that a keyboard would send, and as it is written for people. */

#include "config.h"

#include "display/lodge-key-combo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Scancodes of XT set 1; 0x100 stands for the prefix e0. The label is the key's as it is printed on it; none
 * where it is the name in capitals. The symbol is GDK's name, none where it is the name. */
static const struct {
  const char *name;
  guint scancode;
  const char *label;
  const char *symbol;
} keys[] = {
  { "ctrl", 0x1d, NC_("keyboard", "Ctrl"), "Control_L" },
  { "alt", 0x38, NC_("keyboard", "Alt"), "Alt_L" },
  { "shift", 0x2a, NC_("keyboard", "Shift"), "Shift_L" },
  { "super", 0x15b, NC_("keyboard", "Super"), "Super_L" },
  { "ctrl_r", 0x11d, NC_("keyboard", "Right Ctrl"), "Control_R" },
  { "altgr", 0x138, NC_("keyboard", "Right Alt"), "Alt_R" },
  { "shift_r", 0x36, NC_("keyboard", "Right Shift"), "Shift_R" },
  { "super_r", 0x15c, NC_("keyboard", "Right Super"), "Super_R" },
  { "del", 0x153, NC_("keyboard", "Del"), "Delete" },
  { "backspace", 0x0e, NC_("keyboard", "Backspace"), "BackSpace" },
  { "tab", 0x0f, NC_("keyboard", "Tab"), "Tab" },
  { "enter", 0x1c, NC_("keyboard", "Enter"), "Return" },
  { "esc", 0x01, NC_("keyboard", "Esc"), "Escape" },
  { "space", 0x39, NC_("keyboard", "Space"), "space" },
  { "insert", 0x152, NC_("keyboard", "Insert"), "Insert" },
  { "home", 0x147, NC_("keyboard", "Home"), "Home" },
  { "end", 0x14f, NC_("keyboard", "End"), "End" },
  { "pageup", 0x149, NC_("keyboard", "Page Up"), "Page_Up" },
  { "pagedown", 0x151, NC_("keyboard", "Page Down"), "Page_Down" },
  { "up", 0x148, NC_("keyboard", "Up"), "Up" },
  { "down", 0x150, NC_("keyboard", "Down"), "Down" },
  { "left", 0x14b, NC_("keyboard", "Left"), "Left" },
  { "right", 0x14d, NC_("keyboard", "Right"), "Right" },
  { "menu", 0x15d, NC_("keyboard", "Menu"), "Menu" },
  { "print", 0x137, NC_("keyboard", "Print Screen"), "Print" },
  { "pause", 0x146, NC_("keyboard", "Pause"), "Pause" },
  { "scrolllock", 0x46, NC_("keyboard", "Scroll Lock"), "Scroll_Lock" },
  { "numlock", 0x45, NC_("keyboard", "Num Lock"), "Num_Lock" },
  { "capslock", 0x3a, NC_("keyboard", "Caps Lock"), "Caps_Lock" },
  { "f1", 0x3b }, { "f2", 0x3c }, { "f3", 0x3d }, { "f4", 0x3e }, { "f5", 0x3f }, { "f6", 0x40 },
  { "f7", 0x41 }, { "f8", 0x42 }, { "f9", 0x43 }, { "f10", 0x44 }, { "f11", 0x57 }, { "f12", 0x58 },
  { "1", 0x02 }, { "2", 0x03 }, { "3", 0x04 }, { "4", 0x05 }, { "5", 0x06 }, { "6", 0x07 },
  { "7", 0x08 }, { "8", 0x09 }, { "9", 0x0a }, { "0", 0x0b },
  { "a", 0x1e }, { "b", 0x30 }, { "c", 0x2e }, { "d", 0x20 }, { "e", 0x12 }, { "f", 0x21 },
  { "g", 0x22 }, { "h", 0x23 }, { "i", 0x17 }, { "j", 0x24 }, { "k", 0x25 }, { "l", 0x26 },
  { "m", 0x32 }, { "n", 0x31 }, { "o", 0x18 }, { "p", 0x19 }, { "q", 0x10 }, { "r", 0x13 },
  { "s", 0x1f }, { "t", 0x14 }, { "u", 0x16 }, { "v", 0x2f }, { "w", 0x11 }, { "x", 0x2d },
  { "y", 0x15 }, { "z", 0x2c },
};

static gssize
find_key (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      return (gssize) i;
  return -1;
}

/* The places in the table; 0 when a name is not known or there are too many. */
static gsize
find_keys (const char *text,
           gsize       found[LODGE_KEY_COMBO_MAX])
{
  g_auto(GStrv) names = g_strsplit (text, "-", -1);
  gsize n = g_strv_length (names);

  if (n > LODGE_KEY_COMBO_MAX)
    return 0;

  for (gsize i = 0; i < n; i++)
    {
      gssize place = find_key (names[i]);

      if (place < 0)
        return 0;
      found[i] = (gsize) place;
    }
  return n;
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
  gsize found[LODGE_KEY_COMBO_MAX];
  gsize n = find_keys (text, found);

  for (gsize i = 0; i < n; i++)
    ret_scancodes[i] = keys[found[i]].scancode;
  return n;
}

/**
 * lodge_key_combo_parse_release:
 * @text: (nullable): a combination that takes the keyboard back
 * @ret_scancodes: (out): XT scancodes
 * @ret_n: (out): how many, at least 1
 *
 * Reads the keys that take the keyboard back. What cannot be read is the default: there must be a way out.
 *
 * Returns: (transfer none): @text, or %LODGE_RELEASE_KEYS
 */
const char *
lodge_key_combo_parse_release (const char *text,
                               guint       ret_scancodes[LODGE_KEY_COMBO_MAX],
                               gsize      *ret_n)
{
  *ret_n = lodge_key_combo_parse (text != NULL ? text : "", ret_scancodes);
  if (*ret_n > 0)
    return text;

  *ret_n = lodge_key_combo_parse (LODGE_RELEASE_KEYS, ret_scancodes);
  return LODGE_RELEASE_KEYS;
}

/**
 * lodge_key_combo_get_label:
 * @text: a combination
 *
 * Writes a combination for people: “Ctrl+Alt+Del”.
 *
 * Returns: (transfer full): translated; empty when it cannot be read
 */
char *
lodge_key_combo_get_label (const char *text)
{
  g_autoptr(GString) label = g_string_new (NULL);
  gsize found[LODGE_KEY_COMBO_MAX];
  gsize n = find_keys (text, found);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *capitals = g_ascii_strup (keys[found[i]].name, -1);

      if (i > 0)
        g_string_append_c (label, '+');
      g_string_append (label, keys[found[i]].label != NULL
                                ? g_dpgettext2 (NULL, "keyboard", keys[found[i]].label) : capitals);
    }
  return g_string_free (g_steal_pointer (&label), FALSE);
}

/**
 * lodge_key_combo_get_accel:
 * @text: a combination
 *
 * Writes a combination as the keys of a GtkShortcutsShortcut: “Control_L+Alt_L”.
 *
 * Returns: (transfer full): empty when it cannot be read
 */
char *
lodge_key_combo_get_accel (const char *text)
{
  g_autoptr(GString) accel = g_string_new (NULL);
  gsize found[LODGE_KEY_COMBO_MAX];
  gsize n = find_keys (text, found);

  for (gsize i = 0; i < n; i++)
    {
      const char *name = keys[found[i]].symbol != NULL ? keys[found[i]].symbol : keys[found[i]].name;

      if (i > 0)
        g_string_append_c (accel, '+');
      /* F1, but a. */
      if (keys[found[i]].symbol == NULL && strlen (name) > 1)
        g_string_append_c (accel, g_ascii_toupper (*name++));
      g_string_append (accel, name);
    }
  return g_string_free (g_steal_pointer (&accel), FALSE);
}

/**
 * lodge_key_combo_get_key:
 * @index: from 0
 *
 * Returns: (nullable): the name of a key, %NULL behind the last one
 */
const char *
lodge_key_combo_get_key (guint index)
{
  return index < G_N_ELEMENTS (keys) ? keys[index].name : NULL;
}
