/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with a tab: actions of the window, for the tab whose context menu is open, or else
 * for the one that is shown. The keys for the next tab are ours: those of AdwTabView come after the
 * guest's screen, which takes all keys while it has the focus. */

#include "config.h"

#include "app/lodge-window-private.h"

static AdwTabPage *
get_tab (LodgeWindow *self)
{
  return self->menu_tab != NULL ? self->menu_tab : adw_tab_view_get_selected_page (self->tabs);
}

static void
move_left_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  LodgeWindow *self = user_data;

  adw_tab_view_reorder_backward (self->tabs, get_tab (self));
}

static void
move_right_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LodgeWindow *self = user_data;

  adw_tab_view_reorder_forward (self->tabs, get_tab (self));
}

static void
move_out_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LodgeWindow *self = user_data;

  lodge_window_move_tab_out (self, get_tab (self));
}

static void
close_others_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  LodgeWindow *self = user_data;

  adw_tab_view_close_other_pages (self->tabs, get_tab (self));
}

static void
close_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  LodgeWindow *self = user_data;

  adw_tab_view_close_page (self->tabs, get_tab (self));
}

static void
previous_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LodgeWindow *self = user_data;

  adw_tab_view_select_previous_page (self->tabs);
}

static void
next_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  LodgeWindow *self = user_data;

  adw_tab_view_select_next_page (self->tabs);
}

static void
setup_menu_cb (LodgeWindow *self,
               AdwTabPage  *tab)
{
  g_set_weak_pointer (&self->menu_tab, tab);
  lodge_window_update_tab_actions (self);
}

static const GActionEntry entries[] = {
  { .name = "tab-move-left", .activate = move_left_cb },
  { .name = "tab-move-right", .activate = move_right_cb },
  { .name = "tab-move-out", .activate = move_out_cb },
  { .name = "tab-close-others", .activate = close_others_cb },
  { .name = "tab-close", .activate = close_cb },
  { .name = "tab-previous", .activate = previous_cb },
  { .name = "tab-next", .activate = next_cb },
};

/**
 * lodge_window_init_tab_menu:
 * @self: a window whose tabs were put in
 *
 * Gives its tabs a context menu.
 */
void
lodge_window_init_tab_menu (LodgeWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  adw_tab_view_set_menu_model (self->tabs, self->tab_menu);
  g_signal_connect_object (self->tabs, "setup-menu", G_CALLBACK (setup_menu_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "page-reordered",
                           G_CALLBACK (lodge_window_update_tab_actions), self, G_CONNECT_SWAPPED);
  lodge_window_update_tab_actions (self);
}

/**
 * lodge_window_update_tab_actions:
 * @self: a window with tabs
 *
 * Sets which actions can be used, by where the tab is.
 */
void
lodge_window_update_tab_actions (LodgeWindow *self)
{
  AdwTabPage *tab = get_tab (self);
  int n = adw_tab_view_get_n_pages (self->tabs);
  int position = tab != NULL ? adw_tab_view_get_page_position (self->tabs, tab) : -1;

  lodge_window_enable_action (self, "tab-move-left", position > 0);
  lodge_window_enable_action (self, "tab-move-right", position >= 0 && position + 1 < n);
  lodge_window_enable_action (self, "tab-move-out", tab != NULL && n > 1);
  lodge_window_enable_action (self, "tab-close-others", tab != NULL && n > 1);
  lodge_window_enable_action (self, "tab-close", tab != NULL);
  lodge_window_enable_action (self, "tab-previous", n > 1);
  lodge_window_enable_action (self, "tab-next", n > 1);
}
