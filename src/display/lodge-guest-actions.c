/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a guest and the desktop work together, as actions: whether the guest follows the window, and what
 * the clipboard and the sound may do. Remembered in settings, of each machine; what the guest cannot do now is
 * insensitive, and says why when asked. */

#include "config.h"

#include "display/lodge-guest-actions.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "display-resources.h"
#include "display/lodge-cards-dialog-private.h"
#include "display/lodge-folder-dialog-private.h"
#include "display/lodge-guest-displays.h"
#include "display/lodge-guest-folder-private.h"
#include "display/lodge-status-dialog-private.h"
#include "display/lodge-usb-dialog-private.h"

struct _LodgeGuestActions
{
  GObject parent_instance;

  LodgeDisplay *display;   /* not counted: it is of the widget that owns this */
  GSimpleActionGroup *group;
  LodgeGuestDisplays *displays;
  GSettings *settings;
  GSignalGroup *console_signals;
  GSignalGroup *clipboard_signals;
  GSignalGroup *audio_signals;
  GSignalGroup *usb_signals;
  GSignalGroup *cards_signals;
  GSignalGroup *credentials_signals;
  LodgeGuestRecorder *recorder;
  LodgeGuestScreenshot *screenshot;
  GtkWidget *status_dialog;  /* while it is open */
  GtkWidget *usb_dialog;     /* the same */
  gboolean resize;
  LodgeClipboardPolicy policy;
  gboolean mute;
  int volume;          /* per cent */
  gboolean microphone;
};

G_DEFINE_FINAL_TYPE (LodgeGuestActions, lodge_guest_actions, G_TYPE_OBJECT)

static LodgeConsole *
get_console (LodgeGuestActions *self)
{
  return self->display != NULL ? lodge_display_get_console (self->display) : NULL;
}

static LodgeConsoleClipboard *
get_clipboard (LodgeGuestActions *self)
{
  LodgeConsole *console = get_console (self);

  return console != NULL ? lodge_console_get_clipboard (console) : NULL;
}

static LodgeConsoleAudio *
get_audio (LodgeGuestActions *self)
{
  LodgeConsole *console = get_console (self);

  return console != NULL ? lodge_console_get_audio (console) : NULL;
}

static LodgeCredentials *
get_credentials (LodgeGuestActions *self)
{
  LodgeConsole *console = get_console (self);

  return console != NULL ? lodge_console_get_credentials (console) : NULL;
}

static LodgeConsoleUsb *
get_usb (LodgeGuestActions *self)
{
  LodgeConsole *console = get_console (self);

  return console != NULL ? lodge_console_get_usb (console) : NULL;
}

static LodgeConsoleCards *
get_cards (LodgeGuestActions *self)
{
  LodgeConsole *console = get_console (self);

  return console != NULL ? lodge_console_get_cards (console) : NULL;
}

static const char *
policy_to_nick (LodgeClipboardPolicy policy)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (LODGE_TYPE_CLIPBOARD_POLICY);

  return g_enum_get_value (klass, (int) policy)->value_nick;
}

static LodgeClipboardPolicy
policy_from_nick (const char *nick)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (LODGE_TYPE_CLIPBOARD_POLICY);
  GEnumValue *value = g_enum_get_value_by_nick (klass, nick);

  /* What a newer version wrote is not widened. */
  return value != NULL ? (LodgeClipboardPolicy) value->value : LODGE_CLIPBOARD_OFF;
}

static void
set_enabled (LodgeGuestActions *self,
             const char        *name,
             gboolean           enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
set_state (LodgeGuestActions *self,
           const char        *name,
           GVariant          *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static void
update (LodgeGuestActions *self)
{
  LodgeConsole *console = get_console (self);
  LodgeConsoleClipboard *clipboard = get_clipboard (self);
  LodgeConsoleAudio *audio = get_audio (self);
  gboolean sound = audio != NULL && lodge_console_audio_is_available (audio);
  gboolean available = clipboard != NULL && lodge_console_clipboard_is_available (clipboard);
  gboolean once = available && self->policy == LODGE_CLIPBOARD_ONCE;
  gboolean view_only = console != NULL && lodge_console_is_view_only (console);
  gboolean connected = console != NULL
                       && lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED;

  set_enabled (self, "resize", connected
               && (lodge_console_get_features (console) & LODGE_CONSOLE_RESIZES));
  set_enabled (self, "clipboard", available);
  set_enabled (self, "send-clipboard", once && !view_only);
  set_enabled (self, "get-clipboard", once);
  set_enabled (self, "mute", sound);
  set_enabled (self, "volume", sound);
  set_enabled (self, "explain-sound", audio != NULL && lodge_console_audio_is_unheard (audio));
  set_enabled (self, "microphone", sound && !view_only);
  set_enabled (self, "usb", console != NULL && !view_only
               && lodge_console_usb_is_available (lodge_console_get_usb (console)));
  set_enabled (self, "smart-cards", console != NULL
               && lodge_console_cards_is_available (lodge_console_get_cards (console)));
  set_enabled (self, "folder", connected);
  set_enabled (self, "status", connected);
  set_enabled (self, "record", connected);
  set_enabled (self, "screenshot", connected);
  set_enabled (self, "forget-password", console != NULL
                                        && lodge_credentials_get_remembered (get_credentials (self)));
  set_enabled (self, "explain", connected && lodge_console_uses_agent (console)
               && !lodge_console_is_agent_connected (console));
}

static void
apply_audio (LodgeGuestActions *self)
{
  LodgeConsoleAudio *audio = get_audio (self);
  g_autofree char *volume = g_strdup_printf ("%d", self->volume);

  if (audio != NULL)
    g_object_set (audio, "muted", self->mute, "volume", self->volume / 100.0,
                  "microphone", self->microphone, NULL);
  set_state (self, "mute", g_variant_new_boolean (self->mute));
  set_state (self, "volume", g_variant_new_string (volume));
  set_state (self, "microphone", g_variant_new_boolean (self->microphone));
}

static void
apply_usb (LodgeGuestActions *self)
{
  LodgeConsoleUsb *usb = get_usb (self);
  g_auto(GStrv) ids = NULL;

  if (usb == NULL || self->settings == NULL)
    return;

  ids = g_settings_get_strv (self->settings, "usb-devices");
  g_object_set (usb, "remembered", ids,
                "automatic", g_settings_get_boolean (self->settings, "usb-automatic"), NULL);
}

static void
apply_cards (LodgeGuestActions *self)
{
  LodgeConsoleCards *cards = get_cards (self);

  if (cards == NULL)
    return;

  g_settings_unbind (cards, "shared");
  if (self->settings != NULL)
    g_settings_bind (self->settings, "share-smart-cards", cards, "shared", G_SETTINGS_BIND_DEFAULT);
  else
    g_object_set (cards, "shared", FALSE, NULL);
}

/* What was chosen in the dialog. */
static void
usb_cb (LodgeGuestActions *self)
{
  g_auto(GStrv) ids = NULL;
  gboolean automatic = FALSE;

  if (self->settings == NULL || get_usb (self) == NULL)
    return;

  g_object_get (get_usb (self), "remembered", &ids, "automatic", &automatic, NULL);
  g_settings_set_strv (self->settings, "usb-devices", (const char *const *) ids);
  g_settings_set_boolean (self->settings, "usb-automatic", automatic);
}

static void
apply (LodgeGuestActions *self)
{
  LodgeConsoleClipboard *clipboard = get_clipboard (self);

  if (self->display != NULL)
    g_object_set (self->display, "resize-guest", self->resize, NULL);
  if (clipboard != NULL)
    lodge_console_clipboard_set_policy (clipboard, self->policy);
  set_state (self, "resize", g_variant_new_boolean (self->resize));
  set_state (self, "clipboard", g_variant_new_string (policy_to_nick (self->policy)));
  apply_audio (self);
  update (self);
}

static void
console_cb (LodgeGuestActions *self)
{
  g_signal_group_set_target (self->console_signals, get_console (self));
  g_signal_group_set_target (self->clipboard_signals, get_clipboard (self));
  g_signal_group_set_target (self->audio_signals, get_audio (self));
  g_signal_group_set_target (self->credentials_signals, get_credentials (self));
  g_signal_group_set_target (self->usb_signals, NULL);
  apply_usb (self);
  g_signal_group_set_target (self->cards_signals, get_cards (self));
  apply_cards (self);
  if (get_console (self) != NULL)
    lodge_guest_folder_bind (lodge_console_get_folder (get_console (self)), self->settings);
  g_signal_group_set_target (self->usb_signals, get_usb (self));
  apply (self);
}

static void
resize_cb (GSimpleAction *action,
           GVariant      *value,
           gpointer       user_data)
{
  LodgeGuestActions *self = user_data;

  self->resize = g_variant_get_boolean (value);
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "resize-guest", self->resize);
  apply (self);
}

static void
clipboard_cb (GSimpleAction *action,
              GVariant      *value,
              gpointer       user_data)
{
  LodgeGuestActions *self = user_data;

  self->policy = policy_from_nick (g_variant_get_string (value, NULL));
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "clipboard", policy_to_nick (self->policy));
  apply (self);
}

static void
mute_cb (GSimpleAction *action,
         GVariant      *value,
         gpointer       user_data)
{
  LodgeGuestActions *self = user_data;

  self->mute = g_variant_get_boolean (value);
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "mute", self->mute);
  apply_audio (self);
}

static void
volume_cb (GSimpleAction *action,
           GVariant      *value,
           gpointer       user_data)
{
  LodgeGuestActions *self = user_data;
  int volume = (int) g_ascii_strtoll (g_variant_get_string (value, NULL), NULL, 10);

  self->volume = CLAMP (volume, 0, 100);
  if (self->settings != NULL)
    g_settings_set_int (self->settings, "volume", self->volume);
  apply_audio (self);
}

/* Asked for anew each time: nobody is to be heard because of what was chosen long ago. */
static void
microphone_cb (GSimpleAction *action,
               GVariant      *value,
               gpointer       user_data)
{
  LodgeGuestActions *self = user_data;

  self->microphone = g_variant_get_boolean (value);
  apply_audio (self);
}

static void
send_clipboard_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LodgeGuestActions *self = user_data;

  if (self->display == NULL)
    return;

  lodge_display_send_clipboard (self->display);
  lodge_guest_displays_focus (self->displays);
}

static void
get_clipboard_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  LodgeGuestActions *self = user_data;
  LodgeConsoleClipboard *clipboard = get_clipboard (self);

  if (clipboard == NULL)
    return;

  lodge_console_clipboard_take_now (clipboard);
  lodge_guest_displays_focus (self->displays);
}

static void
show_usb_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LodgeGuestActions *self = user_data;
  GtkRoot *root = self->display != NULL ? gtk_widget_get_root (GTK_WIDGET (self->display)) : NULL;

  if (!GTK_IS_WINDOW (root) || get_usb (self) == NULL)
    return;

  g_set_weak_pointer (&self->usb_dialog, lodge_usb_dialog_new (GTK_WINDOW (root), get_usb (self)));
  gtk_window_present (GTK_WINDOW (self->usb_dialog));
}

/* What goes to the guest by itself does that while nobody has the dialog open, which says it too. */
static void
usb_failed_cb (LodgeGuestActions *self,
               const GError      *error)
{
  if (self->usb_dialog == NULL && self->display != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->display), "win.show-toast", "s", error->message);
}

static void
show_cards_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LodgeGuestActions *self = user_data;
  GtkRoot *root = self->display != NULL ? gtk_widget_get_root (GTK_WIDGET (self->display)) : NULL;

  if (GTK_IS_WINDOW (root) && get_console (self) != NULL)
    gtk_window_present (GTK_WINDOW (lodge_cards_dialog_new (GTK_WINDOW (root), get_console (self))));
}

static void
show_folder_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LodgeGuestActions *self = user_data;
  GtkRoot *root = self->display != NULL ? gtk_widget_get_root (GTK_WIDGET (self->display)) : NULL;

  if (GTK_IS_WINDOW (root) && get_console (self) != NULL)
    gtk_window_present (GTK_WINDOW (lodge_folder_dialog_new (GTK_WINDOW (root), get_console (self))));
}

static void
record_cb (GSimpleAction *action,
           GVariant      *value,
           gpointer       user_data)
{
  LodgeGuestActions *self = user_data;

  if (g_variant_get_boolean (value))
    lodge_guest_recorder_ask (self->recorder);
  else
    lodge_guest_recorder_stop (self->recorder);
}

static void
screenshot_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LodgeGuestActions *self = user_data;

  lodge_guest_screenshot_ask (self->screenshot);
}

static void
recording_cb (LodgeGuestActions *self)
{
  set_state (self, "record",
             g_variant_new_boolean (lodge_guest_recorder_is_recording (self->recorder)));
}

static void
show_status_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LodgeGuestActions *self = user_data;
  GtkRoot *root = self->display != NULL ? gtk_widget_get_root (GTK_WIDGET (self->display)) : NULL;

  if (!GTK_IS_WINDOW (root))
    return;

  if (self->status_dialog == NULL)
    g_set_weak_pointer (&self->status_dialog,
                        lodge_status_dialog_new (GTK_WINDOW (root), self->display));
  gtk_window_present (GTK_WINDOW (self->status_dialog));
}

static void
forget_password_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  if (get_credentials (user_data) != NULL)
    lodge_credentials_forget (get_credentials (user_data));
}

/* The menu is opened: whether there is a password to forget is asked then, as a service that keeps
 * passwords may have to be started for it. */
static void
look_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  if (get_credentials (user_data) != NULL)
    lodge_credentials_look_for_remembered (get_credentials (user_data));
}

static void
explain (LodgeGuestActions *self,
         const char        *heading,
         const char        *body)
{
  GtkWidget *dialog;

  if (self->display == NULL)
    return;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->display))),
                                   heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
explain_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  explain (user_data, _("The Guest’s Agent Does Not Run"),
           _("Resizing, the clipboard and sending files need a program inside the "
             "machine. On Linux install the package “spice-vdagent”, on Windows "
             "the SPICE guest tools, then log in there again. The machine also "
             "needs a SPICE channel among its devices."));
}

static void
explain_sound_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  explain (user_data, _("No Sound System"),
           _("Nothing on this computer can play the guest’s sound. Start PipeWire or PulseAudio, and see that "
             "GStreamer’s plugins for it are installed, then start Lodge again."));
}

static const GActionEntry entries[] = {
  { .name = "resize", .state = "false", .change_state = resize_cb },
  { .name = "clipboard", .parameter_type = "s", .state = "'both'", .change_state = clipboard_cb },
  { .name = "mute", .state = "false", .change_state = mute_cb },
  { .name = "volume", .parameter_type = "s", .state = "'100'", .change_state = volume_cb },
  { .name = "microphone", .state = "false", .change_state = microphone_cb },
  { .name = "usb", .activate = show_usb_cb },
  { .name = "smart-cards", .activate = show_cards_cb },
  { .name = "folder", .activate = show_folder_cb },
  { .name = "send-clipboard", .activate = send_clipboard_cb },
  { .name = "get-clipboard", .activate = get_clipboard_cb },
  { .name = "record", .state = "false", .change_state = record_cb },
  { .name = "screenshot", .activate = screenshot_cb },
  { .name = "status", .activate = show_status_cb },
  { .name = "forget-password", .activate = forget_password_cb },
  { .name = "look", .activate = look_cb },
  { .name = "explain", .activate = explain_cb },
  { .name = "explain-sound", .activate = explain_sound_cb },
};

static void
opened_cb (GtkWidget *popover)
{
  gtk_widget_activate_action (popover, "guest.look", NULL);
}

static void
lodge_guest_actions_dispose (GObject *object)
{
  LodgeGuestActions *self = LODGE_GUEST_ACTIONS (object);

  g_clear_object (&self->console_signals);
  g_clear_object (&self->clipboard_signals);
  g_clear_object (&self->audio_signals);
  g_clear_object (&self->usb_signals);
  g_clear_object (&self->cards_signals);
  g_clear_object (&self->credentials_signals);
  g_clear_object (&self->settings);
  if (self->displays != NULL)
    g_object_run_dispose (G_OBJECT (self->displays));
  g_clear_object (&self->displays);
  g_clear_weak_pointer (&self->display);
  g_clear_weak_pointer (&self->status_dialog);
  g_clear_weak_pointer (&self->usb_dialog);
  if (self->recorder != NULL)
    g_object_run_dispose (G_OBJECT (self->recorder));
  g_clear_object (&self->recorder);
  g_clear_object (&self->screenshot);
  if (self->group != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self->group), "view-only");
  if (self->group != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
      g_action_map_remove_action (G_ACTION_MAP (self->group), entries[i].name);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (lodge_guest_actions_parent_class)->dispose (object);
}

static void
lodge_guest_actions_class_init (LodgeGuestActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_guest_actions_dispose;
}

static void
watch (LodgeGuestActions *self,
       const char        *property)
{
  g_signal_group_connect_swapped (self->console_signals, property, G_CALLBACK (update), self);
}

static void
lodge_guest_actions_init (LodgeGuestActions *self)
{
  self->volume = 100;
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  watch (self, "notify::state");
  watch (self, "notify::features");
  watch (self, "notify::view-only");
  watch (self, "notify::agent-connected");
  self->clipboard_signals = g_signal_group_new (LODGE_TYPE_CONSOLE_CLIPBOARD);
  g_signal_group_connect_swapped (self->clipboard_signals, "notify::available",
                                  G_CALLBACK (update), self);
  self->usb_signals = g_signal_group_new (LODGE_TYPE_CONSOLE_USB);
  g_signal_group_connect_swapped (self->usb_signals, "notify::available", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->usb_signals, "notify::remembered", G_CALLBACK (usb_cb), self);
  g_signal_group_connect_swapped (self->usb_signals, "notify::automatic", G_CALLBACK (usb_cb), self);
  g_signal_group_connect_swapped (self->usb_signals, "failed", G_CALLBACK (usb_failed_cb), self);
  self->cards_signals = g_signal_group_new (LODGE_TYPE_CONSOLE_CARDS);
  g_signal_group_connect_swapped (self->cards_signals, "notify::available", G_CALLBACK (update), self);
  self->credentials_signals = g_signal_group_new (LODGE_TYPE_CREDENTIALS);
  g_signal_group_connect_swapped (self->credentials_signals, "notify::remembered",
                                  G_CALLBACK (update), self);
  self->audio_signals = g_signal_group_new (LODGE_TYPE_CONSOLE_AUDIO);
  g_signal_group_connect_swapped (self->audio_signals, "notify::available",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->audio_signals, "notify::unheard", G_CALLBACK (update), self);
}

/**
 * lodge_guest_actions_new:
 * @display: the display
 *
 * Makes the actions; the caller puts them on a widget with gtk_widget_insert_action_group() as "guest".
 *
 * Returns: (transfer full): the actions
 */
LodgeGuestActions *
lodge_guest_actions_new (LodgeDisplay *display)
{
  LodgeGuestActions *self = g_object_new (LODGE_TYPE_GUEST_ACTIONS, NULL);
  g_autoptr(GPropertyAction) view_only = g_property_action_new ("view-only", display, "view-only");

  g_set_weak_pointer (&self->display, display);
  self->recorder = lodge_guest_recorder_new (display);
  self->screenshot = lodge_guest_screenshot_new (display);
  g_signal_connect_object (self->recorder, "notify::recording", G_CALLBACK (recording_cb), self,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self->group), G_ACTION (view_only));
  self->displays = lodge_guest_displays_new (display, G_ACTION_MAP (self->group));
  g_signal_connect_object (display, "notify::console", G_CALLBACK (console_cb), self,
                           G_CONNECT_SWAPPED);
  console_cb (self);
  return self;
}

GActionGroup *
lodge_guest_actions_get_group (LodgeGuestActions *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_ACTIONS (self), NULL);

  return G_ACTION_GROUP (self->group);
}

LodgeGuestRecorder *
lodge_guest_actions_get_recorder (LodgeGuestActions *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_ACTIONS (self), NULL);

  return self->recorder;
}

LodgeGuestScreenshot *
lodge_guest_actions_get_screenshot (LodgeGuestActions *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_ACTIONS (self), NULL);

  return self->screenshot;
}

/**
 * lodge_guest_actions_set_settings:
 * @self: actions
 * @settings: (nullable): what is remembered of the machine
 *
 * Takes over what was chosen for another machine.
 */
void
lodge_guest_actions_set_settings (LodgeGuestActions *self,
                                  GSettings         *settings)
{
  g_autofree char *nick = NULL;

  g_return_if_fail (LODGE_IS_GUEST_ACTIONS (self));

  g_set_object (&self->settings, settings);
  lodge_guest_displays_set_settings (self->displays, settings);
  if (settings != NULL)
    nick = g_settings_get_string (settings, "clipboard");
  self->resize = settings != NULL && g_settings_get_boolean (settings, "resize-guest");
  self->policy = nick != NULL ? policy_from_nick (nick) : LODGE_CLIPBOARD_BOTH;
  self->mute = settings != NULL && g_settings_get_boolean (settings, "mute");
  self->volume = settings != NULL ? g_settings_get_int (settings, "volume") : 100;
  self->microphone = FALSE;
  console_cb (self);
}

/**
 * lodge_guest_menu_add:
 * @button: a button below the widget that has the actions
 *
 * Gives the button a menu of the actions.
 */
void
lodge_guest_menu_add (GtkMenuButton *button)
{
  g_autoptr(GtkBuilder) builder = NULL;

  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  lodge_display_get_resource ();
  builder = gtk_builder_new_from_resource ("/io/github/lodge_vm/Lodge/display/lodge-guest-menu.ui");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
  g_signal_connect (gtk_menu_button_get_popover (button), "map", G_CALLBACK (opened_cb), NULL);
}
