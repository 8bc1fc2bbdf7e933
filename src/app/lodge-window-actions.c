/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything the user can do in the window, as named actions. What may be done with the machine
 * that is shown comes from its allowed-actions alone. */

#include "config.h"

#include "app/lodge-window-private.h"

#include <glib/gi18n.h>

#include "app/lodge-add-host.h"
#include "app/lodge-foreign-text.h"
#include "base/lodge-error.h"
#include "console/lodge-credentials.h"
#include "display/lodge-key-combo.h"
#include "widgets/lodge-delete-dialog.h"
#include "widgets/lodge-error-dialog.h"
#include "wizard/lodge-new-machine.h"

#define TOAST_NAME_LENGTH 14   /* of a machine, in characters */

static const struct {
  const char *name;
  LodgeMachineAction action;
} machine_actions[] = {
  { "start", LODGE_ACTION_START },
  { "pause", LODGE_ACTION_PAUSE },
  { "resume", LODGE_ACTION_RESUME },
  { "shut-down", LODGE_ACTION_SHUT_DOWN },
  { "reboot", LODGE_ACTION_REBOOT },
  { "reset", LODGE_ACTION_RESET },
  { "force-off", LODGE_ACTION_FORCE_OFF },
  { "delete", LODGE_ACTION_DELETE },
};

void
lodge_window_enable_action (LodgeWindow *self,
                            const char  *name,
                            gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LodgeWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lodge_machine_act_finish (LODGE_MACHINE (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lodge_window_show_error (self, error->message, lodge_error_get_detail (error));
}

static void
act (LodgeWindow        *self,
     LodgeMachine       *machine,
     LodgeMachineAction  action)
{
  lodge_machine_act_async (machine, action, NULL, acted_cb, g_object_ref (self));
}

static void
machine_action_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LodgeWindow *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));

  if (self->machine == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (machine_actions); i++)
    if (g_str_equal (machine_actions[i].name, name))
      act (self, self->machine, machine_actions[i].action);
}

static void
force_off_response_cb (AdwMessageDialog *dialog,
                       const char       *response,
                       LodgeWindow      *self)
{
  LodgeMachine *machine = g_object_get_data (G_OBJECT (dialog), "machine");

  if (g_str_equal (response, "force-off"))
    act (self, machine, LODGE_ACTION_FORCE_OFF);
}

static void
force_off_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  LodgeWindow *self = user_data;
  GtkWidget *dialog;

  if (self->machine == NULL)
    return;

  dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL,
                                   _("Like pulling the plug: what the guest has not saved is lost, "
                                     "and its disks may be damaged."));
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Force “%s” Off?"),
                                     lodge_machine_get_label (self->machine));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"), "force-off", _("_Force Off"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "force-off",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "machine", g_object_ref (self->machine), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (force_off_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* (transfer full): a toast is cut at its end, where it says what happens: so a long name gives way in its
 * middle. */
char *
lodge_window_shorten_name (const char *name)
{
  glong length = g_utf8_strlen (name, -1);
  g_autofree char *start = NULL;

  if (length <= TOAST_NAME_LENGTH)
    return g_strdup (name);
  start = g_utf8_substring (name, 0, TOAST_NAME_LENGTH / 2);
  return g_strconcat (start, "…", g_utf8_offset_to_pointer (name, length - TOAST_NAME_LENGTH / 2 + 1), NULL);
}

static void
show_deletion_toast (LodgeWindow  *self,
                     LodgeMachine *machine)
{
  g_autofree char *name = lodge_window_shorten_name (lodge_machine_get_label (machine));
  g_autofree char *label = g_markup_escape_text (name, -1);
  AdwToast *toast = adw_toast_new_format (_("“%s” will be deleted"), label);

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-delete");
  adw_toast_set_action_target (toast, "s", lodge_machine_get_uuid (machine));
  adw_toast_set_timeout (toast, LODGE_DELETIONS_DELAY);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
delete_response_cb (LodgeDeleteDialog *dialog,
                    const char        *response,
                    LodgeWindow       *self)
{
  LodgeMachine *machine = lodge_delete_dialog_get_machine (dialog);
  g_auto(GStrv) paths = NULL;

  if (!g_str_equal (response, "delete"))
    return;

  paths = lodge_delete_dialog_dup_paths (dialog);
  lodge_deletions_add (self->deletions, machine, (const char *const *) paths);
  show_deletion_toast (self, machine);
}

static void
delete_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  LodgeWindow *self = user_data;
  GtkWidget *dialog;

  if (self->machine == NULL)
    return;

  dialog = lodge_delete_dialog_new (GTK_WINDOW (self), self->machine);
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
undo_delete_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LodgeWindow *self = user_data;
  const char *uuid = g_variant_get_string (parameter, NULL);

  if (lodge_deletions_undo (self->deletions, uuid))
    lodge_window_show_machine (self, uuid, NULL);
}

static void
created_cb (LodgeWindow *self,
            LodgeHost   *host,
            const char  *uuid)
{
  gtk_window_present (GTK_WINDOW (self));
  lodge_window_show_machine (self, uuid, "console");
}

static void
new_machine_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LodgeWindow *self = user_data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  /* The main window shows what is made. */
  if (self->single)
    g_action_group_activate_action (G_ACTION_GROUP (application), "new-machine", NULL);
  else
    lodge_window_new_machine (self, NULL);
}

static void
add_host_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LodgeWindow *self = user_data;

  gtk_window_present (GTK_WINDOW (lodge_add_host_new (GTK_WINDOW (self), self->hosts)));
}

static void
connect_host_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  LodgeWindow *self = user_data;

  if (self->host != NULL)
    lodge_host_connect (self->host);
}

static void
disconnect_host_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LodgeWindow *self = user_data;

  if (self->host != NULL)
    lodge_host_disconnect (self->host);
}

static void
forget_password_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LodgeWindow *self = user_data;

  if (self->host == NULL)
    return;

  lodge_host_forget (self->host);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("The host’s password was forgotten")));
}

static void
remove_host_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LodgeWindow *self = user_data;

  if (self->host == NULL)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (lodge_host_get_machines (self->host)); i++)
    {
      g_autoptr(LodgeMachine) machine = g_list_model_get_item (lodge_host_get_machines (self->host), i);

      lodge_credentials_forget_screens (lodge_machine_get_uuid (machine));
    }
  lodge_hosts_remove (self->hosts, self->host);
}

static void
page_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  LodgeWindow *self = user_data;

  if (!self->single)
    lodge_window_ensure_page (self);
  if (self->machine_page != NULL)
    lodge_machine_page_set_page (self->machine_page, g_variant_get_string (parameter, NULL));
}

static void
search_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  LodgeWindow *self = user_data;

  g_object_set (self, "sidebar-visible", TRUE, NULL);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  lodge_sidebar_start_search (self->sidebar);
}

static void
back_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  LodgeWindow *self = user_data;

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
}

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LodgeWindow *self = user_data;

  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_unfullscreen (GTK_WINDOW (self));
  else if (self->machine != NULL)
    {
      lodge_machine_page_set_page (self->machine_page, "console");
      gtk_window_fullscreen (GTK_WINDOW (self));
    }
}

static void
open_window_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LodgeWindow *self = user_data;

  if (lodge_window_has_tabs (self))
    lodge_window_move_tab_out (self, adw_tab_view_get_selected_page (self->tabs));
  else
    lodge_window_open_machine (self, FALSE);
}

static void
open_tab_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  lodge_window_open_machine (user_data, TRUE);
}

static void
follow_move_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  lodge_window_follow_move (user_data);
}

static void
take_screenshot_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LodgeWindow *self = user_data;

  lodge_machine_page_take_screenshot (self->machine_page);
}

static void
send_keys_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  LodgeWindow *self = user_data;

  lodge_machine_page_send_keys (self->machine_page, g_variant_get_string (parameter, NULL));
}

static void
show_error_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  const char *message, *detail;

  g_variant_get (parameter, "(&s&s)", &message, &detail);
  lodge_window_show_error (user_data, message, detail);
}

static void
show_error_details_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  const char *message, *detail;

  g_variant_get (parameter, "(&s&s)", &message, &detail);
  gtk_window_present (GTK_WINDOW (lodge_error_dialog_new (user_data, message, detail)));
}

static void
show_toast_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LodgeWindow *self = user_data;
  g_autofree char *text = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* The keys that take the keyboard back, as they are set now. */
static char *
dup_release_accel (LodgeWindow *self)
{
  g_autofree char *keys = NULL;
  g_autofree char *accel = NULL;

  if (self->settings == NULL)
    return NULL;

  keys = g_settings_get_string (self->settings, "release-keys");
  accel = lodge_key_combo_get_accel (keys);
  return *accel != '\0' ? g_steal_pointer (&accel) : NULL;
}

/* Made when asked for, not kept hidden: AT-SPI of GTK 4.8 crashes the program when a reader asks for
 * a window that just went and the last one in the list was never shown. */
static void
show_shortcuts_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/lodge_vm/Lodge/lodge-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
  g_autofree char *accel = dup_release_accel (user_data);

  if (accel != NULL)
    g_object_set (gtk_builder_get_object (builder, "release_shortcut"), "accelerator", accel, NULL);

  gtk_window_set_transient_for (window, user_data);
  lodge_foreign_text_replace (GTK_WIDGET (window), "Shortcuts", _("Shortcuts"));
  lodge_foreign_text_replace (GTK_WIDGET (window), "Search Results", _("Search Results"));
  gtk_window_present (window);
}

static void
close_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  if (lodge_window_has_tabs (user_data))
    lodge_window_close_tab (user_data);
  else
    gtk_window_close (user_data);
}

static const GActionEntry entries[] = {
  { .name = "start", .activate = machine_action_cb },
  { .name = "pause", .activate = machine_action_cb },
  { .name = "resume", .activate = machine_action_cb },
  { .name = "shut-down", .activate = machine_action_cb },
  { .name = "reboot", .activate = machine_action_cb },
  { .name = "reset", .activate = machine_action_cb },
  { .name = "force-off", .activate = force_off_cb },
  { .name = "delete", .activate = delete_cb },
  { .name = "undo-delete", .activate = undo_delete_cb, .parameter_type = "s" },
  { .name = "new-machine", .activate = new_machine_cb },
  { .name = "add-host", .activate = add_host_cb },
  { .name = "connect-host", .activate = connect_host_cb },
  { .name = "disconnect-host", .activate = disconnect_host_cb },
  { .name = "forget-password", .activate = forget_password_cb },
  { .name = "remove-host", .activate = remove_host_cb },
  { .name = "page", .activate = page_cb, .parameter_type = "s" },
  { .name = "search", .activate = search_cb },
  { .name = "back", .activate = back_cb },
  { .name = "fullscreen", .activate = fullscreen_cb },
  { .name = "open-window", .activate = open_window_cb },
  { .name = "open-tab", .activate = open_tab_cb },
  { .name = "follow-move", .activate = follow_move_cb },
  { .name = "take-screenshot", .activate = take_screenshot_cb },
  { .name = "send-keys", .activate = send_keys_cb, .parameter_type = "s" },
  { .name = "show-error", .activate = show_error_cb, .parameter_type = "(ss)" },
  { .name = "show-error-details", .activate = show_error_details_cb, .parameter_type = "(ss)" },
  { .name = "show-toast", .activate = show_toast_cb, .parameter_type = "s" },
  { .name = "show-shortcuts", .activate = show_shortcuts_cb },
  { .name = "close", .activate = close_cb },
};

/**
 * lodge_window_class_init_actions:
 * @klass: the class
 *
 * Adds the actions that are properties, and the keys that work in the window only.
 */
void
lodge_window_class_init_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_property_action (klass, "view.sidebar", "sidebar-visible");
}

void
lodge_window_init_actions (LodgeWindow *self)
{
  g_autoptr(GAction) connect = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (self->settings != NULL)
    {
      connect = g_settings_create_action (self->settings, "connect-screens");
      g_action_map_add_action (G_ACTION_MAP (self), connect);
    }
  lodge_window_update_actions (self);
}

/**
 * lodge_window_update_actions:
 * @self: a window
 *
 * Sets which actions can be used, from the state of what is selected.
 */
void
lodge_window_update_actions (LodgeWindow *self)
{
  LodgeMachineAction allowed = 0;
  LodgeHostState state = LODGE_HOST_DISCONNECTED;
  gboolean screen = self->machine_page != NULL && lodge_machine_page_has_screen (self->machine_page);

  if (self->machine != NULL)
    allowed = lodge_machine_get_allowed_actions (self->machine);
  if (self->host != NULL)
    state = lodge_host_get_state (self->host);

  for (gsize i = 0; i < G_N_ELEMENTS (machine_actions); i++)
    lodge_window_enable_action (self, machine_actions[i].name, (allowed & machine_actions[i].action) != 0);
  lodge_window_enable_action (self, "connect-host", self->host != NULL && state != LODGE_HOST_CONNECTED &&
                                     state != LODGE_HOST_CONNECTING);
  lodge_window_enable_action (self, "disconnect-host", self->host != NULL && state != LODGE_HOST_DISCONNECTED &&
                                        state != LODGE_HOST_FAILED);
  lodge_window_enable_action (self, "forget-password", self->host != NULL && lodge_host_get_remembered (self->host));
  lodge_window_enable_action (self, "remove-host", self->host != NULL);
  lodge_window_enable_action (self, "fullscreen", self->machine != NULL);
  lodge_window_enable_action (self, "search", !self->single);
  lodge_window_enable_action (self, "back", !self->single);
  lodge_window_enable_action (self, "open-window", self->machine != NULL
                                    && (!self->single || lodge_window_has_tabs (self)));
  lodge_window_enable_action (self, "open-tab", self->machine != NULL && !self->single);
  lodge_window_enable_action (self, "take-screenshot", screen);
  lodge_window_enable_action (self, "send-keys", screen);
  if (self->tabs != NULL)
    lodge_window_update_tab_actions (self);

  /* One that runs elsewhere is not to be started here, though it may be. */
  if (allowed & LODGE_ACTION_START && lodge_machine_get_move (self->machine) == LODGE_MOVE_NONE)
    gtk_widget_add_css_class (self->main_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->main_button, "suggested-action");
}

/**
 * lodge_window_new_machine:
 * @self: a window
 * @media_path: (nullable): an ISO to begin with
 *
 * Opens the new-machine wizard, or brings the one that is open to the front.
 */
void
lodge_window_new_machine (LodgeWindow *self,
                          const char  *media_path)
{
  LodgeNewMachine *wizard;
  LodgeHost *host = NULL;

  g_return_if_fail (LODGE_IS_WINDOW (self));

  if (self->wizard != NULL)
    {
      gtk_window_present (self->wizard);
      return;
    }

  if (self->host != NULL && lodge_host_get_state (self->host) == LODGE_HOST_CONNECTED)
    host = self->host;
  wizard = lodge_new_machine_new (GTK_WINDOW (self), self->hosts, host, media_path);
  g_set_weak_pointer (&self->wizard, GTK_WINDOW (wizard));
  g_signal_connect_object (wizard, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "stopped", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (wizard));
}
