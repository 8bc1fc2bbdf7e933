/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The whole device pixels of a widget. At a scale that is no whole number a widget's corner may lie within
 * one of them. */
typedef struct {
  double scale;      /* device pixels for a pixel of the widget's coordinates */
  double x, y;       /* in device pixels, from the widget's corner: less than one */
  int width, height;
} LodgeDeviceArea;

void     lodge_device_area_init        (LodgeDeviceArea       *self,
                                        double                 scale,
                                        const graphene_rect_t *place,
                                        int                    surface_width,
                                        int                    surface_height);
void     lodge_device_area_init_widget (LodgeDeviceArea       *self,
                                        GtkWidget             *widget);
gboolean lodge_device_area_equal       (const LodgeDeviceArea *self,
                                        const LodgeDeviceArea *other);

double   lodge_device_scale_get        (gpointer               object);
double   lodge_device_scale_get_widget (GtkWidget             *widget);
int      lodge_device_scale_cover      (double                 scale,
                                        int                    pixels);

G_END_DECLS
