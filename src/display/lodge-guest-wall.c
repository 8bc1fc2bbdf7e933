/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The displays of a guest in one window. For the keyboard's ways all of them are one place: a guest that
 * let the keys go does not take them back from the next display. A guest that follows the window is told
 * how they stand there, so that its pointer goes from one to the next as the user sees them. */

#include "config.h"

#include "display/lodge-guest-wall.h"

#include "base/lodge-prop.h"
#include "display/lodge-wall-plan.h"

/* Of a picture of all screens: a guest could have arranged them so that it is mostly room between them. */
#define MAX_PIXELS ((gint64) 128 * 1024 * 1024)

/* A display, alone or in its cell. */
typedef struct {
  LodgeWallItem plan;      /* the first: this is known by it, too */
  LodgeGuestWall *wall;
  GtkWidget *widget;
  LodgeDisplay *display;
  guint number;
  GSignalGroup *screen_signals;
} Item;

struct _LodgeGuestWall
{
  GtkWidget parent_instance;

  LodgeDisplay *display;
  LodgeDisplay *current;   /* not counted: one of the items' */
  GPtrArray *items;        /* by their numbers; the first is the first display */
  GSignalGroup *console_signals;
  gboolean grabbed;
};

enum {
  PROP_0,
  PROP_DISPLAY,
  PROP_CURRENT,
  PROP_GRABBED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeGuestWall, lodge_guest_wall, GTK_TYPE_WIDGET)

static gboolean
get_bool (LodgeDisplay *display,
          const char   *name)
{
  gboolean value = FALSE;

  g_object_get (display, name, &value, NULL);
  return value;
}

static gboolean
is_original (LodgeGuestWall *self)
{
  LodgeScaleMode mode = LODGE_SCALE_FIT;

  g_object_get (self->display, "scale-mode", &mode, NULL);
  return mode == LODGE_SCALE_ORIGINAL && !get_bool (self->display, "resize-guest");
}

/* The guest's screens are to be as the displays are here, and it can make them so. */
static gboolean
guest_follows (LodgeGuestWall *self)
{
  LodgeConsole *console = lodge_display_get_console (self->display);

  return console != NULL && (lodge_console_get_features (console) & LODGE_CONSOLE_RESIZES)
         && get_bool (self->display, "resize-guest");
}

static void
update_item (Item *item)
{
  LodgeScreen *screen = lodge_display_get_screen (item->display);
  GdkRectangle *guest = &item->plan.guest;

  *guest = (GdkRectangle) { 0 };
  item->plan.on = screen != NULL && lodge_screen_is_enabled (screen);
  if (!item->plan.on)
    return;

  lodge_screen_get_place (screen, &guest->x, &guest->y);
  guest->width = lodge_framebuffer_get_width (lodge_screen_get_framebuffer (screen));
  guest->height = lodge_framebuffer_get_height (lodge_screen_get_framebuffer (screen));
}

/* For lodge_wall_plan_*(): items in the guest's order. */
static void
make_plan (LodgeGuestWall *self,
           LodgeWallPlan  *plan,
           LodgeWallItem **items)
{
  *plan = (LodgeWallPlan) { .items = items, .n = self->items->len };
  plan->alike = guest_follows (self);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];

      update_item (item);
      gtk_widget_measure (item->widget, GTK_ORIENTATION_HORIZONTAL, -1, &item->plan.min_width, NULL,
                          NULL, NULL);
      gtk_widget_measure (item->widget, GTK_ORIENTATION_VERTICAL, -1, &item->plan.min_height, NULL,
                          NULL, NULL);
      items[i] = &item->plan;
    }
  lodge_wall_plan_sort (plan);
}

static void
measure_width (LodgeGuestWall *self,
               LodgeWallPlan  *plan,
               int            *minimum,
               int            *natural)
{
  *natural = plan->orientation == GTK_ORIENTATION_HORIZONTAL
               ? LODGE_WALL_GAP * (int) (plan->n - 1) : 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];
      int width;

      gtk_widget_measure (item->widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      if (plan->orientation == GTK_ORIENTATION_HORIZONTAL)
        *natural += width;
      else
        *natural = MAX (*natural, width);
    }
  /* A row that does not fit becomes a column. */
  if (!is_original (self))
    plan->orientation = GTK_ORIENTATION_VERTICAL;
  *minimum = lodge_wall_plan_measure (plan, GTK_ORIENTATION_HORIZONTAL);
  *natural = MAX (*natural, *minimum);
}

/* What each needs at the width that it gets. */
static void
measure_height (LodgeGuestWall *self,
                LodgeWallPlan  *plan,
                int             width,
                int            *minimum,
                int            *natural)
{
  gboolean row;
  int sum = 0, most = 0;

  if (width >= 0 && !is_original (self))
    lodge_wall_plan_turn (plan, width, -1);
  if (width >= 0)
    lodge_wall_plan_place (plan, width, 0);
  row = plan->orientation == GTK_ORIENTATION_HORIZONTAL;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];
      int height;

      gtk_widget_measure (item->widget, GTK_ORIENTATION_VERTICAL, width >= 0 ? item->plan.place.width : -1,
                          &item->plan.min_height, &height, NULL, NULL);
      sum += height;
      most = MAX (most, height);
    }
  *minimum = lodge_wall_plan_measure (plan, GTK_ORIENTATION_VERTICAL);
  *natural = MAX (row ? most : sum + LODGE_WALL_GAP * (int) (plan->n - 1), *minimum);
}

static GtkSizeRequestMode
lodge_guest_wall_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lodge_guest_wall_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  LodgeGuestWall *self = LODGE_GUEST_WALL (widget);
  g_autofree LodgeWallItem **items = g_new (LodgeWallItem *, self->items->len + 1);
  LodgeWallPlan plan;

  if (self->items->len == 0)
    return;

  make_plan (self, &plan, items);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, &plan, minimum, natural);
  else
    measure_height (self, &plan, for_size, minimum, natural);
}

/* Tells the guest. What is wished of its sizes, each display wishes by itself. */
static void
line_up (LodgeGuestWall      *self,
         const LodgeWallPlan *plan)
{
  g_autofree guint *numbers = g_new (guint, plan->n);

  if (!plan->alike)
    return;

  for (guint i = 0; i < plan->n; i++)
    numbers[i] = ((Item *) plan->items[i])->number;
  lodge_console_line_up_screens (lodge_display_get_console (self->display), numbers, plan->n,
                                 plan->orientation == GTK_ORIENTATION_VERTICAL);
}

static void
lodge_guest_wall_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  LodgeGuestWall *self = LODGE_GUEST_WALL (widget);
  g_autofree LodgeWallItem **items = g_new (LodgeWallItem *, self->items->len + 1);
  LodgeWallPlan plan;

  if (self->items->len == 0)
    return;

  make_plan (self, &plan, items);
  if (!is_original (self))
    lodge_wall_plan_turn (&plan, width, height);
  lodge_wall_plan_place (&plan, width, height);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];

      gtk_widget_size_allocate (item->widget, &item->plan.place, -1);
    }
  line_up (self, &plan);
}

/* Before the display, where there is another before it. */
static void
snapshot_gap (GtkSnapshot           *snapshot,
              const graphene_rect_t *place)
{
  static const GdkRGBA gray = { 0.25f, 0.25f, 0.25f, 1 };
  float x = place->origin.x, y = place->origin.y;

  if (x > 0)
    gtk_snapshot_append_color (snapshot, &gray, &GRAPHENE_RECT_INIT (x - LODGE_WALL_GAP, y, LODGE_WALL_GAP,
                                                                     place->size.height));
  if (y > 0)
    gtk_snapshot_append_color (snapshot, &gray, &GRAPHENE_RECT_INIT (x, y - LODGE_WALL_GAP,
                                                                     place->size.width, LODGE_WALL_GAP));
}

/* The gaps, and nothing below the displays: what is painted twice costs twice. */
static void
lodge_guest_wall_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  LodgeGuestWall *self = LODGE_GUEST_WALL (widget);
  graphene_rect_t place;

  for (guint i = 0; i < self->items->len; i++)
    if (gtk_widget_compute_bounds (((Item *) self->items->pdata[i])->widget, widget, &place))
      snapshot_gap (snapshot, &place);
  GTK_WIDGET_CLASS (lodge_guest_wall_parent_class)->snapshot (widget, snapshot);
}

/* The one of the widgets here that has the focus of the window, or holds what has it. */
static GtkWidget *
find_focus (LodgeGuestWall *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  while (focus != NULL && gtk_widget_get_parent (focus) != GTK_WIDGET (self))
    focus = gtk_widget_get_parent (focus);
  return focus;
}

static gboolean
lodge_guest_wall_grab_focus (GtkWidget *widget)
{
  LodgeGuestWall *self = LODGE_GUEST_WALL (widget);

  if (self->current != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->current)))
    return gtk_widget_grab_focus (GTK_WIDGET (self->current));
  return self->display != NULL && gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

/* Cells that are off have something to press; displays are left, and are not gone to by Tab from one
 * another. */
static gboolean
focus_beyond (LodgeGuestWall   *self,
              GtkWidget        *from,
              GtkDirectionType  direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_LEFT
                  || direction == GTK_DIR_UP;
  guint n = self->items->len;
  guint i = 0;

  while (i < n && ((Item *) self->items->pdata[i])->widget != from)
    i++;
  for (i = back ? i - 1 : i + 1; i < n; i = back ? i - 1 : i + 1)
    {
      Item *item = self->items->pdata[i];

      if (!gtk_widget_get_mapped (GTK_WIDGET (item->display))
          && gtk_widget_child_focus (item->widget, direction))
        return TRUE;
    }
  return FALSE;
}

static gboolean
lodge_guest_wall_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  LodgeGuestWall *self = LODGE_GUEST_WALL (widget);
  GtkWidget *child = find_focus (self);

  if (child == NULL)
    return lodge_guest_wall_grab_focus (widget);
  return focus_beyond (self, child, direction);
}

static void
set_current (LodgeGuestWall *self,
             LodgeDisplay   *display)
{
  if (self->current == display)
    return;

  self->current = display;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static void
grabbed_cb (LodgeGuestWall *self)
{
  gboolean grabbed = FALSE;

  for (guint i = 0; i < self->items->len; i++)
    {
      LodgeDisplay *display = ((Item *) self->items->pdata[i])->display;

      if (!get_bool (display, "grabbed"))
        continue;
      set_current (self, display);
      grabbed = TRUE;
    }
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_GRABBED], &self->grabbed, grabbed);
}

static void
screen_cb (Item *item)
{
  g_signal_group_set_target (item->screen_signals, lodge_display_get_screen (item->display));
  gtk_widget_queue_resize (GTK_WIDGET (item->wall));
}

static void
place_cb (LodgeGuestWall *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
console_cb (LodgeGuestWall *self)
{
  g_signal_group_set_target (self->console_signals, lodge_display_get_console (self->display));
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_signal_handlers_disconnect_by_data (item->display, item);
  g_signal_handlers_disconnect_by_data (item->display, item->wall);
  g_clear_object (&item->screen_signals);
  gtk_widget_unparent (item->widget);
  g_free (item);
}

static Item *
item_new (LodgeGuestWall *self,
          GtkWidget      *widget,
          LodgeDisplay   *display,
          guint           number)
{
  static const char *const details[] = { "notify::enabled", "notify::x", "notify::y" };
  Item *item = g_new0 (Item, 1);

  item->wall = self;
  item->widget = widget;
  item->display = display;
  item->number = number;
  item->screen_signals = g_signal_group_new (LODGE_TYPE_SCREEN);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_group_connect_swapped (item->screen_signals, details[i], G_CALLBACK (place_cb), self);
  g_signal_connect_swapped (display, "notify::screen", G_CALLBACK (screen_cb), item);
  g_signal_connect_swapped (display, "notify::grabbed", G_CALLBACK (grabbed_cb), self);
  screen_cb (item);
  return item;
}

static void
insert (LodgeGuestWall *self,
        Item           *item)
{
  guint i = 0;

  while (i < self->items->len && ((Item *) self->items->pdata[i])->number < item->number)
    i++;
  gtk_widget_insert_after (item->widget, GTK_WIDGET (self),
                           i > 0 ? ((Item *) self->items->pdata[i - 1])->widget : NULL);
  g_ptr_array_insert (self->items, (int) i, item);
}

static void
set_display (LodgeGuestWall *self,
             LodgeDisplay   *display)
{
  if (display == NULL)
    return;

  self->display = display;
  self->current = display;
  g_signal_connect_object (display, "notify::console", G_CALLBACK (console_cb), self, G_CONNECT_SWAPPED);
  console_cb (self);
  insert (self, item_new (self, GTK_WIDGET (display), display, 0));
}

static void
lodge_guest_wall_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LodgeGuestWall *self = LODGE_GUEST_WALL (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      g_value_set_object (value, self->display);
      break;

    case PROP_CURRENT:
      g_value_set_object (value, self->current);
      break;

    case PROP_GRABBED:
      g_value_set_boolean (value, self->grabbed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_guest_wall_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  if (prop_id == PROP_DISPLAY)
    set_display (LODGE_GUEST_WALL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lodge_guest_wall_dispose (GObject *object)
{
  LodgeGuestWall *self = LODGE_GUEST_WALL (object);

  g_clear_object (&self->console_signals);
  self->display = self->current = NULL;
  g_ptr_array_set_size (self->items, 0);

  G_OBJECT_CLASS (lodge_guest_wall_parent_class)->dispose (object);
}

static void
lodge_guest_wall_finalize (GObject *object)
{
  g_ptr_array_unref (LODGE_GUEST_WALL (object)->items);

  G_OBJECT_CLASS (lodge_guest_wall_parent_class)->finalize (object);
}

static void
lodge_guest_wall_class_init (LodgeGuestWallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_guest_wall_get_property;
  object_class->set_property = lodge_guest_wall_set_property;
  object_class->dispose = lodge_guest_wall_dispose;
  object_class->finalize = lodge_guest_wall_finalize;
  widget_class->get_request_mode = lodge_guest_wall_get_request_mode;
  widget_class->measure = lodge_guest_wall_measure;
  widget_class->size_allocate = lodge_guest_wall_size_allocate;
  widget_class->snapshot = lodge_guest_wall_snapshot;
  widget_class->grab_focus = lodge_guest_wall_grab_focus;
  widget_class->focus = lodge_guest_wall_focus;

  properties[PROP_DISPLAY] =
    g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CURRENT] =
    g_param_spec_object ("current", NULL, NULL, LODGE_TYPE_DISPLAY, read);
  properties[PROP_GRABBED] = g_param_spec_boolean ("grabbed", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "wall");
}

static void
lodge_guest_wall_init (LodgeGuestWall *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  g_signal_group_connect_swapped (self->console_signals, "notify::features", G_CALLBACK (place_cb), self);
}

/**
 * lodge_guest_wall_new:
 * @display: the display with the guest's first screen
 *
 * Makes a wall with one display.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
lodge_guest_wall_new (LodgeDisplay *display)
{
  return g_object_new (LODGE_TYPE_GUEST_WALL, "display", display, NULL);
}

/**
 * lodge_guest_wall_add:
 * @self: a wall
 * @cell: one that is nowhere else
 *
 * Shows another display beside the first.
 */
void
lodge_guest_wall_add (LodgeGuestWall *self,
                      LodgeGuestCell *cell)
{
  g_return_if_fail (LODGE_IS_GUEST_WALL (self) && LODGE_IS_GUEST_CELL (cell));

  lodge_guest_cell_set_closable (cell, TRUE);
  insert (self, item_new (self, GTK_WIDGET (cell), lodge_guest_cell_get_display (cell),
                          lodge_guest_cell_get_number (cell)));
}

/**
 * lodge_guest_wall_remove:
 * @self: a wall
 * @cell: one of its cells
 *
 * Takes a display out. If it had the keyboard, the first display has it then.
 */
void
lodge_guest_wall_remove (LodgeGuestWall *self,
                         LodgeGuestCell *cell)
{
  gboolean had_focus;

  g_return_if_fail (LODGE_IS_GUEST_WALL (self));
  g_return_if_fail (gtk_widget_get_parent (GTK_WIDGET (cell)) == GTK_WIDGET (self));

  lodge_guest_cell_set_closable (cell, FALSE);
  had_focus = find_focus (self) == GTK_WIDGET (cell);
  if (self->current == lodge_guest_cell_get_display (cell))
    set_current (self, self->display);
  for (guint i = 0; i < self->items->len; i++)
    if (((Item *) self->items->pdata[i])->widget == GTK_WIDGET (cell))
      g_ptr_array_remove_index (self->items, i--);
  grabbed_cb (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

/* In opaque black; %NULL when that is nothing, or too much. */
static guint32 *
make_pixels (int width,
             int height)
{
  gint64 n = (gint64) width * height;
  guint32 *pixels;

  if (n < 1 || n > MAX_PIXELS)
    return NULL;

  pixels = g_new (guint32, n);
  for (gint64 i = 0; i < n; i++)
    pixels[i] = 0xff000000;
  return pixels;
}

static void
copy_screen (Item    *item,
             guint32 *pixels,
             int      width)
{
  const GdkRectangle *place = &item->plan.place;
  LodgeScreen *screen = lodge_display_get_screen (item->display);

  if (place->width > 0)
    lodge_framebuffer_copy (lodge_screen_get_framebuffer (screen), 0, 0, place->width, place->height,
                            (guint8 *) (pixels + (gsize) place->y * (gsize) width + place->x),
                            (gsize) width * 4);
}

/**
 * lodge_guest_wall_snapshot_guest:
 * @self: a wall
 *
 * Copies all of the guest's screens that are shown as one picture: at their own sizes, in the line that they
 * have here. What none of them covers is black.
 *
 * Returns: (transfer full) (nullable): the picture, %NULL when there is none
 */
GdkTexture *
lodge_guest_wall_snapshot_guest (LodgeGuestWall *self)
{
  g_autofree LodgeWallItem **items = NULL;
  g_autoptr(GBytes) bytes = NULL;
  LodgeWallPlan plan;
  int width, height;
  guint32 *pixels;

  g_return_val_if_fail (LODGE_IS_GUEST_WALL (self), NULL);

  items = g_new (LodgeWallItem *, self->items->len + 1);
  make_plan (self, &plan, items);
  if (!is_original (self))
    lodge_wall_plan_turn (&plan, gtk_widget_get_width (GTK_WIDGET (self)),
                          gtk_widget_get_height (GTK_WIDGET (self)));
  lodge_wall_plan_join (&plan, &width, &height);
  pixels = make_pixels (width, height);
  if (pixels == NULL)
    return NULL;

  for (guint i = 0; i < self->items->len; i++)
    copy_screen (self->items->pdata[i], pixels, width);
  bytes = g_bytes_new_take (pixels, (gsize) width * (gsize) height * 4);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) width * 4);
}

/* How many of its displays show something. */
guint
lodge_guest_wall_count_on (LodgeGuestWall *self)
{
  guint n = 0;

  g_return_val_if_fail (LODGE_IS_GUEST_WALL (self), 0);

  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];

      update_item (item);
      n += item->plan.guest.width > 0;
    }
  return n;
}
