/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sidebar: hosts and machines, search, and the buttons above them. What is selected is a
 * property; what to show for it is the window's matter. It stays selected while a search or a folded
 * host hides its row. */

#include "config.h"

#include "app/lodge-sidebar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/lodge-sidebar-growth.h"
#include "app/lodge-sidebar-list.h"
#include "base/lodge-prop.h"
#include "widgets/lodge-host-row.h"
#include "widgets/lodge-machine-row.h"
#include "widgets/lodge-template.h"

struct _LodgeSidebar
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkListView *list_view;
  GtkScrolledWindow *scroller;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkPopoverMenu *context_menu;
  GMenuModel *machine_menu;
  GMenuModel *host_menu;

  LodgeHosts *hosts;
  LodgeSidebarList *list;
  LodgeSidebarGrowth *growth;
  GPtrArray *spare;           /* rows made while the hosts are asked; NULL from the first machine on */
  guint spare_source;
  GtkSingleSelection *selection;
  gpointer selected;        /* the host or machine, also while its row is hidden */
  LodgeHost *selected_host; /* that or its host: a machine that is gone has none */
  gpointer pressed;         /* what a button went down on; only to compare */
  GHashTable *bound;        /* GtkListItem, not owned: rows that exist now */
  guint live_source;        /* looks which rows are in view */
  gboolean show_close;      /* the window buttons are here: the window is folded */
};

enum {
  PROP_0,
  PROP_HOSTS,
  PROP_SELECTED,
  PROP_SHOW_CLOSE,
  N_PROPS
};

enum {
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeSidebar, lodge_sidebar, GTK_TYPE_WIDGET)

static gboolean
row_in_view (LodgeSidebar *self,
             GtkWidget    *row)
{
  graphene_rect_t bounds;
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self->scroller));

  if (!gtk_widget_compute_bounds (row, GTK_WIDGET (self->scroller), &bounds))
    return FALSE;

  return bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < height;
}

static void
drop_spare_rows (LodgeSidebar *self)
{
  g_clear_handle_id (&self->spare_source, g_source_remove);
  g_clear_pointer (&self->spare, g_ptr_array_unref);
}

static gboolean
update_live_cb (gpointer data)
{
  LodgeSidebar *self = data;
  GHashTableIter iter;
  gpointer list_item;
  gboolean any = FALSE;

  self->live_source = 0;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    {
      GtkWidget *row = gtk_list_item_get_child (list_item);

      if (!LODGE_IS_MACHINE_ROW (row))
        continue;
      lodge_machine_row_set_live (LODGE_MACHINE_ROW (row), row_in_view (self, row));
      any = TRUE;
    }
  if (any)
    drop_spare_rows (self);
  return G_SOURCE_REMOVE;
}

/* After the layout: only then do rows have their place. */
static void
queue_update_live (LodgeSidebar *self)
{
  if (self->live_source == 0)
    self->live_source = g_timeout_add (100, update_live_cb, self);
}

/* The main loop has nothing to do while the first host is asked. */
static gboolean
make_spare_row_cb (gpointer data)
{
  LodgeSidebar *self = data;

  g_ptr_array_add (self->spare, g_object_ref_sink (lodge_machine_row_new ()));
  if (self->spare->len < LODGE_SIDEBAR_FIRST_ROWS)
    return G_SOURCE_CONTINUE;

  self->spare_source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
any_host_connected (LodgeSidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hosts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      if (lodge_host_get_state (host) == LODGE_HOST_CONNECTED)
        return TRUE;
    }
  return FALSE;
}

static void
list_changed_cb (LodgeSidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (n > g_list_model_get_n_items (G_LIST_MODEL (self->hosts)))
    g_clear_handle_id (&self->spare_source, g_source_remove);
  lodge_sidebar_growth_update (self->growth, !any_host_connected (self));
}

static void
toggle_host (LodgeSidebar *self,
             LodgeHost    *host)
{
  lodge_sidebar_list_set_expanded (self->list, host,
                                   !lodge_sidebar_list_get_expanded (self->list, host));
}

static void
row_toggled_cb (LodgeSidebar *self,
                LodgeHostRow *row)
{
  LodgeHost *host = NULL;

  g_object_get (row, "host", &host, NULL);
  if (host == NULL)
    return;

  toggle_host (self, host);
  g_object_set (row, "expanded", lodge_sidebar_list_get_expanded (self->list, host), NULL);
  g_object_unref (host);
}

static void
show_context_menu (LodgeSidebar *self,
                   GtkWidget    *row,
                   double        x,
                   double        y)
{
  GMenuModel *menu = LODGE_IS_HOST_ROW (row) ? self->host_menu : self->machine_menu;
  double list_x, list_y;

  if (LODGE_IS_HOST (self->selected))
    lodge_host_look_for_remembered (self->selected);
  gtk_widget_translate_coordinates (row, GTK_WIDGET (self), x, y, &list_x, &list_y);
  gtk_popover_menu_set_menu_model (self->context_menu, menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu),
                               &(GdkRectangle) { (int) list_x, (int) list_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

/* Its host or machine, with a reference. */
static GObject *
get_item (GtkWidget *row)
{
  GObject *item = NULL;

  g_object_get (row, LODGE_IS_HOST_ROW (row) ? "host" : "machine", &item, NULL);
  return item;
}

/* At that place of the list; NULL between the rows, and on a button in one. */
static GObject *
get_item_at (LodgeSidebar *self,
             double        x,
             double        y)
{
  GtkWidget *list = GTK_WIDGET (self->list_view);
  GtkWidget *widget = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);

  if (widget == NULL || gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) != NULL)
    return NULL;

  while (widget != list && gtk_widget_get_parent (widget) != list)
    widget = gtk_widget_get_parent (widget);
  return widget != list ? get_item (gtk_widget_get_first_child (widget)) : NULL;
}

static void
row_pressed_cb (GtkGestureClick *gesture,
                int              n_press,
                double           x,
                double           y,
                LodgeSidebar    *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  g_autoptr(GObject) item = get_item (row);

  if (item == NULL)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  lodge_sidebar_select (self, item);
  show_context_menu (self, row, x, y);
}

static void
add_context_gesture (LodgeSidebar *self,
                     GtkWidget    *row)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (row_pressed_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (gesture));
}

static GtkWidget *
make_host_row (LodgeSidebar *self)
{
  GtkWidget *row = lodge_host_row_new ();

  g_signal_connect_object (row, "toggled", G_CALLBACK (row_toggled_cb), self, G_CONNECT_SWAPPED);
  add_context_gesture (self, row);
  return row;
}

static GtkWidget *
make_machine_row (LodgeSidebar *self)
{
  gboolean spare = self->spare != NULL && self->spare->len > 0;
  GtkWidget *row = spare ? g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1)
                         : g_object_ref_sink (lodge_machine_row_new ());

  lodge_machine_row_set_live (LODGE_MACHINE_ROW (row), FALSE);
  add_context_gesture (self, row);
  return row;
}

static void
row_bind_cb (LodgeSidebar *self,
             GtkListItem  *list_item)
{
  GObject *item = gtk_list_item_get_item (list_item);
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (LODGE_IS_HOST (item))
    {
      if (!LODGE_IS_HOST_ROW (row))
        gtk_list_item_set_child (list_item, row = make_host_row (self));
      lodge_host_row_set_host (LODGE_HOST_ROW (row), LODGE_HOST (item));
      g_object_set (row, "expanded",
                    lodge_sidebar_list_get_expanded (self->list, LODGE_HOST (item)), NULL);
    }
  else
    {
      if (!LODGE_IS_MACHINE_ROW (row))
        {
          g_autoptr(GtkWidget) made = make_machine_row (self);

          gtk_list_item_set_child (list_item, row = made);
        }
      lodge_machine_row_set_machine (LODGE_MACHINE_ROW (row), LODGE_MACHINE (item));
    }
  g_hash_table_add (self->bound, list_item);
  queue_update_live (self);
}

static void
row_unbind_cb (LodgeSidebar *self,
               GtkListItem  *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  g_hash_table_remove (self->bound, list_item);
  if (LODGE_IS_HOST_ROW (row))
    {
      lodge_host_row_set_host (LODGE_HOST_ROW (row), NULL);
      return;
    }
  lodge_machine_row_set_live (LODGE_MACHINE_ROW (row), FALSE);
  lodge_machine_row_set_machine (LODGE_MACHINE_ROW (row), NULL);
}

static void
row_activate_cb (LodgeSidebar *self,
                 guint         position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* A click within the time of another one, on a row: the first one has selected it. */
static void
pressed_cb (LodgeSidebar *self,
            int           n,
            double        x,
            double        y)
{
  g_autoptr(GObject) item = get_item_at (self, x, y);

  self->pressed = item;
  if (n == 2 && LODGE_IS_MACHINE (item) && (gpointer) item == self->selected)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-window", NULL);
}

/* One click shows it. The list view's own way (single-click-activate) selects what the pointer only
 * passes over, also on the way of a drag. */
static void
released_cb (LodgeSidebar *self,
             int           n,
             double        x,
             double        y)
{
  g_autoptr(GObject) item = get_item_at (self, x, y);

  if (n != 1 || item == NULL || (gpointer) item != self->pressed)
    return;

  lodge_sidebar_select (self, item);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static gboolean
has_host (LodgeSidebar *self,
          LodgeHost    *host)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hosts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(LodgeHost) item = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      if (item == host)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_there (LodgeSidebar *self,
          gpointer      item)
{
  LodgeHost *host = LODGE_IS_MACHINE (item) ? lodge_machine_get_host (item) : item;

  /* Without a row: until it is known where it went, or something else is selected. */
  if (item == self->selected && LODGE_IS_MACHINE (item) && lodge_machine_is_away (item))
    return has_host (self, self->selected_host);
  if (host == NULL || !has_host (self, host))
    return FALSE;
  return !LODGE_IS_MACHINE (item) ||
         lodge_host_find_machine (host, lodge_machine_get_uuid (item)) == item;
}

static void
set_selected (LodgeSidebar *self,
              gpointer      item)
{
  LodgeHost *host = LODGE_IS_MACHINE (item) ? lodge_machine_get_host (item) : item;

  g_set_object (&self->selected_host, host);
  if (g_set_object ((GObject **) &self->selected, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
row_selected_cb (LodgeSidebar *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL)
    set_selected (self, item);
  else
    lodge_sidebar_check_selected (self);
}

/* The row of what is selected may have come back. */
static void
rows_changed_cb (LodgeSidebar *self)
{
  guint position;

  if (self->selected != NULL && gtk_single_selection_get_selected_item (self->selection) == NULL &&
      lodge_sidebar_list_find (self->list, self->selected, &position))
    gtk_single_selection_set_selected (self->selection, position);
}

static void
search_changed_cb (LodgeSidebar *self)
{
  if (self->list != NULL)
    lodge_sidebar_list_set_search (self->list,
                                   gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
search_stopped_cb (LodgeSidebar *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

/* Enter in the search goes to the first machine that was found. */
static void
search_activate_cb (LodgeSidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (LODGE_IS_MACHINE (item))
        {
          row_activate_cb (self, i);
          gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
          return;
        }
    }
}

static void
update_page (LodgeSidebar *self)
{
  const char *name = "list";
  gboolean no_results = FALSE;

  g_object_get (self->list, "no-results", &no_results, NULL);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->hosts)) == 0)
    name = "no-host";
  else if (no_results)
    name = "no-results";
  gtk_stack_set_visible_child_name (self->stack, name);
}

static gboolean
key_pressed_cb (LodgeSidebar   *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType state)
{
  gpointer item = lodge_sidebar_get_selected (self);
  gboolean expanded;

  if (!LODGE_IS_HOST (item) || (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right))
    return GDK_EVENT_PROPAGATE;

  expanded = (keyval == GDK_KEY_Right) ==
             (gtk_widget_get_direction (GTK_WIDGET (self)) != GTK_TEXT_DIR_RTL);
  if (lodge_sidebar_list_get_expanded (self->list, item) != expanded)
    {
      guint position;

      toggle_host (self, item);
      if (lodge_sidebar_list_find (self->list, item, &position))
        g_list_model_items_changed (G_LIST_MODEL (self->list), position, 1, 1);
    }
  return GDK_EVENT_STOP;
}

static void
connect_adjustment (LodgeSidebar *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (queue_update_live), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_update_live), self,
                           G_CONNECT_SWAPPED);
}

static void
lodge_sidebar_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LodgeSidebar *self = LODGE_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_HOSTS:
      g_value_set_object (value, self->hosts);
      break;

    case PROP_SELECTED:
      g_value_set_object (value, lodge_sidebar_get_selected (self));
      break;

    case PROP_SHOW_CLOSE:
      g_value_set_boolean (value, self->show_close);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_sidebar_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LodgeSidebar *self = LODGE_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_HOSTS:
      lodge_sidebar_set_hosts (self, g_value_get_object (value));
      break;

    case PROP_SHOW_CLOSE:
      lodge_prop_set_bool (object, pspec, &self->show_close, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_sidebar_dispose (GObject *object)
{
  LodgeSidebar *self = LODGE_SIDEBAR (object);

  g_clear_handle_id (&self->live_source, g_source_remove);
  drop_spare_rows (self);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  g_clear_pointer ((GtkWidget **) &self->context_menu, gtk_widget_unparent);
  lodge_template_dispose (self, LODGE_TYPE_SIDEBAR);
  g_clear_object (&self->selected_host);
  g_clear_object (&self->selected);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->growth, lodge_sidebar_growth_free);
  g_clear_object (&self->list);
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (lodge_sidebar_parent_class)->dispose (object);
}

static void
lodge_sidebar_finalize (GObject *object)
{
  g_hash_table_unref (LODGE_SIDEBAR (object)->bound);

  G_OBJECT_CLASS (lodge_sidebar_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, LodgeSidebar, scroller);
  gtk_widget_class_bind_template_child (widget_class, LodgeSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LodgeSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeSidebar, machine_menu);
  gtk_widget_class_bind_template_child (widget_class, LodgeSidebar, host_menu);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
lodge_sidebar_class_init (LodgeSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_sidebar_get_property;
  object_class->set_property = lodge_sidebar_set_property;
  object_class->dispose = lodge_sidebar_dispose;
  object_class->finalize = lodge_sidebar_finalize;

  properties[PROP_HOSTS] =
    g_param_spec_object ("hosts", NULL, NULL, LODGE_TYPE_HOSTS,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, G_TYPE_OBJECT,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_CLOSE] =
    g_param_spec_boolean ("show-close", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sidebar");
}

static void
lodge_sidebar_init (LodgeSidebar *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_template_name_icons (GTK_WIDGET (self));

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
  self->context_menu = GTK_POPOVER_MENU (gtk_popover_menu_new_from_model (self->machine_menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->context_menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->context_menu), GTK_WIDGET (self));
  connect_adjustment (self);
}

/**
 * lodge_sidebar_set_hosts:
 * @self: a sidebar
 * @hosts: the hosts
 *
 * Sets what the sidebar lists; once.
 */
void
lodge_sidebar_set_hosts (LodgeSidebar *self,
                         LodgeHosts   *hosts)
{
  g_return_if_fail (LODGE_IS_SIDEBAR (self));

  if (!g_set_object (&self->hosts, hosts) || hosts == NULL)
    return;

  g_clear_object (&self->selection);
  g_clear_pointer (&self->growth, lodge_sidebar_growth_free);
  g_clear_object (&self->list);
  self->list = lodge_sidebar_list_new (G_LIST_MODEL (hosts));
  self->growth = lodge_sidebar_growth_new (GTK_WIDGET (self), G_LIST_MODEL (self->list));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, FALSE);
  gtk_single_selection_set_model (self->selection, lodge_sidebar_growth_get_model (self->growth));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (row_selected_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::no-results", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hosts, "items-changed", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  drop_spare_rows (self);
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
  self->spare_source = g_idle_add_full (G_PRIORITY_LOW, make_spare_row_cb, self, NULL);
  list_changed_cb (self);
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOSTS]);
}

/**
 * lodge_sidebar_get_selected:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the selected #LodgeHost or #LodgeMachine
 */
gpointer
lodge_sidebar_get_selected (LodgeSidebar *self)
{
  g_return_val_if_fail (LODGE_IS_SIDEBAR (self), NULL);

  return self->selected;
}

/**
 * lodge_sidebar_check_selected:
 * @self: a sidebar
 *
 * Looks whether what is selected still exists, as its row may have been hidden when it went. After
 * a machine its host is selected.
 */
void
lodge_sidebar_check_selected (LodgeSidebar *self)
{
  LodgeHost *host;

  g_return_if_fail (LODGE_IS_SIDEBAR (self));

  if (self->selected == NULL || is_there (self, self->selected))
    return;
  host = self->selected_host;
  lodge_sidebar_select (self, host != NULL && has_host (self, host) ? host : NULL);
}

/**
 * lodge_sidebar_select:
 * @self: a sidebar
 * @item: (nullable): a #LodgeHost or #LodgeMachine
 *
 * Selects an item and scrolls to it; folds its host out. A search may hide its row.
 *
 * Returns: %FALSE when it does not exist
 */
gboolean
lodge_sidebar_select (LodgeSidebar *self,
                      gpointer      item)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_val_if_fail (LODGE_IS_SIDEBAR (self), FALSE);

  if (item == self->selected)
    return TRUE;
  if (item != NULL && !is_there (self, item))
    return FALSE;

  if (LODGE_IS_MACHINE (item))
    lodge_sidebar_list_set_expanded (self->list, lodge_machine_get_host (item), TRUE);
  set_selected (self, item);
  if (item != NULL && lodge_sidebar_list_find (self->list, item, &position))
    {
      lodge_sidebar_growth_reach (self->growth, position);
      gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
    }
  gtk_single_selection_set_selected (self->selection, position);
  return TRUE;
}

/**
 * lodge_sidebar_set_hidden:
 * @self: a sidebar
 * @machine: a machine
 * @hidden: whether to leave it out
 *
 * Leaves out a machine that is about to be deleted.
 */
void
lodge_sidebar_set_hidden (LodgeSidebar *self,
                          LodgeMachine *machine,
                          gboolean      hidden)
{
  g_return_if_fail (LODGE_IS_SIDEBAR (self));

  lodge_sidebar_list_set_hidden (self->list, machine, hidden);
}

void
lodge_sidebar_start_search (LodgeSidebar *self)
{
  g_return_if_fail (LODGE_IS_SIDEBAR (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
