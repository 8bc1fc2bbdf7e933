/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A console over spice-client-glib: the main and inputs channels, the display and cursor channels of those
 * screens that somebody looks at, and the channels of sound and USB. The others stay closed. The library
 * runs its protocol code on the main thread. Each connect makes a new SpiceSession. What a channel says
 * is handled by concern: the picture and the pointer's in lodge-spice-screens.c, keys and pointer in
 * lodge-spice-inputs.c, what needs the guest's agent in lodge-spice-agent.c. */

#include "config.h"

#include "console/lodge-spice-console.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <spice-client.h>

#include "base/lodge-error.h"
#include "base/lodge-keep-alive.h"
#include "console/lodge-console-private.h"
#include "console/lodge-console-status.h"
#include "console/lodge-credentials-private.h"
#include "console/lodge-fd-request-private.h"
#include "console/lodge-spice-agent-private.h"
#include "console/lodge-spice-audio-private.h"
#include "console/lodge-spice-error-private.h"
#include "console/lodge-spice-folder-private.h"
#include "console/lodge-spice-guards-private.h"
#include "console/lodge-spice-inputs-private.h"
#include "console/lodge-spice-screens-private.h"
#include "console/lodge-spice-status-private.h"
#include "console/lodge-spice-trust-private.h"
#include "console/lodge-spice-usb-private.h"

/* A channel that is closed alone, while the session lives on, is given this long. */
#define CLOSE_GRACE_MS 1000

/* How long channels have to end before their session goes. */
#define END_GRACE_MS 500

/* The library asks again over TLS when the plain attempt fails; more than that is a loop. */
#define MAX_FD_REQUESTS 2
#define FD_REQUESTS "lodge-fd-requests"   /* so many of a channel */

typedef struct {
  GWeakRef console;
  SpiceChannel *channel;
} FdQuestion;

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

  guint close_source;
  guint obstacle_source;
  LodgeSpiceGuards *guards;
  gboolean moving;      /* to another host, with all that is connected */
};

G_DEFINE_FINAL_TYPE (LodgeSpiceConsole, lodge_spice_console, LODGE_TYPE_CONSOLE)

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
  g_clear_pointer (&self->inputs, lodge_spice_inputs_free);
  forget_channel (self, &self->main);
  forget_channel (self, &self->display);
  self->moving = FALSE;
  g_clear_pointer (&self->guards, lodge_spice_guards_free);

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

/* The channel has closed its socket already. A name is looked up by the library: who has one for the own
 * computer is warned without need. */
static gboolean
is_exposed (SpiceSession *session)
{
  g_autofree char *host = NULL, *port = NULL;
  g_autoptr(GSocketAddress) address = NULL;

  g_object_get (session, "host", &host, "port", &port, NULL);
  if (host == NULL || port == NULL || g_str_equal (host, "localhost"))
    return FALSE;

  address = g_inet_socket_address_new_from_string (host, 0);
  return address == NULL || lodge_console_is_exposed (address, FALSE);
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

  lodge_credentials_set_exposed (credentials, is_exposed (self->session));
  close_session (self);
  lodge_credentials_ask (credentials, wanted, lodge_credentials_have (credentials, wanted));
}

static void
main_event_cb (LodgeSpiceConsole *self,
               SpiceChannelEvent  event,
               SpiceChannel      *channel)
{
  if (event == SPICE_CHANNEL_SWITCHING)
    g_object_set_data (G_OBJECT (channel), FD_REQUESTS, NULL);
  else if (event == SPICE_CHANNEL_OPENED)
    lodge_console_set_connected (LODGE_CONSOLE (self));
  else if (event == SPICE_CHANNEL_CLOSED)
    {
      close_session (self);
      lodge_console_set_disconnected (LODGE_CONSOLE (self));
    }
  else if (event == SPICE_CHANNEL_ERROR_AUTH)
    ask_for_credentials (self, channel);
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
fd_question_free (gpointer data)
{
  FdQuestion *question = data;

  g_weak_ref_clear (&question->console);
  g_object_unref (question->channel);
  g_free (question);
}

static gboolean
is_current (LodgeSpiceConsole *self,
            SpiceChannel      *channel)
{
  g_autoptr(GObject) session = NULL;

  g_object_get (channel, "spice-session", &session, NULL);
  return self != NULL && session != NULL && session == (GObject *) self->session;
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
channel_failed (LodgeSpiceConsole *self,
                SpiceChannel      *channel,
                GError            *error)
{
  if (is_needed (self, channel))
    {
      fail (self, error);
      return;
    }
  g_error_free (error);
  spice_channel_disconnect (channel, SPICE_CHANNEL_ERROR_CONNECT);
}

static void
refused_cb (gpointer user_data)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (user_data);

  fail (self, lodge_error_new (LODGE_ERROR_INVALID, NULL, "%s",
                               _("The machine’s screen was closed, because its server sent "
                                 "something that makes no sense.")));
}

/* Takes @fd. */
static void
open_guarded (LodgeSpiceConsole *self,
              SpiceChannel      *channel,
              int                fd)
{
  fd = lodge_spice_guards_add (self->guards, channel, fd);
  if (fd >= 0)
    spice_channel_open_fd (channel, fd);
  else
    channel_failed (self, channel, lodge_spice_error_new (channel, SPICE_CHANNEL_ERROR_CONNECT));
}

static void
fd_answer_cb (int           fd,
              const GError *error,
              gpointer      user_data)
{
  FdQuestion *question = user_data;
  g_autoptr(LodgeSpiceConsole) self = g_weak_ref_get (&question->console);

  if (!is_current (self, question->channel))
    {
      if (fd >= 0)
        g_close (fd, NULL);
    }
  else if (fd >= 0)
    open_guarded (self, question->channel, fd);
  else
    channel_failed (self, question->channel, g_error_copy (error));
}

static void
open_fd_cb (LodgeSpiceConsole *self,
            int                with_tls,
            SpiceChannel      *channel)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (channel), FD_REQUESTS));
  FdQuestion *question;

  if (n >= MAX_FD_REQUESTS)
    {
      channel_failed (self, channel, lodge_spice_error_new (channel, SPICE_CHANNEL_ERROR_TLS));
      return;
    }

  g_object_set_data (G_OBJECT (channel), FD_REQUESTS, GUINT_TO_POINTER (n + 1));
  question = g_new0 (FdQuestion, 1);
  g_weak_ref_init (&question->console, self);
  question->channel = g_object_ref (channel);
  self->provider (lodge_fd_request_new (fd_answer_cb, question, fd_question_free),
                  self->provider_data);
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

static void
opened_cb (SpiceChannel      *channel,
           SpiceChannelEvent  event)
{
  g_autoptr(GSocket) socket = NULL;

  if (event != SPICE_CHANNEL_OPENED)
    return;
  g_object_get (channel, "socket", &socket, NULL);
  if (socket != NULL)
    lodge_keep_alive (g_socket_get_fd (socket));
}

static void
channel_new_cb (LodgeSpiceConsole *self,
                SpiceChannel      *channel)
{
  if (self->provider != NULL)
    watch (self, channel, "open-fd", G_CALLBACK (open_fd_cb));
  else
    g_signal_connect (channel, "channel-event", G_CALLBACK (opened_cb), NULL);
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
  else if (SPICE_IS_USBREDIR_CHANNEL (channel) && self->usb == NULL)
    self->usb = lodge_spice_usb_new (self->session, self->guards,
                                     lodge_console_get_usb (LODGE_CONSOLE (self)));
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
  if (state == SPICE_SESSION_MIGRATION_NONE && self->moving && self->main != NULL)
    spice_main_channel_request_mouse_mode (SPICE_MAIN_CHANNEL (self->main),
                                           SPICE_MOUSE_MODE_CLIENT);
  self->moving = state == SPICE_SESSION_MIGRATION_MIGRATING;
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
  self->guards = lodge_spice_guards_new (refused_cb, self);
  self->screens = lodge_spice_screens_new (console);
  g_object_set (self->session, "enable-usbredir", TRUE,
                "enable-smartcard", FALSE, "gl-scanout", TRUE, NULL);
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
    {
      g_object_set (self->session, "uri", self->uri, NULL);
      lodge_spice_trust (self->session);
    }
  set_credentials (self);
  if (self->provider != NULL)
    started = spice_session_open_fd (self->session, -1);
  else
    started = spice_session_connect (self->session);

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
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  lodge_spice_describe (self->session, self->main,
                        self->provider != NULL ? lodge_console_get_way (console) : NULL, status);
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
