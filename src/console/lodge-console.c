/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session with a guest's screen, without widgets: state, picture, pointer, and which keys are down.
 * Subclasses speak a protocol. A console may be connected again and again; the picture of the last
 * session stays with those who show it until the new one brings its own. */

#include "config.h"

#include "console/lodge-console-private.h"
#include "console/lodge-console-screens-private.h"
#include "console/lodge-credentials-private.h"

#include <string.h>

#include "base/lodge-prop.h"
#include "base/lodge-thread.h"

typedef struct {
  LodgeConsoleState state;
  GError *error;
  LodgeCredentials *credentials;
  LodgePointerMode pointer_mode;
  int locks;            /* LodgeLocks, -1: not known */
  LodgeConsoleInput input;
  gboolean view_only;
  LodgeConsoleFeatures features;
  gboolean agent_connected;
  LodgeConsoleClipboard *clipboard;
  LodgeConsoleAudio *audio;
  LodgeConsoleUsb *usb;
  LodgeConsoleScreens *screens;
  LodgeConsoleFolder *folder;
  LodgeConsoleCards *cards;
} LodgeConsolePrivate;

enum {
  PROP_0,
  PROP_STATE,
  PROP_ERROR,
  PROP_FRAMEBUFFER,
  PROP_CURSOR,
  PROP_POINTER_MODE,
  PROP_POINTER_X,
  PROP_POINTER_Y,
  PROP_LOCKS,
  PROP_FEATURES,
  PROP_VIEW_ONLY,
  PROP_AGENT_CONNECTED,
  PROP_CLIPBOARD,
  PROP_SCREENS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LodgeConsole, lodge_console, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (LodgeConsoleState, lodge_console_state,
                    G_DEFINE_ENUM_VALUE (LODGE_CONSOLE_DISCONNECTED, "disconnected"),
                    G_DEFINE_ENUM_VALUE (LODGE_CONSOLE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (LODGE_CONSOLE_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (LODGE_CONSOLE_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (LodgePointerMode, lodge_pointer_mode,
                    G_DEFINE_ENUM_VALUE (LODGE_POINTER_ABSOLUTE, "absolute"),
                    G_DEFINE_ENUM_VALUE (LODGE_POINTER_RELATIVE, "relative"))

G_DEFINE_FLAGS_TYPE (LodgeConsoleFeatures, lodge_console_features,
                     G_DEFINE_ENUM_VALUE (LODGE_CONSOLE_RESIZES, "resizes"),
                     G_DEFINE_ENUM_VALUE (LODGE_CONSOLE_TAKES_FILES, "takes-files"))

static void
forget_guest (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  memset (&priv->input, 0, sizeof priv->input);
  lodge_console_screens_reset (priv->screens);
  lodge_console_clipboard_set_available (priv->clipboard, FALSE);
  lodge_console_audio_set_available (priv->audio, FALSE);
  lodge_console_usb_set_available (priv->usb, FALSE);
  lodge_console_cards_set_available (priv->cards, FALSE);
  if (lodge_console_folder_get_state (priv->folder) != LODGE_FOLDER_UNSUPPORTED)
    lodge_console_folder_set_state (priv->folder, LODGE_FOLDER_NO_CHANNEL);
  lodge_console_set_agent_connected (self, FALSE);
  lodge_console_set_features (self, 0);
  lodge_prop_set_int (G_OBJECT (self), properties[PROP_LOCKS], &priv->locks, -1);
}

static void
set_error (LodgeConsole *self,
           GError       *error)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  if (priv->error == NULL && error == NULL)
    return;

  g_clear_error (&priv->error);
  priv->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_state (LodgeConsole      *self,
           LodgeConsoleState  state,
           GError            *error)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_object_freeze_notify (G_OBJECT (self));
  set_error (self, error);
  if (priv->state != state)
    {
      priv->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  if (state != LODGE_CONSOLE_CONNECTED)
    forget_guest (self);
  if (state != LODGE_CONSOLE_CONNECTING)
    lodge_credentials_withdraw (priv->credentials);
  if (state == LODGE_CONSOLE_CONNECTED)
    lodge_credentials_accept (priv->credentials);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
clipboard_offer (gpointer            console,
                 LodgeSelection      selection,
                 LodgeClipboardTypes types)
{
  LODGE_CONSOLE_GET_CLASS (console)->clipboard_offer (console, selection, types);
}

static void
clipboard_request (gpointer            console,
                   LodgeSelection      selection,
                   LodgeClipboardTypes type)
{
  LODGE_CONSOLE_GET_CLASS (console)->clipboard_request (console, selection, type);
}

static void
clipboard_send (gpointer            console,
                LodgeSelection      selection,
                LodgeClipboardTypes type,
                GBytes             *contents)
{
  LODGE_CONSOLE_GET_CLASS (console)->clipboard_send (console, selection, type, contents);
}

static const LodgeConsoleClipboardPort clipboard_port = {
  .offer = clipboard_offer,
  .request = clipboard_request,
  .send = clipboard_send,
};

static void
arrange_cb (const LodgeScreenPlace *places,
            guint                   n,
            gpointer                user_data)
{
  LodgeConsoleClass *klass = LODGE_CONSOLE_GET_CLASS (user_data);

  if (klass->arrange != NULL)
    klass->arrange (LODGE_CONSOLE (user_data), places, n);
  else
    klass->resize (LODGE_CONSOLE (user_data), places[0].width, places[0].height);
}

static void
update_arrange (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  lodge_console_screens_set_can_arrange (priv->screens,
                                         lodge_console_get_features (self) & LODGE_CONSOLE_RESIZES);
}

static LodgeScreen *
get_first (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  return lodge_console_screens_get (priv->screens, 0);
}

/* What the first screen says of itself, the console says too. */
static void
first_cb (LodgeConsole *self,
          GParamSpec   *pspec)
{
  GParamSpec *own = g_object_class_find_property (G_OBJECT_GET_CLASS (self),
                                                  g_param_spec_get_name (pspec));

  if (own != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), own);
}

static void
lodge_console_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (LODGE_CONSOLE (object));

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) priv->state);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, priv->error);
      break;

    case PROP_FRAMEBUFFER:
      g_value_set_object (value, lodge_console_get_framebuffer (LODGE_CONSOLE (object)));
      break;

    case PROP_CURSOR:
      g_value_set_boxed (value, lodge_console_get_cursor (LODGE_CONSOLE (object)));
      break;

    case PROP_POINTER_MODE:
      g_value_set_enum (value, (int) priv->pointer_mode);
      break;

    case PROP_POINTER_X:
    case PROP_POINTER_Y:
      g_object_get_property (G_OBJECT (get_first (LODGE_CONSOLE (object))),
                             g_param_spec_get_name (pspec), value);
      break;

    case PROP_LOCKS:
      g_value_set_int (value, priv->locks);
      break;

    case PROP_FEATURES:
      g_value_set_flags (value, (guint) lodge_console_get_features (LODGE_CONSOLE (object)));
      break;

    case PROP_VIEW_ONLY:
      g_value_set_boolean (value, priv->view_only);
      break;

    case PROP_AGENT_CONNECTED:
      g_value_set_boolean (value, priv->agent_connected);
      break;

    case PROP_CLIPBOARD:
      g_value_set_object (value, priv->clipboard);
      break;

    case PROP_SCREENS:
      g_value_set_object (value, lodge_console_screens_get_model (priv->screens));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_VIEW_ONLY:
      lodge_console_set_view_only (LODGE_CONSOLE (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_finalize (GObject *object)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (LODGE_CONSOLE (object));

  g_clear_error (&priv->error);
  lodge_console_clipboard_close (priv->clipboard);
  g_clear_object (&priv->clipboard);
  g_clear_object (&priv->audio);
  g_clear_object (&priv->usb);
  g_clear_pointer (&priv->screens, lodge_console_screens_free);
  g_clear_object (&priv->folder);
  g_clear_object (&priv->cards);
  g_clear_object (&priv->credentials);

  G_OBJECT_CLASS (lodge_console_parent_class)->finalize (object);
}

static void
lodge_console_class_init (LodgeConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_console_get_property;
  object_class->set_property = lodge_console_set_property;
  object_class->finalize = lodge_console_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_CONSOLE_STATE, LODGE_CONSOLE_DISCONNECTED,
                       flags);
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_FRAMEBUFFER] =
    g_param_spec_object ("framebuffer", NULL, NULL, LODGE_TYPE_FRAMEBUFFER, flags);
  properties[PROP_CURSOR] =
    g_param_spec_boxed ("cursor", NULL, NULL, LODGE_TYPE_CURSOR, flags);
  properties[PROP_POINTER_MODE] =
    g_param_spec_enum ("pointer-mode", NULL, NULL, LODGE_TYPE_POINTER_MODE, LODGE_POINTER_ABSOLUTE,
                       flags);
  properties[PROP_POINTER_X] =
    g_param_spec_int ("pointer-x", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  properties[PROP_LOCKS] =
    g_param_spec_int ("locks", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_POINTER_Y] =
    g_param_spec_int ("pointer-y", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  properties[PROP_FEATURES] =
    g_param_spec_flags ("features", NULL, NULL, LODGE_TYPE_CONSOLE_FEATURES, 0, flags);
  properties[PROP_VIEW_ONLY] =
    g_param_spec_boolean ("view-only", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  properties[PROP_AGENT_CONNECTED] =
    g_param_spec_boolean ("agent-connected", NULL, NULL, FALSE, flags);
  properties[PROP_CLIPBOARD] =
    g_param_spec_object ("clipboard", NULL, NULL, LODGE_TYPE_CONSOLE_CLIPBOARD, flags);
  properties[PROP_SCREENS] =
    g_param_spec_object ("screens", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_console_init (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  priv->credentials = lodge_credentials_new ();
  priv->locks = -1;
  priv->clipboard = lodge_console_clipboard_new (&clipboard_port, self);
  priv->audio = lodge_console_audio_new ();
  priv->usb = lodge_console_usb_new ();
  priv->screens = lodge_console_screens_new (arrange_cb, self);
  priv->folder = lodge_console_folder_new ();
  priv->cards = lodge_console_cards_new ();
  g_signal_connect_object (get_first (self), "notify", G_CALLBACK (first_cb), self,
                           G_CONNECT_SWAPPED);
}

LodgeConsoleState
lodge_console_get_state (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), LODGE_CONSOLE_DISCONNECTED);

  return priv->state;
}

const GError *
lodge_console_get_error (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return priv->error;
}

/* The first screen's, always the same one. */
LodgeFramebuffer *
lodge_console_get_framebuffer (LodgeConsole *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return lodge_screen_get_framebuffer (get_first (self));
}

/**
 * lodge_console_get_cursor:
 * @self: a console
 *
 * Asks for the guest's pointer.
 *
 * Returns: (transfer none) (nullable): the picture; %NULL when the guest has set none
 */
LodgeCursor *
lodge_console_get_cursor (LodgeConsole *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return lodge_screen_get_cursor (get_first (self));
}

LodgePointerMode
lodge_console_get_pointer_mode (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), LODGE_POINTER_ABSOLUTE);

  return priv->pointer_mode;
}

LodgeConsoleFeatures
lodge_console_get_features (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), 0);

  return priv->view_only ? 0 : priv->features;
}

gboolean
lodge_console_is_view_only (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), FALSE);

  return priv->view_only;
}

gboolean
lodge_console_is_agent_connected (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), FALSE);

  return priv->agent_connected;
}

/* Whether this kind of console has an agent in the guest at all. */
gboolean
lodge_console_uses_agent (LodgeConsole *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE (self), FALSE);

  return LODGE_CONSOLE_GET_CLASS (self)->uses_agent;
}

/**
 * lodge_console_get_clipboard:
 * @self: a console
 *
 * Asks for the way to the guest's clipboard; it is the same through all sessions.
 *
 * Returns: (transfer none): the clipboard
 */
LodgeConsoleClipboard *
lodge_console_get_clipboard (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return priv->clipboard;
}

LodgeCredentials *
lodge_console_get_credentials (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return priv->credentials;
}

/**
 * lodge_console_get_locks:
 * @self: a console
 * @locks: (out): the lights of the guest's keyboard
 *
 * Asks for the guest's lock keys.
 *
 * Returns: %FALSE when the guest has not told
 */
gboolean
lodge_console_get_locks (LodgeConsole *self,
                         LodgeLocks   *locks)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), FALSE);

  *locks = priv->locks < 0 ? 0 : (LodgeLocks) priv->locks;
  return priv->locks >= 0;
}

LodgeConsoleAudio *
lodge_console_get_audio (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return priv->audio;
}

LodgeConsoleUsb *
lodge_console_get_usb (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return priv->usb;
}

LodgeConsoleCards *
lodge_console_get_cards (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return priv->cards;
}

LodgeConsoleFolder *
lodge_console_get_folder (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);

  return priv->folder;
}

/**
 * lodge_console_connect:
 * @self: a console
 *
 * Opens a session; one that is open is closed before. The outcome is the `state` property's.
 * Main thread only, like all of a console's functions.
 */
void
lodge_console_connect (LodgeConsole *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));
  LODGE_ASSERT_MAIN ();

  lodge_console_disconnect (self);
  set_state (self, LODGE_CONSOLE_CONNECTING, NULL);
  LODGE_CONSOLE_GET_CLASS (self)->connect (self);
}

/**
 * lodge_console_disconnect:
 * @self: a console
 *
 * Closes the session, if any; all keys are released before.
 */
void
lodge_console_disconnect (LodgeConsole *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE (self));

  lodge_console_release_keys (self);
  LODGE_CONSOLE_GET_CLASS (self)->disconnect (self);
  set_state (self, LODGE_CONSOLE_DISCONNECTED, NULL);
}

/* For lodge-console-arrange.c. */
LodgeConsoleScreens *
lodge_console_screens_of (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  return priv->screens;
}

/**
 * lodge_console_set_view_only:
 * @self: a console
 * @view_only: whether nothing is to go to the guest
 *
 * Keys, pointer, clipboard, files, sizes, USB devices, smart cards and the microphone end here; what is down is
 * released before. What the guest copies may still be taken.
 */
void
lodge_console_set_view_only (LodgeConsole *self,
                             gboolean      view_only)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  g_return_if_fail (LODGE_IS_CONSOLE (self));

  if (priv->view_only == !!view_only)
    return;

  lodge_console_release_keys (self);
  lodge_console_release_buttons (self);
  priv->view_only = !!view_only;
  update_arrange (self);
  lodge_console_clipboard_set_view_only (priv->clipboard, view_only);
  lodge_console_usb_set_view_only (priv->usb, view_only);
  lodge_console_folder_set_held (priv->folder, view_only);
  lodge_console_cards_set_held (priv->cards, view_only);
  lodge_console_audio_set_view_only (priv->audio, view_only);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW_ONLY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FEATURES]);
}

/* For lodge-console-input.c. */
LodgeConsoleInput *
lodge_console_get_input (LodgeConsole *self)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  return &priv->input;
}

/* The other side's word: the session is open. */
void
lodge_console_set_connected (LodgeConsole *self)
{
  set_state (self, LODGE_CONSOLE_CONNECTED, NULL);
}

/* The other side's word: the session is over, and that is no failure. */
void
lodge_console_set_disconnected (LodgeConsole *self)
{
  set_state (self, LODGE_CONSOLE_DISCONNECTED, NULL);
}

/* Takes @error. */
void
lodge_console_take_failure (LodgeConsole *self,
                            GError       *error)
{
  set_state (self, LODGE_CONSOLE_FAILED, error);
}

void
lodge_console_set_cursor (LodgeConsole *self,
                          LodgeCursor  *cursor)
{
  lodge_screen_set_cursor (get_first (self), cursor);
}

void
lodge_console_set_pointer_mode (LodgeConsole     *self,
                                LodgePointerMode  mode)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  if (priv->pointer_mode == mode)
    return;

  priv->pointer_mode = mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POINTER_MODE]);
}

void
lodge_console_set_pointer_position (LodgeConsole *self,
                                    int           x,
                                    int           y)
{
  lodge_screen_set_pointer (get_first (self), x, y);
}

void
lodge_console_set_features (LodgeConsole         *self,
                            LodgeConsoleFeatures  features)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  if (priv->features == features)
    return;

  priv->features = features;
  update_arrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FEATURES]);
}

void
lodge_console_set_agent_connected (LodgeConsole *self,
                                   gboolean      connected)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_AGENT_CONNECTED], &priv->agent_connected,
                       connected);
}

void
lodge_console_set_guest_locks (LodgeConsole *self,
                               LodgeLocks    locks)
{
  LodgeConsolePrivate *priv = lodge_console_get_instance_private (self);

  lodge_prop_set_int (G_OBJECT (self), properties[PROP_LOCKS], &priv->locks, (int) locks);
}
