/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys as a PC keyboard sends them (XT scancode set 1; 0x100 stands for the prefix e0), from Linux key
 * codes or, where the display does not give those, from symbols. The guest applies its own layout to
 * them. Also the chord that takes the keyboard back. */

#include "config.h"

#include "display/lodge-scancode.h"

/* The key code that is Up where the key codes are Linux's, and Print on old X servers. */
#define KEYCODE_UP 111

/* KEY_* of linux/input-event-codes.h that differ from set 1; 1 to 83 are the same.
 * Print is e0 37 as on a keyboard: QEMU makes SysRq of it when Alt is down. Pause is no single code in
 * set 1; e0 46 stands for it. */
static const guint16 from_evdev[] = {
  [85] = 0x76, /* Zenkaku/Hankaku */
  [86] = 0x56, /* the key beside left Shift */
  [87] = 0x57, /* F11 */
  [88] = 0x58, /* F12 */
  [89] = 0x73, /* Ro */
  [90] = 0x78, /* Katakana */
  [91] = 0x77, /* Hiragana */
  [92] = 0x79, /* Henkan */
  [93] = 0x70, /* Katakana/Hiragana */
  [94] = 0x7b, /* Muhenkan */
  [95] = 0x5c, /* keypad , (Japanese) */
  [96] = 0x11c, /* keypad Enter */
  [97] = 0x11d, /* right Ctrl */
  [98] = 0x135, /* keypad / */
  [99] = 0x137, /* Print */
  [100] = 0x138, /* right Alt */
  [101] = 0x5b, /* line feed */
  [102] = 0x147, /* Home */
  [103] = 0x148, /* Up */
  [104] = 0x149, /* Page Up */
  [105] = 0x14b, /* Left */
  [106] = 0x14d, /* Right */
  [107] = 0x14f, /* End */
  [108] = 0x150, /* Down */
  [109] = 0x151, /* Page Down */
  [110] = 0x152, /* Insert */
  [111] = 0x153, /* Delete */
  [112] = 0x16f, /* macro */
  [113] = 0x120, /* mute */
  [114] = 0x12e, /* volume down */
  [115] = 0x130, /* volume up */
  [116] = 0x15e, /* power */
  [117] = 0x59, /* keypad = */
  [118] = 0x14e, /* keypad +/- */
  [119] = 0x146, /* Pause */
  [120] = 0x10b, /* scale */
  [121] = 0x7e, /* keypad , (Brazilian) */
  [122] = 0x72, /* Hangul */
  [123] = 0x71, /* Hanja */
  [124] = 0x7d, /* Yen */
  [125] = 0x15b, /* left Super */
  [126] = 0x15c, /* right Super */
  [127] = 0x15d, /* menu */
  [128] = 0x168, /* stop */
  [129] = 0x105, /* again */
  [130] = 0x106, /* props */
  [131] = 0x107, /* undo */
  [132] = 0x10c, /* front */
  [133] = 0x178, /* copy */
  [134] = 0x64, /* open */
  [135] = 0x65, /* paste */
  [136] = 0x141, /* find */
  [137] = 0x13c, /* cut */
  [138] = 0x175, /* help */
  [139] = 0x11e, /* menu (multimedia) */
  [140] = 0x121, /* calculator */
  [141] = 0x66, /* set-up */
  [142] = 0x15f, /* sleep */
  [143] = 0x163, /* wake up */
  [144] = 0x67, /* file */
  [145] = 0x68, /* send file */
  [146] = 0x69, /* delete file */
  [147] = 0x113, /* transfer */
  [148] = 0x11f, /* program 1 */
  [149] = 0x117, /* program 2 */
  [150] = 0x102, /* web */
  [151] = 0x6a, /* terminal */
  [152] = 0x112, /* lock the screen */
  [153] = 0x6b, /* rotate the screen */
  [154] = 0x126, /* cycle windows */
  [155] = 0x16c, /* mail */
  [156] = 0x166, /* bookmarks */
  [157] = 0x16b, /* computer */
  [158] = 0x16a, /* back */
  [159] = 0x169, /* forward */
  [160] = 0x123, /* close the drive */
  [161] = 0x6c, /* eject */
  [163] = 0x119, /* next song */
  [164] = 0x122, /* play or pause */
  [165] = 0x110, /* previous song */
  [166] = 0x124, /* stop */
  [167] = 0x131, /* record */
  [168] = 0x118, /* rewind */
  [169] = 0x63, /* phone */
  [171] = 0x101, /* configure */
  [172] = 0x132, /* home page */
  [173] = 0x167, /* reload */
  [176] = 0x108, /* edit */
  [178] = 0x10f, /* scroll down */
  [179] = 0x176, /* keypad ( */
  [180] = 0x17b, /* keypad ) */
  [181] = 0x109, /* new */
  [182] = 0x10a, /* redo */
  [183] = 0x5d, /* F13 */
  [184] = 0x5e, /* F14 */
  [185] = 0x5f, /* F15 */
  [186] = 0x55, /* F16 */
  [187] = 0x103, /* F17 */
  [188] = 0x177, /* F18 */
  [189] = 0x104, /* F19 */
  [190] = 0x5a, /* F20 */
  [191] = 0x74, /* F21 */
  [192] = 0x179, /* F22 */
  [193] = 0x6d, /* F23 */
  [194] = 0x6f, /* F24 */
  [200] = 0x128, /* play */
  [201] = 0x129, /* pause */
  [205] = 0x125, /* suspend */
  [206] = 0x12f, /* close */
  [207] = 0x133, /* play */
  [208] = 0x134, /* fast forward */
  [217] = 0x165, /* search */
  [226] = 0x16d, /* media */
};

/* Where each symbol is on a US keyboard. */
static const struct {
  guint16 keyval;
  guint16 scancode;
} from_keyval[] = {
  { GDK_KEY_Escape, 0x1 }, { GDK_KEY_minus, 0xc }, { GDK_KEY_equal, 0xd },
  { GDK_KEY_BackSpace, 0xe }, { GDK_KEY_Tab, 0xf }, { GDK_KEY_ISO_Left_Tab, 0xf },
  { GDK_KEY_bracketleft, 0x1a }, { GDK_KEY_bracketright, 0x1b }, { GDK_KEY_Return, 0x1c },
  { GDK_KEY_Control_L, 0x1d }, { GDK_KEY_semicolon, 0x27 }, { GDK_KEY_apostrophe, 0x28 },
  { GDK_KEY_grave, 0x29 }, { GDK_KEY_Shift_L, 0x2a }, { GDK_KEY_backslash, 0x2b },
  { GDK_KEY_comma, 0x33 }, { GDK_KEY_period, 0x34 }, { GDK_KEY_slash, 0x35 },
  { GDK_KEY_Shift_R, 0x36 }, { GDK_KEY_KP_Multiply, 0x37 }, { GDK_KEY_Alt_L, 0x38 },
  { GDK_KEY_space, 0x39 }, { GDK_KEY_Caps_Lock, 0x3a }, { GDK_KEY_Num_Lock, 0x45 },
  { GDK_KEY_Scroll_Lock, 0x46 }, { GDK_KEY_KP_Home, 0x47 }, { GDK_KEY_KP_7, 0x47 },
  { GDK_KEY_KP_Up, 0x48 }, { GDK_KEY_KP_8, 0x48 }, { GDK_KEY_KP_Page_Up, 0x49 },
  { GDK_KEY_KP_9, 0x49 }, { GDK_KEY_KP_Subtract, 0x4a }, { GDK_KEY_KP_Left, 0x4b },
  { GDK_KEY_KP_4, 0x4b }, { GDK_KEY_KP_Begin, 0x4c }, { GDK_KEY_KP_5, 0x4c },
  { GDK_KEY_KP_Right, 0x4d }, { GDK_KEY_KP_6, 0x4d }, { GDK_KEY_KP_Add, 0x4e },
  { GDK_KEY_KP_End, 0x4f }, { GDK_KEY_KP_1, 0x4f }, { GDK_KEY_KP_Down, 0x50 },
  { GDK_KEY_KP_2, 0x50 }, { GDK_KEY_KP_Page_Down, 0x51 }, { GDK_KEY_KP_3, 0x51 },
  { GDK_KEY_KP_Insert, 0x52 }, { GDK_KEY_KP_0, 0x52 }, { GDK_KEY_KP_Delete, 0x53 },
  { GDK_KEY_KP_Decimal, 0x53 }, { GDK_KEY_less, 0x56 }, { GDK_KEY_F11, 0x57 },
  { GDK_KEY_F12, 0x58 }, { GDK_KEY_KP_Enter, 0x11c }, { GDK_KEY_Control_R, 0x11d },
  { GDK_KEY_KP_Divide, 0x135 }, { GDK_KEY_Print, 0x137 }, { GDK_KEY_Alt_R, 0x138 },
  { GDK_KEY_ISO_Level3_Shift, 0x138 }, { GDK_KEY_Pause, 0x146 }, { GDK_KEY_Home, 0x147 },
  { GDK_KEY_Up, 0x148 }, { GDK_KEY_Page_Up, 0x149 }, { GDK_KEY_Left, 0x14b },
  { GDK_KEY_Right, 0x14d }, { GDK_KEY_End, 0x14f }, { GDK_KEY_Down, 0x150 },
  { GDK_KEY_Page_Down, 0x151 }, { GDK_KEY_Insert, 0x152 }, { GDK_KEY_Delete, 0x153 },
  { GDK_KEY_Super_L, 0x15b }, { GDK_KEY_Super_R, 0x15c }, { GDK_KEY_Menu, 0x15d },
  { GDK_KEY_1, 0x2 }, { GDK_KEY_2, 0x3 }, { GDK_KEY_3, 0x4 }, { GDK_KEY_4, 0x5 },
  { GDK_KEY_5, 0x6 }, { GDK_KEY_6, 0x7 }, { GDK_KEY_7, 0x8 }, { GDK_KEY_8, 0x9 },
  { GDK_KEY_9, 0xa }, { GDK_KEY_0, 0xb }, { GDK_KEY_q, 0x10 }, { GDK_KEY_w, 0x11 },
  { GDK_KEY_e, 0x12 }, { GDK_KEY_r, 0x13 }, { GDK_KEY_t, 0x14 }, { GDK_KEY_y, 0x15 },
  { GDK_KEY_u, 0x16 }, { GDK_KEY_i, 0x17 }, { GDK_KEY_o, 0x18 }, { GDK_KEY_p, 0x19 },
  { GDK_KEY_a, 0x1e }, { GDK_KEY_s, 0x1f }, { GDK_KEY_d, 0x20 }, { GDK_KEY_f, 0x21 },
  { GDK_KEY_g, 0x22 }, { GDK_KEY_h, 0x23 }, { GDK_KEY_j, 0x24 }, { GDK_KEY_k, 0x25 },
  { GDK_KEY_l, 0x26 }, { GDK_KEY_z, 0x2c }, { GDK_KEY_x, 0x2d }, { GDK_KEY_c, 0x2e },
  { GDK_KEY_v, 0x2f }, { GDK_KEY_b, 0x30 }, { GDK_KEY_n, 0x31 }, { GDK_KEY_m, 0x32 },
  { GDK_KEY_F1, 0x3b }, { GDK_KEY_F2, 0x3c }, { GDK_KEY_F3, 0x3d }, { GDK_KEY_F4, 0x3e },
  { GDK_KEY_F5, 0x3f }, { GDK_KEY_F6, 0x40 }, { GDK_KEY_F7, 0x41 }, { GDK_KEY_F8, 0x42 },
  { GDK_KEY_F9, 0x43 }, { GDK_KEY_F10, 0x44 },
};

/**
 * lodge_scancode_from_evdev:
 * @code: KEY_* of Linux; on X11 and Wayland, a key code less 8
 *
 * Finds the scancode of a key.
 *
 * Returns: the scancode, 0 when the key has none
 */
guint
lodge_scancode_from_evdev (guint code)
{
  if (code < 84)
    return code;
  return code < G_N_ELEMENTS (from_evdev) ? from_evdev[code] : 0;
}

/**
 * lodge_scancode_from_keyval:
 * @keyval: GDK_KEY_*
 *
 * Finds the key that has a symbol on a US keyboard.
 *
 * Returns: the scancode, 0 when no key has it
 */
guint
lodge_scancode_from_keyval (guint keyval)
{
  if (keyval >= GDK_KEY_A && keyval <= GDK_KEY_Z)
    keyval += GDK_KEY_a - GDK_KEY_A;
  for (gsize i = 0; i < G_N_ELEMENTS (from_keyval); i++)
    if (from_keyval[i].keyval == keyval)
      return from_keyval[i].scancode;
  return 0;
}

/**
 * lodge_scancode_has_evdev:
 * @display: a display
 *
 * Returns: whether its key codes are Linux's
 */
gboolean
lodge_scancode_has_evdev (GdkDisplay *display)
{
  g_autofree guint *keyvals = NULL;
  int n = 0;

  if (!gdk_display_map_keycode (display, KEYCODE_UP, NULL, &keyvals, &n))
    return FALSE;

  for (int i = 0; i < n; i++)
    if (keyvals[i] == GDK_KEY_Up)
      return TRUE;
  return FALSE;
}

/**
 * lodge_scancode_from_key:
 * @evdev: whether the key codes are Linux's
 * @keyval: the symbol of an event
 * @keycode: its key code
 *
 * Finds the key of an event, by its place on the keyboard where that is known.
 *
 * Returns: the scancode, 0 when no key has it
 */
guint
lodge_scancode_from_key (gboolean evdev,
                         guint    keyval,
                         guint    keycode)
{
  guint scancode = 0;

  if (evdev && keycode >= 8)
    scancode = lodge_scancode_from_evdev (keycode - 8);
  return scancode != 0 ? scancode : lodge_scancode_from_keyval (keyval);
}

/**
 * lodge_release_chord_init:
 * @self: (out): the chord
 * @scancodes: (array length=n): its keys
 * @n: how many, at most LODGE_CHORD_MAX; without any it is never completed
 *
 * Begins with all keys up.
 */
void
lodge_release_chord_init (LodgeReleaseChord *self,
                          const guint       *scancodes,
                          gsize              n)
{
  *self = (LodgeReleaseChord) { .n = MIN (n, LODGE_CHORD_MAX) };
  for (gsize i = 0; i < self->n; i++)
    self->scancodes[i] = scancodes[i];
}

/**
 * lodge_release_chord_reset:
 * @self: the chord
 *
 * Begins again with all keys up: what was let go where nobody saw it is not down.
 */
void
lodge_release_chord_reset (LodgeReleaseChord *self)
{
  self->down = 0;
  self->armed = FALSE;
}

/**
 * lodge_release_chord_key:
 * @self: the chord
 * @scancode: a key
 * @pressed: down or up
 *
 * Follows the keyboard.
 *
 * Returns: %TRUE when this key completes the chord
 */
gboolean
lodge_release_chord_key (LodgeReleaseChord *self,
                         guint              scancode,
                         gboolean           pressed)
{
  gboolean armed = self->armed;
  guint bit = 0;

  for (gsize i = 0; i < self->n; i++)
    if (self->scancodes[i] == scancode)
      bit = 1u << i;

  if (bit == 0)
    {
      self->armed = FALSE;
      return FALSE;
    }
  if (pressed)
    {
      /* A repetition neither arms nor disarms. */
      if (!(self->down & bit))
        self->armed = (self->down | bit) == (1u << self->n) - 1;
      self->down |= bit;
      return FALSE;
    }

  self->down &= ~bit;
  self->armed = FALSE;
  return armed;
}

/* Something else happened in between, as a click. */
void
lodge_release_chord_disarm (LodgeReleaseChord *self)
{
  self->armed = FALSE;
}
