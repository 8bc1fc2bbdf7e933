/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guest's changes on the screen without a frame of GTK's, where the display has its part of the
 * window to itself and there is a direct way to it. In any other case GTK draws a frame: where something
 * lies over the picture or moves it, where the picture has a new size or place, a veil or the guest's
 * pointer on it, and under a window's rounded corners. */

#include "config.h"

#include "display/lodge-display-private.h"

static gboolean
has_place (LodgeDisplay *self)
{
  if (self->place_known)
    return self->place_free;

  self->place_known = TRUE;
  self->place_free = lodge_display_place_init (&self->place, GTK_WIDGET (self));
  g_clear_pointer (&self->corners, cairo_region_destroy);
  if (self->place_free)
    self->corners = lodge_display_place_dup_corners (&self->place, GTK_WIDGET (self));
  return self->place_free;
}

static gboolean
may_paint (LodgeDisplay *self)
{
  return self->direct != NULL && self->console != NULL && !self->dimmed
         && self->geometry.guest_width > 0 && !lodge_display_paints_pointer (self)
         && has_place (self);
}

/* Whether the next change goes without a frame of GTK's. */
gboolean
lodge_display_paints_directly (LodgeDisplay *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) && may_paint (self);
}

/* What lies under the window's corners is GTK's. */
static void
take_corners (LodgeDisplay   *self,
              cairo_region_t *region)
{
  LodgeDisplayCanvas *canvas = lodge_display_tiles_get_canvas (self->tiles);
  cairo_region_t *common;
  cairo_rectangle_int_t rect;

  if (self->corners == NULL)
    return;

  common = cairo_region_copy (self->corners);
  cairo_region_intersect (common, region);
  for (int i = 0; i < cairo_region_num_rectangles (common); i++)
    {
      cairo_region_get_rectangle (common, i, &rect);
      lodge_display_canvas_mark (canvas, &rect);
    }
  if (!cairo_region_is_empty (common))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  cairo_region_subtract (region, common);
  cairo_region_destroy (common);
}

static void
put_region (LodgeDisplay         *self,
            const cairo_region_t *region)
{
  const GdkRectangle *visible = &self->place.visible;
  guint n = (guint) cairo_region_num_rectangles (region);
  g_autofree GdkRectangle *rects = g_new (GdkRectangle, n);

  for (guint i = 0; i < n; i++)
    {
      cairo_region_get_rectangle (region, (int) i, &rects[i]);
      rects[i].x -= visible->x;
      rects[i].y -= visible->y;
    }
  lodge_display_direct_put (self->direct, self->place.x + visible->x, self->place.y + visible->y,
                            rects, n);
}

static gboolean
is_one_to_one (const LodgeDisplayGeometry *geometry)
{
  return geometry->width == geometry->guest_width && geometry->height == geometry->guest_height;
}

static void
copy_region (LodgeDisplay         *self,
             cairo_surface_t      *surface,
             const cairo_region_t *region)
{
  LodgeFramebuffer *framebuffer = lodge_display_get_framebuffer (self);
  const GdkRectangle *visible = &self->place.visible;
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  cairo_rectangle_int_t rect;

  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_region_get_rectangle (region, i, &rect);
      lodge_framebuffer_share (framebuffer, rect.x - self->geometry.x, rect.y - self->geometry.y,
                               rect.width, rect.height,
                               pixels + (gsize) (rect.y - visible->y) * stride
                               + (gsize) (rect.x - visible->x) * 4, stride);
    }
}

static void
scale_region (LodgeDisplay         *self,
              cairo_surface_t      *surface,
              const cairo_region_t *region)
{
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, -self->place.visible.x, -self->place.visible.y);
  lodge_display_canvas_paint (lodge_display_tiles_get_canvas (self->tiles), cr, region);
  cairo_destroy (cr);
}

static void
paint_region (LodgeDisplay         *self,
              cairo_surface_t      *surface,
              const cairo_region_t *region)
{
  if (is_one_to_one (&self->geometry))
    copy_region (self, surface, region);
  else
    scale_region (self, surface, region);
  put_region (self, region);
}

static gboolean
paint (LodgeDisplay *self)
{
  const GdkRectangle *visible = &self->place.visible;
  cairo_surface_t *surface = NULL;
  cairo_region_t *region;

  if (may_paint (self))
    surface = lodge_display_direct_begin (self->direct, visible->width, visible->height);
  if (surface == NULL)
    return FALSE;

  region = lodge_display_tiles_take_seen (self->tiles, lodge_display_get_framebuffer (self),
                                          &self->geometry);
  if (region == NULL)
    return FALSE;

  cairo_region_intersect_rectangle (region, visible);
  take_corners (self, region);
  if (!cairo_region_is_empty (region))
    paint_region (self, surface, region);
  cairo_region_destroy (region);
  return TRUE;
}

static void
paint_cb (gpointer user_data)
{
  LodgeDisplay *self = user_data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->paint_wanted = lodge_display_direct_is_busy (self->direct);
  if (!self->paint_wanted && !paint (self))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ready_cb (gpointer user_data)
{
  LodgeDisplay *self = user_data;

  if (self->paint_wanted)
    lodge_display_pacer_request (self->pacer);
  self->paint_wanted = FALSE;
}

/* Whatever changes where things are makes GTK draw a frame. */
static void
frame_cb (LodgeDisplay *self)
{
  self->place_known = FALSE;
}

/* For lodge-display.c. */
void
lodge_display_realize_direct (LodgeDisplay *self)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (self)));

  self->direct = lodge_display_direct_new (surface, ready_cb, self);
  if (self->direct == NULL)
    return;

  self->pacer = lodge_display_pacer_new (paint_cb, self);
  self->clock = g_object_ref (gdk_surface_get_frame_clock (surface));
  g_signal_connect_object (self->clock, "after-paint", G_CALLBACK (frame_cb), self,
                           G_CONNECT_SWAPPED);
  self->place_known = FALSE;
}

void
lodge_display_unrealize_direct (LodgeDisplay *self)
{
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_func (self->clock, frame_cb, self);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->pacer, lodge_display_pacer_free);
  g_clear_pointer (&self->direct, lodge_display_direct_free);
  g_clear_pointer (&self->corners, cairo_region_destroy);
}

/* Brings what is damaged onto the screen, soon. */
void
lodge_display_request_paint (LodgeDisplay *self)
{
  if (self->direct != NULL)
    lodge_display_pacer_request (self->pacer);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
