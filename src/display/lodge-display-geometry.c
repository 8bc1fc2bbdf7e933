/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The arithmetic between guest pixels, device pixels and a widget's coordinates, apart from any widget.
 * Everything is placed on whole device pixels: an edge that two tiles share is rounded once, the same
 * for both, so that they meet exactly at any scale. */

#include "config.h"

#include "display/lodge-display-geometry.h"

#include <math.h>

static int
edge (int guest,
      int guest_size,
      int start,
      int size)
{
  gint64 twice = (gint64) guest * size * 2 + guest_size;
  gint64 rest = twice % ((gint64) guest_size * 2);

  /* Rounded down also below zero, where a pointer's picture may begin. */
  return start + (int) ((twice - rest) / ((gint64) guest_size * 2)) - (rest < 0);
}

/* The left one where the middle of the device pixel is between two, as edge() has it. */
static int
nearest (int position,
         int size,
         int guest_size)
{
  return (int) CLAMP ((((gint64) position * 2 + 1) * guest_size - 1) / ((gint64) size * 2), 0,
                      guest_size - 1);
}

/* The largest size of the same shape. */
static void
fit (gint64  room_x,
     gint64  room_y,
     gint64 *width,
     gint64 *height)
{
  gint64 guest_width = *width, guest_height = *height;
  gboolean wide = room_x * guest_height <= room_y * guest_width;

  *width = wide ? room_x : (room_y * guest_width + guest_height / 2) / guest_height;
  *height = wide ? (room_x * guest_height + guest_width / 2) / guest_width : room_y;
}

/* One axis, so that the last device pixel always reaches the last guest pixel. */
static int
to_guest (int position,
          int size,
          int guest_size)
{
  position = CLAMP (position, 0, size - 1);
  if (size >= guest_size)
    return (int) ((gint64) position * guest_size / size);
  if (size == 1)
    return 0;
  return (int) ((gint64) position * (guest_size - 1) / (size - 1));
}

/**
 * lodge_display_geometry_init:
 * @self: what to fill
 * @mode: how the picture fills the widget
 * @area: the widget's device pixels
 * @guest_width: in pixels; 0 without a picture
 * @guest_height: in pixels; 0 without a picture
 *
 * Places a picture in a widget: in the middle, or from the corner where it is larger.
 */
void
lodge_display_geometry_init (LodgeDisplayGeometry  *self,
                             LodgeScaleMode         mode,
                             const LodgeDeviceArea *area,
                             int                    guest_width,
                             int                    guest_height)
{
  gint64 room_x = MAX (area->width, 1), room_y = MAX (area->height, 1);
  gint64 width = guest_width, height = guest_height, factor;

  *self = (LodgeDisplayGeometry) { .scale = area->scale, .area_x = area->x, .area_y = area->y };
  if (guest_width < 1 || guest_height < 1)
    return;

  switch (mode)
    {
    case LODGE_SCALE_INTEGER:
      factor = MIN (room_x / guest_width, room_y / guest_height);
      if (factor < 1)
        fit (room_x, room_y, &width, &height);
      width *= MAX (factor, 1);
      height *= MAX (factor, 1);
      break;

    case LODGE_SCALE_STRETCH:
      width = room_x;
      height = room_y;
      break;

    case LODGE_SCALE_FIT:
      fit (room_x, room_y, &width, &height);
      break;

    case LODGE_SCALE_ORIGINAL:
    default:
      break;
    }

  self->guest_width = guest_width;
  self->guest_height = guest_height;
  self->width = (int) MAX (width, 1);
  self->height = (int) MAX (height, 1);
  self->x = (int) MAX ((room_x - self->width) / 2, 0);
  self->y = (int) MAX ((room_y - self->height) / 2, 0);
}

gboolean
lodge_display_geometry_equal (const LodgeDisplayGeometry *self,
                              const LodgeDisplayGeometry *other)
{
  return self->sharp == other->sharp && self->scale == other->scale
         && self->area_x == other->area_x && self->area_y == other->area_y
         && self->guest_width == other->guest_width && self->guest_height == other->guest_height
         && self->x == other->x && self->y == other->y
         && self->width == other->width && self->height == other->height;
}

/**
 * lodge_display_geometry_is_exact:
 * @self: a geometry
 *
 * Asks whether a guest pixel is a whole number of device pixels; it needs no smoothing then.
 *
 * Returns: %TRUE when it is
 */
gboolean
lodge_display_geometry_is_exact (const LodgeDisplayGeometry *self)
{
  return self->guest_width > 0 && self->width % self->guest_width == 0
         && self->height % self->guest_height == 0;
}

/* Whether a device pixel shows one guest pixel, the one in its middle. */
gboolean
lodge_display_geometry_is_sharp (const LodgeDisplayGeometry *self)
{
  return self->sharp || lodge_display_geometry_is_exact (self);
}

/**
 * lodge_display_geometry_edge_x:
 * @self: a geometry with a picture
 * @guest_x: a vertical line between guest pixels, 0 to the guest's width
 *
 * Finds the line between device pixels that is nearest.
 *
 * Returns: device pixels from the area's left
 */
int
lodge_display_geometry_edge_x (const LodgeDisplayGeometry *self,
                               int                         guest_x)
{
  return edge (guest_x, self->guest_width, self->x, self->width);
}

int
lodge_display_geometry_edge_y (const LodgeDisplayGeometry *self,
                               int                         guest_y)
{
  return edge (guest_y, self->guest_height, self->y, self->height);
}

/**
 * lodge_display_geometry_guest_x:
 * @self: a geometry with a picture
 * @device_x: a column of device pixels on the picture, from the area's left
 *
 * Finds the guest's column that is in the middle of it.
 *
 * Returns: 0 to the guest's width - 1
 */
int
lodge_display_geometry_guest_x (const LodgeDisplayGeometry *self,
                                int                         device_x)
{
  return nearest (device_x - self->x, self->width, self->guest_width);
}

int
lodge_display_geometry_guest_y (const LodgeDisplayGeometry *self,
                                int                         device_y)
{
  return nearest (device_y - self->y, self->height, self->guest_height);
}

/**
 * lodge_display_geometry_to_guest:
 * @self: a geometry
 * @x: in the widget's coordinates
 * @y: in the widget's coordinates
 * @guest_x: (out): the guest pixel, the nearest one for points beside the picture
 * @guest_y: (out): the guest pixel
 *
 * Finds the guest pixel at a point.
 *
 * Returns: %TRUE when the point is on the picture
 */
gboolean
lodge_display_geometry_to_guest (const LodgeDisplayGeometry *self,
                                 double                      x,
                                 double                      y,
                                 int                        *guest_x,
                                 int                        *guest_y)
{
  double column = floor (x * self->scale - self->area_x) - self->x;
  double row = floor (y * self->scale - self->area_y) - self->y;

  *guest_x = *guest_y = 0;
  if (self->guest_width < 1)
    return FALSE;

  *guest_x = to_guest ((int) CLAMP (column, -1, self->width), self->width, self->guest_width);
  *guest_y = to_guest ((int) CLAMP (row, -1, self->height), self->height, self->guest_height);
  return column >= 0 && row >= 0 && column < self->width && row < self->height;
}

/**
 * lodge_display_geometry_seen:
 * @self: a geometry with a picture
 * @guest: in guest pixels
 * @device: (out): in device pixels from the area's corner
 *
 * Finds where a change of the guest's pixels may be seen: smoothing lets a pixel of the screen see some
 * pixels of the guest around it.
 */
void
lodge_display_geometry_seen (const LodgeDisplayGeometry *self,
                             const GdkRectangle         *guest,
                             GdkRectangle               *device)
{
  int pad_x = 2 + 2 * (self->guest_width / self->width);
  int pad_y = 2 + 2 * (self->guest_height / self->height);

  if (lodge_display_geometry_is_exact (self))
    pad_x = pad_y = 0;
  device->x = MAX (lodge_display_geometry_edge_x (self, guest->x - pad_x), self->x);
  device->y = MAX (lodge_display_geometry_edge_y (self, guest->y - pad_y), self->y);
  device->width = MIN (lodge_display_geometry_edge_x (self, guest->x + guest->width + pad_x),
                       self->x + self->width) - device->x;
  device->height = MIN (lodge_display_geometry_edge_y (self, guest->y + guest->height + pad_y),
                        self->y + self->height) - device->y;
}

/**
 * lodge_display_geometry_rect:
 * @self: a geometry with a picture
 * @guest_x: left
 * @guest_y: top
 * @guest_width: in guest pixels
 * @guest_height: in guest pixels
 * @rect: (out): the same in the widget's coordinates, on whole device pixels
 *
 * Places a rectangle of the guest's in the widget.
 */
void
lodge_display_geometry_rect (const LodgeDisplayGeometry *self,
                             int                         guest_x,
                             int                         guest_y,
                             int                         guest_width,
                             int                         guest_height,
                             graphene_rect_t            *rect)
{
  int left = lodge_display_geometry_edge_x (self, guest_x);
  int top = lodge_display_geometry_edge_y (self, guest_y);
  int right = lodge_display_geometry_edge_x (self, guest_x + guest_width);
  int bottom = lodge_display_geometry_edge_y (self, guest_y + guest_height);

  graphene_rect_init (rect, (float) ((left + self->area_x) / self->scale),
                      (float) ((top + self->area_y) / self->scale),
                      (float) ((right - left) / self->scale), (float) ((bottom - top) / self->scale));
}
