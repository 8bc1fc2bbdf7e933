/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each socket of a session gets a guard, which goes with the socket or with the session. */

#include "config.h"

#include "console/lodge-spice-guards-private.h"

#include <glib/gstdio.h>

#include "console/lodge-spice-guard-private.h"

struct _LodgeSpiceGuards
{
  GPtrArray *guards;
  LodgeSpiceCaches *caches;
  LodgeSpiceRefusedFunc refused;
  gpointer user_data;
};

static void
over_cb (LodgeSpiceGuard *guard,
         gboolean         is_refused,
         gpointer         user_data)
{
  LodgeSpiceGuards *self = user_data;

  if (is_refused)
    self->refused (self->user_data);
  else
    g_ptr_array_remove_fast (self->guards, guard);
}

LodgeSpiceGuards *
lodge_spice_guards_new (LodgeSpiceRefusedFunc refused,
                        gpointer              user_data)
{
  LodgeSpiceGuards *self = g_new0 (LodgeSpiceGuards, 1);

  self->guards = g_ptr_array_new_with_free_func (lodge_spice_guard_close);
  self->caches = lodge_spice_caches_new ();
  self->refused = refused;
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
 * @fd: (transfer full): a socket of the server
 *
 * Returns: the socket to give to @channel; -1 when there is none
 */
int
lodge_spice_guards_add (LodgeSpiceGuards *self,
                        SpiceChannel     *channel,
                        int               fd)
{
  LodgeSpiceGuard *guard;
  int type, client_fd = -1;

  g_object_get (channel, "channel-type", &type, NULL);
  guard = lodge_spice_guard_new (fd, (guint) type, self->caches, over_cb, self, &client_fd);
  if (guard != NULL)
    g_ptr_array_add (self->guards, guard);
  else
    g_close (fd, NULL);
  return client_fd;
}

void
lodge_spice_guards_set_disc (LodgeSpiceGuards *self,
                             gboolean          has_disc)
{
  lodge_spice_caches_set_disc (self->caches, has_disc);
}
