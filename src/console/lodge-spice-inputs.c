/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and pointer over a SPICE inputs channel. */

#include "config.h"

#include "console/lodge-spice-inputs-private.h"

struct _LodgeSpiceInputs
{
  SpiceInputsChannel *channel;
  int buttons;          /* a mask of the protocol */
};

static guint
button_of_protocol (guint button)
{
  static const guint buttons[] = {
    [1] = SPICE_MOUSE_BUTTON_LEFT, [2] = SPICE_MOUSE_BUTTON_MIDDLE, [3] = SPICE_MOUSE_BUTTON_RIGHT,
    [4] = SPICE_MOUSE_BUTTON_UP,   [5] = SPICE_MOUSE_BUTTON_DOWN,   [8] = SPICE_MOUSE_BUTTON_SIDE,
    [9] = SPICE_MOUSE_BUTTON_EXTRA,
  };

  return button < G_N_ELEMENTS (buttons) ? buttons[button] : 0;
}

static void
send_scancode (LodgeSpiceInputs *self,
               guint             scancode,
               gboolean          pressed)
{
  if (pressed)
    spice_inputs_channel_key_press (self->channel, scancode);
  else
    spice_inputs_channel_key_release (self->channel, scancode);
}

LodgeSpiceInputs *
lodge_spice_inputs_new (SpiceChannel *channel)
{
  LodgeSpiceInputs *self = g_new0 (LodgeSpiceInputs, 1);

  self->channel = SPICE_INPUTS_CHANNEL (g_object_ref (channel));
  return self;
}

void
lodge_spice_inputs_free (LodgeSpiceInputs *self)
{
  g_object_unref (self->channel);
  g_free (self);
}

gboolean
lodge_spice_inputs_has (LodgeSpiceInputs *self,
                        SpiceChannel     *channel)
{
  return self != NULL && SPICE_CHANNEL (self->channel) == channel;
}

/* As lodge_console_key(). */
void
lodge_spice_inputs_key (LodgeSpiceInputs *self,
                        guint             scancode,
                        gboolean          pressed)
{
  /* Pause is e1 1d 45; the library writes 0x200 as the prefix e1. */
  if (scancode == 0x146)
    send_scancode (self, 0x21d, pressed);
  send_scancode (self, scancode == 0x146 ? 0x45 : scancode, pressed);
}

void
lodge_spice_inputs_motion (LodgeSpiceInputs *self,
                           int               display,
                           int               x,
                           int               y)
{
  spice_inputs_channel_position (self->channel, x, y, display, self->buttons);
}

void
lodge_spice_inputs_move (LodgeSpiceInputs *self,
                         int               dx,
                         int               dy)
{
  spice_inputs_channel_motion (self->channel, dx, dy, self->buttons);
}

/* As lodge_console_button(). */
void
lodge_spice_inputs_button (LodgeSpiceInputs *self,
                           guint             button,
                           gboolean          pressed)
{
  guint code = button_of_protocol (button);
  int mask;

  if (code == 0)
    return;

  mask = 1 << (code - 1);
  if (pressed)
    {
      self->buttons |= mask;
      spice_inputs_channel_button_press (self->channel, (int) code, self->buttons);
    }
  else
    {
      self->buttons &= ~mask;
      spice_inputs_channel_button_release (self->channel, (int) code, self->buttons);
    }
}

void
lodge_spice_inputs_set_locks (LodgeSpiceInputs *self,
                              gboolean          caps,
                              gboolean          num,
                              gboolean          scroll)
{
  spice_inputs_channel_set_key_locks (self->channel, (caps ? SPICE_INPUTS_CAPS_LOCK : 0)
                                                     | (num ? SPICE_INPUTS_NUM_LOCK : 0)
                                                     | (scroll ? SPICE_INPUTS_SCROLL_LOCK : 0));
}

/* What the guest's lights show. */
LodgeLocks
lodge_spice_inputs_get_locks (LodgeSpiceInputs *self)
{
  int modifiers = 0;

  g_object_get (self->channel, "key-modifiers", &modifiers, NULL);
  return (modifiers & SPICE_INPUTS_CAPS_LOCK ? LODGE_LOCK_CAPS : 0)
         | (modifiers & SPICE_INPUTS_NUM_LOCK ? LODGE_LOCK_NUM : 0)
         | (modifiers & SPICE_INPUTS_SCROLL_LOCK ? LODGE_LOCK_SCROLL : 0);
}
