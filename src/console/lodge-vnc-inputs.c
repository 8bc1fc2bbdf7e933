/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and pointer over a VNC connection. A server tells the lamps of the guest's keyboard, if it does, only
 * after it was asked for the picture. */

#include "config.h"

#include "console/lodge-vnc-inputs-private.h"

#include "console/lodge-console-private.h"
#include "console/lodge-vnc-keys-private.h"

/* A relative motion is told around this place. */
#define CENTRE 0x7fff

struct _LodgeVncInputs
{
  VncConnection *connection;
  LodgeVncGuard *guard;
  LodgeConsole *console;  /* who owns this */
  guint8 buttons;
  int x, y;
  gboolean shift;
  gboolean knows_locks;   /* the server tells the guest's lamps */
  int wished_locks;       /* LodgeLocks, for when it does; -1: none */
};

LodgeVncInputs *
lodge_vnc_inputs_new (VncConnection *connection,
                      LodgeVncGuard *guard,
                      LodgeConsole  *console)
{
  LodgeVncInputs *self = g_new0 (LodgeVncInputs, 1);

  self->connection = connection;
  self->guard = guard;
  self->console = console;
  self->wished_locks = -1;
  return self;
}

void
lodge_vnc_inputs_free (LodgeVncInputs *self)
{
  g_free (self);
}

/* As lodge_console_key(). */
void
lodge_vnc_inputs_key (LodgeVncInputs *self,
                      guint           scancode,
                      gboolean        pressed)
{
  /* The extended event has one byte, with the high bit for the prefix e0. */
  if (scancode == 0x2a || scancode == 0x36)
    self->shift = pressed;
  vnc_connection_key_event (self->connection, pressed,
                            lodge_vnc_keysym_from_scancode (scancode, self->shift),
                            (guint16) (scancode & 0x100 ? (scancode & 0x7f) | 0x80 : scancode));
}

/* A place that is told late is worth nothing: it is left out while the server does not listen. */
void
lodge_vnc_inputs_motion (LodgeVncInputs *self,
                         int             x,
                         int             y)
{
  self->x = CLAMP (x, 0, G_MAXUINT16);
  self->y = CLAMP (y, 0, G_MAXUINT16);
  if (!lodge_vnc_guard_is_choked (self->guard))
    vnc_connection_pointer_event (self->connection, self->buttons, (guint16) self->x,
                                  (guint16) self->y);
}

void
lodge_vnc_inputs_move (LodgeVncInputs *self,
                       int             dx,
                       int             dy)
{
  if (!lodge_vnc_guard_is_choked (self->guard))
    vnc_connection_pointer_event (self->connection, self->buttons,
                                  (guint16) (CENTRE + CLAMP (dx, -CENTRE, CENTRE)),
                                  (guint16) (CENTRE + CLAMP (dy, -CENTRE, CENTRE)));
}

/* As lodge_console_button(). */
void
lodge_vnc_inputs_button (LodgeVncInputs *self,
                         guint           button,
                         gboolean        pressed)
{
  guint8 bit;

  if (button < 1 || button > 8)
    return;

  bit = (guint8) (1u << (button - 1));
  self->buttons = pressed ? self->buttons | bit : self->buttons & (guint8) ~bit;
  if (lodge_console_get_pointer_mode (self->console) == LODGE_POINTER_RELATIVE)
    vnc_connection_pointer_event (self->connection, self->buttons, CENTRE, CENTRE);
  else
    vnc_connection_pointer_event (self->connection, self->buttons, (guint16) self->x,
                                  (guint16) self->y);
}

static void
toggle_lock (LodgeVncInputs *self,
             guint           scancode,
             gboolean        wanted)
{
  if (!wanted)
    return;

  lodge_vnc_inputs_key (self, scancode, TRUE);
  lodge_vnc_inputs_key (self, scancode, FALSE);
}

static LodgeLocks
get_lamps (LodgeVncInputs *self)
{
  int lamps = vnc_connection_get_ledstate (self->connection);

  return (lamps & VNC_LEDSTATE_CAPS_LOCK ? LODGE_LOCK_CAPS : 0)
         | (lamps & VNC_LEDSTATE_NUM_LOCK ? LODGE_LOCK_NUM : 0)
         | (lamps & VNC_LEDSTATE_SCROLL_LOCK ? LODGE_LOCK_SCROLL : 0);
}

/* FALSE: so they are. */
static gboolean
bring_locks (LodgeVncInputs *self,
             LodgeLocks      locks)
{
  LodgeLocks change = get_lamps (self) ^ locks;

  toggle_lock (self, 0x3a, (change & LODGE_LOCK_CAPS) != 0);
  toggle_lock (self, 0x45, (change & LODGE_LOCK_NUM) != 0);
  toggle_lock (self, 0x46, (change & LODGE_LOCK_SCROLL) != 0);
  return change != 0;
}

/* As lodge_console_set_locks(). */
void
lodge_vnc_inputs_set_locks (LodgeVncInputs *self,
                            LodgeLocks      locks)
{
  if (self->knows_locks)
    bring_locks (self, locks);
  else
    self->wished_locks = (int) locks;
}

/* A server that tells them does so at once, but after the keyboard may have come to the guest. Lamps that
 * are just being changed are not told, else the host's locks would become the guest's. */
void
lodge_vnc_inputs_take_lamps (LodgeVncInputs *self)
{
  int wished = self->wished_locks;

  self->knows_locks = TRUE;
  self->wished_locks = -1;
  if (wished < 0 || lodge_console_is_view_only (self->console)
      || !bring_locks (self, (LodgeLocks) wished))
    lodge_console_set_guest_locks (self->console, get_lamps (self));
}
