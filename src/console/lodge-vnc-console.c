/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A console over libgvnc, which has no GTK and runs as a coroutine on the main thread. The socket is
 * opened here, because the library would look names up while everything waits; between it and the
 * library stands the guard, which see. Each connect makes a new VncConnection. By concern: logging in
 * is in lodge-vnc-auth.c, the picture in lodge-vnc-screen.c, keys and pointer in lodge-vnc-inputs.c, the
 * clipboard in lodge-vnc-clipboard.c. */

#include "config.h"

#include "console/lodge-vnc-console.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/lodge-error.h"
#include "base/lodge-keep-alive.h"
#include "console/lodge-fd-request-private.h"
#include "console/lodge-vnc-auth-private.h"
#include "console/lodge-vnc-clipboard-private.h"
#include "console/lodge-vnc-inputs-private.h"
#include "console/lodge-vnc-screen-private.h"

#define HANDSHAKE_SECONDS 20

struct _LodgeVncConsole
{
  LodgeConsole parent_instance;

  LodgeFdProvider provider;
  gpointer provider_data;
  GDestroyNotify provider_destroy;
  GSocketConnectable *address;
  char *host;             /* whose certificate it must be; NULL for none */
  gboolean is_local;

  guint session;          /* counts them: what is under way may belong to one before */
  GCancellable *cancellable;
  VncConnection *connection;
  LodgeVncGuard *guard;
  LodgeVncAuth *auth;
  LodgeVncScreen *screen;
  LodgeVncInputs *inputs;
  LodgeVncClipboard *clipboard;
  guint timeout_source;

  char *reason;           /* the library's words for what went wrong */
  gboolean refused;       /* what the user answered */
};

typedef struct {
  GWeakRef console;
  guint session;
} Question;

G_DEFINE_FINAL_TYPE (LodgeVncConsole, lodge_vnc_console, LODGE_TYPE_CONSOLE)

static void
close_session (LodgeVncConsole *self)
{
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->screen, lodge_vnc_screen_free);
  g_clear_pointer (&self->inputs, lodge_vnc_inputs_free);
  g_clear_pointer (&self->clipboard, lodge_vnc_clipboard_free);
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      /* Else the end of the socket, which the guard closes, lets the library's coroutine end. */
      if (lodge_vnc_auth_is_waiting (self->auth))
        vnc_connection_shutdown (self->connection);
    }
  g_clear_pointer (&self->guard, lodge_vnc_guard_close);
  g_clear_pointer (&self->auth, lodge_vnc_auth_free);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->reason, g_free);
  self->session++;
  self->refused = FALSE;
}

static void
fail (LodgeVncConsole *self,
      GError          *error)
{
  close_session (self);
  lodge_console_take_failure (LODGE_CONSOLE (self), error);
}

static GError *
unreachable (const char *detail)
{
  return lodge_error_new (LODGE_ERROR_NOT_CONNECTED, detail, "%s",
                          _("The machine’s screen cannot be reached. "
                            "Check that the machine is running, then connect again."));
}

static gboolean
timeout_cb (gpointer user_data)
{
  LodgeVncConsole *self = user_data;

  self->timeout_source = 0;
  fail (self, lodge_error_new (LODGE_ERROR_TIMEOUT, NULL, "%s",
                               _("The machine’s screen does not answer. Check that a VNC server is at "
                                 "that address, then connect again.")));
  return G_SOURCE_REMOVE;
}

static void
start_timeout (LodgeVncConsole *self)
{
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  self->timeout_source = g_timeout_add_seconds (HANDSHAKE_SECONDS, timeout_cb, self);
}

/* The guard's word. */
static void
refused_cb (GError   *error,
            gpointer  user_data)
{
  fail (LODGE_VNC_CONSOLE (user_data), error);
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static void
choose_type_cb (LodgeVncConsole *self,
                GValueArray     *types)
{
  GError *error = NULL;

  if (!lodge_vnc_auth_take_type (self->auth, types, &error))
    fail (self, error);
}

static void
choose_subtype_cb (LodgeVncConsole *self,
                   guint            type,
                   GValueArray     *types)
{
  GError *error = NULL;

  if (!lodge_vnc_auth_take_subtype (self->auth, types, &error))
    fail (self, error);
}

static void
credential_cb (LodgeVncConsole *self,
               GValueArray     *wanted)
{
  lodge_vnc_auth_ask (self->auth, wanted);
  if (lodge_vnc_auth_is_waiting (self->auth))
    g_clear_handle_id (&self->timeout_source, g_source_remove);
}

G_GNUC_END_IGNORE_DEPRECATIONS

static void
auth_failure_cb (LodgeVncConsole *self)
{
  self->refused = TRUE;
}

static void
error_cb (LodgeVncConsole *self,
          const char      *message)
{
  g_free (self->reason);
  self->reason = g_utf8_make_valid (message, -1);
}

/* The guard's word, too. */
static void
clipboard_cb (GBytes   *message,
              gpointer  user_data)
{
  lodge_vnc_clipboard_take (LODGE_VNC_CONSOLE (user_data)->clipboard, message);
}

/* In what is encrypted no message can be found, nor put. */
static void
start_clipboard (LodgeVncConsole *self)
{
  self->clipboard = lodge_vnc_clipboard_new (self->connection, self->guard, LODGE_CONSOLE (self));
  if (lodge_vnc_guard_is_opaque (self->guard))
    lodge_vnc_clipboard_settle (self->clipboard);
  else
    lodge_vnc_guard_begin (self->guard, clipboard_cb);
}

static void
initialized_cb (LodgeVncConsole *self)
{
  LodgeConsole *console = LODGE_CONSOLE (self);

  g_clear_handle_id (&self->timeout_source, g_source_remove);
  start_clipboard (self);
  self->screen = lodge_vnc_screen_new (self->connection, console, self->is_local);
  if (!lodge_vnc_screen_start (self->screen, !lodge_vnc_guard_is_opaque (self->guard)))
    {
      fail (self, lodge_error_new (LODGE_ERROR_NO_MEMORY, NULL, "%s",
                                   _("The machine’s screen is too large to be shown.")));
      return;
    }

  self->inputs = lodge_vnc_inputs_new (self->connection, self->guard, console);
  lodge_console_set_pointer_mode (console, LODGE_POINTER_ABSOLUTE);
  lodge_console_set_cursor (console, NULL);
  lodge_console_set_connected (console);
  lodge_console_clipboard_set_available (lodge_console_get_clipboard (console), TRUE);
}

static void
ask_again (LodgeVncConsole *self)
{
  LodgeCredentials *credentials = lodge_console_get_credentials (LODGE_CONSOLE (self));
  LodgeCredential given = lodge_vnc_auth_get_given (self->auth);

  close_session (self);
  lodge_credentials_ask (credentials, given, TRUE);
}

static void
fail_handshake (LodgeVncConsole *self)
{
  GError *error = lodge_vnc_auth_new_error (self->auth, self->refused, self->reason, self->host);

  fail (self, error != NULL ? error : unreachable (self->reason));
}

static void
disconnected_cb (LodgeVncConsole *self)
{
  gboolean was_connected = self->screen != NULL;

  if (was_connected)
    {
      close_session (self);
      lodge_console_set_disconnected (LODGE_CONSOLE (self));
    }
  else if (self->refused && lodge_vnc_auth_get_given (self->auth) != 0)
    ask_again (self);
  /* A server that hangs up while the user thinks is asked again with the answer. */
  else if (lodge_vnc_auth_is_waiting (self->auth))
    close_session (self);
  else
    fail_handshake (self);
}

static void
update_cb (LodgeVncConsole *self,
           int              x,
           int              y,
           int              width,
           int              height)
{
  if (self->screen == NULL)
    return;

  lodge_vnc_screen_changed (self->screen, x, y, width, height);
  if (self->clipboard != NULL)
    lodge_vnc_clipboard_settle (self->clipboard);
}

static void
resize_cb (LodgeVncConsole *self,
           int              width,
           int              height)
{
  if (self->screen == NULL)
    return;

  if (!lodge_vnc_screen_resize (self->screen, width, height))
    fail (self, lodge_error_new (LODGE_ERROR_NO_MEMORY, NULL, "%s",
                                 _("The machine’s screen is too large to be shown.")));
  /* What is encrypted cannot be read along; the library lets go what the server does not take. */
  else if (lodge_vnc_guard_can_resize (self->guard) || lodge_vnc_guard_is_opaque (self->guard))
    lodge_console_set_features (LODGE_CONSOLE (self), LODGE_CONSOLE_RESIZES);
}

static void
cursor_cb (LodgeVncConsole *self,
           VncCursor       *cursor)
{
  g_autoptr(LodgeCursor) shape = NULL;

  if (cursor != NULL)
    shape = lodge_vnc_cursor_to_lodge (cursor);
  else
    shape = lodge_cursor_new (1, 1, 0, 0, NULL);
  lodge_console_set_cursor (LODGE_CONSOLE (self), shape);
}

static void
pointer_mode_cb (LodgeVncConsole *self,
                 gboolean         absolute)
{
  lodge_console_set_pointer_mode (LODGE_CONSOLE (self),
                                  absolute ? LODGE_POINTER_ABSOLUTE : LODGE_POINTER_RELATIVE);
}

static void
lodge_vnc_console_key (LodgeConsole *console,
                       guint         scancode,
                       gboolean      pressed)
{
  LodgeVncConsole *self = LODGE_VNC_CONSOLE (console);

  if (self->inputs != NULL)
    lodge_vnc_inputs_key (self->inputs, scancode, pressed);
}

static void
lamps_cb (LodgeVncConsole *self)
{
  if (self->inputs != NULL)
    lodge_vnc_inputs_take_lamps (self->inputs);
}

static void
cut_text_cb (LodgeVncConsole *self,
             const char      *text)
{
  if (self->clipboard != NULL)
    lodge_vnc_clipboard_take_text (self->clipboard, text);
}

static void
watch (LodgeVncConsole *self,
       const char      *signal,
       GCallback        callback)
{
  g_signal_connect_object (self->connection, signal, callback, self, G_CONNECT_SWAPPED);
}

/* The library declares this signal with a marshaller for an argument that it does not pass. */
static void
watch_lamps (LodgeVncConsole *self)
{
  GClosure *closure = g_cclosure_new_object_swap (G_CALLBACK (lamps_cb), G_OBJECT (self));

  g_closure_set_marshal (closure, g_cclosure_marshal_VOID__VOID);
  g_signal_connect_closure (self->connection, "vnc-led-state", closure, FALSE);
}

static void
watch_connection (LodgeVncConsole *self)
{
  watch (self, "vnc-auth-choose-type", G_CALLBACK (choose_type_cb));
  watch (self, "vnc-auth-choose-subtype", G_CALLBACK (choose_subtype_cb));
  watch (self, "vnc-auth-credential", G_CALLBACK (credential_cb));
  watch (self, "vnc-auth-failure", G_CALLBACK (auth_failure_cb));
  watch (self, "vnc-error", G_CALLBACK (error_cb));
  watch (self, "vnc-initialized", G_CALLBACK (initialized_cb));
  watch (self, "vnc-disconnected", G_CALLBACK (disconnected_cb));
  watch (self, "vnc-framebuffer-update", G_CALLBACK (update_cb));
  watch (self, "vnc-desktop-resize", G_CALLBACK (resize_cb));
  watch (self, "vnc-cursor-changed", G_CALLBACK (cursor_cb));
  watch (self, "vnc-pointer-mode-changed", G_CALLBACK (pointer_mode_cb));
  watch_lamps (self);
  watch (self, "vnc-server-cut-text", G_CALLBACK (cut_text_cb));
}

/* Takes @fd. */
static void
open_session (LodgeVncConsole *self,
              int              fd)
{
  g_autoptr(GError) error = NULL;
  int client_fd;

  self->guard = lodge_vnc_guard_new (fd, refused_cb, self, &client_fd, &error);
  if (self->guard == NULL)
    {
      fail (self, unreachable (error->message));
      return;
    }

  self->connection = vnc_connection_new ();
  self->auth = lodge_vnc_auth_new (self->connection, self->guard,
                                   lodge_console_get_credentials (LODGE_CONSOLE (self)),
                                   self->is_local);
  watch_connection (self);
  start_timeout (self);
  vnc_connection_set_shared (self->connection, TRUE);
  vnc_connection_open_fd_with_hostname (self->connection, client_fd, self->host);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LodgeVncConsole) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (connection == NULL)
    fail (self, unreachable (error->message));
  else
    {
      GSocket *socket = g_socket_connection_get_socket (connection);

      lodge_keep_alive (g_socket_get_fd (socket));
      open_session (self, fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3));
    }
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->console);
  g_free (question);
}

static void
fd_answer_cb (int           fd,
              const GError *error,
              gpointer      user_data)
{
  Question *question = user_data;
  g_autoptr(LodgeVncConsole) self = g_weak_ref_get (&question->console);

  if (self == NULL || self->session != question->session)
    {
      if (fd >= 0)
        g_close (fd, NULL);
    }
  else if (fd >= 0)
    open_session (self, fd);
  else
    fail (self, g_error_copy (error));
}

static void
ask_for_fd (LodgeVncConsole *self)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->console, self);
  question->session = self->session;
  self->provider (lodge_fd_request_new (fd_answer_cb, question, question_free),
                  self->provider_data);
}

static void
lodge_vnc_console_connect (LodgeConsole *console)
{
  LodgeVncConsole *self = LODGE_VNC_CONSOLE (console);
  g_autoptr(GSocketClient) client = NULL;

  if (self->provider != NULL)
    {
      ask_for_fd (self);
      return;
    }

  client = g_socket_client_new ();
  g_socket_client_set_timeout (client, HANDSHAKE_SECONDS);
  self->cancellable = g_cancellable_new ();
  g_socket_client_connect_async (client, self->address, self->cancellable, connected_cb,
                                 g_object_ref (self));
}

static void
answered_cb (LodgeVncConsole *self)
{
  if (self->connection == NULL)
    {
      lodge_vnc_console_connect (LODGE_CONSOLE (self));
      return;
    }

  start_timeout (self);
  lodge_vnc_auth_answer (self->auth);
}

static void
lodge_vnc_console_disconnect (LodgeConsole *console)
{
  close_session (LODGE_VNC_CONSOLE (console));
}

static void
lodge_vnc_console_motion (LodgeConsole *console,
                          int           x,
                          int           y)
{
  if (LODGE_VNC_CONSOLE (console)->inputs != NULL)
    lodge_vnc_inputs_motion (LODGE_VNC_CONSOLE (console)->inputs, x, y);
}

static void
lodge_vnc_console_move (LodgeConsole *console,
                        int           dx,
                        int           dy)
{
  if (LODGE_VNC_CONSOLE (console)->inputs != NULL)
    lodge_vnc_inputs_move (LODGE_VNC_CONSOLE (console)->inputs, dx, dy);
}

static void
lodge_vnc_console_button (LodgeConsole *console,
                          guint         button,
                          gboolean      pressed)
{
  if (LODGE_VNC_CONSOLE (console)->inputs != NULL)
    lodge_vnc_inputs_button (LODGE_VNC_CONSOLE (console)->inputs, button, pressed);
}

static void
lodge_vnc_console_set_locks (LodgeConsole *console,
                             gboolean      caps,
                             gboolean      num,
                             gboolean      scroll)
{
  LodgeLocks locks = (caps ? LODGE_LOCK_CAPS : 0) | (num ? LODGE_LOCK_NUM : 0)
                     | (scroll ? LODGE_LOCK_SCROLL : 0);

  if (LODGE_VNC_CONSOLE (console)->inputs != NULL)
    lodge_vnc_inputs_set_locks (LODGE_VNC_CONSOLE (console)->inputs, locks);
}

static void
lodge_vnc_console_resize (LodgeConsole *console,
                          int           width,
                          int           height)
{
  LodgeVncConsole *self = LODGE_VNC_CONSOLE (console);

  if (self->screen != NULL)
    vnc_connection_set_size (self->connection, (guint) width, (guint) height);
}

/* Servers that tell of changes of the size answer at once with that; others when there is a picture. What is
 * encrypted cannot be read along, so they are asked. */
static gboolean
can_answer (LodgeVncConsole *self)
{
  return self->screen != NULL
         && (lodge_vnc_guard_can_resize (self->guard) || lodge_vnc_guard_is_opaque (self->guard));
}

static void
lodge_vnc_console_describe (LodgeConsole       *console,
                            LodgeConsoleStatus *status)
{
  LodgeVncConsole *self = LODGE_VNC_CONSOLE (console);

  lodge_vnc_guard_describe (self->guard, self->provider != NULL ? lodge_console_get_way (console) : NULL,
                            status);
  if (can_answer (self))
    lodge_console_status_take_round_trip (status, lodge_vnc_screen_get_round_trip (self->screen));
}

static void
lodge_vnc_console_measure (LodgeConsole *console)
{
  LodgeVncConsole *self = LODGE_VNC_CONSOLE (console);

  if (can_answer (self) && !lodge_vnc_guard_is_choked (self->guard))
    lodge_vnc_screen_ask (self->screen);
}

static void
lodge_vnc_console_clipboard_offer (LodgeConsole        *console,
                                   LodgeSelection       selection,
                                   LodgeClipboardTypes  types)
{
  if (LODGE_VNC_CONSOLE (console)->clipboard != NULL)
    lodge_vnc_clipboard_offer (LODGE_VNC_CONSOLE (console)->clipboard, selection, types);
}

static void
lodge_vnc_console_clipboard_send (LodgeConsole        *console,
                                  LodgeSelection       selection,
                                  LodgeClipboardTypes  type,
                                  GBytes              *contents)
{
  if (LODGE_VNC_CONSOLE (console)->clipboard != NULL)
    lodge_vnc_clipboard_send (LODGE_VNC_CONSOLE (console)->clipboard, selection, type, contents);
}

static void
lodge_vnc_console_clipboard_request (LodgeConsole        *console,
                                     LodgeSelection       selection,
                                     LodgeClipboardTypes  type)
{
  if (LODGE_VNC_CONSOLE (console)->clipboard != NULL)
    lodge_vnc_clipboard_request (LODGE_VNC_CONSOLE (console)->clipboard, selection, type);
}

static void
lodge_vnc_console_dispose (GObject *object)
{
  LodgeVncConsole *self = LODGE_VNC_CONSOLE (object);

  close_session (self);
  if (self->provider_destroy != NULL)
    g_clear_pointer (&self->provider_data, self->provider_destroy);
  self->provider_destroy = NULL;
  g_clear_object (&self->address);

  G_OBJECT_CLASS (lodge_vnc_console_parent_class)->dispose (object);
}

static void
lodge_vnc_console_finalize (GObject *object)
{
  g_free (LODGE_VNC_CONSOLE (object)->host);

  G_OBJECT_CLASS (lodge_vnc_console_parent_class)->finalize (object);
}

static void
lodge_vnc_console_class_init (LodgeVncConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  LodgeConsoleClass *console_class = LODGE_CONSOLE_CLASS (klass);

  object_class->dispose = lodge_vnc_console_dispose;
  object_class->finalize = lodge_vnc_console_finalize;
  console_class->connect = lodge_vnc_console_connect;
  console_class->disconnect = lodge_vnc_console_disconnect;
  console_class->key = lodge_vnc_console_key;
  console_class->motion = lodge_vnc_console_motion;
  console_class->move = lodge_vnc_console_move;
  console_class->button = lodge_vnc_console_button;
  console_class->set_locks = lodge_vnc_console_set_locks;
  console_class->describe = lodge_vnc_console_describe;
  console_class->measure = lodge_vnc_console_measure;
  console_class->resize = lodge_vnc_console_resize;
  console_class->clipboard_offer = lodge_vnc_console_clipboard_offer;
  console_class->clipboard_request = lodge_vnc_console_clipboard_request;
  console_class->clipboard_send = lodge_vnc_console_clipboard_send;
}

static void
lodge_vnc_console_init (LodgeVncConsole *self)
{
  g_signal_connect_object (lodge_console_get_credentials (LODGE_CONSOLE (self)), "answered",
                           G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
}

/**
 * lodge_vnc_console_new_fd:
 * @provider: called for each session; must not block
 * @user_data: for @provider
 * @destroy: (nullable): frees @user_data
 *
 * Makes a console whose socket comes from @provider, as libvirt passes it.
 *
 * Returns: (transfer full): the console
 */
LodgeConsole *
lodge_vnc_console_new_fd (LodgeFdProvider provider,
                          gpointer        user_data,
                          GDestroyNotify  destroy)
{
  LodgeVncConsole *self;

  g_return_val_if_fail (provider != NULL, NULL);

  self = g_object_new (LODGE_TYPE_VNC_CONSOLE, NULL);
  self->provider = provider;
  self->provider_data = user_data;
  self->provider_destroy = destroy;
  self->is_local = TRUE;
  return LODGE_CONSOLE (self);
}

/**
 * lodge_vnc_console_set_local:
 * @self: a console with a provider, not connected yet
 * @is_local: whether the server runs on this computer; it does unless this is said
 *
 * A server far away is asked for compressed pixels.
 */
void
lodge_vnc_console_set_local (LodgeVncConsole *self,
                             gboolean         is_local)
{
  g_return_if_fail (LODGE_IS_VNC_CONSOLE (self));

  self->is_local = is_local;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") || (address != NULL && g_inet_address_get_is_loopback (address));
}

/**
 * lodge_vnc_console_new_address:
 * @address: of the protocol %LODGE_PROTOCOL_VNC
 *
 * Makes a console that opens its own socket.
 *
 * Returns: (transfer full): the console
 */
LodgeConsole *
lodge_vnc_console_new_address (const LodgeConsoleAddress *address)
{
  LodgeVncConsole *self;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_object_new (LODGE_TYPE_VNC_CONSOLE, NULL);
  self->is_local = address->path != NULL || is_loopback (address->host);
  self->host = g_strdup (address->host);
  if (address->path != NULL)
    self->address = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (address->path));
  else
    self->address = g_network_address_new (address->host, (guint16) address->port);
  return LODGE_CONSOLE (self);
}
