/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each socket of a session gets a guard, which goes with the socket or with the session. */

#include "config.h"

#include "console/lodge-spice-guards-private.h"

struct _LodgeSpiceGuards
{
  GPtrArray *guards;
  LodgeSpiceCaches *caches;
  LodgeSpiceGuardsFunc func;
  gpointer user_data;
};

static void
event_cb (LodgeSpiceGuard      *guard,
          LodgeSpiceGuardEvent  event,
          gpointer              user_data)
{
  LodgeSpiceGuards *self = user_data;

  if (event == LODGE_SPICE_GUARD_OVER || event == LODGE_SPICE_GUARD_LOST
      || event == LODGE_SPICE_GUARD_DISC)
    g_ptr_array_remove_fast (self->guards, guard);
  if (event != LODGE_SPICE_GUARD_OVER)
    self->func (event, self->user_data);
}

LodgeSpiceGuards *
lodge_spice_guards_new (LodgeSpiceGuardsFunc func,
                        gpointer             user_data)
{
  LodgeSpiceGuards *self = g_new0 (LodgeSpiceGuards, 1);

  self->guards = g_ptr_array_new_with_free_func (lodge_spice_guard_close);
  self->caches = lodge_spice_caches_new ();
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
lodge_spice_guards_free (LodgeSpiceGuards *self)
{
  g_ptr_array_unref (self->guards);
  lodge_spice_caches_unref (self->caches);
  g_free (self);
}

/**
 * lodge_spice_guards_add:
 * @self: guards
 * @channel: whose socket it is
 * @fd: a socket of the server, which becomes the channel's
 * @tls: (nullable): the connection over it, when TLS is spoken there
 *
 * Returns: %FALSE when there are too few descriptors
 */
gboolean
lodge_spice_guards_add (LodgeSpiceGuards *self,
                        SpiceChannel     *channel,
                        int               fd,
                        GIOStream        *tls)
{
  LodgeSpiceGuard *guard;
  int type;

  g_object_get (channel, "channel-type", &type, NULL);
  guard = lodge_spice_guard_new (fd, tls, (guint) type, self->caches, event_cb, self);
  if (guard != NULL)
    g_ptr_array_add (self->guards, guard);
  return guard != NULL;
}

void
lodge_spice_guards_set_disc (LodgeSpiceGuards *self,
                             gboolean          has_disc)
{
  lodge_spice_caches_set_disc (self->caches, has_disc);
}

LodgeSpiceEcho *
lodge_spice_guards_get_echo (LodgeSpiceGuards *self)
{
  LodgeSpiceEcho *echo = NULL;

  for (guint i = 0; i < self->guards->len && echo == NULL; i++)
    echo = lodge_spice_guard_get_echo (g_ptr_array_index (self->guards, i));
  return echo;
}
