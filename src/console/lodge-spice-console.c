/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A console over spice-client-glib: the main and inputs channels, the display and cursor channels of those
 * screens that somebody looks at, and the channels of sound and USB. The others stay closed. The library
 * runs its protocol code on the main thread. Each connect makes a new SpiceSession. What a channel says
 * is handled by concern: the picture and the pointer's in lodge-spice-screens.c, keys and pointer in
 * lodge-spice-inputs.c, what needs the guest's agent in lodge-spice-agent.c. */

#include "config.h"

#include "console/lodge-spice-console.h"

#include <glib/gi18n-lib.h>
#include <spice-client.h>

#include "base/lodge-error.h"
#include "console/lodge-console-private.h"
#include "console/lodge-console-status.h"
#include "console/lodge-credentials-private.h"
#include "console/lodge-spice-agent-private.h"
#include "console/lodge-spice-audio-private.h"
#include "console/lodge-spice-cards-private.h"
#include "console/lodge-spice-error-private.h"
#include "console/lodge-spice-folder-private.h"
#include "console/lodge-spice-host-private.h"
#include "console/lodge-spice-inputs-private.h"
#include "console/lodge-spice-move-private.h"
#include "console/lodge-spice-screens-private.h"
#include "console/lodge-spice-status-private.h"
#include "console/lodge-spice-usb-private.h"

/* A channel that is closed alone, while the session lives on, is given this long. */
#define CLOSE_GRACE_MS 1000

/* How long channels have to end before their session goes. */
#define END_GRACE_MS 500

struct _LodgeSpiceConsole
{
  LodgeConsole parent_instance;

  LodgeFdProvider provider;
  gpointer provider_data;
  GDestroyNotify provider_destroy;
  char *uri;

  SpiceSession *session;
  SpiceChannel *main;
  SpiceChannel *display;
  LodgeSpiceScreens *screens;
  LodgeSpiceInputs *inputs;
  LodgeSpiceAgent *agent;
  LodgeSpiceUsb *usb;       /* NULL: the machine has no redirection */
  LodgeSpiceAudio *audio;   /* NULL: it cannot be played here */
  LodgeSpiceFolder *folder;
  LodgeSpiceCards *cards;   /* NULL: the guest has no reader */

  guint close_source;
  guint obstacle_source;
  LodgeSpiceHost *host;
  LodgeSpiceMove *move;     /* NULL: to no other host */
};

G_DEFINE_FINAL_TYPE (LodgeSpiceConsole, lodge_spice_console, LODGE_TYPE_CONSOLE)

static void
forget_host (LodgeSpiceConsole *self)
{
  if (self->host != NULL)
    g_object_run_dispose (G_OBJECT (self->host));
  g_clear_object (&self->host);
}

static void
forget_move (LodgeSpiceConsole *self)
{
  g_autoptr(LodgeSpiceMove) move = g_steal_pointer (&self->move);

  if (move != NULL)
    g_object_run_dispose (G_OBJECT (move));
}

static void
forget_channel (LodgeSpiceConsole  *self,
                SpiceChannel      **channel)
{
  if (*channel != NULL)
    g_signal_handlers_disconnect_by_data (*channel, self);
  g_clear_object (channel);
}

static gboolean
end_session_cb (gpointer user_data)
{
  spice_session_disconnect (SPICE_SESSION (user_data));
  return G_SOURCE_REMOVE;
}

/* Closes the sockets at once and lets the session go a little later: it takes itself away from its channels,
 * and a channel that is still shaking hands asks it something before it ends. Takes @session. */
static void
end_session (SpiceSession *session)
{
  GList *channels = spice_session_get_channels (session);

  for (GList *l = channels; l != NULL; l = l->next)
    spice_channel_disconnect (l->data, SPICE_CHANNEL_NONE);
  g_list_free (channels);
  g_timeout_add_full (G_PRIORITY_DEFAULT, END_GRACE_MS, end_session_cb, session, g_object_unref);
}

static void
close_cards (LodgeSpiceConsole *self)
{
  if (self->cards != NULL)
    g_object_run_dispose (G_OBJECT (self->cards));
  g_clear_object (&self->cards);
}

static void
close_session (LodgeSpiceConsole *self)
{
  g_clear_handle_id (&self->close_source, g_source_remove);
  g_clear_pointer (&self->screens, lodge_spice_screens_free);
  g_clear_handle_id (&self->obstacle_source, g_source_remove);
  if (self->agent != NULL)
    g_object_run_dispose (G_OBJECT (self->agent));
  g_clear_object (&self->agent);
  if (self->usb != NULL)
    g_object_run_dispose (G_OBJECT (self->usb));
  g_clear_object (&self->usb);
  if (self->audio != NULL)
    g_object_run_dispose (G_OBJECT (self->audio));
  g_clear_object (&self->audio);
  if (self->folder != NULL)
    g_object_run_dispose (G_OBJECT (self->folder));
  g_clear_object (&self->folder);
  close_cards (self);
  g_clear_pointer (&self->inputs, lodge_spice_inputs_free);
  forget_move (self);
  forget_host (self);
  forget_channel (self, &self->main);
  forget_channel (self, &self->display);

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      end_session (g_steal_pointer (&self->session));
    }
}

static void
fail (LodgeSpiceConsole *self,
      GError            *error)
{
  close_session (self);
  lodge_console_take_failure (LODGE_CONSOLE (self), error);
}

static void
mouse_mode_cb (LodgeSpiceConsole *self)
{
  int mode;

  g_object_get (self->main, "mouse-mode", &mode, NULL);
  lodge_console_set_pointer_mode (LODGE_CONSOLE (self),
                                  mode == SPICE_MOUSE_MODE_SERVER ? LODGE_POINTER_RELATIVE
                                                                  : LODGE_POINTER_ABSOLUTE);
}

/* The server says no before it says what it wants: the answer goes into a session of its own. */
static void
ask_for_credentials (LodgeSpiceConsole *self,
                     SpiceChannel      *channel)
{
  LodgeCredentials *credentials = lodge_console_get_credentials (LODGE_CONSOLE (self));
  const GError *cause = spice_channel_get_error (channel);
  LodgeCredential wanted = LODGE_CREDENTIAL_PASSWORD;

  if (g_error_matches (cause, SPICE_CLIENT_ERROR, SPICE_CLIENT_ERROR_AUTH_NEEDS_USERNAME))
    wanted = LODGE_CREDENTIAL_USERNAME;
  else if (g_error_matches (cause, SPICE_CLIENT_ERROR,
                            SPICE_CLIENT_ERROR_AUTH_NEEDS_PASSWORD_AND_USERNAME))
    wanted |= LODGE_CREDENTIAL_USERNAME;

  lodge_credentials_set_exposed (credentials, lodge_spice_host_is_exposed (self->host));
  close_session (self);
  lodge_credentials_ask (credentials, wanted, lodge_credentials_have (credentials, wanted));
}

static void
not_let_in (LodgeSpiceConsole *self,
            SpiceChannel      *channel)
{
  GError *hopeless = NULL;

  if (lodge_spice_host_has_sasl (self->host))
    hopeless = lodge_spice_error_new_mechanism (spice_channel_get_error (channel));
  if (hopeless != NULL)
    fail (self, hopeless);
  else
    ask_for_credentials (self, channel);
}

static void
refused_cb (LodgeSpiceConsole *self)
{
  fail (self, lodge_error_new (LODGE_ERROR_INVALID, NULL, "%s",
                               _("The machine’s screen was closed, because its server sent "
                                 "something that makes no sense.")));
}

/* A host that the machine has left may end as it likes. */
static void
lost_cb (LodgeSpiceConsole *self)
{
  if (self->move == NULL)
    fail (self, lodge_spice_error_new_with_detail (SPICE_CHANNEL_ERROR_IO, NULL));
}

/* Without the others there is still a screen. */
static gboolean
is_needed (LodgeSpiceConsole *self,
           SpiceChannel      *channel)
{
  return channel == self->main || lodge_spice_screens_needs (self->screens, channel)
         || lodge_spice_inputs_has (self->inputs, channel);
}

static void
channel_failed_cb (LodgeSpiceConsole *self,
                   SpiceChannel      *channel,
                   const GError      *error)
{
  if (is_needed (self, channel))
    fail (self, g_error_copy (error));
  else
    spice_channel_disconnect (channel, SPICE_CHANNEL_ERROR_CONNECT);
}

/* The library makes a session for the other host only if it believes that it could dial. It cannot, as it
 * knows no address, and is told so again before it tries. */
static void
moving_cb (LodgeSpiceConsole *self)
{
  if (self->uri != NULL && self->move == NULL)
    g_object_set (self->session, "client-sockets", FALSE, NULL);
}

static void
watch_host (LodgeSpiceConsole *self,
            LodgeSpiceHost    *host)
{
  static const struct { const char *signal; GCallback callback; } signals[] = {
    { "refused", G_CALLBACK (refused_cb) }, { "lost", G_CALLBACK (lost_cb) },
    { "channel-failed", G_CALLBACK (channel_failed_cb) }, { "moving", G_CALLBACK (moving_cb) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (host, signals[i].signal, signals[i].callback, self, G_CONNECT_SWAPPED);
}

/* The sockets that are open stay so, unless they are another host's. */
static void
take_host (LodgeSpiceConsole *self,
           LodgeSpiceHost    *host)
{
  GList *channels = spice_session_get_channels (self->session);

  forget_host (self);
  self->host = host;
  watch_host (self, host);
  if (self->usb != NULL)
    lodge_spice_usb_set_host (self->usb, host);
  for (GList *l = channels; l != NULL; l = l->next)
    lodge_spice_host_serve (host, l->data);
  g_list_free (channels);
}

static LodgeSpiceHost *
new_host (LodgeSpiceConsole *self)
{
  return self->provider != NULL
         ? lodge_spice_host_new_provided (self->provider, self->provider_data)
         : lodge_spice_host_new_named (self->session);
}

static void
migration_started_cb (LodgeSpiceConsole *self,
                      SpiceSession      *session)
{
  g_object_set (self->session, "client-sockets", TRUE, NULL);
  forget_move (self);
  self->move = lodge_spice_move_new (session, self->main, self->host);
  lodge_spice_host_set_disc (lodge_spice_move_get_host (self->move),
                             lodge_spice_host_has_disc (self->host));
  g_signal_connect_object (lodge_spice_move_get_host (self->move), "refused", G_CALLBACK (refused_cb),
                           self, G_CONNECT_SWAPPED);
}

/* A server that tells where it has gone has not told before that its machine moves. */
static void
switching (LodgeSpiceConsole *self)
{
  if (self->move != NULL)
    refused_cb (self);
  else
    take_host (self, self->provider != NULL ? new_host (self)
                     : lodge_spice_host_new_moved (self->session, self->host));
}

static void
main_event_cb (LodgeSpiceConsole *self,
               SpiceChannelEvent  event,
               SpiceChannel      *channel)
{
  if (event == SPICE_CHANNEL_SWITCHING)
    switching (self);
  else if (event == SPICE_CHANNEL_OPENED)
    lodge_console_set_connected (LODGE_CONSOLE (self));
  else if (event == SPICE_CHANNEL_CLOSED)
    {
      close_session (self);
      lodge_console_set_disconnected (LODGE_CONSOLE (self));
    }
  else if (event == SPICE_CHANNEL_ERROR_AUTH)
    not_let_in (self, channel);
  else if (event >= SPICE_CHANNEL_ERROR_CONNECT)
    fail (self, lodge_spice_error_new (channel, event));
}

static gboolean
display_closed_cb (gpointer user_data)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (user_data);

  self->close_source = 0;
  fail (self, lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                               _("The machine closed its screen. With 3D acceleration it can only "
                                 "be shown on its own host, by a local socket; turn it off in the "
                                 "machine’s graphics device.")));
  return G_SOURCE_REMOVE;
}

static gboolean
unreadable_cb (gpointer user_data)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (user_data);
  LodgeScreen *screen = lodge_console_get_screen (LODGE_CONSOLE (self), 0);
  g_autofree char *cause = g_strdup (lodge_screen_get_obstacle (screen));

  self->obstacle_source = 0;
  fail (self, lodge_error_new (LODGE_ERROR_UNSUPPORTED, cause, "%s",
                               _("The machine draws its screen with 3D acceleration, and the "
                                 "picture cannot be read here. Turn 3D acceleration off in the "
                                 "machine’s graphics device.")));
  return G_SOURCE_REMOVE;
}

/* A next picture may be better. */
static void
obstacle_cb (LodgeSpiceConsole *self,
             GParamSpec        *pspec,
             LodgeScreen       *screen)
{
  if (lodge_screen_get_obstacle (screen) == NULL)
    g_clear_handle_id (&self->obstacle_source, g_source_remove);
  else if (self->obstacle_source == 0)
    self->obstacle_source = g_timeout_add (CLOSE_GRACE_MS, unreadable_cb, self);
}

static void
display_event_cb (LodgeSpiceConsole *self,
                  SpiceChannelEvent  event,
                  SpiceChannel      *channel)
{
  if (event == SPICE_CHANNEL_CLOSED && self->close_source == 0)
    self->close_source = g_timeout_add (CLOSE_GRACE_MS, display_closed_cb, self);
  else if (event >= SPICE_CHANNEL_ERROR_CONNECT)
    fail (self, lodge_spice_error_new (channel, event));
}

static void
watch (LodgeSpiceConsole *self,
       SpiceChannel      *channel,
       const char        *signal,
       GCallback          callback)
{
  g_signal_connect_object (channel, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
add_main (LodgeSpiceConsole *self,
          SpiceChannel      *channel)
{
  self->main = g_object_ref (channel);
  self->agent = lodge_spice_agent_new (channel, LODGE_CONSOLE (self));
  watch (self, channel, "channel-event", G_CALLBACK (main_event_cb));
  watch (self, channel, "migration-started", G_CALLBACK (migration_started_cb));
  watch (self, channel, "main-mouse-update", G_CALLBACK (mouse_mode_cb));
  watch (self, channel, "notify::mouse-mode", G_CALLBACK (mouse_mode_cb));
}

/* Without its first screen a console is nothing. */
static void
watch_display (LodgeSpiceConsole *self,
               SpiceChannel      *channel)
{
  self->display = g_object_ref (channel);
  watch (self, channel, "channel-event", G_CALLBACK (display_event_cb));
}

static void
inputs_modifiers_cb (LodgeSpiceConsole *self,
                     SpiceChannel      *channel)
{
  if (lodge_spice_inputs_has (self->inputs, channel))
    lodge_console_set_guest_locks (LODGE_CONSOLE (self), lodge_spice_inputs_get_locks (self->inputs));
}

static void
add_inputs (LodgeSpiceConsole *self,
            SpiceChannel      *channel)
{
  self->inputs = lodge_spice_inputs_new (channel);
  g_signal_connect_object (channel, "inputs-modifiers", G_CALLBACK (inputs_modifiers_cb), self,
                           G_CONNECT_SWAPPED);
  spice_channel_connect (channel);
}

/* After a move to another host there is a new one. */
static void
add_cards (LodgeSpiceConsole *self,
           SpiceChannel      *channel)
{
  close_cards (self);
  self->cards = lodge_spice_cards_new (channel, lodge_console_get_cards (LODGE_CONSOLE (self)));
}

static void
channel_new_cb (LodgeSpiceConsole *self,
                SpiceChannel      *channel)
{
  if (self->move != NULL)
    {
      refused_cb (self);
      return;
    }

  lodge_spice_host_serve (self->host, channel);
  if ((self->audio != NULL && lodge_spice_audio_add_channel (self->audio, channel))
      || lodge_spice_folder_add_channel (self->folder, channel))
    return;

  if (SPICE_IS_MAIN_CHANNEL (channel) && self->main == NULL)
    add_main (self, channel);
  else if (lodge_spice_screens_add (self->screens, channel))
    {
      if (SPICE_IS_DISPLAY_CHANNEL (channel) && lodge_spice_screens_needs (self->screens, channel))
        watch_display (self, channel);
    }
  else if (SPICE_IS_INPUTS_CHANNEL (channel) && self->inputs == NULL)
    add_inputs (self, channel);
  else if (SPICE_IS_SMARTCARD_CHANNEL (channel))
    add_cards (self, channel);
  else if (SPICE_IS_USBREDIR_CHANNEL (channel))
    {
      if (self->usb == NULL)
        self->usb = lodge_spice_usb_new (self->session, self->host,
                                         lodge_console_get_usb (LODGE_CONSOLE (self)));
      lodge_spice_usb_add_channel (self->usb, channel);
    }
}

/* The machine has moved, and its new host is dialled: new channels take the places of these. */
static void
channel_destroy_cb (LodgeSpiceConsole *self,
                    SpiceChannel      *channel)
{
  lodge_spice_screens_remove (self->screens, channel);
  if (channel == self->display)
    {
      g_clear_handle_id (&self->close_source, g_source_remove);
      forget_channel (self, &self->display);
    }
  else if (lodge_spice_inputs_has (self->inputs, channel))
    g_clear_pointer (&self->inputs, lodge_spice_inputs_free);
}

/* Nobody tells a new host that the pointer is told by its place: it begins with motions. */
static void
migration_cb (LodgeSpiceConsole *self)
{
  SpiceSessionMigration state;

  g_object_get (self->session, "migration-state", &state, NULL);
  if (state != SPICE_SESSION_MIGRATION_NONE || self->move == NULL)
    return;

  if (lodge_spice_move_has_arrived (self->move))
    {
      take_host (self, lodge_spice_move_take_host (self->move));
      spice_main_channel_request_mouse_mode (SPICE_MAIN_CHANNEL (self->main), SPICE_MOUSE_MODE_CLIENT);
    }
  forget_move (self);
}

static void
set_credentials (LodgeSpiceConsole *self)
{
  LodgeCredentials *credentials = lodge_console_get_credentials (LODGE_CONSOLE (self));

  if (lodge_credentials_have (credentials, LODGE_CREDENTIAL_USERNAME))
    g_object_set (self->session, "username", lodge_credentials_get_username (credentials), NULL);
  if (lodge_credentials_have (credentials, LODGE_CREDENTIAL_PASSWORD))
    g_object_set (self->session, "password", lodge_credentials_get_password (credentials), NULL);
}

static void
lodge_spice_console_connect (LodgeConsole *console)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);
  gboolean started;

  self->session = spice_session_new ();
  self->screens = lodge_spice_screens_new (console);
  g_object_set (self->session, "enable-usbredir", TRUE,
                "enable-smartcard", lodge_spice_cards_is_supported (), "gl-scanout", TRUE, NULL);
  g_signal_connect_object (self->session, "channel-new", G_CALLBACK (channel_new_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "channel-destroy", G_CALLBACK (channel_destroy_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::migration-state", G_CALLBACK (migration_cb),
                           self, G_CONNECT_SWAPPED);
  self->audio = lodge_spice_audio_new (self->session,
                                       lodge_console_get_audio (LODGE_CONSOLE (self)));
  self->folder = lodge_spice_folder_new (self->session,
                                         lodge_console_get_folder (LODGE_CONSOLE (self)));

  if (self->uri != NULL)
    g_object_set (self->session, "uri", self->uri, NULL);
  set_credentials (self);
  take_host (self, new_host (self));
  started = spice_session_open_fd (self->session, -1);

  if (!started && self->session != NULL)
    fail (self, lodge_error_new (LODGE_ERROR_INVALID, self->uri, "%s",
                                 _("The address of the screen is not valid.")));
}

static void
lodge_spice_console_disconnect (LodgeConsole *console)
{
  close_session (LODGE_SPICE_CONSOLE (console));
}

static void
lodge_spice_console_key (LodgeConsole *console,
                         guint         scancode,
                         gboolean      pressed)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs != NULL)
    lodge_spice_inputs_key (self->inputs, scancode, pressed);
}

static void
lodge_spice_console_motion_on (LodgeConsole *console,
                               LodgeScreen  *screen,
                               int           x,
                               int           y)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);
  int display;

  if (self->inputs == NULL)
    return;

  display = lodge_spice_screens_locate (self->screens, screen, &x, &y);
  lodge_spice_inputs_motion (self->inputs, display, x, y);
}

static void
lodge_spice_console_move (LodgeConsole *console,
                          int           dx,
                          int           dy)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs != NULL)
    lodge_spice_inputs_move (self->inputs, dx, dy);
}

static void
lodge_spice_console_button (LodgeConsole *console,
                            guint         button,
                            gboolean      pressed)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs != NULL)
    lodge_spice_inputs_button (self->inputs, button, pressed);
}

static void
lodge_spice_console_set_locks (LodgeConsole *console,
                               gboolean      caps,
                               gboolean      num,
                               gboolean      scroll)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs != NULL)
    lodge_spice_inputs_set_locks (self->inputs, caps, num, scroll);
}

static void
lodge_spice_console_arrange (LodgeConsole           *console,
                             const LodgeScreenPlace *places,
                             guint                   n)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->agent != NULL)
    lodge_spice_agent_arrange (self->agent, places, n);
}

static void
lodge_spice_console_show_screen (LodgeConsole *console,
                                 LodgeScreen  *screen)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->screens != NULL)
    lodge_spice_screens_show (self->screens, lodge_screen_get_number (screen));
}

static void
lodge_spice_console_send_files (LodgeConsole      *console,
                                LodgeFileTransfer *transfer)
{
  lodge_spice_agent_send_files (LODGE_SPICE_CONSOLE (console)->agent, transfer);
}

static void
lodge_spice_console_describe (LodgeConsole       *console,
                              LodgeConsoleStatus *status)
{
  lodge_spice_describe (LODGE_SPICE_CONSOLE (console)->session, LODGE_SPICE_CONSOLE (console)->host,
                        lodge_console_get_way (console), status);
}

static void
lodge_spice_console_measure (LodgeConsole *console)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->move == NULL)
    lodge_spice_measure (self->host, self->inputs, lodge_console_get_pointer_mode (console));
}

static void
lodge_spice_console_clipboard_offer (LodgeConsole        *console,
                                     LodgeSelection       selection,
                                     LodgeClipboardTypes  types)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->agent != NULL)
    lodge_spice_agent_clipboard_offer (self->agent, selection, types);
}

static void
lodge_spice_console_clipboard_request (LodgeConsole        *console,
                                       LodgeSelection       selection,
                                       LodgeClipboardTypes  type)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->agent != NULL)
    lodge_spice_agent_clipboard_request (self->agent, selection, type);
}

static void
lodge_spice_console_clipboard_send (LodgeConsole        *console,
                                    LodgeSelection       selection,
                                    LodgeClipboardTypes  type,
                                    GBytes              *contents)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->agent != NULL)
    lodge_spice_agent_clipboard_send (self->agent, selection, type, contents);
}

static void
lodge_spice_console_dispose (GObject *object)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (object);

  close_session (self);
  if (self->provider_destroy != NULL)
    g_clear_pointer (&self->provider_data, self->provider_destroy);
  self->provider_destroy = NULL;

  G_OBJECT_CLASS (lodge_spice_console_parent_class)->dispose (object);
}

static void
lodge_spice_console_finalize (GObject *object)
{
  g_free (LODGE_SPICE_CONSOLE (object)->uri);

  G_OBJECT_CLASS (lodge_spice_console_parent_class)->finalize (object);
}

static void
lodge_spice_console_class_init (LodgeSpiceConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  LodgeConsoleClass *console_class = LODGE_CONSOLE_CLASS (klass);

  object_class->dispose = lodge_spice_console_dispose;
  object_class->finalize = lodge_spice_console_finalize;
  console_class->connect = lodge_spice_console_connect;
  console_class->disconnect = lodge_spice_console_disconnect;
  console_class->key = lodge_spice_console_key;
  console_class->motion_on = lodge_spice_console_motion_on;
  console_class->move = lodge_spice_console_move;
  console_class->button = lodge_spice_console_button;
  console_class->set_locks = lodge_spice_console_set_locks;
  console_class->describe = lodge_spice_console_describe;
  console_class->measure = lodge_spice_console_measure;
  console_class->uses_agent = TRUE;
  console_class->arrange = lodge_spice_console_arrange;
  console_class->show_screen = lodge_spice_console_show_screen;
  console_class->send_files = lodge_spice_console_send_files;
  console_class->clipboard_offer = lodge_spice_console_clipboard_offer;
  console_class->clipboard_request = lodge_spice_console_clipboard_request;
  console_class->clipboard_send = lodge_spice_console_clipboard_send;
}

static void
lodge_spice_console_init (LodgeSpiceConsole *self)
{
  g_signal_connect_object (lodge_console_get_credentials (LODGE_CONSOLE (self)), "answered",
                           G_CALLBACK (lodge_spice_console_connect), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lodge_console_get_screen (LODGE_CONSOLE (self), 0), "notify::obstacle",
                           G_CALLBACK (obstacle_cb), self, G_CONNECT_SWAPPED);
}

/**
 * lodge_spice_console_new_fd:
 * @provider: called for each channel of each session; must not block
 * @user_data: for @provider
 * @destroy: (nullable): frees @user_data
 *
 * Makes a console whose sockets come from @provider, as libvirt passes them.
 *
 * Returns: (transfer full): the console
 */
LodgeConsole *
lodge_spice_console_new_fd (LodgeFdProvider provider,
                            gpointer        user_data,
                            GDestroyNotify  destroy)
{
  LodgeSpiceConsole *self;

  g_return_val_if_fail (provider != NULL, NULL);

  self = g_object_new (LODGE_TYPE_SPICE_CONSOLE, NULL);
  self->provider = provider;
  self->provider_data = user_data;
  self->provider_destroy = destroy;
  return LODGE_CONSOLE (self);
}

/**
 * lodge_spice_console_new_uri:
 * @uri: `spice://HOST:PORT` or `spice+unix://PATH`
 *
 * Makes a console that opens its own sockets.
 *
 * Returns: (transfer full): the console
 */
LodgeConsole *
lodge_spice_console_new_uri (const char *uri)
{
  LodgeSpiceConsole *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (LODGE_TYPE_SPICE_CONSOLE, NULL);
  self->uri = g_strdup (uri);
  return LODGE_CONSOLE (self);
}
