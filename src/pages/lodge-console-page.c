/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guest's screen, with what is to be said when there is none: not running, connecting, failed. */

#include "config.h"

#include "pages/lodge-console-page.h"

#include <glib/gi18n.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-settings.h"
#include "display/lodge-console-notice.h"
#include "display/lodge-credentials-page.h"
#include "display/lodge-display-hint.h"
#include "display/lodge-display.h"
#include "display/lodge-fullscreen-bar.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-marks.h"
#include "display/lodge-guest-wall.h"
#include "display/lodge-key-combo.h"
#include "display/lodge-spinner.h"
#include "display/lodge-transfers.h"
#include "pages/lodge-connect-page.h"
#include "pages/lodge-connect-setting.h"
#include "pages/lodge-console-choices.h"
#include "pages/lodge-console-keyboard.h"
#include "pages/lodge-console-toolbar.h"
#include "pages/lodge-keyboard-dialog.h"
#include "pages/lodge-machine-screen.h"
#include "pages/lodge-moved-page.h"
#include "pages/lodge-text-consoles.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-template.h"

struct _LodgeConsolePage
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkStack *stack;
  LodgeGuestWall *wall;      /* with the display, and those beside it */
  LodgeDisplay *display;
  LodgeConnectPage *connect_page;
  LodgeCredentialsPage *credentials_page;
  GtkScrolledWindow *scroller;
  GtkWidget *toolbar;
  LodgeTextConsoles *texts;
  LodgeGuestMarks *marks;
  LodgeFullscreenBar *fullscreen_bar;

  LodgeMachine *machine;
  GSignalGroup *machine_signals;
  GSignalGroup *host_signals;
  GSettings *settings;
  LodgeMachineScreen *screen;
  LodgeConsoleKeyboard *keyboard;
  LodgeConnectSetting *connect;
  LodgeConsoleChoices *choices;
  LodgeGuestActions *guest_actions;
  gboolean text;           /* a text console is chosen */
  gboolean fullscreen;
  gboolean grabbed;
  gboolean shown;
  gboolean focus_wanted;   /* as soon as there is a picture */
};

enum {
  PROP_0,
  PROP_MACHINE,
  PROP_FULLSCREEN,
  PROP_SCREEN,
  PROP_GRABBED,
  PROP_SHOWN,
  PROP_CHOICES,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeConsolePage, lodge_console_page, GTK_TYPE_WIDGET)

/* The tools stay with the last picture, which would move otherwise. With several consoles they are there in
 * any state: another may be chosen. */
static void
update_toolbar (LodgeConsolePage *self)
{
  gboolean picture = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "display") == 0;
  gboolean several = FALSE;

  g_object_get (self->choices, "several", &several, NULL);
  gtk_widget_set_visible (self->toolbar, !self->fullscreen && (several || picture || self->text));
}

static LodgeMachineMove
get_move (LodgeConsolePage *self)
{
  return self->machine != NULL ? lodge_machine_get_move (self->machine) : LODGE_MOVE_NONE;
}

/* Where it went to has a page of its own. */
static LodgeConsoleNoticeKind
find_end_notice (LodgeConsolePage *self)
{
  switch (get_move (self))
    {
    case LODGE_MOVE_NONE:
      return LODGE_NOTICE_OFF;

    case LODGE_MOVE_LOOKING:
      return LODGE_NOTICE_MOVED;

    case LODGE_MOVE_UNKNOWN:
    case LODGE_MOVE_FOUND:
    default:
      return LODGE_NOTICE_NONE;
    }
}

/* What is to be said over the last picture, when it is not live. */
static LodgeConsoleNoticeKind
find_notice (LodgeConsolePage  *self,
             LodgeScreenStatus  status)
{
  if (status == LODGE_SCREEN_SHOWN)
    return self->machine != NULL && lodge_machine_get_state (self->machine) == LODGE_MACHINE_PAUSED
             ? LODGE_NOTICE_PAUSED : LODGE_NOTICE_NONE;
  if (status == LODGE_SCREEN_TAKEN)
    return LODGE_NOTICE_TAKEN;
  if (!lodge_display_has_picture (self->display))
    return LODGE_NOTICE_NONE;
  if (status == LODGE_SCREEN_OFF)
    return find_end_notice (self);
  if (status == LODGE_SCREEN_LOST)
    return LODGE_NOTICE_LOST;
  return status == LODGE_SCREEN_CONNECTING ? LODGE_NOTICE_CONNECTING : LODGE_NOTICE_NONE;
}

/* Nobody knows when it is back. */
static gboolean
host_is_away (LodgeConsolePage *self)
{
  LodgeHost *host = self->machine != NULL ? lodge_machine_get_host (self->machine) : NULL;
  LodgeHostState state = host != NULL ? lodge_host_get_state (host) : LODGE_HOST_CONNECTED;

  return state != LODGE_HOST_CONNECTED && state != LODGE_HOST_CONNECTING;
}

static const char *
find_page (LodgeConsolePage  *self,
           LodgeScreenStatus  status)
{
  static const char *const names[] = {
    [LODGE_SCREEN_OFF] = "off",
    [LODGE_SCREEN_NONE] = "none",
    [LODGE_SCREEN_CONNECTING] = "connecting",
    [LODGE_SCREEN_PROTECTED] = "protected",
    [LODGE_SCREEN_SHOWN] = "display",
    [LODGE_SCREEN_FAILED] = "failed",
    [LODGE_SCREEN_ELSEWHERE] = "elsewhere",
    [LODGE_SCREEN_TAKEN] = "display",
    [LODGE_SCREEN_LOST] = "connecting",
    [LODGE_SCREEN_WAITING] = "waiting",
  };

  if (status == LODGE_SCREEN_CONNECTING && host_is_away (self))
    return "host";
  if (status == LODGE_SCREEN_OFF && get_move (self) != LODGE_MOVE_NONE)
    return "moved";
  return names[status];
}

static void
status_cb (LodgeConsolePage *self)
{
  LodgeScreenStatus status = lodge_machine_screen_get_status (self->screen);
  LodgeConsoleNoticeKind notice = find_notice (self, status);
  const char *name = notice != LODGE_NOTICE_NONE ? "display" : find_page (self, status);

  if (status == LODGE_SCREEN_SHOWN)
    lodge_display_set_console (self->display, lodge_machine_screen_get_console (self->screen));
  g_object_set (self->display, "notice", (int) notice, "dimmed", notice != LODGE_NOTICE_NONE, NULL);
  gtk_stack_set_visible_child_name (self->stack, self->text && !g_str_equal (name, "moved") ? "text" : name);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_SHOWN], &self->shown,
                       status == LODGE_SCREEN_SHOWN && !self->text);
  update_toolbar (self);
  if (self->shown && self->focus_wanted)
    lodge_console_page_focus (self);
}

static void
update_wanted (LodgeConsolePage *self)
{
  lodge_machine_screen_set_wanted (self->screen,
                                   gtk_widget_get_mapped (GTK_WIDGET (self)) && !self->text);
}

static void
choice_cb (LodgeConsolePage *self)
{
  LodgeConsoleChoice *choice = lodge_console_choices_get_selected (self->choices);
  gboolean text = choice != NULL && lodge_console_choice_get_kind (choice) == LODGE_CONSOLE_TEXT;
  LodgeTextConsolePage *page;

  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_TEXT], &self->text, text);
  lodge_text_consoles_show (self->texts, self->machine, text ? choice : NULL);
  page = lodge_text_consoles_get_page (self->texts);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "text",
                                  page != NULL ? lodge_text_console_page_get_actions (page) : NULL);
  lodge_connect_page_set_exclusive (self->connect_page,
                                    choice != NULL && lodge_console_choice_is_exclusive (choice));
  update_wanted (self);
  /* A text console leaves the session with the screen as it is. */
  if (choice != NULL && !text)
    lodge_machine_screen_set_graphics (self->screen, (int) lodge_console_choice_get_index (choice));
  else if (choice == NULL)
    lodge_machine_screen_set_graphics (self->screen, -1);
  status_cb (self);
  if (text && self->focus_wanted)
    lodge_console_page_focus (self);
}

/* Who chooses a console wants to type there. A machine that is off is started first. */
static void
chosen_cb (LodgeConsolePage *self)
{
  gboolean active;

  g_object_get (self->machine, "active", &active, NULL);
  if (active)
    lodge_console_page_focus (self);
}

static void
console_cb (LodgeConsolePage *self)
{
  LodgeConsole *console = lodge_machine_screen_get_console (self->screen);

  /* The last picture stays until there is another. */
  if (!lodge_display_has_picture (self->display))
    lodge_display_set_console (self->display, console);
  lodge_credentials_page_set_credentials (self->credentials_page,
                                          console != NULL ? lodge_console_get_credentials (console) : NULL);
}

static void
retry_cb (LodgeConsolePage *self)
{
  lodge_machine_screen_retry (self->screen);
}

/* And gives it the keyboard: who looks at nothing yet, and who lost the screen to another viewer. */
static void
connect_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  LodgeConsolePage *self = LODGE_CONSOLE_PAGE (widget);

  lodge_machine_screen_retry (self->screen);
  lodge_console_page_focus (self);
}

static void
show_keyboard (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  LodgeConsolePage *self = LODGE_CONSOLE_PAGE (widget);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  gtk_window_present (GTK_WINDOW (lodge_keyboard_dialog_new (window, self->machine)));
}

static void
automatic_cb (LodgeConsolePage *self)
{
  lodge_machine_screen_set_automatic (self->screen, lodge_connect_setting_get (self->connect));
}

static void
take_cb (LodgeConsolePage *self)
{
  lodge_machine_screen_take (self->screen);
  lodge_console_page_focus (self);
}

static void
error_details_cb (LodgeConsolePage *self)
{
  const GError *error = lodge_machine_screen_get_error (self->screen);
  const char *detail = error != NULL ? lodge_error_get_detail (error) : NULL;

  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error-details", "(ss)",
                                error->message, detail != NULL ? detail : "");
}

static char *
error_text_closure (LodgeConsolePage *self,
                    const GError     *error)
{
  return g_strdup (error != NULL ? error->message : "");
}

/* What is remembered of the display, for each machine. */
static void
bind_settings (LodgeConsolePage *self)
{
  static const char *const names[] = { "scale-mode", "scale-filter", "view-only" };

  g_clear_object (&self->settings);
  if (self->machine != NULL)
    self->settings = lodge_settings_new_for_machine (lodge_machine_get_uuid (self->machine));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_settings_unbind (self->display, names[i]);
      g_object_set (self->display, names[i], 0, NULL);
      if (self->settings != NULL)
        g_settings_bind (self->settings, names[i], self->display, names[i], G_SETTINGS_BIND_DEFAULT);
    }
}

/* The keys are the guest’s, on whichever console. */
static void
update_grabbed (LodgeConsolePage *self)
{
  gboolean display = FALSE, text = FALSE;

  g_object_get (self->wall, "grabbed", &display, NULL);
  g_object_get (self->texts, "grabbed", &text, NULL);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_GRABBED], &self->grabbed, display || text);
}

static void
text_grabbed_cb (LodgeConsolePage *self)
{
  update_grabbed (self);
}

static void
grabbed_cb (LodgeConsolePage *self)
{
  update_grabbed (self);
}

static gboolean
has_focus_within (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static void
set_fullscreen (LodgeConsolePage *self,
                gboolean          fullscreen)
{
  gboolean leave_tools = !fullscreen && has_focus_within (GTK_WIDGET (self->fullscreen_bar));

  if (!lodge_prop_set_bool (G_OBJECT (self), properties[PROP_FULLSCREEN], &self->fullscreen, fullscreen))
    return;

  status_cb (self);
  /* Not in a tab behind. */
  if (fullscreen && gtk_widget_get_mapped (GTK_WIDGET (self)))
    lodge_console_page_focus (self);
  /* To the button that was pressed, and not to where a space makes a machine. */
  else if (leave_tools)
    gtk_widget_child_focus (self->toolbar, GTK_DIR_TAB_BACKWARD);
}

static void
lodge_console_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_console_page_parent_class)->map (widget);
  update_wanted (LODGE_CONSOLE_PAGE (widget));
}

static void
lodge_console_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_console_page_parent_class)->unmap (widget);
  update_wanted (LODGE_CONSOLE_PAGE (widget));
}

static void
lodge_console_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LodgeConsolePage *self = LODGE_CONSOLE_PAGE (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    case PROP_FULLSCREEN:
      g_value_set_boolean (value, self->fullscreen);
      break;

    case PROP_SCREEN:
      g_value_set_object (value, self->screen);
      break;

    case PROP_GRABBED:
      g_value_set_boolean (value, self->grabbed);
      break;

    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;

    case PROP_CHOICES:
      g_value_set_object (value, self->choices);
      break;

    case PROP_TEXT:
      g_value_set_boolean (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LodgeConsolePage *self = LODGE_CONSOLE_PAGE (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_console_page_set_machine (self, g_value_get_object (value));
      break;

    case PROP_FULLSCREEN:
      set_fullscreen (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_page_dispose (GObject *object)
{
  LodgeConsolePage *self = LODGE_CONSOLE_PAGE (object);

  if (self->display != NULL)
    lodge_display_set_console (self->display, NULL);
  g_clear_pointer (&self->keyboard, lodge_console_keyboard_free);
  g_clear_object (&self->guest_actions);
  lodge_template_dispose (self, LODGE_TYPE_CONSOLE_PAGE);
  g_clear_object (&self->choices);
  g_clear_object (&self->machine_signals);
  g_clear_object (&self->host_signals);
  g_clear_object (&self->settings);
  g_clear_object (&self->connect);
  g_clear_object (&self->screen);
  g_clear_object (&self->machine);

  G_OBJECT_CLASS (lodge_console_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LODGE_TYPE_DISPLAY);
  g_type_ensure (LODGE_TYPE_GUEST_WALL);
  g_type_ensure (LODGE_TYPE_CREDENTIALS_PAGE);
  g_type_ensure (LODGE_TYPE_MACHINE_SCREEN);
  g_type_ensure (LODGE_TYPE_DISPLAY_HINT);
  g_type_ensure (LODGE_TYPE_TRANSFERS);
  g_type_ensure (LODGE_TYPE_GUEST_MARKS);
  g_type_ensure (LODGE_TYPE_CONSOLE_NOTICE);
  g_type_ensure (LODGE_TYPE_CONNECT_PAGE);
  g_type_ensure (LODGE_TYPE_MOVED_PAGE);
  g_type_ensure (LODGE_TYPE_CONSOLE_TOOLBAR);
  g_type_ensure (LODGE_TYPE_FULLSCREEN_BAR);
  g_type_ensure (LODGE_TYPE_TEXT_CONSOLES);
  g_type_ensure (LODGE_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-console-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, connect_page);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, wall);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, display);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, credentials_page);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, texts);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, marks);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsolePage, fullscreen_bar);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_details_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_grabbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, grabbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_text_closure);
  lodge_closures_bind (widget_class);
  gtk_widget_class_install_action (widget_class, "console.take-back", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "console.connect", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "console.keyboard-settings", NULL, show_keyboard);
}

static void
lodge_console_page_class_init (LodgeConsolePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_console_page_get_property;
  object_class->set_property = lodge_console_page_set_property;
  object_class->dispose = lodge_console_page_dispose;
  widget_class->map = lodge_console_page_map;
  widget_class->unmap = lodge_console_page_unmap;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FULLSCREEN] =
    g_param_spec_boolean ("fullscreen", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCREEN] =
    g_param_spec_object ("screen", NULL, NULL, LODGE_TYPE_MACHINE_SCREEN,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_GRABBED] =
    g_param_spec_boolean ("grabbed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWN] =
    g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHOICES] =
    g_param_spec_object ("choices", NULL, NULL, LODGE_TYPE_CONSOLE_CHOICES,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
    g_param_spec_boolean ("text", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
init_connect (LodgeConsolePage *self)
{
  GActionMap *actions = G_ACTION_MAP (lodge_console_choices_get_actions (self->choices));
  g_autoptr(GPropertyAction) action = NULL;

  self->connect = lodge_connect_setting_new ();
  action = g_property_action_new ("connect-automatically", self->connect, "automatic");
  g_action_map_add_action (actions, G_ACTION (action));
  g_signal_connect_object (self->connect, "notify::automatic", G_CALLBACK (automatic_cb), self,
                           G_CONNECT_SWAPPED);
  automatic_cb (self);
}

static void
lodge_console_page_init (LodgeConsolePage *self)
{
  self->screen = lodge_machine_screen_new ();
  self->choices = lodge_console_choices_new ();
  init_connect (self);
  self->machine_signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->machine_signals, "notify::state", G_CALLBACK (status_cb),
                                  self);
  g_signal_group_connect_swapped (self->machine_signals, "notify::move", G_CALLBACK (status_cb), self);
  self->host_signals = g_signal_group_new (LODGE_TYPE_HOST);
  g_signal_group_connect_swapped (self->host_signals, "notify::state", G_CALLBACK (status_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->keyboard = lodge_console_keyboard_new (self->display);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console",
                                  lodge_console_choices_get_actions (self->choices));
  self->guest_actions = lodge_guest_actions_new (self->display);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "guest",
                                  lodge_guest_actions_get_group (self->guest_actions));
  g_object_set (self->marks, "recorder", lodge_guest_actions_get_recorder (self->guest_actions), NULL);

  g_signal_connect_object (self->choices, "notify::selected", G_CALLBACK (choice_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choices, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choices, "notify::several", G_CALLBACK (update_toolbar), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->screen, "notify::status", G_CALLBACK (status_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->screen, "notify::console", G_CALLBACK (console_cb), self,
                           G_CONNECT_SWAPPED);
  status_cb (self);
}

/**
 * lodge_console_page_set_machine:
 * @self: a page
 * @machine: (nullable): whose screen to show
 *
 * Shows the screen of another machine.
 */
void
lodge_console_page_set_machine (LodgeConsolePage *self,
                                LodgeMachine     *machine)
{
  g_autoptr(GSettings) settings = NULL;

  g_return_if_fail (LODGE_IS_CONSOLE_PAGE (self));

  if (!g_set_object (&self->machine, machine))
    return;

  self->focus_wanted = FALSE;
  lodge_machine_screen_set_graphics (self->screen, -1);
  lodge_display_set_console (self->display, NULL);
  bind_settings (self);
  g_signal_group_set_target (self->machine_signals, machine);
  g_signal_group_set_target (self->host_signals, machine != NULL ? lodge_machine_get_host (machine) : NULL);
  /* Before it, that it does not begin with the last one's. */
  lodge_machine_screen_set_machine (self->screen, NULL);
  lodge_connect_setting_set_machine (self->connect, machine);
  lodge_machine_screen_set_machine (self->screen, machine);
  lodge_console_keyboard_set_machine (self->keyboard, machine);
  if (machine != NULL)
    settings = lodge_settings_new_for_machine (lodge_machine_get_uuid (machine));
  lodge_guest_actions_set_settings (self->guest_actions, settings);
  lodge_guest_recorder_set_name (lodge_guest_actions_get_recorder (self->guest_actions),
                                 machine != NULL ? lodge_machine_get_name (machine) : NULL);
  lodge_guest_screenshot_set_name (lodge_guest_actions_get_screenshot (self->guest_actions),
                                   machine != NULL ? lodge_machine_get_name (machine) : NULL);
  lodge_console_choices_set_machine (self->choices, machine);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

/**
 * lodge_console_page_follow:
 * @self: a page of a machine
 * @machine: the same machine on another host
 *
 * Goes along with a machine. All that is remembered is by its UUID, and stays; who had the keyboard has it.
 */
void
lodge_console_page_follow (LodgeConsolePage *self,
                           LodgeMachine     *machine)
{
  g_return_if_fail (LODGE_IS_CONSOLE_PAGE (self));

  self->focus_wanted |= has_focus_within (GTK_WIDGET (self->stack));
  g_set_object (&self->machine, machine);
  g_signal_group_set_target (self->machine_signals, machine);
  g_signal_group_set_target (self->host_signals, lodge_machine_get_host (machine));
  lodge_connect_setting_set_machine (self->connect, machine);
  lodge_machine_screen_follow (self->screen, machine);
  lodge_console_keyboard_set_machine (self->keyboard, machine);
  lodge_console_choices_set_machine (self->choices, machine);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

gboolean
lodge_console_page_is_shown (LodgeConsolePage *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_PAGE (self), FALSE);

  return self->shown;
}

/**
 * lodge_console_page_focus:
 * @self: a page
 *
 * Gives the keyboard to the guest, now or as soon as its screen is there.
 */
void
lodge_console_page_focus (LodgeConsolePage *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE_PAGE (self));

  self->focus_wanted = !self->shown && !self->text;
  if (self->shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->wall));
  else if (self->text)
    lodge_text_console_page_focus (lodge_text_consoles_get_page (self->texts));
}

/**
 * lodge_console_page_focus_tools:
 * @self: a page that fills the screen
 *
 * Gives the keyboard to the tools of the full screen; the guest has it after a click.
 */
void
lodge_console_page_focus_tools (LodgeConsolePage *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE_PAGE (self));

  self->focus_wanted = FALSE;
  lodge_fullscreen_bar_focus (self->fullscreen_bar);
}

/**
 * lodge_console_page_take:
 * @self: a page
 *
 * Shows the machine's screen here, and no more in another window, and gives it the keyboard.
 */
void
lodge_console_page_take (LodgeConsolePage *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE_PAGE (self));

  take_cb (self);
}

/**
 * lodge_console_page_send_keys:
 * @self: a page
 * @keys: a combination like “ctrl-alt-del”
 *
 * Sends keys that the own system would take before the guest sees them.
 */
void
lodge_console_page_send_keys (LodgeConsolePage *self,
                              const char       *keys)
{
  LodgeConsole *console;
  guint scancodes[LODGE_KEY_COMBO_MAX];
  gsize n;

  g_return_if_fail (LODGE_IS_CONSOLE_PAGE (self));

  console = lodge_machine_screen_get_console (self->screen);
  n = lodge_key_combo_parse (keys, scancodes);
  if (console != NULL && n > 0)
    lodge_console_send_keys (console, scancodes, n);
  lodge_console_page_focus (self);
}

/**
 * lodge_console_page_take_screenshot:
 * @self: a page
 *
 * Takes a picture of the guest's screen and asks where to save it.
 */
void
lodge_console_page_take_screenshot (LodgeConsolePage *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE_PAGE (self));

  if (self->shown)
    lodge_guest_screenshot_ask (lodge_guest_actions_get_screenshot (self->guest_actions));
}

/**
 * lodge_console_page_dup_picture:
 * @self: a page
 *
 * The guest's screen as it is now.
 *
 * Returns: (transfer full) (nullable): a picture, %NULL when there is none
 */
GdkTexture *
lodge_console_page_dup_picture (LodgeConsolePage *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_PAGE (self), NULL);

  return self->shown ? lodge_display_snapshot_guest (self->display) : NULL;
}
