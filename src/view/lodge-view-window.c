/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of lodge-view: the display, and what is to be said when there is none. */

#include "config.h"

#include "view/lodge-view-window.h"

#include <glib/gi18n.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-settings.h"
#include "display/lodge-credentials-page.h"
#include "display/lodge-display-hint.h"
#include "display/lodge-display.h"
#include "display/lodge-folder-button.h"
#include "display/lodge-fullscreen-bar.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-marks.h"
#include "display/lodge-guest-wall.h"
#include "display/lodge-key-combo.h"
#include "display/lodge-keys-button.h"
#include "display/lodge-menu-focus.h"
#include "display/lodge-scale-button.h"
#include "display/lodge-spinner.h"
#include "display/lodge-transfers.h"
#include "view-resources.h"

struct _LodgeViewWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  LodgeGuestWall *wall;      /* with the display, and those beside it */
  LodgeDisplay *display;
  LodgeCredentialsPage *credentials_page;
  GtkBox *content_box;
  GtkWidget *header;
  LodgeFullscreenBar *fullscreen_bar; /* has the header in full screen */
  GtkWidget *fullscreen_button;
  GtkWidget *keys_button;
  GtkMenuButton *guest_button;
  GtkLabel *details;
  GtkWidget *details_row;
  GtkWidget *end_notice;    /* over the last picture */
  GtkLabel *end_text;
  GtkWidget *end_button;

  LodgeConsole *console;
  LodgeGuestMarks *marks;
  LodgeGuestActions *guest_actions;
  GSettings *settings;  /* Lodge's */
  char *status_text;
  gboolean was_shown;   /* there has been a session */
  gboolean live;        /* there is one */
};

enum {
  PROP_0,
  PROP_CONSOLE,
  PROP_STATUS_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeViewWindow, lodge_view_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_failure (LodgeViewWindow *self,
              const GError    *error)
{
  const char *detail = error != NULL ? lodge_error_get_detail (error) : NULL;

  lodge_prop_set_string (G_OBJECT (self), properties[PROP_STATUS_TEXT], &self->status_text,
                         error != NULL ? error->message : NULL);
  gtk_label_set_label (self->details, detail != NULL ? detail : "");
  gtk_widget_set_visible (self->details_row, detail != NULL);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

/* The last picture stays, under what is to be said. */
static gboolean
show_end (LodgeViewWindow *self,
          const char      *text)
{
  gboolean shown = self->live && lodge_display_has_picture (self->display);

  self->live = FALSE;
  if (!shown)
    return FALSE;

  gtk_label_set_label (self->end_text, text);
  gtk_stack_set_visible_child_name (self->stack, "display");
  return TRUE;
}

static void
set_ended (LodgeViewWindow *self,
           gboolean         ended)
{
  g_object_set (self->display, "dimmed", ended,
                "notice", ended ? LODGE_NOTICE_ENDED : LODGE_NOTICE_NONE, NULL);
  gtk_widget_set_visible (self->end_notice, ended);
  if (ended)
    gtk_widget_grab_focus (self->end_button);
}

static void
state_cb (LodgeViewWindow *self)
{
  gboolean ended = FALSE;
  LodgeConsoleState state = lodge_console_get_state (self->console);
  LodgeCredential wanted =
    lodge_credentials_get_wanted (lodge_console_get_credentials (self->console));

  gtk_widget_set_visible (self->keys_button, state == LODGE_CONSOLE_CONNECTED);
  switch (state)
    {
    case LODGE_CONSOLE_CONNECTED:
      self->was_shown = self->live = TRUE;
      gtk_stack_set_visible_child_name (self->stack, "display");
      gtk_widget_grab_focus (GTK_WIDGET (self->wall));
      break;

    case LODGE_CONSOLE_FAILED:
      ended = show_end (self, lodge_console_get_error (self->console)->message);
      if (!ended)
        show_failure (self, lodge_console_get_error (self->console));
      break;

    case LODGE_CONSOLE_DISCONNECTED:
      ended = show_end (self, _("The other side closed the connection: the machine may be off, or its "
                                "screen open in another viewer."));
      if (!ended)
        gtk_stack_set_visible_child_name (self->stack, self->was_shown ? "ended" : "connecting");
      break;

    case LODGE_CONSOLE_CONNECTING:
    default:
      gtk_stack_set_visible_child_name (self->stack, wanted != 0 ? "credentials" : "connecting");
      break;
    }
  set_ended (self, ended);
}

/* GTK 4.8 calls a button that has only an icon by the type of that. */
static void
set_fullscreen_text (LodgeViewWindow *self,
                     const char      *text)
{
  gtk_widget_set_tooltip_text (self->fullscreen_button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fullscreen_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

/* Whoever pressed the button in the header stays on it. */
static void
keep_focus (LodgeViewWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || gtk_widget_is_ancestor (focus, self->header))
    gtk_widget_grab_focus (self->fullscreen_button);
}

static void
fullscreened_cb (LodgeViewWindow *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));

  if (fullscreen == (gtk_widget_get_parent (self->header) != GTK_WIDGET (self->content_box)))
    return;

  g_object_ref (self->header);
  if (fullscreen)
    gtk_box_remove (self->content_box, self->header);
  g_object_set (self->fullscreen_bar, "child", fullscreen ? self->header : NULL, NULL);
  if (!fullscreen)
    {
      gtk_box_prepend (self->content_box, self->header);
      keep_focus (self);
    }
  g_object_unref (self->header);

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), !fullscreen);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (self->header), !fullscreen);
  gtk_button_set_icon_name (GTK_BUTTON (self->fullscreen_button),
                            fullscreen ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  /* The tools are out of sight: who pressed them sees the guest. */
  if (fullscreen && self->live)
    gtk_widget_grab_focus (GTK_WIDGET (self->wall));
  set_fullscreen_text (self, fullscreen ? _("Leave Full Screen (F11)") : _("Full Screen (F11)"));
}

static void
connect_again (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  lodge_console_connect (LODGE_VIEW_WINDOW (widget)->console);
}

static void
send_keys_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  LodgeViewWindow *self = user_data;
  guint scancodes[LODGE_KEY_COMBO_MAX];
  gsize n = lodge_key_combo_parse (g_variant_get_string (parameter, NULL), scancodes);

  if (n > 0)
    lodge_console_send_keys (self->console, scancodes, n);
  gtk_widget_grab_focus (GTK_WIDGET (self->wall));
}

static void
show_toast_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LodgeViewWindow *self = user_data;
  g_autofree char *text = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* What the widgets of the display raise. */
static const GActionEntry entries[] = {
  { .name = "send-keys", .activate = send_keys_cb, .parameter_type = "s" },
  { .name = "show-toast", .activate = show_toast_cb, .parameter_type = "s" },
};

static void
lodge_view_window_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeViewWindow *self = LODGE_VIEW_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONSOLE:
      g_value_set_object (value, self->console);
      break;

    case PROP_STATUS_TEXT:
      g_value_set_string (value, self->status_text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_view_window_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LodgeViewWindow *self = LODGE_VIEW_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONSOLE:
      self->console = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_view_window_constructed (GObject *object)
{
  LodgeViewWindow *self = LODGE_VIEW_WINDOW (object);

  G_OBJECT_CLASS (lodge_view_window_parent_class)->constructed (object);

  self->settings = lodge_settings_new ();
  if (self->settings != NULL)
    g_settings_bind (self->settings, "release-keys", self->display, "release-keys", G_SETTINGS_BIND_GET);
  lodge_display_set_console (self->display, self->console);
  g_signal_connect_object (self->console, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lodge_console_get_credentials (self->console), "notify::wanted",
                           G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  lodge_credentials_page_set_credentials (self->credentials_page,
                                          lodge_console_get_credentials (self->console));
  state_cb (self);
}

static void
lodge_view_window_dispose (GObject *object)
{
  LodgeViewWindow *self = LODGE_VIEW_WINDOW (object);

  if (self->console != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->console, self);
      g_signal_handlers_disconnect_by_data (lodge_console_get_credentials (self->console), self);
      lodge_console_disconnect (self->console);
    }
  if (self->display != NULL)
    lodge_display_set_console (self->display, NULL);
  g_clear_object (&self->guest_actions);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_VIEW_WINDOW);
  g_clear_object (&self->console);
  g_clear_pointer (&self->status_text, g_free);

  G_OBJECT_CLASS (lodge_view_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LODGE_TYPE_DISPLAY);
  g_type_ensure (LODGE_TYPE_GUEST_WALL);
  g_type_ensure (LODGE_TYPE_CREDENTIALS_PAGE);
  g_type_ensure (LODGE_TYPE_TRANSFERS);
  g_type_ensure (LODGE_TYPE_GUEST_MARKS);
  g_type_ensure (LODGE_TYPE_DISPLAY_HINT);
  g_type_ensure (LODGE_TYPE_FULLSCREEN_BAR);
  g_type_ensure (LODGE_TYPE_FOLDER_BUTTON);
  g_type_ensure (LODGE_TYPE_KEYS_BUTTON);
  g_type_ensure (LODGE_TYPE_SCALE_BUTTON);
  g_type_ensure (LODGE_TYPE_SPINNER);
  lodge_view_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/view/lodge-view-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, wall);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, display);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, credentials_page);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, content_box);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, header);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, fullscreen_bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, fullscreen_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, keys_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, guest_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, marks);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, details);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, details_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, end_notice);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, end_text);
  gtk_widget_class_bind_template_child (widget_class, LodgeViewWindow, end_button);
  gtk_widget_class_bind_template_callback (widget_class, fullscreened_cb);
}

static void
lodge_view_window_class_init (LodgeViewWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_view_window_get_property;
  object_class->set_property = lodge_view_window_set_property;
  object_class->constructed = lodge_view_window_constructed;
  object_class->dispose = lodge_view_window_dispose;

  properties[PROP_CONSOLE] =
    g_param_spec_object ("console", NULL, NULL, LODGE_TYPE_CONSOLE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS_TEXT] =
    g_param_spec_string ("status-text", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  gtk_widget_class_install_property_action (widget_class, "view.fullscreen", "fullscreened");
  gtk_widget_class_install_action (widget_class, "view.connect", NULL, connect_again);
}

static void
lodge_view_window_init (LodgeViewWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  lodge_menu_focus_keep (GTK_WINDOW (self));
  self->guest_actions = lodge_guest_actions_new (self->display);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "guest",
                                  lodge_guest_actions_get_group (self->guest_actions));
  g_object_set (self->marks, "recorder", lodge_guest_actions_get_recorder (self->guest_actions), NULL);
  lodge_guest_menu_add (self->guest_button);
}

/**
 * lodge_view_window_new:
 * @application: the application
 * @console: what to show; it is disconnected when the window goes
 * @title: names it
 *
 * Makes a window for one console.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
lodge_view_window_new (GtkApplication *application,
                       LodgeConsole   *console,
                       const char     *title)
{
  return g_object_new (LODGE_TYPE_VIEW_WINDOW,
                       "application", application,
                       "console", console,
                       "title", title,
                       NULL);
}

/**
 * lodge_view_window_set_view_only:
 * @self: a window
 * @view_only: whether nothing is to go to the guest
 *
 * What the menu's entry does.
 */
void
lodge_view_window_set_view_only (LodgeViewWindow *self,
                                 gboolean         view_only)
{
  g_return_if_fail (LODGE_IS_VIEW_WINDOW (self));

  g_object_set (self->display, "view-only", view_only, NULL);
}
