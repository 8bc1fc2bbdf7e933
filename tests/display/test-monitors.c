/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's displays on all monitors of the desktop, under a Wayland compositor that has two. */

#include "config.h"

#include "console/lodge-spice-console.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-wall.h"
#include "display/lodge-guest-window.h"
#include "display/lodge-monitors-dialog-private.h"

#include "../support/lodge-test-server.h"

static gpointer
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

/* The rows of a dialog, in their order. */
static void
find_rows (GtkWidget *widget,
           GPtrArray *rows)
{
  if (ADW_IS_COMBO_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_rows (child, rows);
}

static GdkMonitor *
get_monitor (gpointer window)
{
  return gdk_display_get_monitor_at_surface (gtk_widget_get_display (window),
                                             gtk_native_get_surface (window));
}

static gboolean
is_filled (gpointer      window,
           LodgeDisplay *display)
{
  return gtk_window_is_fullscreen (window) && get_monitor (window) != NULL
         && gtk_widget_get_width (GTK_WIDGET (display)) == 1000
         && gtk_widget_get_height (GTK_WIDGET (display)) == 700;
}

/* The first display is given the other monitor: the second display takes the one that is given up. */
static void
assign (GActionGroup *group,
        guint         own)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  GtkWidget *dialog;

  g_action_group_activate_action (group, "monitors", NULL);
  dialog = find_window (LODGE_TYPE_MONITORS_DIALOG);
  g_assert_nonnull (dialog);
  find_rows (dialog, rows);
  g_assert_cmpuint (rows->len, >=, 2);
  /* Automatic and two monitors; the second may also be without one. */
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (rows->pdata[0])), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (rows->pdata[1])), ==, 4);

  adw_combo_row_set_selected (rows->pdata[0], 1 + own);
  adw_combo_row_set_selected (rows->pdata[1], 2 + !own);
  adw_combo_row_set_selected (rows->pdata[0], 1 + !own);
  g_assert_cmpuint (adw_combo_row_get_selected (rows->pdata[0]), ==, 1 + !own);
  g_assert_cmpuint (adw_combo_row_get_selected (rows->pdata[1]), ==, 2 + own);
  gtk_window_close (GTK_WINDOW (dialog));
}

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  LodgeDisplay *display;
  GtkWidget *wall;
  GtkWidget *window;
  LodgeGuestActions *actions;
  GActionGroup *group;
} Fixture;

#define tell(fixture, ...) lodge_test_server_tell (&(fixture)->server, __VA_ARGS__)

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  lodge_test_server_start (&fixture->server, NULL);
  tell (fixture, "agent on");
  tell (fixture, "heads 4 0:0:640x480+0+0");
  fixture->console = lodge_spice_console_new_uri (fixture->server.uri);
  fixture->display = LODGE_DISPLAY (lodge_display_new ());
  fixture->wall = lodge_guest_wall_new (fixture->display);
  fixture->actions = lodge_guest_actions_new (fixture->display);
  fixture->group = lodge_guest_actions_get_group (fixture->actions);
  lodge_display_set_console (fixture->display, fixture->console);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->wall);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lodge_console_connect (fixture->console);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED
                   && fixture->server.n_channels == 4);
  tell (fixture, "frame 1");
  lodge_test_wait (g_action_group_get_action_enabled (fixture->group, "fullscreen-displays")
                   && gtk_widget_get_mapped (fixture->window)
                   && (lodge_console_get_features (fixture->console) & LODGE_CONSOLE_RESIZES));
  lodge_test_wait (get_monitor (fixture->window) != NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lodge_display_set_console (fixture->display, NULL);
  g_assert_null (find_window (LODGE_TYPE_GUEST_WINDOW));
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->actions);
  lodge_console_disconnect (fixture->console);
  g_object_unref (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  lodge_test_server_stop (&fixture->server);
}

static void
turn_on (Fixture *fixture)
{
  tell (fixture, "size 1280 480");
  tell (fixture, "heads 4 0:0:640x480+0+0 1:0:640x480+640+0");
  tell (fixture, "frame 2");
}

static gboolean
was_told (Fixture    *fixture,
          const char *monitors)
{
  return strstr (fixture->server.events->str, monitors) != NULL;
}

static void
test_assign (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *window = fixture->window;
  GdkMonitor *own = get_monitor (window);
  LodgeGuestWindow *second;
  gboolean on_left;

  g_action_group_change_action_state (fixture->group, "resize", g_variant_new_boolean (TRUE));
  g_action_group_activate_action (fixture->group, "fullscreen-displays", NULL);
  second = find_window (LODGE_TYPE_GUEST_WINDOW);
  g_assert_nonnull (second);
  turn_on (fixture);
  lodge_test_wait (is_filled (window, fixture->display)
                   && is_filled (second, lodge_guest_window_get_display (second)));
  /* Of a window that grows on its monitor weston may say for ever that it touches the next one too. */
  g_assert_true (get_monitor (second) != own);
  lodge_test_wait (was_told (fixture, "agent monitors 2 1000x700")
                   && (was_told (fixture, " 1000x700+0+0 1000x700+1000+0;")
                       || was_told (fixture, " 1000x700+1000+0 1000x700+0+0;")));

  on_left = was_told (fixture, " 1000x700+0+0 1000x700+1000+0;");
  assign (fixture->group, on_left ? 0 : 1);
  lodge_test_wait (was_told (fixture, on_left ? " 1000x700+1000+0 1000x700+0+0;"
                                              : " 1000x700+0+0 1000x700+1000+0;"));
  lodge_test_wait (is_filled (window, fixture->display)
                   && is_filled (second, lodge_guest_window_get_display (second)));

  /* The first leaves with all. */
  gtk_window_unfullscreen (GTK_WINDOW (window));
  lodge_test_wait (!gtk_window_is_fullscreen (GTK_WINDOW (window))
                   && !gtk_window_is_fullscreen (GTK_WINDOW (second)));
}

/* Displays that share a window have one each on their monitors, and share it again after. */
static void
test_one_window (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *window = fixture->window;
  LodgeGuestWindow *second;
  GtkWidget *cell;

  g_action_group_change_action_state (fixture->group, "one-window", g_variant_new_boolean (TRUE));
  g_action_group_change_action_state (fixture->group, "display-2", g_variant_new_boolean (TRUE));
  turn_on (fixture);
  cell = gtk_widget_get_last_child (fixture->wall);
  lodge_test_wait (LODGE_IS_GUEST_CELL (cell) && lodge_guest_cell_is_on (LODGE_GUEST_CELL (cell)));
  g_assert_null (find_window (LODGE_TYPE_GUEST_WINDOW));

  for (int i = 0; i < 2; i++)
    {
      g_action_group_activate_action (fixture->group, "fullscreen-displays", NULL);
      second = find_window (LODGE_TYPE_GUEST_WINDOW);
      g_assert_nonnull (second);
      g_assert_true (lodge_guest_window_get_display (second)
                     == lodge_guest_cell_get_display (LODGE_GUEST_CELL (cell)));
      lodge_test_wait (is_filled (window, fixture->display)
                       && is_filled (second, lodge_guest_window_get_display (second)));

      gtk_window_unfullscreen (GTK_WINDOW (window));
      lodge_test_wait (!gtk_window_is_fullscreen (GTK_WINDOW (window)));
      g_assert_null (find_window (LODGE_TYPE_GUEST_WINDOW));
      g_assert_true (gtk_widget_get_parent (cell) == fixture->wall);
      lodge_test_wait (gtk_widget_get_mapped (cell));
    }
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add ("/monitors/assign", Fixture, NULL, set_up, test_assign, tear_down);
  g_test_add ("/monitors/one-window", Fixture, NULL, set_up, test_one_window, tear_down);
  return g_test_run ();
}
