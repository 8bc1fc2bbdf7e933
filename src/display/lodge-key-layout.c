/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Characters as keys: a table made from the layout that XKB describes. A character that no key has may
 * be dead keys and a letter, as the Compose file of en_US.UTF-8 puts them together, or a letter and
 * the keys of combining marks. The guest must have the same layout; nothing can tell which it has. */

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

/* What a dead key makes with a space, when pressed twice, and with a letter. A space for none. */
static const struct {
  xkb_keysym_t dead;
  gunichar with_space;
  gunichar twice;
  gunichar combining;
} accents[] = {
  { XKB_KEY_dead_grave, '`', ' ', 0x300 },
  { XKB_KEY_dead_acute, '\'', 0xb4, 0x301 },
  { XKB_KEY_dead_circumflex, '^', ' ', 0x302 },
  { XKB_KEY_dead_tilde, '~', ' ', 0x303 },
  { XKB_KEY_dead_macron, 0xaf, ' ', 0x304 },
  { XKB_KEY_dead_breve, 0x2d8, ' ', 0x306 },
  { XKB_KEY_dead_abovedot, 0x2d9, ' ', 0x307 },
  { XKB_KEY_dead_diaeresis, '"', 0xa8, 0x308 },
  { XKB_KEY_dead_hook, ' ', ' ', 0x309 },
  { XKB_KEY_dead_abovering, 0xb0, ' ', 0x30a },
  { XKB_KEY_dead_doubleacute, 0x2dd, ' ', 0x30b },
  { XKB_KEY_dead_caron, 0x2c7, ' ', 0x30c },
  { XKB_KEY_dead_horn, ' ', ' ', 0x31b },
  { XKB_KEY_dead_belowdot, ' ', ' ', 0x323 },
  { XKB_KEY_dead_cedilla, 0xb8, ' ', 0x327 },
  { XKB_KEY_dead_ogonek, 0x2db, ' ', 0x328 },
};

/* Letters with a stroke have no parts in Unicode. */
static const gunichar stroked[][2] = {
  { 0x110, 'D' }, { 0x111, 'd' }, { 0x126, 'H' }, { 0x127, 'h' }, { 0x141, 'L' }, { 0x142, 'l' },
  { 0xd8, 'O' }, { 0xf8, 'o' }, { 0x166, 'T' }, { 0x167, 't' },
};

/* Linux's key codes of an ordinary keyboard; a guest knows no others. */
#define N_KEYS 128

/* A letter and its marks, as canonical decomposition has them. */
#define MAX_MARKS 3

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
  guint scancode = key >= 8 && key - 8 < N_KEYS ? lodge_scancode_from_evdev (key - 8) : 0;
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

static gboolean
find_dead (LodgeKeyLayout *self,
           gunichar        combining,
           LodgeStroke    *stroke)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accents); i++)
    if (accents[i].combining == combining)
      return unpack (self->dead_keys, accents[i].dead, stroke);
  return FALSE;
}

/* An accent for itself: its dead key, and the space or the same once more. */
static guint
find_alone (LodgeKeyLayout *self,
            gunichar        character,
            LodgeStroke    *strokes)
{
  for (gsize i = 0; character != ' ' && i < G_N_ELEMENTS (accents); i++)
    {
      gboolean twice = character == accents[i].twice;

      if ((!twice && character != accents[i].with_space)
          || !unpack (self->dead_keys, accents[i].dead, &strokes[0]))
        continue;
      strokes[1] = strokes[0];
      if (twice || unpack (self->characters, ' ', &strokes[1]))
        return 2;
    }
  return 0;
}

static guint
find_stroked (LodgeKeyLayout *self,
              gunichar        character,
              LodgeStroke    *strokes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stroked); i++)
    if (stroked[i][0] == character
        && unpack (self->dead_keys, XKB_KEY_dead_stroke, &strokes[0])
        && unpack (self->characters, stroked[i][1], &strokes[1]))
      return 2;
  return 0;
}

/* Without the mark at @without, put together again; 0 when that is no character, or the mark cannot go
 * last because another one is in the same place of the letter. */
static gunichar
compose_rest (const gunichar *parts,
              gsize           n,
              gsize           without)
{
  int place = g_unichar_combining_class (parts[without]);
  gunichar rest = parts[0];

  for (gsize i = 1; i < n; i++)
    if (i != without
        && ((i > without && g_unichar_combining_class (parts[i]) == place)
            || !g_unichar_compose (rest, parts[i], &rest)))
      return 0;
  return rest;
}

/* A dead key, and the rest as one key or as what is found for it in turn. The last mark goes first, as
 * in Compose files. */
static guint
find_with_dead_keys (LodgeKeyLayout *self,
                     const gunichar *parts,
                     gsize           n,
                     LodgeStroke    *strokes)
{
  guint rest;

  for (gsize i = n - 1; i > 0; i--)
    if (find_dead (self, parts[i], &strokes[0])
        && unpack (self->characters, compose_rest (parts, n, i), &strokes[1]))
      return 2;
  if (n < 3 || !find_dead (self, parts[n - 1], &strokes[0]))
    return 0;

  rest = find_with_dead_keys (self, parts, n - 1, strokes + 1);
  return rest > 0 ? rest + 1 : 0;
}

/* As much of the letter as there is a key for, then keys of marks: a Vietnamese keyboard has those. */
static guint
find_with_marks (LodgeKeyLayout *self,
                 const gunichar *parts,
                 gsize           n,
                 LodgeStroke    *strokes)
{
  guint rest;

  for (gsize i = n - 1; i > 0; i--)
    if (unpack (self->characters, parts[i], &strokes[1])
        && unpack (self->characters, compose_rest (parts, n, i), &strokes[0]))
      return 2;
  if (n < 3)
    return 0;

  rest = find_with_marks (self, parts, n - 1, strokes);
  return rest > 0 && unpack (self->characters, parts[n - 1], &strokes[rest]) ? rest + 1 : 0;
}

/**
 * lodge_key_layout_find:
 * @self: a layout
 * @character: what is to be typed
 * @strokes: (out): the keys for it, in order
 *
 * Finds the keys that make a character. What takes two dead keys works in guests that compose as X does,
 * not on a text console or in Windows.
 *
 * Returns: how many strokes it takes; 0 when it cannot be typed
 */
guint
lodge_key_layout_find (LodgeKeyLayout *self,
                       gunichar        character,
                       LodgeStroke     strokes[LODGE_STROKES_MAX])
{
  gunichar parts[MAX_MARKS + 1 + 1];
  gboolean direct;
  guint found;
  gsize n;

  g_return_val_if_fail (LODGE_IS_KEY_LAYOUT (self), 0);

  /* With AltGr, Windows has other characters where accents are dead keys. */
  direct = unpack (self->characters, character, &strokes[0]);
  if (direct && (character >= 0x80 || !(strokes[0].modifiers & LODGE_STROKE_ALTGR)))
    return 1;
  found = find_alone (self, character, strokes);
  if (found > 0 && !(direct && strokes[0].modifiers & LODGE_STROKE_ALTGR))
    return found;
  if (direct)
    return unpack (self->characters, character, &strokes[0]);

  n = g_unichar_fully_decompose (character, FALSE, parts, G_N_ELEMENTS (parts));
  if (n < 2 || n > MAX_MARKS + 1)
    return find_stroked (self, character, strokes);
  found = find_with_dead_keys (self, parts, n, strokes);
  return found > 0 ? found : find_with_marks (self, parts, n, strokes);
}
