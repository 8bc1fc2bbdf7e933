/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The library makes a second session for the other host, and while that is being opened the first one's
 * main channel waits in the middle of a message. What ends the wait is the first event of each of the new
 * channels: either all are open, or one has failed. The library does not expect a second one to fail, nor
 * to be left waiting when the session goes. A display that opens in the moment in which another channel
 * fails asks the session, which is gone, for its sizes: GLib says so, and nothing is sent. */

#include "config.h"

#include "console/lodge-spice-move-private.h"

struct _LodgeSpiceMove
{
  GObject parent_instance;

  SpiceSession *session;   /* the second */
  SpiceChannel *main;      /* of the first */
  GSocket *before;         /* what that had */
  LodgeSpiceHost *host;
  GPtrArray *waiting;      /* channels of the second without an event */
};

G_DEFINE_FINAL_TYPE (LodgeSpiceMove, lodge_spice_move, G_TYPE_OBJECT)

static void
forget_handlers (gpointer instance,
                 guint    signal)
{
  gulong handler;

  while ((handler = g_signal_handler_find (instance, G_SIGNAL_MATCH_ID, signal, 0, NULL, NULL, NULL)) != 0)
    g_signal_handler_disconnect (instance, handler);
}

/* Nobody hears of what these do. */
static void
silence (LodgeSpiceMove *self)
{
  guint event = g_signal_lookup ("channel-event", SPICE_TYPE_CHANNEL);

  for (guint i = 0; i < self->waiting->len; i++)
    forget_handlers (g_ptr_array_index (self->waiting, i), event);
  g_ptr_array_set_size (self->waiting, 0);
}

/* The library has heard of it just before. */
static void
event_cb (LodgeSpiceMove    *self,
          SpiceChannelEvent  event,
          SpiceChannel      *channel)
{
  if (g_ptr_array_remove (self->waiting, channel) && event != SPICE_CHANNEL_OPENED)
    silence (self);
}

static void
channel_new_cb (LodgeSpiceMove *self,
                SpiceChannel   *channel)
{
  g_ptr_array_add (self->waiting, g_object_ref (channel));
  g_signal_connect_object (channel, "channel-event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  lodge_spice_host_serve (self->host, channel);
}

static void
channel_failed_cb (LodgeSpiceMove *self,
                   SpiceChannel   *channel)
{
  spice_channel_disconnect (channel, SPICE_CHANNEL_ERROR_CONNECT);
}

/* One that fails ends the wait of the first session. */
static void
end_wait (LodgeSpiceMove *self)
{
  g_autoptr(GObject) channel = NULL;

  if (self->waiting->len == 0)
    return;

  channel = g_object_ref (g_ptr_array_index (self->waiting, 0));
  spice_channel_disconnect (SPICE_CHANNEL (channel), SPICE_CHANNEL_ERROR_CONNECT);
  silence (self);
}

static void
lodge_spice_move_dispose (GObject *object)
{
  LodgeSpiceMove *self = LODGE_SPICE_MOVE (object);

  end_wait (self);
  if (self->host != NULL)
    g_object_run_dispose (G_OBJECT (self->host));
  g_clear_object (&self->host);
  g_clear_object (&self->session);
  g_clear_object (&self->main);
  g_clear_object (&self->before);

  G_OBJECT_CLASS (lodge_spice_move_parent_class)->dispose (object);
}

static void
lodge_spice_move_finalize (GObject *object)
{
  g_ptr_array_unref (LODGE_SPICE_MOVE (object)->waiting);

  G_OBJECT_CLASS (lodge_spice_move_parent_class)->finalize (object);
}

static void
lodge_spice_move_class_init (LodgeSpiceMoveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_spice_move_dispose;
  G_OBJECT_CLASS (klass)->finalize = lodge_spice_move_finalize;
}

static void
lodge_spice_move_init (LodgeSpiceMove *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * lodge_spice_move_new:
 * @session: the one that the library made, before it opens anything
 * @main: the main channel of the session that moves
 * @before: the host of that
 *
 * Sees to it that @session reaches its host by guarded sockets.
 *
 * Returns: (transfer full): the move
 */
LodgeSpiceMove *
lodge_spice_move_new (SpiceSession   *session,
                      SpiceChannel   *main,
                      LodgeSpiceHost *before)
{
  LodgeSpiceMove *self = g_object_new (LODGE_TYPE_SPICE_MOVE, NULL);

  self->session = g_object_ref (session);
  self->main = g_object_ref (main);
  self->before = lodge_spice_channel_dup_socket (main);
  self->host = lodge_spice_host_new_moved (session, before);
  g_object_set (session, "client-sockets", TRUE, NULL);
  g_signal_connect_object (session, "channel-new", G_CALLBACK (channel_new_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->host, "channel-failed", G_CALLBACK (channel_failed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

LodgeSpiceHost *
lodge_spice_move_get_host (LodgeSpiceMove *self)
{
  return self->host;
}

/* Returns: (transfer full): the host, which goes on when the move ends. */
LodgeSpiceHost *
lodge_spice_move_take_host (LodgeSpiceMove *self)
{
  g_signal_handlers_disconnect_by_data (self->host, self);
  return g_steal_pointer (&self->host);
}

/* Whether the first session's channels have the sockets of the second; before that, or when the machine
 * stays after all, they have their own. */
gboolean
lodge_spice_move_has_arrived (LodgeSpiceMove *self)
{
  g_autoptr(GSocket) now = lodge_spice_channel_dup_socket (self->main);

  return now != NULL && now != self->before;
}
