/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture for the cairo renderer: cached nodes that read the guest's own pixels when they are drawn,
 * and so need no copy of them. What changed is told to GTK by empty nodes: GTK redraws where the nodes
 * of two frames differ, and for the cached ones a change is nothing new.
 *
 * GTK may hold a node longer than the guest holds its screen. So the node knows its pixels through a
 * counted Pixels, and before the guest's memory goes, freeze() copies the picture: it stays on the
 * screen, and no node ever reads what is gone. Pixels of other formats are copied, and converted,
 * where they changed.
 *
 * A node is a raster source, not an image surface: a recorded surface gets a snapshot, which copies
 * all of it at its next change. There is one a tile, because cairo first draws a node into an image
 * of its own, as large as what holds all the damage in it. */

#include "config.h"

#include "display/lodge-display-canvas.h"

#define TILE LODGE_FRAMEBUFFER_TILE
#define MAX_MARKS 200

typedef struct {
  gatomicrefcount ref_count;
  const guint8 *data;       /* borrowed, or owned below; NULL: black */
  guint8 *owned;
  int width, height;
  gsize stride;
} Pixels;

struct _LodgeDisplayCanvas
{
  Pixels *pixels;
  LodgeDisplayGeometry geometry; /* of the nodes */
  GArray *damage;                /* GdkRectangle in guest pixels, since the last frame */
  GArray *marks;                 /* the same in device pixels */
  GPtrArray *nodes;              /* tiles, and marks of damage */
  guint n_tiles;
  GskRenderNode *frame;          /* all of them */
};

static Pixels *
pixels_ref (Pixels *pixels)
{
  g_atomic_ref_count_inc (&pixels->ref_count);
  return pixels;
}

static void
pixels_unref (Pixels *pixels)
{
  if (!g_atomic_ref_count_dec (&pixels->ref_count))
    return;

  g_free (pixels->owned);
  g_free (pixels);
}

static cairo_surface_t *
acquire_cb (cairo_pattern_t             *pattern,
            gpointer                     data,
            cairo_surface_t             *target,
            const cairo_rectangle_int_t *extents)
{
  Pixels *pixels = data;

  if (pixels->data == NULL)
    return cairo_image_surface_create (CAIRO_FORMAT_RGB24, pixels->width, pixels->height);
  return cairo_image_surface_create_for_data ((guint8 *) pixels->data, CAIRO_FORMAT_RGB24,
                                              pixels->width, pixels->height,
                                              (int) pixels->stride);
}

static void
release_cb (cairo_pattern_t *pattern,
            gpointer         data,
            cairo_surface_t *surface)
{
  cairo_surface_destroy (surface);
}

static cairo_status_t
copy_cb (cairo_pattern_t       *pattern,
         gpointer               data,
         const cairo_pattern_t *other)
{
  pixels_ref (data);
  return CAIRO_STATUS_SUCCESS;
}

static void
finish_cb (cairo_pattern_t *pattern,
           gpointer         data)
{
  pixels_unref (data);
}

/* Down to a half no pixel is left out by the filter that is four times faster than GOOD. */
static cairo_filter_t
get_filter (const LodgeDisplayGeometry *geometry)
{
  if (lodge_display_geometry_is_sharp (geometry))
    return CAIRO_FILTER_NEAREST;
  return geometry->width * 2 >= geometry->guest_width
         && geometry->height * 2 >= geometry->guest_height
           ? CAIRO_FILTER_BILINEAR : CAIRO_FILTER_GOOD;
}

/* @scale: device pixels for a unit of the place that the pattern is for; @x, @y: the area's corner there. */
static void
place_pattern (cairo_pattern_t            *pattern,
               const LodgeDisplayGeometry *geometry,
               double                      scale,
               double                      x,
               double                      y)
{
  double scale_x = (double) geometry->guest_width / geometry->width;
  double scale_y = (double) geometry->guest_height / geometry->height;
  cairo_matrix_t matrix;

  cairo_matrix_init (&matrix, scale * scale_x, 0, 0, scale * scale_y,
                     -(geometry->x + x) * scale_x, -(geometry->y + y) * scale_y);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, get_filter (geometry));
}

static cairo_pattern_t *
make_pattern (Pixels                     *pixels,
              const LodgeDisplayGeometry *geometry)
{
  cairo_pattern_t *pattern =
    cairo_pattern_create_raster_source (pixels_ref (pixels), CAIRO_CONTENT_COLOR,
                                        pixels->width, pixels->height);

  cairo_raster_source_pattern_set_acquire (pattern, acquire_cb, release_cb);
  cairo_raster_source_pattern_set_copy (pattern, copy_cb);
  cairo_raster_source_pattern_set_finish (pattern, finish_cb);
  place_pattern (pattern, geometry, geometry->scale, geometry->area_x, geometry->area_y);
  return pattern;
}

static GskRenderNode *
make_tile (Pixels                     *pixels,
           const LodgeDisplayGeometry *geometry,
           int                         x,
           int                         y)
{
  cairo_pattern_t *pattern = make_pattern (pixels, geometry);
  graphene_rect_t bounds;
  GskRenderNode *node;
  cairo_t *cr;

  lodge_display_geometry_rect (geometry, x, y, MIN (TILE, pixels->width - x),
                               MIN (TILE, pixels->height - y), &bounds);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source (cr, pattern);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_rectangle (cr, bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height);
  cairo_fill (cr);

  cairo_destroy (cr);
  cairo_pattern_destroy (pattern);
  return node;
}

static GskRenderNode *
make_mark (const LodgeDisplayGeometry *geometry,
           const GdkRectangle         *device)
{
  double scale = geometry->scale;

  return gsk_cairo_node_new (&GRAPHENE_RECT_INIT ((float) ((device->x + geometry->area_x) / scale),
                                                  (float) ((device->y + geometry->area_y) / scale),
                                                  (float) (device->width / scale),
                                                  (float) (device->height / scale)));
}

static void
add_marks (LodgeDisplayCanvas *self)
{
  GdkRectangle device;

  for (guint i = 0; i < self->damage->len; i++)
    {
      lodge_display_geometry_seen (&self->geometry, &g_array_index (self->damage, GdkRectangle, i),
                                   &device);
      g_ptr_array_add (self->nodes, make_mark (&self->geometry, &device));
    }
  for (guint i = 0; i < self->marks->len; i++)
    g_ptr_array_add (self->nodes,
                     make_mark (&self->geometry, &g_array_index (self->marks, GdkRectangle, i)));
  g_array_set_size (self->damage, 0);
  g_array_set_size (self->marks, 0);
}

static void
add_tiles (LodgeDisplayCanvas *self)
{
  for (int y = 0; y < self->pixels->height; y += TILE)
    for (int x = 0; x < self->pixels->width; x += TILE)
      g_ptr_array_add (self->nodes, make_tile (self->pixels, &self->geometry, x, y));
  self->n_tiles = self->nodes->len;
}

/* GTK redraws also where a mark goes, so they stay until there are many. */
static void
update_frame (LodgeDisplayCanvas *self)
{
  if (self->nodes->len == 0)
    add_tiles (self);
  if (self->nodes->len + self->damage->len + self->marks->len > self->n_tiles + MAX_MARKS)
    g_ptr_array_set_size (self->nodes, (int) self->n_tiles);
  add_marks (self);
  g_clear_pointer (&self->frame, gsk_render_node_unref);
  self->frame = gsk_container_node_new ((GskRenderNode **) self->nodes->pdata, self->nodes->len);
}

static void
clear_nodes (LodgeDisplayCanvas *self)
{
  g_ptr_array_set_size (self->nodes, 0);
  g_clear_pointer (&self->frame, gsk_render_node_unref);
  g_array_set_size (self->damage, 0);
  g_array_set_size (self->marks, 0);
}

/* Nodes that still know these pixels show what they have: their own copy, or black. */
static void
drop_pixels (LodgeDisplayCanvas *self)
{
  if (self->pixels == NULL)
    return;

  if (self->pixels->owned == NULL)
    self->pixels->data = NULL;
  g_clear_pointer (&self->pixels, pixels_unref);
}

static gboolean
is_same (LodgeDisplayCanvas *self,
         LodgeFramebuffer   *framebuffer,
         const guint8       *data,
         gsize               stride)
{
  Pixels *pixels = self->pixels;

  return pixels != NULL
         && pixels->width == lodge_framebuffer_get_width (framebuffer)
         && pixels->height == lodge_framebuffer_get_height (framebuffer)
         && (data == NULL ? pixels->owned != NULL
                          : pixels->data == data && pixels->stride == stride);
}

LodgeDisplayCanvas *
lodge_display_canvas_new (void)
{
  LodgeDisplayCanvas *self = g_new0 (LodgeDisplayCanvas, 1);

  self->damage = g_array_new (FALSE, FALSE, sizeof (GdkRectangle));
  self->marks = g_array_new (FALSE, FALSE, sizeof (GdkRectangle));
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);
  return self;
}

/* Forgets the picture, and the framebuffer's memory with it. */
void
lodge_display_canvas_clear (LodgeDisplayCanvas *self)
{
  clear_nodes (self);
  drop_pixels (self);
}

void
lodge_display_canvas_free (LodgeDisplayCanvas *self)
{
  lodge_display_canvas_clear (self);
  g_array_unref (self->damage);
  g_array_unref (self->marks);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

/**
 * lodge_display_canvas_load:
 * @self: a canvas
 * @framebuffer: a framebuffer with a picture
 *
 * Takes the framebuffer's pixels, if they are not taken yet: by lodge_display_canvas_damage() then.
 */
void
lodge_display_canvas_load (LodgeDisplayCanvas *self,
                           LodgeFramebuffer   *framebuffer)
{
  gsize stride = 0;
  const guint8 *data = lodge_framebuffer_get_xrgb32 (framebuffer, &stride);
  Pixels *pixels;

  if (is_same (self, framebuffer, data, stride))
    return;

  lodge_display_canvas_clear (self);
  pixels = self->pixels = g_new0 (Pixels, 1);
  g_atomic_ref_count_init (&pixels->ref_count);
  pixels->width = lodge_framebuffer_get_width (framebuffer);
  pixels->height = lodge_framebuffer_get_height (framebuffer);
  pixels->data = data;
  pixels->stride = stride;
  if (data != NULL)
    return;

  pixels->stride = (gsize) pixels->width * 4;
  pixels->data = pixels->owned = g_malloc0 (pixels->stride * (gsize) pixels->height);
}

/**
 * lodge_display_canvas_convert:
 * @self: a canvas after lodge_display_canvas_load()
 * @framebuffer: the same framebuffer
 * @rect: in guest pixels
 *
 * Takes over pixels that changed, where the picture is a copy.
 */
void
lodge_display_canvas_convert (LodgeDisplayCanvas *self,
                              LodgeFramebuffer   *framebuffer,
                              const GdkRectangle *rect)
{
  Pixels *pixels = self->pixels;

  if (pixels->owned != NULL)
    lodge_framebuffer_copy (framebuffer, rect->x, rect->y, rect->width, rect->height,
                            pixels->owned + (gsize) rect->y * pixels->stride + (gsize) rect->x * 4,
                            pixels->stride);
}

/* The same, and GTK draws them in its next frame. */
void
lodge_display_canvas_damage (LodgeDisplayCanvas *self,
                             LodgeFramebuffer   *framebuffer,
                             const GdkRectangle *rect)
{
  lodge_display_canvas_convert (self, framebuffer, rect);
  g_array_append_val (self->damage, *rect);
}

/* GTK draws @device, in device pixels from the area's corner, in its next frame. */
void
lodge_display_canvas_mark (LodgeDisplayCanvas *self,
                           const GdkRectangle *device)
{
  g_array_append_val (self->marks, *device);
}

/**
 * lodge_display_canvas_is_current:
 * @self: a canvas
 * @framebuffer: a framebuffer
 * @geometry: where the picture lies
 *
 * Asks whether GTK has drawn the picture of these pixels at this place, so that only what changed is to
 * be painted.
 *
 * Returns: %TRUE when it has
 */
gboolean
lodge_display_canvas_is_current (LodgeDisplayCanvas         *self,
                                 LodgeFramebuffer           *framebuffer,
                                 const LodgeDisplayGeometry *geometry)
{
  gsize stride = 0;
  const guint8 *data = lodge_framebuffer_get_xrgb32 (framebuffer, &stride);

  return self->frame != NULL && is_same (self, framebuffer, data, stride)
         && lodge_display_geometry_equal (geometry, &self->geometry);
}

/**
 * lodge_display_canvas_paint:
 * @self: a canvas that is current
 * @cr: in device pixels from the area's corner
 * @region: of these
 *
 * Paints the picture at once, the same as GTK paints its nodes.
 */
void
lodge_display_canvas_paint (LodgeDisplayCanvas   *self,
                            cairo_t              *cr,
                            const cairo_region_t *region)
{
  cairo_surface_t *surface = acquire_cb (NULL, self->pixels, NULL, NULL);
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);
  cairo_rectangle_int_t rect;

  place_pattern (pattern, &self->geometry, 1, 0, 0);
  cairo_set_source (cr, pattern);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_region_get_rectangle (region, i, &rect);
      cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
      cairo_fill (cr);
    }
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (surface);
}

/**
 * lodge_display_canvas_freeze:
 * @self: a canvas
 *
 * Copies the picture, when it is borrowed. To be called while the framebuffer still has its pixels.
 */
void
lodge_display_canvas_freeze (LodgeDisplayCanvas *self)
{
  Pixels *pixels = self->pixels;

  if (pixels == NULL || pixels->owned != NULL)
    return;

  pixels->owned = g_memdup2 (pixels->data, pixels->stride * (gsize) (pixels->height - 1)
                                           + (gsize) pixels->width * 4);
  pixels->data = pixels->owned;
}

void
lodge_display_canvas_snapshot (LodgeDisplayCanvas         *self,
                               GtkSnapshot                *snapshot,
                               const LodgeDisplayGeometry *geometry)
{
  if (self->pixels == NULL)
    return;

  if (!lodge_display_geometry_equal (geometry, &self->geometry))
    clear_nodes (self);
  self->geometry = *geometry;
  if (self->damage->len > 0 || self->marks->len > 0 || self->frame == NULL)
    update_frame (self);
  gtk_snapshot_append_node (snapshot, self->frame);
}
