/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Characters as keys: a table made from the layout that XKB describes. A character that no key has may
 * be a dead key and a letter. The guest must have the same layout; nothing can tell which it has. */

#include "config.h"

#include "display/lodge-key-layout.h"

#include <glib/gi18n-lib.h>
#include <xkbcommon/xkbcommon.h>

#include "base/lodge-error.h"
#include "display/lodge-scancode.h"

struct _LodgeKeyLayout
{
  GObject parent_instance;

  char *name;
  GHashTable *characters;   /* gunichar → packed stroke */
  GHashTable *dead_keys;    /* keysym → packed stroke */
};

G_DEFINE_FINAL_TYPE (LodgeKeyLayout, lodge_key_layout, G_TYPE_OBJECT)

/* What a dead key adds, alone with a space, and with a letter. */
static const struct {
  xkb_keysym_t dead;
  gunichar alone;
  gunichar combining;
} accents[] = {
  { XKB_KEY_dead_grave, '`', 0x300 },
  { XKB_KEY_dead_acute, 0xb4, 0x301 },
  { XKB_KEY_dead_circumflex, '^', 0x302 },
  { XKB_KEY_dead_tilde, '~', 0x303 },
  { XKB_KEY_dead_macron, 0xaf, 0x304 },
  { XKB_KEY_dead_breve, 0x2d8, 0x306 },
  { XKB_KEY_dead_abovedot, 0x2d9, 0x307 },
  { XKB_KEY_dead_diaeresis, 0xa8, 0x308 },
  { XKB_KEY_dead_hook, 0, 0x309 },
  { XKB_KEY_dead_abovering, 0x2da, 0x30a },
  { XKB_KEY_dead_doubleacute, 0x2dd, 0x30b },
  { XKB_KEY_dead_caron, 0x2c7, 0x30c },
  { XKB_KEY_dead_horn, 0, 0x31b },
  { XKB_KEY_dead_belowdot, 0, 0x323 },
  { XKB_KEY_dead_cedilla, 0xb8, 0x327 },
  { XKB_KEY_dead_ogonek, 0x2db, 0x328 },
};

static gpointer
pack (guint scancode,
      guint modifiers)
{
  return GUINT_TO_POINTER (scancode | modifiers << 16);
}

static gboolean
unpack (GHashTable  *table,
        guint        key,
        LodgeStroke *stroke)
{
  guint packed = GPOINTER_TO_UINT (g_hash_table_lookup (table, GUINT_TO_POINTER (key)));

  stroke->scancode = packed & 0xffff;
  stroke->modifiers = packed >> 16;
  return packed != 0;
}

/* What the keypad's keys make depends on a lock. */
static gboolean
is_keypad (guint scancode)
{
  return (scancode >= 0x47 && scancode <= 0x53) || scancode == 0x37 || scancode == 0x59
         || scancode == 0x7e || scancode == 0x11c || scancode == 0x135;
}

/* The fewest modifiers that reach a level; -1 when others than Shift and AltGr are needed. */
static int
find_modifiers (struct xkb_keymap *keymap,
                xkb_keycode_t      key,
                xkb_level_index_t  level)
{
  xkb_mod_mask_t shift = 1u << xkb_keymap_mod_get_index (keymap, XKB_MOD_NAME_SHIFT);
  xkb_mod_mask_t altgr = 1u << xkb_keymap_mod_get_index (keymap, "Mod5");
  xkb_mod_mask_t masks[16];
  gsize n = xkb_keymap_key_get_mods_for_level (keymap, key, 0, level, masks, G_N_ELEMENTS (masks));
  int best = -1;

  for (gsize i = 0; i < n; i++)
    {
      int modifiers = (masks[i] & shift ? LODGE_STROKE_SHIFT : 0)
                      | (masks[i] & altgr ? LODGE_STROKE_ALTGR : 0);

      if ((masks[i] & ~(shift | altgr)) == 0 && (best < 0 || modifiers < best))
        best = modifiers;
    }
  return best;
}

/* Keys that every keyboard has go first, then few modifiers. The one beside the left Shift means something
 * else to many a guest. */
static guint
cost (guint scancode,
      guint modifiers)
{
  return modifiers + (scancode < 0x3a ? 0 : scancode == 0x56 ? 8 : 16);
}

static void
add (GHashTable *table,
     guint       key,
     guint       scancode,
     guint       modifiers)
{
  LodgeStroke old;

  if (!unpack (table, key, &old) || cost (old.scancode, old.modifiers) > cost (scancode, modifiers))
    g_hash_table_insert (table, GUINT_TO_POINTER (key), pack (scancode, modifiers));
}

static void
add_key (struct xkb_keymap *keymap,
         xkb_keycode_t      key,
         void              *data)
{
  LodgeKeyLayout *self = data;
  guint scancode = key >= 8 ? lodge_scancode_from_evdev (key - 8) : 0;
  xkb_level_index_t n = xkb_keymap_num_levels_for_key (keymap, key, 0);

  if (scancode == 0 || is_keypad (scancode))
    return;

  for (xkb_level_index_t level = 0; level < n; level++)
    {
      const xkb_keysym_t *syms;
      int modifiers;
      guint32 character;

      if (xkb_keymap_key_get_syms_by_level (keymap, key, 0, level, &syms) != 1)
        continue;
      modifiers = find_modifiers (keymap, key, level);
      if (modifiers < 0)
        continue;

      character = xkb_keysym_to_utf32 (syms[0]);
      if (character >= 0x20 && character != 0x7f)
        add (self->characters, character, scancode, (guint) modifiers);
      else if (syms[0] >= XKB_KEY_dead_grave && syms[0] <= XKB_KEY_dead_currency)
        add (self->dead_keys, syms[0], scancode, (guint) modifiers);
    }
}

static struct xkb_keymap *
make_keymap (const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, "+", 2);
  struct xkb_rule_names names = { .rules = "evdev", .model = "pc105" };
  struct xkb_context *context;
  struct xkb_keymap *keymap;

  if (parts[0] == NULL)
    return NULL;

  context = xkb_context_new (XKB_CONTEXT_NO_ENVIRONMENT_NAMES);
  if (context == NULL)
    return NULL;

  names.layout = parts[0];
  names.variant = parts[1];
  xkb_context_set_log_level (context, XKB_LOG_LEVEL_CRITICAL);
  keymap = xkb_keymap_new_from_names (context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS);
  xkb_context_unref (context);
  return keymap;
}

static void
lodge_key_layout_finalize (GObject *object)
{
  LodgeKeyLayout *self = LODGE_KEY_LAYOUT (object);

  g_free (self->name);
  g_hash_table_unref (self->characters);
  g_hash_table_unref (self->dead_keys);

  G_OBJECT_CLASS (lodge_key_layout_parent_class)->finalize (object);
}

static void
lodge_key_layout_class_init (LodgeKeyLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_key_layout_finalize;
}

static void
lodge_key_layout_init (LodgeKeyLayout *self)
{
  self->characters = g_hash_table_new (NULL, NULL);
  self->dead_keys = g_hash_table_new (NULL, NULL);
}

/**
 * lodge_key_layout_new:
 * @name: XKB's name, as `us` or `de+nodeadkeys`
 * @error: for `LODGE_ERROR_FAILED`, when there is no such layout
 *
 * Reads a layout from XKB's files.
 *
 * Returns: (transfer full) (nullable): the layout
 */
LodgeKeyLayout *
lodge_key_layout_new (const char  *name,
                      GError     **error)
{
  LodgeKeyLayout *self;
  struct xkb_keymap *keymap;

  g_return_val_if_fail (name != NULL, NULL);

  keymap = make_keymap (name);
  if (keymap == NULL)
    {
      g_autoptr(GError) unknown =
        lodge_error_new (LODGE_ERROR_FAILED, name, "%s",
                         _("There is no such keyboard layout on this computer. Choose another one."));

      g_propagate_error (error, g_steal_pointer (&unknown));
      return NULL;
    }

  self = g_object_new (LODGE_TYPE_KEY_LAYOUT, NULL);
  self->name = g_strdup (name);
  xkb_keymap_key_for_each (keymap, add_key, self);
  g_hash_table_insert (self->characters, GUINT_TO_POINTER ('\n'), pack (0x1c, 0));
  g_hash_table_insert (self->characters, GUINT_TO_POINTER ('\t'), pack (0x0f, 0));
  xkb_keymap_unref (keymap);
  return self;
}

const char *
lodge_key_layout_get_name (LodgeKeyLayout *self)
{
  g_return_val_if_fail (LODGE_IS_KEY_LAYOUT (self), NULL);

  return self->name;
}

/**
 * lodge_key_layout_find:
 * @self: a layout
 * @character: what is to be typed
 * @strokes: (out): the keys for it, in order
 *
 * Finds the keys that make a character.
 *
 * Returns: how many strokes it takes; 0 when it cannot be typed
 */
guint
lodge_key_layout_find (LodgeKeyLayout *self,
                       gunichar        character,
                       LodgeStroke     strokes[LODGE_STROKES_MAX])
{
  gunichar letter, combining;

  g_return_val_if_fail (LODGE_IS_KEY_LAYOUT (self), 0);

  if (unpack (self->characters, character, &strokes[0]))
    return 1;
  if (!g_unichar_decompose (character, &letter, &combining))
    letter = combining = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (accents); i++)
    if ((character == accents[i].alone || combining == accents[i].combining)
        && unpack (self->dead_keys, accents[i].dead, &strokes[0])
        && unpack (self->characters, character == accents[i].alone ? ' ' : letter, &strokes[1]))
      return 2;
  return 0;
}
