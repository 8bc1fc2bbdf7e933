/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Key symbols for servers that do not take scancodes. Which letter a key stands for is the guest's
 * layout's matter, but such a server wants a symbol: it gets that of a US keyboard. */

#include "config.h"

#include "console/lodge-vnc-keys-private.h"

/* The main block, from 1 to 0x39: what the keys say without and with Shift; a space is no letter. */
static const char plain[]   = "  1234567890-=  qwertyuiop[]  asdfghjkl;'` \\zxcvbnm,./";
static const char shifted[] = "  !@#$%^&*()_+  QWERTYUIOP{}  ASDFGHJKL:\"~ |ZXCVBNM<>?";

static const struct {
  guint16 scancode;
  guint16 keysym;
} others[] = {
  { 0x01, 0xff1b },  /* Escape */
  { 0x0e, 0xff08 },  /* Backspace */
  { 0x0f, 0xff09 },  /* Tab */
  { 0x1c, 0xff0d },  /* Return */
  { 0x1d, 0xffe3 },  /* left Ctrl */
  { 0x2a, 0xffe1 },  /* left Shift */
  { 0x36, 0xffe2 },  /* right Shift */
  { 0x37, 0xffaa },  /* * of the keypad */
  { 0x38, 0xffe9 },  /* left Alt */
  { 0x39, 0x0020 },  /* space */
  { 0x3a, 0xffe5 },  /* Caps Lock */
  { 0x45, 0xff7f },  /* Num Lock */
  { 0x46, 0xff14 },  /* Scroll Lock */
  { 0x4a, 0xffad },  /* - of the keypad */
  { 0x4e, 0xffab },  /* + of the keypad */
  { 0x53, 0xffae },  /* , of the keypad */
  { 0x56, 0x003c },  /* the key beside left Shift */
  { 0x57, 0xffc8 },  /* F11 */
  { 0x58, 0xffc9 },  /* F12 */
  { 0x11c, 0xff8d }, /* Enter of the keypad */
  { 0x11d, 0xffe4 }, /* right Ctrl */
  { 0x135, 0xffaf }, /* / of the keypad */
  { 0x137, 0xff61 }, /* Print */
  { 0x138, 0xffea }, /* right Alt */
  { 0x146, 0xff13 }, /* Pause */
  { 0x147, 0xff50 }, /* Home */
  { 0x148, 0xff52 }, /* Up */
  { 0x149, 0xff55 }, /* Page Up */
  { 0x14b, 0xff51 }, /* Left */
  { 0x14d, 0xff53 }, /* Right */
  { 0x14f, 0xff57 }, /* End */
  { 0x150, 0xff54 }, /* Down */
  { 0x151, 0xff56 }, /* Page Down */
  { 0x152, 0xff63 }, /* Insert */
  { 0x153, 0xffff }, /* Delete */
  { 0x15b, 0xffeb }, /* left Super */
  { 0x15c, 0xffec }, /* right Super */
  { 0x15d, 0xff67 }, /* Menu */
};

/* The symbol of a key, in X11's numbers; 0 when it has none. @scancode is as in lodge_console_key(). */
guint
lodge_vnc_keysym_from_scancode (guint    scancode,
                                gboolean shift)
{
  static const guint8 keypad[] = { 7, 8, 9, 0, 4, 5, 6, 0, 1, 2, 3, 0 };  /* from 0x47 */

  if (scancode < sizeof plain - 1 && plain[scancode] != ' ')
    return (guint8) (shift ? shifted[scancode] : plain[scancode]);
  if (scancode >= 0x3b && scancode <= 0x44)
    return 0xffbe + (scancode - 0x3b);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].scancode == scancode)
      return others[i].keysym;
  if (scancode >= 0x47 && scancode <= 0x52)
    return 0xffb0u + keypad[scancode - 0x47];
  return 0;
}
