/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a widget has a part of its window to itself: nothing is painted over it, nothing moves it,
 * and it lies on whole device pixels. In doubt it has not. */

#include "config.h"

#include "display/lodge-device-area.h"
#include "display/lodge-display-place.h"

#include <math.h>

/* Device-independent pixels that a window's rounded corner may take. */
#define CORNER 16

static gboolean
has_true_property (GtkWidget  *widget,
                   const char *name)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), name);
  gboolean value = FALSE;

  if (pspec != NULL && pspec->value_type == G_TYPE_BOOLEAN)
    g_object_get (widget, name, &value, NULL);
  return value;
}

/* Such widgets draw their children elsewhere than they allocate them, or more than one. */
static gboolean
is_in_transition (GtkWidget *widget)
{
  return has_true_property (widget, "transition-running")
         || has_true_property (widget, "child-transition-running");
}

/* All that hold nothing but what is hidden do not. */
static gboolean
paints (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_NATIVE (widget)
      || gtk_widget_get_opacity (widget) <= 0)
    return FALSE;
  if (GTK_IS_REVEALER (widget) && !gtk_revealer_get_reveal_child (GTK_REVEALER (widget))
      && !gtk_revealer_get_child_revealed (GTK_REVEALER (widget)))
    return FALSE;
  if (gtk_widget_get_first_child (widget) == NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (paints (child))
      return TRUE;
  return FALSE;
}

static gboolean
covers (GtkWidget             *sibling,
        GtkWidget             *native,
        const graphene_rect_t *visible)
{
  graphene_rect_t bounds;

  return paints (sibling) && gtk_widget_compute_bounds (sibling, native, &bounds)
         && graphene_rect_intersection (&bounds, visible, NULL);
}

static gboolean
is_mark (GtkWidget *widget)
{
  return gtk_widget_has_css_class (widget, LODGE_DISPLAY_MARK_CLASS);
}

static gboolean
is_covered_by_siblings (GtkWidget             *widget,
                        GtkWidget             *native,
                        const graphene_rect_t *visible)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  for (GtkWidget *sibling = gtk_widget_get_first_child (parent); sibling != NULL;
       sibling = gtk_widget_get_next_sibling (sibling))
    if (sibling != widget && !is_mark (sibling) && covers (sibling, native, visible))
      return TRUE;
  return FALSE;
}

/* What all ancestors leave of it, in @native's coordinates. */
static gboolean
find_visible (GtkWidget       *widget,
              GtkWidget       *native,
              graphene_rect_t *visible)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, native, visible))
    return FALSE;

  for (; widget != native; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_opacity (widget) < 1 || is_in_transition (widget)
        || !gtk_widget_compute_bounds (gtk_widget_get_parent (widget), native, &bounds)
        || !graphene_rect_intersection (visible, &bounds, visible))
      return FALSE;
  return gtk_widget_get_opacity (native) >= 1;
}

static gboolean
is_alone (GtkWidget             *widget,
          GtkWidget             *native,
          const graphene_rect_t *visible)
{
  for (; widget != native; widget = gtk_widget_get_parent (widget))
    if (is_covered_by_siblings (widget, native, visible))
      return FALSE;
  return TRUE;
}

static gboolean
to_device (double  position,
           double  scale,
           int    *device)
{
  double exact = position * scale;

  *device = (int) round (exact);
  return fabs (exact - *device) < 0.001;
}

static gboolean
find_corner (LodgeDisplayPlace *self,
             GtkWidget         *widget,
             GtkWidget         *native)
{
  double scale = lodge_device_scale_get_widget (widget);
  double x, y, dx, dy;
  graphene_matrix_t matrix;
  double xx, yx, xy, yy;

  if (!gtk_widget_compute_transform (widget, native, &matrix)
      || !graphene_matrix_to_2d (&matrix, &xx, &yx, &xy, &yy, &x, &y)
      || xx != 1 || yx != 0 || xy != 0 || yy != 1)
    return FALSE;

  gtk_native_get_surface_transform (GTK_NATIVE (native), &dx, &dy);
  return to_device (x + dx, scale, &self->x) && to_device (y + dy, scale, &self->y);
}

/**
 * lodge_display_place_init:
 * @self: what to fill
 * @widget: a mapped widget
 *
 * Finds the part of its window that a widget has to itself. It is good until GTK's next frame.
 *
 * Returns: %FALSE when there is none
 */
gboolean
lodge_display_place_init (LodgeDisplayPlace *self,
                          GtkWidget         *widget)
{
  GtkWidget *native = GTK_WIDGET (gtk_widget_get_native (widget));
  double scale = lodge_device_scale_get_widget (widget);
  graphene_rect_t visible;
  double dx, dy;
  int right, bottom;

  if (!find_visible (widget, native, &visible) || !is_alone (widget, native, &visible)
      || !find_corner (self, widget, native))
    return FALSE;

  gtk_native_get_surface_transform (GTK_NATIVE (native), &dx, &dy);
  self->visible.x = (int) ceil ((visible.origin.x + dx) * scale) - self->x;
  self->visible.y = (int) ceil ((visible.origin.y + dy) * scale) - self->y;
  right = (int) floor ((visible.origin.x + visible.size.width + dx) * scale) - self->x;
  bottom = (int) floor ((visible.origin.y + visible.size.height + dy) * scale) - self->y;
  self->visible.width = right - self->visible.x;
  self->visible.height = bottom - self->visible.y;
  return self->visible.width > 0 && self->visible.height > 0;
}

/* What marks lie over, in device pixels from the widget's corner; all that they touch. */
static void
add_marks (const LodgeDisplayPlace *self,
           GtkWidget               *widget,
           cairo_region_t          *region)
{
  GtkWidget *native = GTK_WIDGET (gtk_widget_get_native (widget));
  double scale = lodge_device_scale_get_widget (widget);
  graphene_rect_t bounds;
  double dx, dy;

  gtk_native_get_surface_transform (GTK_NATIVE (native), &dx, &dy);
  for (; widget != native; widget = gtk_widget_get_parent (widget))
    for (GtkWidget *sibling = gtk_widget_get_first_child (gtk_widget_get_parent (widget));
         sibling != NULL; sibling = gtk_widget_get_next_sibling (sibling))
      {
        cairo_rectangle_int_t rect;

        if (!is_mark (sibling) || !paints (sibling)
            || !gtk_widget_compute_bounds (sibling, native, &bounds))
          continue;
        rect.x = (int) floor ((bounds.origin.x + dx - 1) * scale) - self->x;
        rect.y = (int) floor ((bounds.origin.y + dy - 1) * scale) - self->y;
        rect.width = (int) ceil ((bounds.size.width + 3) * scale);
        rect.height = (int) ceil ((bounds.size.height + 3) * scale);
        cairo_region_union_rectangle (region, &rect);
      }
}

/**
 * lodge_display_place_dup_corners:
 * @self: a place
 * @widget: its widget
 *
 * Finds what of the visible part may lie under the window's rounded corners, or under a mark.
 *
 * Returns: (transfer full) (nullable): device pixels from the widget's corner; %NULL: nothing
 */
cairo_region_t *
lodge_display_place_dup_corners (const LodgeDisplayPlace *self,
                                 GtkWidget               *widget)
{
  GtkWidget *native = GTK_WIDGET (gtk_widget_get_native (widget));
  double scale = lodge_device_scale_get_widget (widget);
  int size = (int) ceil (CORNER * scale);
  gboolean round = gtk_widget_has_css_class (native, "csd")
                   && !gtk_widget_has_css_class (native, "maximized")
                   && !gtk_widget_has_css_class (native, "fullscreen");
  cairo_region_t *corners;
  double dx, dy;
  int left, top, right, bottom;

  gtk_native_get_surface_transform (GTK_NATIVE (native), &dx, &dy);
  left = (int) (dx * scale) - self->x;
  top = (int) (dy * scale) - self->y;
  right = left + (int) (gtk_widget_get_width (native) * scale) - size;
  bottom = top + (int) (gtk_widget_get_height (native) * scale) - size;
  const cairo_rectangle_int_t squares[] = {
    { left, top, size, size }, { right, top, size, size },
    { left, bottom, size, size }, { right, bottom, size, size },
  };
  corners = cairo_region_create_rectangles (squares, round ? G_N_ELEMENTS (squares) : 0);
  add_marks (self, widget, corners);
  cairo_region_intersect_rectangle (corners, &self->visible);
  if (cairo_region_is_empty (corners))
    g_clear_pointer (&corners, cairo_region_destroy);
  return corners;
}
