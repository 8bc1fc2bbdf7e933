/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main window: the sidebar, and the page of what is selected in it; and windows for machines alone,
 * with lodge-window-tabs.c. What the user can do is in lodge-window-actions.c. */

#include "config.h"

#include "app/lodge-window-private.h"

#include <glib/gi18n.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-settings.h"
#include "display/lodge-menu-focus.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-sight.h"
#include "widgets/lodge-template.h"
#include "wizard/lodge-new-machine.h"

enum {
  PROP_0,
  PROP_HOSTS,
  PROP_HOST,
  PROP_MACHINE,
  PROP_SIDEBAR_VISIBLE,
  PROP_SINGLE,
  PROP_GRABBED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeWindow, lodge_window, ADW_TYPE_APPLICATION_WINDOW)

/* The switcher takes the room that the title does not insist on, even where it is not shown: so that much
 * of a name as names mostly have. In a narrow window with a way back the buttons need their room. */
static void
update_title_width (LodgeWindow *self)
{
  gboolean beside_switcher = self->machine != NULL && !adw_leaflet_get_folded (self->leaflet);
  int length = (int) g_utf8_strlen (gtk_label_get_label (self->title_label), -1);

  if (self->single)
    length += 2;
  gtk_label_set_width_chars (self->title_label, beside_switcher ? CLAMP (length, 10, 16) : 8);
  gtk_label_set_max_width_chars (self->title_label, beside_switcher ? 32 : 60);
}

static void
update_title (LodgeWindow *self)
{
  const char *host = self->host != NULL ? lodge_host_get_name (self->host) : NULL;
  const char *name = self->machine != NULL ? lodge_machine_get_label (self->machine) : host;
  g_autofree char *title = NULL;

  gtk_label_set_label (self->title_label, name != NULL ? name : "");
  gtk_label_set_label (self->subtitle_label, self->machine != NULL && host != NULL ? host : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), self->machine != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), name);
  update_title_width (self);

  /* Translators: the title of the window: a machine’s or host’s name, and the program’s */
  title = name != NULL ? g_strdup_printf (_("%s – Lodge"), name) : g_strdup ("Lodge");
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_sidebar (LodgeWindow *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  gboolean visible = !fullscreen && self->sidebar_visible && !self->single;

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar),
                          visible || (!fullscreen && !self->single && adw_leaflet_get_folded (self->leaflet)));
  gtk_widget_set_visible (self->separator, visible);
}

/* Only a console fills the screen: of everything else the way back is in the header. */
static void
check_fullscreen (LodgeWindow *self)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)) &&
      (self->machine == NULL || g_strcmp0 (lodge_machine_page_get_page (self->machine_page), "console") != 0))
    gtk_window_unfullscreen (GTK_WINDOW (self));
}

/* For lodge-window-tabs.c. */
void
lodge_window_set_subject (LodgeWindow  *self,
                          LodgeHost    *host,
                          LodgeMachine *machine)
{
  gboolean host_changed, machine_changed;

  host_changed = g_set_object (&self->host, host);
  machine_changed = g_set_object (&self->machine, machine);
  if (!host_changed && !machine_changed)
    return;

  g_signal_group_set_target (self->host_signals, host);
  g_signal_group_set_target (self->machine_signals, machine);
  g_object_freeze_notify (G_OBJECT (self));
  if (host_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
  if (machine_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
  g_object_thaw_notify (G_OBJECT (self));

  if (!self->single && machine != NULL)
    lodge_window_ensure_page (self);
  if (!self->single && self->machine_page != NULL)
    lodge_machine_page_set_machine (self->machine_page, machine);
  gtk_stack_set_visible_child_name (self->stack,
                                    self->single ? "tabs" : machine != NULL ? "machine"
                                    : host != NULL ? "host" : "none");
  update_title (self);
  lodge_window_update_actions (self);
  check_fullscreen (self);
}

static void
selected_cb (LodgeWindow *self)
{
  gpointer item = lodge_sidebar_get_selected (self->sidebar);

  if (self->single)
    return;

  if (LODGE_IS_MACHINE (item))
    lodge_window_set_subject (self, lodge_machine_get_host (item), item);
  else
    lodge_window_set_subject (self, item, NULL);
}

/* For lodge-window-wanted.c. In a narrow window. */
void
lodge_window_show_content (LodgeWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static void
activated_cb (LodgeWindow *self)
{
  lodge_window_show_content (self);
}

static void
machines_changed_cb (LodgeWindow *self)
{
  if (self->single)
    {
      lodge_window_check_tabs (self);
      return;
    }

  lodge_window_prepare_page (self);
  lodge_window_check_move (self);
  lodge_sidebar_check_selected (self->sidebar);
  lodge_window_check_wanted (self);
}

static void
hosts_changed_cb (LodgeWindow *self,
                  guint        position,
                  guint        removed,
                  guint        added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      g_signal_connect_object (lodge_host_get_machines (host), "items-changed",
                               G_CALLBACK (machines_changed_cb), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      lodge_window_watch_wanted (self, host);
    }
  lodge_sidebar_check_selected (self->sidebar);
  /* In a narrow window: what can be done now is told there. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->hosts)) == 0)
    lodge_window_show_content (self);
  if (!self->single && self->host == NULL
      && g_list_model_get_n_items (G_LIST_MODEL (self->hosts)) > 0)
    {
      g_autoptr(LodgeHost) first = g_list_model_get_item (G_LIST_MODEL (self->hosts), 0);

      lodge_sidebar_select (self->sidebar, first);
    }
}

/* No room for the switcher in the header: it goes below. */
static gboolean
switcher_hidden_closure (LodgeWindow *self,
                         GtkWidget   *visible_child,
                         gboolean     folded)
{
  return folded || !ADW_IS_VIEW_SWITCHER (visible_child);
}

static void
grabbed_cb (LodgeWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

static void
screen_changed_cb (LodgeWindow *self)
{
  lodge_window_update_actions (self);
}

static void
update_toasts (LodgeWindow *self)
{
  gboolean above = adw_view_switcher_bar_get_reveal (self->switcher_bar) &&
                   adw_leaflet_get_visible_child (self->leaflet) == self->content;

  if (above)
    gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "above-bar");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), "above-bar");
}

static void
bar_cb (LodgeWindow *self)
{
  update_toasts (self);
}

static void
folded_cb (LodgeWindow *self)
{
  update_title_width (self);
  update_sidebar (self);
}

static void
fullscreened_cb (LodgeWindow *self)
{
  update_sidebar (self);
  lodge_window_show_content (self);
}

/* Statistics are for eyes: none while the window cannot be seen. */
static void
update_stats (LodgeWindow *self)
{
  if (!self->single)
    lodge_host_set_stats_paused (!lodge_widget_in_sight (self));
}

static void
deletion_hidden_cb (LodgeWindow  *self,
                    LodgeMachine *machine,
                    gboolean      hidden)
{
  LodgeHost *host = lodge_machine_get_host (machine);

  if (self->single)
    return;
  if (hidden && self->machine == machine)
    {
      lodge_sidebar_select (self->sidebar, host);
      adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
    }
  lodge_sidebar_set_hidden (self->sidebar, machine, hidden);
}

static void
deletion_failed_cb (LodgeWindow  *self,
                    LodgeMachine *machine,
                    const GError *error)
{
  lodge_window_show_error (self, error->message, lodge_error_get_detail (error));
}

static void
deletions_finished_cb (GApplication *application)
{
  g_application_release (application);
}

/* What the user wished to delete and did not take back is done, even when the window goes first. */
static void
finish_deletions (LodgeWindow *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));

  if (application == NULL || lodge_deletions_get_n (self->deletions) == 0)
    return;

  g_application_hold (application);
  g_signal_connect_object (self->deletions, "finished", G_CALLBACK (deletions_finished_cb),
                           application, G_CONNECT_SWAPPED);
  lodge_deletions_commit (self->deletions);
}

static void
save_state (LodgeWindow *self)
{
  int width, height;

  if (self->settings == NULL || self->single)
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set (self->settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (self->machine_page != NULL)
    g_settings_set_string (self->settings, "page", lodge_machine_page_get_page (self->machine_page));
}

static void
load_state (LodgeWindow *self)
{
  int width = 0, height = 0;

  self->settings = lodge_settings_new ();
  if (self->settings == NULL)
    return;

  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  if (width > 0 && height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
lodge_window_close_request (GtkWindow *window)
{
  LodgeWindow *self = LODGE_WINDOW (window);

  if (self->wizard != NULL && lodge_new_machine_hold_close (LODGE_NEW_MACHINE (self->wizard)))
    return GDK_EVENT_STOP;

  save_state (self);
  finish_deletions (self);
  return GTK_WINDOW_CLASS (lodge_window_parent_class)->close_request (window);
}

static void
lodge_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_window_parent_class)->map (widget);
  update_stats (LODGE_WINDOW (widget));
}

static void
lodge_window_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_window_parent_class)->unmap (widget);
  if (!LODGE_WINDOW (widget)->single)
    lodge_host_set_stats_paused (TRUE);
}

static void
lodge_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "notify::state",
                           G_CALLBACK (update_stats), widget, G_CONNECT_SWAPPED);
}

static void
lodge_window_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LodgeWindow *self = LODGE_WINDOW (object);

  switch (prop_id)
    {
    case PROP_HOSTS:
      g_value_set_object (value, self->hosts);
      break;

    case PROP_HOST:
      g_value_set_object (value, self->host);
      break;

    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    case PROP_SIDEBAR_VISIBLE:
      g_value_set_boolean (value, self->sidebar_visible);
      break;

    case PROP_SINGLE:
      g_value_set_boolean (value, self->single);
      break;

    case PROP_GRABBED:
      if (self->machine_page != NULL)
        g_object_get_property (G_OBJECT (self->machine_page), "grabbed", value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_window_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LodgeWindow *self = LODGE_WINDOW (object);

  switch (prop_id)
    {
    case PROP_HOSTS:
      self->hosts = g_value_dup_object (value);
      break;

    case PROP_SIDEBAR_VISIBLE:
      if (lodge_prop_set_bool (object, pspec, &self->sidebar_visible, g_value_get_boolean (value)))
        update_sidebar (self);
      break;

    case PROP_SINGLE:
      self->single = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_window_constructed (GObject *object)
{
  LodgeWindow *self = LODGE_WINDOW (object);

  G_OBJECT_CLASS (lodge_window_parent_class)->constructed (object);

  if (self->hosts == NULL)
    return;

  if (!self->single)
    lodge_sidebar_set_hosts (self->sidebar, self->hosts);
  g_signal_connect_object (self->hosts, "items-changed", G_CALLBACK (hosts_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  lodge_window_follow_moves (self);
  hosts_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->hosts)));
  if (self->single)
    {
      gtk_window_unmaximize (GTK_WINDOW (self));
      gtk_window_set_default_size (GTK_WINDOW (self), 960, 700);
      update_sidebar (self);
      lodge_window_show_content (self);
      lodge_window_init_tabs (self);
    }
  else
    self->questions = lodge_host_questions_new (GTK_WINDOW (self), self->hosts);
}

static void
lodge_window_dispose (GObject *object)
{
  LodgeWindow *self = LODGE_WINDOW (object);

  g_clear_handle_id (&self->page_source, g_source_remove);
  lodge_window_clear_tabs (self);
  g_clear_object (&self->page_signals);
  g_clear_object (&self->stack_signals);
  g_clear_object (&self->machine_signals);
  g_clear_object (&self->host_signals);
  g_clear_weak_pointer (&self->wizard);
  g_clear_object (&self->machine);
  g_clear_object (&self->host);
  g_clear_object (&self->deletions);
  g_clear_object (&self->questions);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_WINDOW);
  self->machine_page = NULL;
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (lodge_window_parent_class)->dispose (object);
}

static void
lodge_window_finalize (GObject *object)
{
  LodgeWindow *self = LODGE_WINDOW (object);

  g_free (self->wanted);
  g_free (self->wanted_page);

  G_OBJECT_CLASS (lodge_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LODGE_TYPE_SIDEBAR);
  g_type_ensure (LODGE_TYPE_HOST_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, separator);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, content);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, host_page);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, main_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeWindow, tab_menu);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, bar_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, switcher_hidden_closure);
  lodge_closures_bind (widget_class);
}

static void
lodge_window_class_init (LodgeWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lodge_window_constructed;
  object_class->get_property = lodge_window_get_property;
  object_class->set_property = lodge_window_set_property;
  object_class->dispose = lodge_window_dispose;
  object_class->finalize = lodge_window_finalize;
  widget_class->map = lodge_window_map;
  widget_class->unmap = lodge_window_unmap;
  widget_class->realize = lodge_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = lodge_window_close_request;

  properties[PROP_HOSTS] =
    g_param_spec_object ("hosts", NULL, NULL, LODGE_TYPE_HOSTS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, LODGE_TYPE_HOST,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDEBAR_VISIBLE] =
    g_param_spec_boolean ("sidebar-visible", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SINGLE] =
    g_param_spec_boolean ("single", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_GRABBED] =
    g_param_spec_boolean ("grabbed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  lodge_window_class_init_actions (widget_class);
}

static void
init_signals (LodgeWindow *self)
{
  self->machine_signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->machine_signals, "notify::allowed-actions",
                                  G_CALLBACK (lodge_window_update_actions), self);
  g_signal_group_connect_swapped (self->machine_signals, "notify::state",
                                  G_CALLBACK (lodge_window_update_actions), self);
  g_signal_group_connect_swapped (self->machine_signals, "notify::move",
                                  G_CALLBACK (lodge_window_update_actions), self);
  g_signal_group_connect_swapped (self->machine_signals, "notify::move",
                                  G_CALLBACK (lodge_window_check_move), self);
  g_signal_group_connect_swapped (self->machine_signals, "notify::label",
                                  G_CALLBACK (update_title), self);
  self->page_signals = g_signal_group_new (LODGE_TYPE_MACHINE_PAGE);
  g_signal_group_connect_swapped (self->page_signals, "notify::grabbed", G_CALLBACK (grabbed_cb),
                                  self);
  g_signal_group_connect_swapped (self->page_signals, "screen-changed",
                                  G_CALLBACK (screen_changed_cb), self);
  self->stack_signals = g_signal_group_new (ADW_TYPE_VIEW_STACK);
  g_signal_group_connect_swapped (self->stack_signals, "notify::visible-child",
                                  G_CALLBACK (check_fullscreen), self);
  self->host_signals = g_signal_group_new (LODGE_TYPE_HOST);
  g_signal_group_connect_swapped (self->host_signals, "notify::state",
                                  G_CALLBACK (lodge_window_update_actions), self);
  g_signal_group_connect_swapped (self->host_signals, "notify::remembered",
                                  G_CALLBACK (lodge_window_update_actions), self);
  g_signal_connect_object (self->deletions, "hidden", G_CALLBACK (deletion_hidden_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deletions, "failed", G_CALLBACK (deletion_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), self, 0);
}

static void
lodge_window_init (LodgeWindow *self)
{
  self->sidebar_visible = TRUE;
  self->deletions = lodge_deletions_new (LODGE_DELETIONS_DELAY * 1000);
  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_template_name_icons (GTK_WIDGET (self));

  lodge_menu_focus_keep (GTK_WINDOW (self));
  init_signals (self);
  load_state (self);
  lodge_window_init_actions (self);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

/* What the header and the actions are about; NULL: no machine. */
void
lodge_window_use_page (LodgeWindow      *self,
                       LodgeMachinePage *page)
{
  AdwViewStack *stack = page != NULL ? lodge_machine_page_get_stack (page) : NULL;

  self->machine_page = page;
  adw_view_switcher_set_stack (self->switcher, stack);
  adw_view_switcher_bar_set_stack (self->switcher_bar, stack);
  g_signal_group_set_target (self->page_signals, page);
  g_signal_group_set_target (self->stack_signals, stack);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

/**
 * lodge_window_new:
 * @application: the application
 * @hosts: the hosts to show
 *
 * Makes the window; it is presented by the caller.
 *
 * Returns: (transfer none): the window
 */
LodgeWindow *
lodge_window_new (GtkApplication *application,
                  LodgeHosts     *hosts)
{
  return g_object_new (LODGE_TYPE_WINDOW, "application", application, "hosts", hosts, NULL);
}

/**
 * lodge_window_new_single:
 * @application: the application
 * @hosts: the hosts
 * @machine: what the window is for
 *
 * Makes a window for one machine; it is presented by the caller.
 *
 * Returns: (transfer none): the window
 */
LodgeWindow *
lodge_window_new_single (GtkApplication *application,
                         LodgeHosts     *hosts,
                         LodgeMachine   *machine)
{
  LodgeWindow *self = g_object_new (LODGE_TYPE_WINDOW, "application", application, "hosts", hosts,
                                    "single", TRUE, NULL);

  lodge_window_add_tab (self, machine);
  return self;
}

gboolean
lodge_window_is_single (LodgeWindow *self)
{
  g_return_val_if_fail (LODGE_IS_WINDOW (self), FALSE);

  return self->single;
}

/**
 * lodge_window_show_error:
 * @self: a window
 * @message: a translated sentence
 * @detail: (nullable): raw text, shown on request
 *
 * Tells about an error in a toast.
 */
void
lodge_window_show_error (LodgeWindow *self,
                         const char  *message,
                         const char  *detail)
{
  AdwToast *toast;
  g_autofree char *escaped = NULL;

  g_return_if_fail (LODGE_IS_WINDOW (self));

  /* Toast titles are markup; messages may carry names from anywhere. */
  escaped = g_markup_escape_text (message, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _("Details"));
  adw_toast_set_action_name (toast, "win.show-error-details");
  adw_toast_set_action_target (toast, "(ss)", message, detail != NULL ? detail : "");
  adw_toast_set_timeout (toast, 10);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
