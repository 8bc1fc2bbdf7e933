/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Smart cards over SPICE. The channel is opened when they are shared for the first time, and stays open: to
 * take the cards from the guest its readers are pulled out. Until they are shared, the library's channel
 * hears nothing of readers, as it would keep what it hears for a server that never asks. */

#include "config.h"

#include "console/lodge-spice-cards-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "console/lodge-card-emulator-private.h"
#include "console/lodge-console-cards-private.h"

/* How often readers are looked at while they are shared: the library sees its news only when the main loop
 * turns. Also how long a server has to answer before the next session may have the readers. */
#define TICK_MS 500

/* The library looks for readers on a thread, and comes back to the channel without holding it. */
#define CHANNEL_GRACE_S 10

typedef enum { CLOSED, OPENING, OPEN, GONE } Phase;

struct _LodgeSpiceCards
{
  GObject parent_instance;

  SpiceChannel *channel;
  LodgeConsoleCards *cards;
  LodgeCardEmulator *emulator;    /* the process's */
  Phase phase;
  gboolean is_heard;              /* the channel hears of readers */
  gboolean is_attached;           /* and has been told of them */
  gboolean is_starting;
  gboolean is_started;
  GError *failure;                /* of the start; until it is turned off */
  guint tick;
};

G_DEFINE_FINAL_TYPE (LodgeSpiceCards, lodge_spice_cards, G_TYPE_OBJECT)

static void update (LodgeSpiceCards *self);

static void
set_heard (LodgeSpiceCards *self,
           gboolean         heard)
{
  SpiceSmartcardManager *manager = spice_smartcard_manager_get ();

  if (self->is_heard == heard)
    return;

  self->is_heard = heard;
  if (heard)
    g_signal_handlers_unblock_matched (manager, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self->channel);
  else
    g_signal_handlers_block_matched (manager, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self->channel);
}

static gboolean
is_owner (LodgeSpiceCards *self)
{
  return lodge_card_emulator_get_owner (self->emulator) == self->cards;
}

/* FALSE when there was nothing to pull out. */
static gboolean
detach (LodgeSpiceCards *self)
{
  gboolean had_any;

  set_heard (self, TRUE);
  had_any = lodge_card_emulator_detach (self->emulator);
  set_heard (self, FALSE);
  self->is_attached = FALSE;
  return had_any;
}

static void
release (LodgeSpiceCards *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (!is_owner (self))
    return;

  set_heard (self, FALSE);
  lodge_card_emulator_forget (self->emulator);
  lodge_card_emulator_release (self->emulator, self->cards);
}

/* What is on its way when sharing ends may still come to the guest: then it is pulled out too. */
static gboolean
tick_cb (gpointer user_data)
{
  LodgeSpiceCards *self = user_data;

  lodge_card_emulator_refresh (self->emulator);
  if (lodge_console_cards_is_wanted (self->cards) || self->phase == OPENING || detach (self))
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  release (self);
  return G_SOURCE_REMOVE;
}

static void
stop (LodgeSpiceCards *self)
{
  g_clear_error (&self->failure);
  lodge_console_cards_set_readers (self->cards, NULL);
  lodge_console_cards_set_state (self->cards, LODGE_CARDS_OFF, NULL);
  if (!is_owner (self))
    return;

  if (self->phase == OPEN)
    detach (self);
  if (self->phase == CLOSED || self->phase == GONE)
    release (self);
}

static void
refuse (LodgeSpiceCards *self,
        const GError    *obstacle)
{
  lodge_console_cards_set_readers (self->cards, NULL);
  lodge_console_cards_set_state (self->cards, LODGE_CARDS_IMPOSSIBLE, obstacle);
}

static void
refuse_as_taken (LodgeSpiceCards *self)
{
  LodgeConsoleCards *owner = lodge_card_emulator_get_owner (self->emulator);
  const char *title = lodge_console_cards_get_title (owner);
  g_autoptr(GError) error = NULL;

  if (title != NULL)
    error = lodge_error_new (LODGE_ERROR_BUSY, NULL,
                             _("“%s” has the smart cards. This guest gets them when sharing ends there."), title);
  else
    error = lodge_error_new (LODGE_ERROR_BUSY, NULL, "%s",
                             _("Another guest has the smart cards. This one gets them when sharing ends there."));
  refuse (self, error);
}

static void
refuse_as_gone (LodgeSpiceCards *self)
{
  g_autoptr(GError) error =
    lodge_error_new (LODGE_ERROR_NOT_CONNECTED, NULL, "%s",
                     _("The guest’s reader does not answer any more. Close the screen and open it again to "
                       "share smart cards."));

  refuse (self, error);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LodgeSpiceCards) self = user_data;
  g_autoptr(GError) error = NULL;

  self->is_starting = FALSE;
  self->is_started = lodge_card_emulator_start_finish (self->emulator, result, &error);
  if (self->cards == NULL)
    return;

  if (lodge_console_cards_is_wanted (self->cards))
    self->failure = g_steal_pointer (&error);
  update (self);
}

static void
begin (LodgeSpiceCards *self)
{
  lodge_console_cards_set_state (self->cards, LODGE_CARDS_STARTING, NULL);
  if (self->is_starting)
    return;

  self->is_starting = TRUE;
  lodge_card_emulator_start_async (self->emulator, lodge_console_cards_get_database (self->cards),
                                   lodge_console_cards_get_certificates (self->cards), started_cb,
                                   g_object_ref (self));
}

static void
open_channel (LodgeSpiceCards *self)
{
  self->phase = OPENING;
  lodge_card_emulator_forget (self->emulator);
  set_heard (self, TRUE);
  spice_channel_connect (self->channel);
}

static void
share (LodgeSpiceCards *self)
{
  if (self->tick == 0)
    self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  if (self->phase == CLOSED)
    open_channel (self);
  if (self->phase == OPEN && !self->is_attached)
    {
      set_heard (self, TRUE);
      self->is_attached = TRUE;
      lodge_card_emulator_attach (self->emulator);
    }
  lodge_console_cards_set_readers (self->cards, lodge_card_emulator_get_readers (self->emulator));
  lodge_console_cards_set_state (self->cards,
                                 self->phase == OPEN ? LODGE_CARDS_ON : LODGE_CARDS_STARTING, NULL);
}

static void
update (LodgeSpiceCards *self)
{
  if (!lodge_console_cards_is_wanted (self->cards))
    stop (self);
  else if (self->failure != NULL || self->phase == GONE)
    {
      release (self);
      if (self->failure != NULL)
        refuse (self, self->failure);
      else
        refuse_as_gone (self);
    }
  else if (!lodge_card_emulator_claim (self->emulator, self->cards))
    refuse_as_taken (self);
  else if (!self->is_started)
    begin (self);
  else
    share (self);
}

/* Whoever waits for the cards is the next. */
static void
owner_cb (LodgeSpiceCards *self)
{
  gpointer owner = lodge_card_emulator_get_owner (self->emulator);

  if (lodge_console_cards_get_state (self->cards) == LODGE_CARDS_IMPOSSIBLE && self->failure == NULL
      && self->phase != GONE && owner != self->cards)
    update (self);
}

/* The library tells of the readers by itself when the channel is open. */
static void
event_cb (LodgeSpiceCards   *self,
          SpiceChannelEvent  event)
{
  if (event == SPICE_CHANNEL_OPENED)
    {
      self->phase = OPEN;
      self->is_attached = TRUE;
    }
  else if (event == SPICE_CHANNEL_CLOSED || event >= SPICE_CHANNEL_ERROR_CONNECT)
    self->phase = GONE;
  update (self);
}

static gboolean
unref_channel_cb (gpointer channel)
{
  g_object_unref (channel);
  return G_SOURCE_REMOVE;
}

static void
lodge_spice_cards_dispose (GObject *object)
{
  LodgeSpiceCards *self = LODGE_SPICE_CARDS (object);

  if (self->cards != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->cards, self);
      g_signal_handlers_disconnect_by_data (self->emulator, self);
      g_signal_handlers_disconnect_by_data (self->channel, self);
      set_heard (self, FALSE);
      release (self);
      lodge_console_cards_set_readers (self->cards, NULL);
      lodge_console_cards_set_state (self->cards, LODGE_CARDS_OFF, NULL);
      lodge_console_cards_set_available (self->cards, FALSE);
      g_timeout_add_seconds (CHANNEL_GRACE_S, unref_channel_cb, g_steal_pointer (&self->channel));
    }
  g_clear_object (&self->cards);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (lodge_spice_cards_parent_class)->dispose (object);
}

static void
lodge_spice_cards_class_init (LodgeSpiceCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_spice_cards_dispose;
}

static void
lodge_spice_cards_init (LodgeSpiceCards *self)
{
  self->emulator = lodge_card_emulator_get ();
  self->is_heard = TRUE;
}

gboolean
lodge_spice_cards_is_supported (void)
{
  return lodge_card_emulator_is_supported ();
}

LodgeSpiceCards *
lodge_spice_cards_new (SpiceChannel      *channel,
                       LodgeConsoleCards *cards)
{
  LodgeSpiceCards *self = g_object_new (LODGE_TYPE_SPICE_CARDS, NULL);

  self->channel = g_object_ref (channel);
  self->cards = g_object_ref (cards);
  set_heard (self, FALSE);
  g_signal_connect_object (channel, "channel-event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cards, "notify::shared", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->emulator, "notify::owner", G_CALLBACK (owner_cb), self,
                           G_CONNECT_SWAPPED);
  lodge_console_cards_set_available (cards, TRUE);
  update (self);
  return self;
}
