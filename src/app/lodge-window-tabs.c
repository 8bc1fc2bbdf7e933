/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tabs of a window for machines alone: each is a page of a machine, with a screen of its own, and
 * can be dragged into another such window or out of all. */

#include "config.h"

#include "app/lodge-window-private.h"

#include "widgets/lodge-template.h"

#define BINDING_KEY "lodge-fullscreen-binding"
#define TITLE_KEY "lodge-title-binding"

static LodgeMachinePage *
get_page (AdwTabPage *tab)
{
  return LODGE_MACHINE_PAGE (adw_tab_page_get_child (tab));
}

/* The host keeps it, and so does the page. */
static LodgeMachine *
get_machine (AdwTabPage *tab)
{
  g_autoptr(LodgeMachine) machine = NULL;

  g_object_get (get_page (tab), "machine", &machine, NULL);
  return machine;
}

/* Which of the widgets of a tab it is differs between versions of libadwaita. */
static GtkWidget *
get_focusable (GtkWidget *widget)
{
  return gtk_widget_get_focusable (widget) ? widget : gtk_widget_get_parent (widget);
}

static AdwTabPage *
find_tab (LodgeWindow  *self,
          LodgeMachine *machine)
{
  for (int i = 0; self->tabs != NULL && i < adw_tab_view_get_n_pages (self->tabs); i++)
    {
      AdwTabPage *tab = adw_tab_view_get_nth_page (self->tabs, i);

      if (get_machine (tab) == machine)
        return tab;
    }
  return NULL;
}

/* Below @widget. */
static GtkWidget *
find_widget_of_tab (GtkWidget  *widget,
                    AdwTabPage *tab)
{
  GtkWidget *found = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwTab"))
    {
      g_autoptr(AdwTabPage) own = NULL;

      g_object_get (widget, "page", &own, NULL);
      return own == tab ? get_focusable (widget) : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget_of_tab (child, tab);
  return found;
}

/* libadwaita moves the focus into the page, where a screen takes the keys. Who switches by keys goes on with
 * keys: the next switch, or Tab to the screen. In a full screen there are no tabs, but tools. */
static void
keep_keys (LodgeWindow *self,
           AdwTabPage  *tab)
{
  GtkWidget *widget = find_widget_of_tab (self->tab_bar, tab);

  if (!self->keys_used || !gtk_window_is_active (GTK_WINDOW (self)))
    return;

  if (widget != NULL && gtk_widget_get_mapped (widget))
    gtk_widget_grab_focus (widget);
  else if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    {
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
      lodge_machine_page_focus_tools (get_page (tab));
    }
}

static gboolean
event_cb (LodgeWindow *self,
          GdkEvent    *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_KEY_PRESS)
    self->keys_used = TRUE;
  else if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    self->keys_used = FALSE;
  return GDK_EVENT_PROPAGATE;
}

static void
selected_cb (LodgeWindow *self)
{
  AdwTabPage *tab = adw_tab_view_get_selected_page (self->tabs);
  LodgeMachine *machine = tab != NULL ? get_machine (tab) : NULL;

  if (tab != NULL)
    keep_keys (self, tab);
  lodge_window_use_page (self, tab != NULL ? get_page (tab) : NULL);
  lodge_window_set_subject (self, machine != NULL ? lodge_machine_get_host (machine) : NULL,
                            machine);
}

static void
attached_cb (LodgeWindow *self,
             AdwTabPage  *tab)
{
  LodgeMachinePage *page = get_page (tab);

  g_object_set_data (G_OBJECT (page), BINDING_KEY,
                     g_object_bind_property (self, "fullscreened", page, "fullscreen",
                                             G_BINDING_SYNC_CREATE));
  lodge_window_update_actions (self);
}

/* The last one takes the window with it, unless it is being dragged and may come back. */
static void
check_empty (LodgeWindow *self)
{
  lodge_window_update_actions (self);
  if (adw_tab_view_get_n_pages (self->tabs) == 0
      && !adw_tab_view_get_is_transferring_page (self->tabs))
    gtk_window_close (GTK_WINDOW (self));
}

static void
detached_cb (LodgeWindow *self,
             AdwTabPage  *tab)
{
  GBinding *binding = g_object_steal_data (G_OBJECT (get_page (tab)), BINDING_KEY);

  if (binding != NULL)
    g_binding_unbind (binding);
  if (self->menu_tab == tab)
    g_clear_weak_pointer (&self->menu_tab);
  check_empty (self);
}

/* libadwaita 1.2 tells a screen reader nothing of a tab. */
static void
name_tabs (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwTab"))
    {
      g_autoptr(AdwTabPage) tab = NULL;

      g_object_get (widget, "page", &tab, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (get_focusable (widget)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      tab != NULL ? adw_tab_page_get_title (tab) : "", -1);
      lodge_template_name_icons (widget);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_tabs (child);
}

static void
bar_attached_cb (GtkWidget  *bar,
                 AdwTabPage *tab)
{
  g_signal_connect_object (tab, "notify::title", G_CALLBACK (name_tabs), bar, G_CONNECT_SWAPPED);
  name_tabs (bar);
}

static LodgeWindow *
new_window (LodgeWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  LodgeWindow *window = g_object_new (LODGE_TYPE_WINDOW, "application", application,
                                      "hosts", self->hosts, "single", TRUE, NULL);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* A tab was dropped beside all windows. */
static AdwTabView *
create_window_cb (LodgeWindow *self)
{
  return new_window (self)->tabs;
}

/**
 * lodge_window_init_tabs:
 * @self: a window for machines alone
 *
 * Puts the tabs in; there is none yet.
 */
void
lodge_window_init_tabs (LodgeWindow *self)
{
  AdwTabBar *bar = adw_tab_bar_new ();
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), events);
  self->tabs = adw_tab_view_new ();
  g_signal_connect_object (self->tabs, "notify::selected-page", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "notify::is-transferring-page", G_CALLBACK (check_empty),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "create-window", G_CALLBACK (create_window_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "page-attached", G_CALLBACK (attached_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "page-detached", G_CALLBACK (detached_cb), self,
                           G_CONNECT_SWAPPED);
  /* Alt+1 is for the pages of a machine. */
  adw_tab_view_remove_shortcuts (self->tabs, ADW_TAB_VIEW_SHORTCUT_ALT_DIGITS
                                             | ADW_TAB_VIEW_SHORTCUT_ALT_ZERO);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->tabs), "tabs");

  self->tab_bar = GTK_WIDGET (bar);
  adw_tab_bar_set_view (bar, self->tabs);
  g_signal_connect_object (self->tabs, "page-attached", G_CALLBACK (bar_attached_cb), bar,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_object_bind_property (self, "fullscreened", bar, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  gtk_box_insert_child_after (GTK_BOX (self->content), GTK_WIDGET (bar),
                              gtk_widget_get_first_child (self->content));
  lodge_window_init_tab_menu (self);
}

/* The window goes, and the tabs with it. */
void
lodge_window_clear_tabs (LodgeWindow *self)
{
  if (self->tabs != NULL)
    g_signal_handlers_disconnect_by_data (self->tabs, self);
  g_clear_weak_pointer (&self->menu_tab);
  self->tabs = NULL;
}

static void
bind_title (AdwTabPage   *tab,
            LodgeMachine *machine)
{
  GBinding *old = g_object_steal_data (G_OBJECT (tab), TITLE_KEY);

  if (old != NULL)
    g_binding_unbind (old);
  g_object_set_data (G_OBJECT (tab), TITLE_KEY,
                     g_object_bind_property (machine, "label", tab, "title", G_BINDING_SYNC_CREATE));
}

/**
 * lodge_window_follow_in_tabs:
 * @self: a window for machines alone
 * @from: a machine
 * @to: the same one on another host
 *
 * Goes along with a machine in its tab.
 *
 * Returns: whether it has one
 */
gboolean
lodge_window_follow_in_tabs (LodgeWindow  *self,
                             LodgeMachine *from,
                             LodgeMachine *to)
{
  AdwTabPage *tab = find_tab (self, from);

  if (tab == NULL)
    return FALSE;

  lodge_machine_page_follow (get_page (tab), to);
  bind_title (tab, to);
  if (tab == adw_tab_view_get_selected_page (self->tabs))
    lodge_window_set_subject (self, lodge_machine_get_host (to), to);
  return TRUE;
}

/**
 * lodge_window_add_tab:
 * @self: a window for machines alone
 * @machine: a machine that has no tab yet
 *
 * Shows the machine's screen in a new tab.
 */
void
lodge_window_add_tab (LodgeWindow  *self,
                      LodgeMachine *machine)
{
  LodgeMachinePage *page = g_object_new (LODGE_TYPE_MACHINE_PAGE, NULL);
  AdwTabPage *tab;

  lodge_template_name_icons (GTK_WIDGET (page));
  lodge_machine_page_set_machine (page, machine);
  tab = adw_tab_view_append (self->tabs, GTK_WIDGET (page));
  bind_title (tab, machine);
  adw_tab_view_set_selected_page (self->tabs, tab);
  lodge_machine_page_take_console (page);
}

/**
 * lodge_window_check_tabs:
 * @self: a window for machines alone
 *
 * Closes the tabs of machines that are gone. One that moved to another host has its tab until it is closed.
 */
void
lodge_window_check_tabs (LodgeWindow *self)
{
  for (int i = adw_tab_view_get_n_pages (self->tabs) - 1; i >= 0; i--)
    {
      AdwTabPage *tab = adw_tab_view_get_nth_page (self->tabs, i);
      LodgeMachine *machine = get_machine (tab);

      if (machine == NULL || (lodge_machine_get_host (machine) == NULL && !lodge_machine_is_away (machine)))
        adw_tab_view_close_page (self->tabs, tab);
    }
}

gboolean
lodge_window_has_tabs (LodgeWindow *self)
{
  return self->tabs != NULL && adw_tab_view_get_n_pages (self->tabs) > 1;
}

/**
 * lodge_window_close_tab:
 * @self: a window with tabs
 *
 * Closes the tab that is shown, and lets go of its screen.
 */
void
lodge_window_close_tab (LodgeWindow *self)
{
  adw_tab_view_close_page (self->tabs, adw_tab_view_get_selected_page (self->tabs));
}

/**
 * lodge_window_move_tab_out:
 * @self: a window with tabs
 * @tab: one of them
 *
 * Gives the tab a window of its own; its screen stays connected.
 */
void
lodge_window_move_tab_out (LodgeWindow *self,
                           AdwTabPage  *tab)
{
  adw_tab_view_transfer_page (self->tabs, tab, new_window (self)->tabs, 0);
}

/**
 * lodge_window_open_machine:
 * @self: a window that shows a machine
 * @in_tab: whether the last used window of other machines will do
 *
 * Opens the machine beside the main window, or shows where it is open already.
 */
void
lodge_window_open_machine (LodgeWindow *self,
                           gboolean     in_tab)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  LodgeWindow *window = NULL;
  AdwTabPage *tab = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL && tab == NULL; l = l->next)
    if (LODGE_IS_WINDOW (l->data) && lodge_window_is_single (l->data))
      {
        tab = find_tab (l->data, self->machine);
        if (tab != NULL || (in_tab && window == NULL))
          window = l->data;
      }

  if (tab != NULL)
    adw_tab_view_set_selected_page (window->tabs, tab);
  else if (window != NULL)
    lodge_window_add_tab (window, self->machine);
  else
    window = lodge_window_new_single (application, self->hosts, self->machine);
  gtk_window_present (GTK_WINDOW (window));
}
