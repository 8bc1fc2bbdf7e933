/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and pointer over a SPICE inputs channel. Over a network press and release of a key may come far apart,
 * and the guest would repeat it: so a press is held for a moment there, and one that ends before goes as one
 * message with its release. */

#include "config.h"

#include "console/lodge-spice-inputs-private.h"

#include <spice/enums.h>
#include <spice/protocol.h>

#include "console/lodge-spice-host-private.h"

/* As long as keys are usually down; guests repeat after 250 ms and more. */
#define HOLD_MS 100

struct _LodgeSpiceInputs
{
  SpiceInputsChannel *channel;
  int buttons;          /* a mask of the protocol */
  int display, x, y;    /* the place that was told last; -1: none */
  guint held;           /* a key that is down and not told yet; 0: none */
  guint hold_source;
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

/* A channel may end before its session does, and takes nothing from then on. */
static gboolean
is_open (LodgeSpiceInputs *self)
{
  g_autoptr(GSocket) socket = lodge_spice_channel_dup_socket (SPICE_CHANNEL (self->channel));

  return socket != NULL;
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

static void
tell_held (LodgeSpiceInputs *self)
{
  if (self->held != 0 && is_open (self))
    spice_inputs_channel_key_press (self->channel, self->held);
  self->held = 0;
  g_clear_handle_id (&self->hold_source, g_source_remove);
}

static gboolean
hold_cb (gpointer user_data)
{
  LodgeSpiceInputs *self = user_data;

  self->hold_source = 0;
  tell_held (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_network (LodgeSpiceInputs *self)
{
  g_autoptr(GSocket) socket = lodge_spice_channel_dup_socket (SPICE_CHANNEL (self->channel));

  return socket != NULL && g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX;
}

/* Keys that are held down for others, or that have a lamp. */
static gboolean
is_modifier (guint scancode)
{
  static const guint keys[] = { 0x1d, 0x11d, 0x2a, 0x36, 0x38, 0x138, 0x3a, 0x45, 0x46, 0x15b, 0x15c };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i] == scancode)
      return TRUE;
  return FALSE;
}

/* TRUE when nothing is to be sent but what this does. */
static gboolean
hold (LodgeSpiceInputs *self,
      guint             scancode,
      gboolean          pressed)
{
  gboolean was_held = scancode == self->held;

  if (was_held && !pressed)
    {
      self->held = 0;
      g_clear_handle_id (&self->hold_source, g_source_remove);
      spice_inputs_channel_key_press_and_release (self->channel, (int) scancode);
      return TRUE;
    }
  tell_held (self);
  if (was_held || !pressed || is_modifier (scancode) || !is_network (self))
    return FALSE;

  self->held = scancode;
  self->hold_source = g_timeout_add (HOLD_MS, hold_cb, self);
  return TRUE;
}

LodgeSpiceInputs *
lodge_spice_inputs_new (SpiceChannel *channel)
{
  LodgeSpiceInputs *self = g_new0 (LodgeSpiceInputs, 1);

  self->channel = SPICE_INPUTS_CHANNEL (g_object_ref (channel));
  self->display = -1;
  return self;
}

void
lodge_spice_inputs_free (LodgeSpiceInputs *self)
{
  g_clear_handle_id (&self->hold_source, g_source_remove);
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
  if (!is_open (self))
    return;

  /* Pause is e1 1d 45; the library writes 0x200 as the prefix e1. */
  if (scancode == 0x146)
    {
      tell_held (self);
      send_scancode (self, 0x21d, pressed);
      send_scancode (self, 0x45, pressed);
    }
  else if (!hold (self, scancode, pressed))
    send_scancode (self, scancode, pressed);
}

void
lodge_spice_inputs_motion (LodgeSpiceInputs *self,
                           int               display,
                           int               x,
                           int               y)
{
  self->display = display;
  self->x = x;
  self->y = y;
  if (is_open (self))
    spice_inputs_channel_position (self->channel, x, y, display, self->buttons);
}

void
lodge_spice_inputs_move (LodgeSpiceInputs *self,
                         int               dx,
                         int               dy)
{
  if (is_open (self))
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

  if (code == 0 || !is_open (self))
    return;

  tell_held (self);
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

/* A server drops what does not fit its mode, but counts it. If the mode has just changed, steps add up to
 * none, and a place is where the pointer was. */
void
lodge_spice_inputs_ask (LodgeSpiceInputs *self,
                        LodgePointerMode  mode)
{
  if (!is_open (self))
    return;

  /* The library takes the corner for a place that it has still to tell, and does when the server answers. */
  if (self->display < 0)
    spice_inputs_channel_position (self->channel, 0, 0, -1, self->buttons);

  for (int i = 0; i < SPICE_INPUT_MOTION_ACK_BUNCH; i++)
    if (mode == LODGE_POINTER_ABSOLUTE)
      spice_inputs_channel_motion (self->channel, i % 2 == 0 ? 1 : -1, 0, self->buttons);
    else
      spice_inputs_channel_position (self->channel, self->x, self->y, MAX (self->display, 0),
                                     self->buttons);
}
