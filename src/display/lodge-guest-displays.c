/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns a guest's displays on and off. The first is where the manager shows it; each other one that is on
 * has a window of its own, which turns its display off when it is closed, or a place beside the first. What
 * is remembered is that, and which monitor is for which display. In full screen on all monitors each has a
 * window, and the guest is told where they are, so that the pointer goes from one to the next as it does on
 * the desktop. */

#include "config.h"

#include "display/lodge-guest-displays.h"

#include <math.h>

#include "display/lodge-device-area.h"
#include "display/lodge-guest-wall.h"
#include "display/lodge-guest-window.h"
#include "display/lodge-monitor-plan.h"
#include "display/lodge-monitors-dialog-private.h"

#define KEEP_MS 10000   /* how long windows wait for a session that broke */

struct _LodgeGuestDisplays
{
  GObject parent_instance;

  LodgeDisplay *display;   /* not counted: see lodge_guest_actions_new() */
  GActionMap *actions;
  GSignalGroup *console_signals;
  GSignalGroup *screens_signals;
  GSignalGroup *root_signals;
  LodgeGuestCell *cells[LODGE_GUEST_DISPLAYS_MAX];       /* of those that are on */
  LodgeGuestWindow *windows[LODGE_GUEST_DISPLAYS_MAX];   /* not counted: they are the toolkit's */
  GSettings *settings;
  char **monitors;         /* see lodge-monitor-plan.h */
  gboolean one_window;
  gboolean everywhere;     /* in full screen on all */
  guint close_source;
};

enum {
  PROP_0,
  PROP_MONITORS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeGuestDisplays, lodge_guest_displays, G_TYPE_OBJECT)

static const char *const names[LODGE_GUEST_DISPLAYS_MAX] = {
  NULL, "display-2", "display-3", "display-4",
};

static LodgeConsole *
get_console (LodgeGuestDisplays *self)
{
  return self->display != NULL ? lodge_display_get_console (self->display) : NULL;
}

static gboolean
is_connected (LodgeGuestDisplays *self)
{
  LodgeConsole *console = get_console (self);

  return console != NULL && lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED;
}

/* That can be shown now. */
static guint
count (LodgeGuestDisplays *self)
{
  if (!is_connected (self))
    return 0;
  return MIN (g_list_model_get_n_items (lodge_console_get_screens (get_console (self))),
              LODGE_GUEST_DISPLAYS_MAX);
}

/* Where the first display has room for others beside it. */
static LodgeGuestWall *
get_wall (LodgeGuestDisplays *self)
{
  GtkWidget *parent = self->display != NULL ? gtk_widget_get_parent (GTK_WIDGET (self->display)) : NULL;

  return LODGE_IS_GUEST_WALL (parent) ? LODGE_GUEST_WALL (parent) : NULL;
}

static GSimpleAction *
get_action (LodgeGuestDisplays *self,
            const char         *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (self->actions, name));
}

static guint
count_monitors (LodgeGuestDisplays *self)
{
  if (self->display == NULL)
    return 0;
  return g_list_model_get_n_items (
    gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self->display))));
}

static void
update_actions (LodgeGuestDisplays *self)
{
  guint n = count (self);
  gboolean several = n > 1 && count_monitors (self) > 1;

  g_simple_action_set_enabled (get_action (self, "displays"), n > 1);
  g_simple_action_set_enabled (get_action (self, "fullscreen-displays"), several);
  g_simple_action_set_enabled (get_action (self, "monitors"), several);
  g_simple_action_set_enabled (get_action (self, "one-window"), n > 1 && get_wall (self) != NULL);
  g_simple_action_set_state (get_action (self, "one-window"), g_variant_new_boolean (self->one_window));
  for (guint i = 1; i < LODGE_GUEST_DISPLAYS_MAX; i++)
    {
      GSimpleAction *action = get_action (self, names[i]);

      g_simple_action_set_enabled (action, i < n);
      g_simple_action_set_state (action, g_variant_new_boolean (self->cells[i] != NULL));
    }
}

/* Brings a cell and the guest's screen of its number together. */
static void
attach (LodgeGuestDisplays *self,
        guint               number)
{
  LodgeConsole *console = get_console (self);
  LodgeScreen *screen = number < count (self) ? lodge_console_get_screen (console, number) : NULL;

  if (self->cells[number] == NULL || screen == NULL)
    return;

  lodge_console_turn_screen (console, screen, TRUE);
  lodge_display_set_screen (lodge_guest_cell_get_display (self->cells[number]), console, screen);
}

static void
forget_window (LodgeGuestDisplays *self,
               guint               number)
{
  LodgeGuestWindow *window = g_steal_pointer (&self->windows[number]);

  if (window == NULL)
    return;

  g_signal_handlers_disconnect_by_data (window, self);
  lodge_guest_window_give_cell (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
leave_wall (LodgeGuestDisplays *self,
            guint               number)
{
  LodgeGuestCell *cell = self->cells[number];
  GtkWidget *parent = cell != NULL ? gtk_widget_get_parent (GTK_WIDGET (cell)) : NULL;

  if (LODGE_IS_GUEST_WALL (parent))
    lodge_guest_wall_remove (LODGE_GUEST_WALL (parent), cell);
}

static void
forget (LodgeGuestDisplays *self,
        guint               number)
{
  forget_window (self, number);
  leave_wall (self, number);
  g_clear_object (&self->cells[number]);
}

static void
close_all (LodgeGuestDisplays *self)
{
  g_clear_handle_id (&self->close_source, g_source_remove);
  for (guint i = 1; i < LODGE_GUEST_DISPLAYS_MAX; i++)
    forget (self, i);
}

static void
turn_off (LodgeGuestDisplays *self,
          guint               number)
{
  LodgeScreen *screen = NULL;

  if (number < count (self))
    screen = lodge_console_get_screen (get_console (self), number);
  forget (self, number);
  if (screen != NULL)
    lodge_console_turn_screen (get_console (self), screen, FALSE);
  update_actions (self);
}

static gboolean
close_request_cb (LodgeGuestDisplays *self,
                  GtkWindow          *window)
{
  for (guint i = 1; i < LODGE_GUEST_DISPLAYS_MAX; i++)
    if (GTK_WINDOW (self->windows[i]) == window)
      turn_off (self, i);
  return GDK_EVENT_STOP;
}

static void
closed_cb (LodgeGuestDisplays *self,
           LodgeGuestCell     *cell)
{
  turn_off (self, lodge_guest_cell_get_number (cell));
}

static LodgeGuestCell *
make_cell (LodgeGuestDisplays *self,
           guint               number)
{
  LodgeGuestCell *cell = LODGE_GUEST_CELL (lodge_guest_cell_new (self->display, number));

  g_signal_connect_object (cell, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  return g_object_ref_sink (cell);
}

static void
show_window (LodgeGuestDisplays *self,
             guint               number)
{
  if (self->windows[number] == NULL)
    {
      self->windows[number] = lodge_guest_window_new (self->cells[number], self->display);
      g_signal_connect_object (self->windows[number], "close-request",
                               G_CALLBACK (close_request_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->windows[number]));
}

static void
show_in_wall (LodgeGuestDisplays *self,
              guint               number,
              LodgeGuestWall     *wall)
{
  forget_window (self, number);
  if (gtk_widget_get_parent (GTK_WIDGET (self->cells[number])) == NULL)
    lodge_guest_wall_add (wall, self->cells[number]);
}

/* A display that is on, where it belongs now; the guest does not notice that it moves. */
static void
show (LodgeGuestDisplays *self,
      guint               number)
{
  LodgeGuestWall *wall = self->one_window && !self->everywhere ? get_wall (self) : NULL;

  if (self->cells[number] == NULL)
    return;
  if (wall != NULL)
    {
      show_in_wall (self, number, wall);
      return;
    }
  leave_wall (self, number);
  show_window (self, number);
}

static void
show_all (LodgeGuestDisplays *self)
{
  for (guint i = 1; i < LODGE_GUEST_DISPLAYS_MAX; i++)
    show (self, i);
}

static void
turn_on (LodgeGuestDisplays *self,
         guint               number)
{
  if (self->cells[number] == NULL)
    self->cells[number] = make_cell (self, number);
  attach (self, number);
  show (self, number);
  update_actions (self);
}

static gboolean
close_cb (gpointer user_data)
{
  LodgeGuestDisplays *self = user_data;

  self->close_source = 0;
  close_all (self);
  update_actions (self);
  return G_SOURCE_REMOVE;
}

static void
update (LodgeGuestDisplays *self)
{
  if (is_connected (self))
    g_clear_handle_id (&self->close_source, g_source_remove);
  else if (get_console (self) == NULL)
    close_all (self);
  else if (self->close_source == 0)
    self->close_source = g_timeout_add (KEEP_MS, close_cb, self);

  for (guint i = 1; i < LODGE_GUEST_DISPLAYS_MAX; i++)
    attach (self, i);
  update_actions (self);
}

static void
console_cb (LodgeGuestDisplays *self)
{
  LodgeConsole *console = get_console (self);

  g_signal_group_set_target (self->console_signals, console);
  g_signal_group_set_target (self->screens_signals,
                             console != NULL ? lodge_console_get_screens (console) : NULL);
  update (self);
}

static void
change_state_cb (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       user_data)
{
  LodgeGuestDisplays *self = user_data;

  for (guint i = 1; i < LODGE_GUEST_DISPLAYS_MAX; i++)
    if (g_str_equal (g_action_get_name (G_ACTION (action)), names[i]))
      {
        if (g_variant_get_boolean (value))
          turn_on (self, i);
        else
          turn_off (self, i);
      }
}

static void
set_one_window (LodgeGuestDisplays *self,
                gboolean            one_window)
{
  self->one_window = one_window;
  show_all (self);
  update_actions (self);
}

/* From the user. */
static void
change_one_window_cb (GSimpleAction *action,
                      GVariant      *value,
                      gpointer       user_data)
{
  LodgeGuestDisplays *self = user_data;

  set_one_window (self, g_variant_get_boolean (value));
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "one-window", self->one_window);
}

/* One of the desktop's monitors for one of the guest's. */
static void
fill (LodgeGuestDisplays *self,
      GtkWindow          *window,
      guint               number,
      GdkMonitor         *monitor)
{
  LodgeConsole *console = get_console (self);
  double scale = lodge_device_scale_get (monitor);
  GdkRectangle geometry;

  gdk_monitor_get_geometry (monitor, &geometry);
  lodge_console_place_screen (console, lodge_console_get_screen (console, number),
                              (int) round (geometry.x * scale), (int) round (geometry.y * scale));
  gtk_window_fullscreen_on_monitor (window, monitor);
}

/* Of all monitors, and which of them @window is on. */
static char **
list_monitors (GtkWindow *window,
               guint     *own)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkMonitor *at = gdk_display_get_monitor_at_surface (display, surface);
  GListModel *monitors = gdk_display_get_monitors (display);
  guint n = g_list_model_get_n_items (monitors);
  char **keys = g_new0 (char *, n + 1);

  *own = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      keys[i] = lodge_monitor_get_key (monitor);
      if (monitor == at)
        *own = i;
    }
  return keys;
}

static void
place (LodgeGuestDisplays *self,
       GtkWindow          *root,
       guint               number,
       int                 where)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (root)));
  g_autoptr(GdkMonitor) monitor = NULL;

  if (where < 0)
    {
      if (self->windows[number] != NULL)
        gtk_window_unfullscreen (GTK_WINDOW (self->windows[number]));
      return;
    }

  monitor = g_list_model_get_item (monitors, (guint) where);
  if (number > 0)
    turn_on (self, number);
  fill (self, number > 0 ? GTK_WINDOW (self->windows[number]) : root, number, monitor);
}

static void
fill_all (LodgeGuestDisplays *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->display));
  guint n = count (self);
  int places[LODGE_GUEST_DISPLAYS_MAX];
  g_auto(GStrv) monitors = NULL;
  guint own;

  if (!GTK_IS_WINDOW (root) || n < 2)
    return;

  monitors = list_monitors (GTK_WINDOW (root), &own);
  lodge_monitor_plan_make ((const char *const *) self->monitors, n, (const char *const *) monitors,
                           own, places);
  self->everywhere = TRUE;
  show_all (self);
  for (guint i = n; i-- > 0;)
    place (self, GTK_WINDOW (root), i, places[i]);
  g_signal_group_set_target (self->root_signals, root);
  gtk_window_present (GTK_WINDOW (root));
}

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  fill_all (user_data);
}

static void
monitors_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LodgeGuestDisplays *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->display));

  gtk_window_present (GTK_WINDOW (lodge_monitors_dialog_new (
    GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self, count (self))));
}

/* The others leave with the first. */
static void
fullscreened_cb (LodgeGuestDisplays *self,
                 GParamSpec         *pspec,
                 GtkWindow          *root)
{
  if (gtk_window_is_fullscreen (root) || !self->everywhere)
    return;

  self->everywhere = FALSE;
  g_signal_group_set_target (self->root_signals, NULL);
  for (guint i = 1; i < LODGE_GUEST_DISPLAYS_MAX; i++)
    if (self->windows[i] != NULL)
      gtk_window_unfullscreen (GTK_WINDOW (self->windows[i]));
  if (self->one_window)
    show_all (self);
  if (get_console (self) != NULL)
    lodge_console_unplace_screens (get_console (self));
}

static const GActionEntry entries[] = {
  { .name = "displays" },
  { .name = "display-2", .state = "false", .change_state = change_state_cb },
  { .name = "display-3", .state = "false", .change_state = change_state_cb },
  { .name = "display-4", .state = "false", .change_state = change_state_cb },
  { .name = "one-window", .state = "false", .change_state = change_one_window_cb },
  { .name = "fullscreen-displays", .activate = fullscreen_cb },
  { .name = "monitors", .activate = monitors_cb },
};

static void
set_monitors (LodgeGuestDisplays *self,
              const char *const  *monitors)
{
  if (self->monitors != NULL && monitors != NULL
      && g_strv_equal ((const char *const *) self->monitors, monitors))
    return;

  g_strfreev (self->monitors);
  self->monitors = g_strdupv ((char **) monitors);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MONITORS]);
}

static void
lodge_guest_displays_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LodgeGuestDisplays *self = LODGE_GUEST_DISPLAYS (object);

  switch (prop_id)
    {
    case PROP_MONITORS:
      g_value_set_boxed (value, self->monitors);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* From the user, who sees it at once. */
static void
lodge_guest_displays_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  LodgeGuestDisplays *self = LODGE_GUEST_DISPLAYS (object);

  switch (prop_id)
    {
    case PROP_MONITORS:
      set_monitors (self, g_value_get_boxed (value));
      if (self->settings != NULL)
        g_settings_set_strv (self->settings, "monitors", g_value_get_boxed (value));
      if (self->everywhere)
        fill_all (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_guest_displays_dispose (GObject *object)
{
  LodgeGuestDisplays *self = LODGE_GUEST_DISPLAYS (object);

  close_all (self);
  g_clear_object (&self->console_signals);
  g_clear_object (&self->screens_signals);
  g_clear_object (&self->root_signals);
  g_clear_weak_pointer (&self->display);
  if (self->actions != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
      g_action_map_remove_action (self->actions, entries[i].name);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->monitors, g_strfreev);

  G_OBJECT_CLASS (lodge_guest_displays_parent_class)->dispose (object);
}

static void
lodge_guest_displays_class_init (LodgeGuestDisplaysClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_guest_displays_get_property;
  object_class->set_property = lodge_guest_displays_set_property;
  object_class->dispose = lodge_guest_displays_dispose;

  properties[PROP_MONITORS] = g_param_spec_boxed ("monitors", NULL, NULL, G_TYPE_STRV,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_guest_displays_init (LodgeGuestDisplays *self)
{
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  g_signal_group_connect_swapped (self->console_signals, "notify::state", G_CALLBACK (update), self);
  self->screens_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->screens_signals, "items-changed", G_CALLBACK (update), self);
  self->root_signals = g_signal_group_new (GTK_TYPE_WINDOW);
  g_signal_group_connect_swapped (self->root_signals, "notify::fullscreened",
                                  G_CALLBACK (fullscreened_cb), self);
}

/**
 * lodge_guest_displays_new:
 * @display: the display with the guest's first screen
 * @actions: where the actions go, until this object is disposed of
 *
 * Makes the actions.
 *
 * Returns: (transfer full): the displays
 */
LodgeGuestDisplays *
lodge_guest_displays_new (LodgeDisplay *display,
                          GActionMap   *actions)
{
  LodgeGuestDisplays *self = g_object_new (LODGE_TYPE_GUEST_DISPLAYS, NULL);

  g_set_weak_pointer (&self->display, display);
  self->actions = g_object_ref (actions);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (display, "notify::console", G_CALLBACK (console_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (display))),
                           "items-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  console_cb (self);
  return self;
}

/**
 * lodge_guest_displays_set_settings:
 * @self: displays
 * @settings: (nullable): what is remembered of the machine, with the keys monitors and one-window
 *
 * Takes over what was chosen for another machine.
 */
void
lodge_guest_displays_set_settings (LodgeGuestDisplays *self,
                                   GSettings          *settings)
{
  g_auto(GStrv) monitors = NULL;

  g_return_if_fail (LODGE_IS_GUEST_DISPLAYS (self));

  g_set_object (&self->settings, settings);
  if (settings != NULL)
    monitors = g_settings_get_strv (settings, "monitors");
  set_monitors (self, (const char *const *) monitors);
  set_one_window (self, settings != NULL && g_settings_get_boolean (settings, "one-window"));
}

/**
 * lodge_guest_displays_focus:
 * @self: displays
 *
 * Gives the keyboard to the guest: by the display that had it last, among those in the first one's window.
 */
void
lodge_guest_displays_focus (LodgeGuestDisplays *self)
{
  LodgeGuestWall *wall;

  g_return_if_fail (LODGE_IS_GUEST_DISPLAYS (self));

  wall = get_wall (self);
  if (wall != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (wall));
  else if (self->display != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->display));
}
