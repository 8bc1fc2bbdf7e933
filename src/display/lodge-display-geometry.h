/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-device-area.h"
#include "display/lodge-display.h"

G_BEGIN_DECLS

/* Where a guest's picture lies in a widget, in whole device pixels from the corner of its area. */
typedef struct {
  gboolean sharp;                 /* wished */
  double scale;                   /* device pixels for a pixel of the widget's coordinates */
  double area_x, area_y;          /* of the area's corner, in device pixels from the widget's */
  int guest_width, guest_height;
  int x, y, width, height;
} LodgeDisplayGeometry;

void     lodge_display_geometry_init     (LodgeDisplayGeometry       *self,
                                          LodgeScaleMode              mode,
                                          const LodgeDeviceArea      *area,
                                          int                         guest_width,
                                          int                         guest_height);
gboolean lodge_display_geometry_equal    (const LodgeDisplayGeometry *self,
                                          const LodgeDisplayGeometry *other);
gboolean lodge_display_geometry_is_exact (const LodgeDisplayGeometry *self);
gboolean lodge_display_geometry_is_sharp (const LodgeDisplayGeometry *self);
int      lodge_display_geometry_edge_x   (const LodgeDisplayGeometry *self,
                                          int                         guest_x);
int      lodge_display_geometry_edge_y   (const LodgeDisplayGeometry *self,
                                          int                         guest_y);
int      lodge_display_geometry_guest_x  (const LodgeDisplayGeometry *self,
                                          int                         device_x);
int      lodge_display_geometry_guest_y  (const LodgeDisplayGeometry *self,
                                          int                         device_y);
gboolean lodge_display_geometry_to_guest (const LodgeDisplayGeometry *self,
                                          double                      x,
                                          double                      y,
                                          int                        *guest_x,
                                          int                        *guest_y);
void     lodge_display_geometry_seen     (const LodgeDisplayGeometry *self,
                                          const GdkRectangle         *guest,
                                          GdkRectangle               *device);
void     lodge_display_geometry_rect     (const LodgeDisplayGeometry *self,
                                          int                         guest_x,
                                          int                         guest_y,
                                          int                         guest_width,
                                          int                         guest_height,
                                          graphene_rect_t            *rect);

G_END_DECLS
