/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which device pixels are a widget's. GTK 4.8 knows whole scales only; from 4.12 surfaces, and from 4.14
 * monitors, have a scale of their own that may lie between, as a property: it is looked up when the program
 * runs, so one build is right with both. */

#include "config.h"

#include "display/lodge-device-area.h"

#include <math.h>

/* Far less than can be seen, far more than is lost by counting. */
#define TINY 0.001

static void
init_axis (double  scale,
           double  start,
           double  size,
           double  surface,
           double *lead,
           int    *n)
{
  double from = start * scale, to = (start + size) * scale;
  double first = ceil (from - TINY);
  /* The surface has as many as are nearest, and the last of them is the widget's. */
  double last = start + size > surface - TINY ? ceil (to - 0.5 - TINY) : floor (to + TINY);

  *lead = MAX (first - from, 0);
  *n = (int) MAX (last - first, 0);
}

/**
 * lodge_device_area_init:
 * @self: what to fill
 * @scale: device pixels for a pixel of the other coordinates, at least 1
 * @place: of the widget in its surface
 * @surface_width: in the same coordinates
 * @surface_height: in the same coordinates
 *
 * Finds the device pixels that lie in a widget as a whole.
 */
void
lodge_device_area_init (LodgeDeviceArea       *self,
                        double                 scale,
                        const graphene_rect_t *place,
                        int                    surface_width,
                        int                    surface_height)
{
  self->scale = scale;
  init_axis (scale, place->origin.x, place->size.width, surface_width, &self->x, &self->width);
  init_axis (scale, place->origin.y, place->size.height, surface_height, &self->y, &self->height);
}

static gboolean
find_place (GtkWidget       *widget,
            GtkNative       *native,
            graphene_rect_t *place)
{
  graphene_point_t corner;
  double x, y;

  if (!gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT (0, 0), &corner))
    return FALSE;

  gtk_native_get_surface_transform (native, &x, &y);
  graphene_rect_init (place, corner.x + (float) x, corner.y + (float) y,
                      (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  return TRUE;
}

/**
 * lodge_device_area_init_widget:
 * @self: what to fill
 * @widget: a widget
 *
 * Finds the device pixels of a widget where it is now. At a whole scale all of it is device pixels.
 */
void
lodge_device_area_init_widget (LodgeDeviceArea *self,
                               GtkWidget       *widget)
{
  double scale = lodge_device_scale_get_widget (widget);
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_rect_t place;

  if (scale != floor (scale) && native != NULL && find_place (widget, native, &place))
    {
      GdkSurface *surface = gtk_native_get_surface (native);

      lodge_device_area_init (self, scale, &place, gdk_surface_get_width (surface),
                              gdk_surface_get_height (surface));
      return;
    }
  *self = (LodgeDeviceArea) {
    .scale = scale,
    .width = (int) (gtk_widget_get_width (widget) * scale),
    .height = (int) (gtk_widget_get_height (widget) * scale),
  };
}

gboolean
lodge_device_area_equal (const LodgeDeviceArea *self,
                         const LodgeDeviceArea *other)
{
  return self->scale == other->scale && self->x == other->x && self->y == other->y
         && self->width == other->width && self->height == other->height;
}

/**
 * lodge_device_scale_get:
 * @object: a GdkSurface or a GdkMonitor
 *
 * Finds how many device pixels, in each direction, a pixel of its coordinates is.
 *
 * Returns: at least 1
 */
double
lodge_device_scale_get (gpointer object)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), "scale");
  double scale = 1;
  int factor = 1;

  if (pspec != NULL && pspec->value_type == G_TYPE_DOUBLE)
    {
      g_object_get (object, "scale", &scale, NULL);
      return MAX (scale, 1);
    }
  g_object_get (object, "scale-factor", &factor, NULL);
  return MAX (factor, 1);
}

/* That of its surface; before it has one, the widget's. */
double
lodge_device_scale_get_widget (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return surface != NULL ? lodge_device_scale_get (surface) : gtk_widget_get_scale_factor (widget);
}

/* The least size of a widget that holds so many device pixels, from one of their edges on. */
int
lodge_device_scale_cover (double scale,
                          int    pixels)
{
  return (int) ceil (pixels / scale - TINY);
}
