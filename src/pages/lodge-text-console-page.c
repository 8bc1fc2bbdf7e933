/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A terminal over a text channel, with what is to be said when it is not connected: on a page of its
 * own as long as the guest wrote nothing, else in a bar over what it wrote. */

#include "config.h"

#include "pages/lodge-text-console-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-settings.h"
#include "base/lodge-units.h"
#include "display/lodge-spinner.h"
#include "pages/lodge-terminal-files.h"
#include "pages/lodge-terminal-paste.h"
#include "pages/lodge-terminal-search.h"
#include "widgets/lodge-template.h"

#define HINT_SECONDS 4

struct _LodgeTextConsolePage
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkStack *stack;
  LodgeTerminal *terminal;
  LodgeTerminalSearch *search;
  AdwStatusPage *status_page;
  GtkWidget *status_spinner;
  GtkButton *status_button;
  GtkWidget *status_details;
  GtkRevealer *bar;
  GtkLabel *bar_label;
  GtkButton *bar_button;
  GtkWidget *bar_details;
  GtkRevealer *hint;
  GtkWidget *silence_label;
  GtkPopoverMenu *context_menu;

  LodgeTextChannel *channel;
  GSignalGroup *machine_signals;
  char *label;
  gboolean grabbed;
  gboolean hinted;
  gboolean view_only;
  gboolean focus_wanted;   /* as soon as it is connected */
  guint hint_source;
  GSimpleActionGroup *actions;
  LodgeTerminalFiles *files;
};

/* What is said in a state. */
typedef struct {
  const char *title;
  const char *text;
  const char *icon_name;
  const char *button;    /* nullable */
} Notice;

enum {
  PROP_0,
  PROP_CHANNEL,
  PROP_LABEL,
  PROP_GRABBED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeTextConsolePage, lodge_text_console_page, GTK_TYPE_WIDGET)

static gboolean
machine_is_active (LodgeTextConsolePage *self)
{
  gboolean active = FALSE;

  g_object_get (lodge_text_channel_get_machine (self->channel), "active", &active, NULL);
  return active;
}

static Notice
find_notice (LodgeTextConsolePage *self)
{
  const GError *error = lodge_text_channel_get_error (self->channel);

  switch (lodge_text_channel_get_state (self->channel))
    {
    case LODGE_TEXT_IN_USE:
      return (Notice) { _("In Use"), _("Another viewer shows this console."), "system-users-symbolic",
                        _("_Take Over…") };

    case LODGE_TEXT_FAILED:
      return (Notice) { _("The Console Cannot Be Shown"), error != NULL ? error->message : "",
                        "dialog-warning-symbolic", _("_Try Again") };

    case LODGE_TEXT_WAITING:
    case LODGE_TEXT_CLOSED:
      if (machine_is_active (self))
        return (Notice) { _("Not Connected"), _("The console continues when the host is connected again."),
                          "network-offline-symbolic", NULL };
      return (Notice) { _("Not Running"), _("The console starts with the machine."),
                        "utilities-terminal-symbolic", _("_Start") };

    case LODGE_TEXT_CONNECTING:
    case LODGE_TEXT_CONNECTED:
    default:
      return (Notice) { _("Connecting…"), "", NULL, NULL };
    }
}

static void
set_enabled (LodgeTextConsolePage *self,
             const char           *name,
             gboolean              enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
set_button (GtkButton  *button,
            const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (button, label);
}

static void
update (LodgeTextConsolePage *self)
{
  LodgeTextState state = lodge_text_channel_get_state (self->channel);
  gboolean connected = state == LODGE_TEXT_CONNECTED;
  gboolean empty = lodge_terminal_is_empty (self->terminal);
  gboolean takes_text = connected && !self->view_only;
  Notice notice = find_notice (self);

  adw_status_page_set_title (self->status_page, notice.title);
  adw_status_page_set_description (self->status_page, notice.text);
  adw_status_page_set_icon_name (self->status_page, notice.icon_name);
  gtk_widget_set_visible (self->status_spinner, state == LODGE_TEXT_CONNECTING);
  gtk_label_set_label (self->bar_label, *notice.text != '\0' ? notice.text : notice.title);
  set_button (self->status_button, notice.button);
  set_button (self->bar_button, notice.button);
  gtk_widget_set_visible (self->status_details, state == LODGE_TEXT_FAILED);
  gtk_widget_set_visible (self->bar_details, state == LODGE_TEXT_FAILED);

  gtk_stack_set_visible_child_name (self->stack, connected || !empty ? "terminal" : "status");
  if (connected && self->focus_wanted)
    lodge_text_console_page_focus (self);
  gtk_revealer_set_reveal_child (self->bar, !connected && !empty);
  gtk_widget_set_visible (self->silence_label, connected && empty);
  vte_terminal_set_input_enabled (VTE_TERMINAL (self->terminal), takes_text);
  set_enabled (self, "paste", takes_text);
  set_enabled (self, "paste-primary", takes_text);
}

static void
log_changed_cb (LodgeTextConsolePage *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "log");
  gboolean on = lodge_text_channel_get_log_file (self->channel) != NULL;

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (on));
}

static void
data_cb (LodgeTextConsolePage *self,
         GBytes               *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  vte_terminal_feed (VTE_TERMINAL (self->terminal), data, (gssize) size);
  gtk_widget_set_visible (self->silence_label, FALSE);
}

static void
lost_cb (LodgeTextConsolePage *self,
         guint64               n_bytes)
{
  g_autofree char *size = lodge_format_size (n_bytes);
  /* Translators: stands in a terminal; %s is a size, such as “3 MiB” */
  g_autofree char *text = g_strdup_printf (_("%s came too fast and were left out"), size);
  g_autofree char *line = g_strdup_printf ("\r\n[%s]\r\n", text);

  vte_terminal_feed (VTE_TERMINAL (self->terminal), line, -1);
}

static void
commit_cb (LodgeTextConsolePage *self,
           const char           *text,
           guint                 size)
{
  if (!self->view_only && !lodge_text_channel_write (self->channel, text, size))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
take_over_cb (LodgeTextConsolePage *self,
              const char           *response)
{
  if (g_str_equal (response, "take-over"))
    lodge_text_channel_take_over (self->channel);
}

static void
ask_take_over (LodgeTextConsolePage *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _("Take Over the Console?"),
                                              _("The other viewer loses its connection to this console."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "take-over", _("_Take Over"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "take-over",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (take_over_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
button_cb (LodgeTextConsolePage *self)
{
  switch (lodge_text_channel_get_state (self->channel))
    {
    case LODGE_TEXT_IN_USE:
      ask_take_over (self);
      break;

    case LODGE_TEXT_FAILED:
      lodge_text_channel_open (self->channel);
      break;

    default:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.start", NULL);
    }
}

static void
details_cb (LodgeTextConsolePage *self)
{
  const GError *error = lodge_text_channel_get_error (self->channel);
  const char *detail = error != NULL ? lodge_error_get_detail (error) : NULL;

  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error-details", "(ss)", error->message,
                                detail != NULL ? detail : "");
}

static gboolean
hide_hint_cb (gpointer data)
{
  LodgeTextConsolePage *self = data;

  self->hint_source = 0;
  gtk_revealer_set_reveal_child (self->hint, FALSE);
  return G_SOURCE_REMOVE;
}

/* How to get out, the first time one got in. */
static void
show_hint (LodgeTextConsolePage *self)
{
  self->hinted = TRUE;
  gtk_revealer_set_reveal_child (self->hint, TRUE);
  self->hint_source = g_timeout_add_seconds (HINT_SECONDS, hide_hint_cb, self);
}

static char *
hint_closure (LodgeTextConsolePage *self,
              const char           *keys)
{
  /* Translators: %s is a key combination like “Ctrl+Alt” */
  return g_strdup_printf (_("Press %s to release the keyboard"), keys);
}

static void
set_grabbed (LodgeTextConsolePage *self,
             gboolean              grabbed)
{
  if (grabbed && !self->hinted)
    show_hint (self);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_GRABBED], &self->grabbed, grabbed);
}

static void
focus_enter_cb (LodgeTextConsolePage *self)
{
  set_grabbed (self, TRUE);
}

static void
focus_leave_cb (LodgeTextConsolePage *self)
{
  set_grabbed (self, FALSE);
}

/* The window's own keys work again; the next Tab goes to what is beside. */
static void
released_cb (LodgeTextConsolePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_revealer_set_reveal_child (self->hint, FALSE);
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
}

static void
paste_primary_cb (LodgeTextConsolePage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "paste-primary", NULL);
}

static void
selection_cb (LodgeTextConsolePage *self)
{
  set_enabled (self, "copy", vte_terminal_get_has_selection (VTE_TERMINAL (self->terminal)));
}

static void
popup_at (LodgeTextConsolePage *self,
          double                x,
          double                y)
{
  GdkRectangle place = { (int) x, (int) y, 1, 1 };

  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static void
secondary_cb (LodgeTextConsolePage *self,
              int                   n_press,
              double                x,
              double                y,
              GtkGestureClick      *gesture)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_at (self, x, y);
}

static void
menu_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  popup_at (user_data, 20, 20);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  LodgeTextConsolePage *self = user_data;

  vte_terminal_copy_clipboard_format (VTE_TERMINAL (self->terminal), VTE_FORMAT_TEXT);
}

static void
paste_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  LodgeTextConsolePage *self = user_data;
  GtkWidget *terminal = GTK_WIDGET (self->terminal);
  gboolean primary = g_str_equal (g_action_get_name (G_ACTION (action)), "paste-primary");

  lodge_terminal_paste (self->terminal,
                        primary ? gtk_widget_get_primary_clipboard (terminal)
                                : gtk_widget_get_clipboard (terminal),
                        LODGE_TEXT_WRITE_MAX);
}

static void
select_all_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  vte_terminal_select_all (VTE_TERMINAL (((LodgeTextConsolePage *) user_data)->terminal));
}

static void
clear_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  vte_terminal_reset (VTE_TERMINAL (((LodgeTextConsolePage *) user_data)->terminal), TRUE, TRUE);
}

static void
zoom_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  lodge_terminal_zoom (((LodgeTextConsolePage *) user_data)->terminal, g_variant_get_int32 (parameter));
}

static void
find_next_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  lodge_terminal_search_next (((LodgeTextConsolePage *) user_data)->search);
}

static void
find_previous_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  lodge_terminal_search_previous (((LodgeTextConsolePage *) user_data)->search);
}

static void
save_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  lodge_terminal_files_save (((LodgeTextConsolePage *) user_data)->files);
}

static void
change_log_cb (GSimpleAction *action,
               GVariant      *value,
               gpointer       user_data)
{
  LodgeTextConsolePage *self = user_data;

  if (!g_variant_get_boolean (value))
    lodge_text_channel_stop_log (self->channel);
  else
    lodge_terminal_files_log (self->files);
}

static const GActionEntry entries[] = {
  { .name = "copy", .activate = copy_cb },
  { .name = "paste", .activate = paste_cb },
  { .name = "paste-primary", .activate = paste_cb },
  { .name = "select-all", .activate = select_all_cb },
  { .name = "clear", .activate = clear_cb },
  { .name = "zoom", .activate = zoom_cb, .parameter_type = "i" },
  { .name = "find-next", .activate = find_next_cb },
  { .name = "find-previous", .activate = find_previous_cb },
  { .name = "save", .activate = save_cb },
  { .name = "log", .state = "false", .change_state = change_log_cb },
  { .name = "menu", .activate = menu_cb },
};

static void
lodge_text_console_page_map (GtkWidget *widget)
{
  LodgeTextConsolePage *self = LODGE_TEXT_CONSOLE_PAGE (widget);

  GTK_WIDGET_CLASS (lodge_text_console_page_parent_class)->map (widget);
  if (lodge_text_channel_get_state (self->channel) == LODGE_TEXT_CLOSED)
    lodge_text_channel_open (self->channel);
}

static void
lodge_text_console_page_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  LodgeTextConsolePage *self = LODGE_TEXT_CONSOLE_PAGE (object);

  switch (prop_id)
    {
    case PROP_CHANNEL:
      g_value_set_object (value, self->channel);
      break;

    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;

    case PROP_GRABBED:
      g_value_set_boolean (value, self->grabbed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_text_console_page_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  LodgeTextConsolePage *self = LODGE_TEXT_CONSOLE_PAGE (object);

  switch (prop_id)
    {
    case PROP_CHANNEL:
      self->channel = g_value_dup_object (value);
      break;

    case PROP_LABEL:
      self->label = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_text_console_page_constructed (GObject *object)
{
  LodgeTextConsolePage *self = LODGE_TEXT_CONSOLE_PAGE (object);

  G_OBJECT_CLASS (lodge_text_console_page_parent_class)->constructed (object);
  g_signal_connect_object (self->channel, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->channel, "notify::log-file", G_CALLBACK (log_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->channel, "data", G_CALLBACK (data_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->channel, "lost", G_CALLBACK (lost_cb), self, G_CONNECT_SWAPPED);
  self->files = lodge_terminal_files_new (self->terminal, self->channel);
  g_signal_group_set_target (self->machine_signals, lodge_text_channel_get_machine (self->channel));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->terminal), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->label, -1);
  update (self);
}

static void
lodge_text_console_page_dispose (GObject *object)
{
  LodgeTextConsolePage *self = LODGE_TEXT_CONSOLE_PAGE (object);

  g_clear_handle_id (&self->hint_source, g_source_remove);
  g_clear_object (&self->files);
  g_clear_object (&self->machine_signals);
  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  if (self->context_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->context_menu));
  self->context_menu = NULL;
  lodge_template_dispose (self, LODGE_TYPE_TEXT_CONSOLE_PAGE);
  if (self->channel != NULL)
    lodge_text_channel_close (self->channel);
  g_clear_object (&self->channel);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (lodge_text_console_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LODGE_TYPE_TERMINAL);
  g_type_ensure (LODGE_TYPE_TERMINAL_SEARCH);
  g_type_ensure (LODGE_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-text-console-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, terminal);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, search);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, status_page);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, status_spinner);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, status_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, status_details);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, bar_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, bar_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, bar_details);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, hint);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, silence_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeTextConsolePage, context_menu);
  gtk_widget_class_bind_template_callback (widget_class, button_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_cb);
  gtk_widget_class_bind_template_callback (widget_class, commit_cb);
  gtk_widget_class_bind_template_callback (widget_class, hint_closure);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_primary_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_leave_cb);
}

static void
lodge_text_console_page_class_init (LodgeTextConsolePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_text_console_page_get_property;
  object_class->set_property = lodge_text_console_page_set_property;
  object_class->constructed = lodge_text_console_page_constructed;
  object_class->dispose = lodge_text_console_page_dispose;
  widget_class->map = lodge_text_console_page_map;

  properties[PROP_CHANNEL] = g_param_spec_object ("channel", NULL, NULL, LODGE_TYPE_TEXT_CHANNEL, given);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, given);
  properties[PROP_GRABBED] =
    g_param_spec_boolean ("grabbed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_text_console_page_init (LodgeTextConsolePage *self)
{
  g_autoptr(GSettings) settings = lodge_settings_new ();
  g_autoptr(GPropertyAction) find = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  if (settings != NULL)
    g_settings_bind (settings, "release-keys", self->terminal, "release-keys", G_SETTINGS_BIND_GET);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  find = g_property_action_new ("find", self->search, "active");
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (find));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "text", G_ACTION_GROUP (self->actions));
  gtk_widget_set_parent (GTK_WIDGET (self->context_menu), GTK_WIDGET (self->terminal));
  self->machine_signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->machine_signals, "notify::active", G_CALLBACK (update), self);
  selection_cb (self);
}

GtkWidget *
lodge_text_console_page_new (LodgeTextChannel *channel,
                             const char       *label)
{
  return g_object_new (LODGE_TYPE_TEXT_CONSOLE_PAGE, "channel", channel, "label", label, NULL);
}

/**
 * lodge_text_console_page_focus:
 * @self: a page
 *
 * Gives the keyboard to the guest, now or as soon as it is connected.
 */
void
lodge_text_console_page_focus (LodgeTextConsolePage *self)
{
  g_return_if_fail (LODGE_IS_TEXT_CONSOLE_PAGE (self));

  self->focus_wanted = lodge_text_channel_get_state (self->channel) == LODGE_TEXT_CONNECTING;
  gtk_widget_grab_focus (GTK_WIDGET (self->terminal));
}

/**
 * lodge_text_console_page_set_view_only:
 * @self: a page
 * @view_only: whether nothing is to be typed
 *
 * Neither keys nor what is pasted, nor the terminal’s own answers, go to the guest.
 */
void
lodge_text_console_page_set_view_only (LodgeTextConsolePage *self,
                                       gboolean              view_only)
{
  g_return_if_fail (LODGE_IS_TEXT_CONSOLE_PAGE (self));

  self->view_only = view_only;
  update (self);
}

GActionGroup *
lodge_text_console_page_get_actions (LodgeTextConsolePage *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CONSOLE_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

LodgeTextChannel *
lodge_text_console_page_get_channel (LodgeTextConsolePage *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CONSOLE_PAGE (self), NULL);

  return self->channel;
}
