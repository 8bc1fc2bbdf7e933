/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture as the renderer gets it. For the cairo renderer that is a LodgeDisplayCanvas. For any other
 * it is one immutable block of pixels and one cached texture node for each tile: a damaged tile gets a
 * new block and node, the others keep theirs, and GTK compares nodes by their address, so they cost
 * nothing. The guest's own memory is never handed to such a renderer, which may hold it for long.
 *
 * A block holds a border of its neighbours' pixels, so that smoothing sees what lies beyond the edge. */

#include "config.h"

#include "display/lodge-display-tiles.h"

#include "display/lodge-display-canvas.h"

#define TILE LODGE_FRAMEBUFFER_TILE
#define BORDER LODGE_DISPLAY_TILES_BORDER

/* Blocks that wait for their next use. */
#define MAX_POOLED 64

typedef struct {
  GBytes *pixels;
  GskRenderNode *node;
} Tile;

typedef struct {
  gatomicrefcount ref_count;
  GPtrArray *blocks;
} Pool;

typedef struct {
  Pool *pool;
  gpointer memory;
} Block;

struct _LodgeDisplayTiles
{
  LodgeTilesKind kind;
  LodgeDisplayCanvas *canvas; /* LODGE_TILES_CAIRO */
  int width;
  int height;
  guint columns;
  guint rows;
  Tile *tiles;
  Pool *pool;
  LodgeDisplayGeometry geometry; /* of the nodes */
  guint64 n_loaded;
};

/* A tile's place, and its block's, in guest pixels. */
typedef struct {
  int x, y, width, height;
  int block_x, block_y, block_width, block_height;
} Place;

#define BLOCK_STRIDE ((TILE + 2 * BORDER) * 4)
#define BLOCK_SIZE (BLOCK_STRIDE * (TILE + 2 * BORDER))

static void
pool_unref (Pool *pool)
{
  if (!g_atomic_ref_count_dec (&pool->ref_count))
    return;

  g_ptr_array_unref (pool->blocks);
  g_free (pool);
}

static void
block_free (gpointer data)
{
  Block *block = data;

  if (block->pool->blocks->len < MAX_POOLED)
    g_ptr_array_add (block->pool->blocks, g_steal_pointer (&block->memory));
  g_free (block->memory);
  pool_unref (block->pool);
  g_free (block);
}

static gpointer
pool_take (Pool *pool)
{
  if (pool->blocks->len > 0)
    return g_ptr_array_steal_index_fast (pool->blocks, pool->blocks->len - 1);
  return g_malloc (BLOCK_SIZE);
}

static GBytes *
pool_wrap (Pool     *pool,
           gpointer  memory,
           gsize     size)
{
  Block *block = g_new0 (Block, 1);

  g_atomic_ref_count_inc (&pool->ref_count);
  block->pool = pool;
  block->memory = memory;
  return g_bytes_new_with_free_func (memory, size, block_free, block);
}

static void
get_place (LodgeDisplayTiles *self,
           guint              column,
           guint              row,
           Place             *place)
{
  place->x = (int) column * TILE;
  place->y = (int) row * TILE;
  place->width = MIN (TILE, self->width - place->x);
  place->height = MIN (TILE, self->height - place->y);
  place->block_x = MAX (place->x - BORDER, 0);
  place->block_y = MAX (place->y - BORDER, 0);
  place->block_width = MIN (place->x + place->width + BORDER, self->width) - place->block_x;
  place->block_height = MIN (place->y + place->height + BORDER, self->height) - place->block_y;
}

static void
tile_clear (Tile *tile)
{
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  g_clear_pointer (&tile->pixels, g_bytes_unref);
}

static void
tile_load (LodgeDisplayTiles *self,
           Tile              *tile,
           const Place       *place,
           LodgeFramebuffer  *framebuffer)
{
  guint8 *memory = pool_take (self->pool);

  tile_clear (tile);
  lodge_framebuffer_copy (framebuffer, place->block_x, place->block_y, place->block_width,
                          place->block_height, memory, BLOCK_STRIDE);
  tile->pixels = pool_wrap (self->pool, memory, BLOCK_SIZE);
}

static GskRenderNode *
make_exact_texture_node (Tile                       *tile,
                         const Place                *place,
                         const LodgeDisplayGeometry *geometry)
{
  gsize offset = (gsize) (place->y - place->block_y) * BLOCK_STRIDE
                 + (gsize) (place->x - place->block_x) * 4;
  g_autoptr(GBytes) pixels = g_bytes_new_from_bytes (tile->pixels, offset, BLOCK_SIZE - offset);
  g_autoptr(GdkTexture) texture =
    gdk_memory_texture_new (place->width, place->height, GDK_MEMORY_DEFAULT, pixels, BLOCK_STRIDE);
  graphene_rect_t bounds;

  lodge_display_geometry_rect (geometry, place->x, place->y, place->width, place->height, &bounds);
  return gsk_texture_node_new (texture, &bounds);
}

static GskRenderNode *
make_scaled_texture_node (Tile                       *tile,
                          const Place                *place,
                          const LodgeDisplayGeometry *geometry)
{
  g_autoptr(GdkTexture) texture =
    gdk_memory_texture_new (place->block_width, place->block_height, GDK_MEMORY_DEFAULT,
                            tile->pixels, BLOCK_STRIDE);
  float scale_x = (float) geometry->width / geometry->guest_width / (float) geometry->scale;
  float scale_y = (float) geometry->height / geometry->guest_height / (float) geometry->scale;
  graphene_rect_t bounds, clip;
  GskRenderNode *child, *node;

  graphene_rect_init (&bounds,
                      (float) ((geometry->x + geometry->area_x) / geometry->scale)
                      + place->block_x * scale_x,
                      (float) ((geometry->y + geometry->area_y) / geometry->scale)
                      + place->block_y * scale_y,
                      place->block_width * scale_x, place->block_height * scale_y);
  lodge_display_geometry_rect (geometry, place->x, place->y, place->width, place->height, &clip);
  child = gsk_texture_node_new (texture, &bounds);
  node = gsk_clip_node_new (child, &clip);
  gsk_render_node_unref (child);
  return node;
}

/* GTK always smooths a texture that it scales, so this one has the size that is shown. */
static GskRenderNode *
make_sharp_texture_node (Tile                       *tile,
                         const Place                *place,
                         const LodgeDisplayGeometry *geometry)
{
  int left = lodge_display_geometry_edge_x (geometry, place->x);
  int top = lodge_display_geometry_edge_y (geometry, place->y);
  int width = lodge_display_geometry_edge_x (geometry, place->x + place->width) - left;
  int height = lodge_display_geometry_edge_y (geometry, place->y + place->height) - top;
  const guint8 *pixels = g_bytes_get_data (tile->pixels, NULL);
  guint32 *scaled = g_new (guint32, MAX ((gsize) width * (gsize) height, 1));
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GBytes) bytes = NULL;
  graphene_rect_t bounds;

  for (int y = 0; y < height; y++)
    {
      const guint32 *row =
        (const guint32 *) (pixels + (gsize) (lodge_display_geometry_guest_y (geometry, top + y)
                                             - place->block_y) * BLOCK_STRIDE);

      for (int x = 0; x < width; x++)
        scaled[(gsize) y * (gsize) width + (gsize) x] =
          row[lodge_display_geometry_guest_x (geometry, left + x) - place->block_x];
    }
  bytes = g_bytes_new_take (scaled, (gsize) width * (gsize) height * 4);
  if (width < 1 || height < 1)
    return gsk_container_node_new (NULL, 0);

  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) width * 4);
  lodge_display_geometry_rect (geometry, place->x, place->y, place->width, place->height, &bounds);
  return gsk_texture_node_new (texture, &bounds);
}

static GskRenderNode *
make_node (Tile                       *tile,
           const Place                *place,
           const LodgeDisplayGeometry *geometry)
{
  if (geometry->width == geometry->guest_width && geometry->height == geometry->guest_height)
    return make_exact_texture_node (tile, place, geometry);
  if (lodge_display_geometry_is_sharp (geometry))
    return make_sharp_texture_node (tile, place, geometry);
  return make_scaled_texture_node (tile, place, geometry);
}

/* What changed in a tile that was damaged. */
static void
load_tile (LodgeDisplayTiles  *self,
           LodgeFramebuffer   *framebuffer,
           guint               column,
           guint               row,
           const GdkRectangle *damage)
{
  Place place;

  self->n_loaded++;
  if (self->kind == LODGE_TILES_CAIRO)
    {
      lodge_display_canvas_damage (self->canvas, framebuffer, damage);
      return;
    }
  get_place (self, column, row, &place);
  tile_load (self, &self->tiles[row * self->columns + column], &place, framebuffer);
}

static void
set_size (LodgeDisplayTiles *self,
          LodgeFramebuffer  *framebuffer)
{
  int width = lodge_framebuffer_get_width (framebuffer);
  int height = lodge_framebuffer_get_height (framebuffer);

  if (width == self->width && height == self->height)
    return;

  lodge_display_tiles_clear (self);
  self->width = width;
  self->height = height;
  self->columns = lodge_framebuffer_get_columns (framebuffer);
  self->rows = lodge_framebuffer_get_rows (framebuffer);
  self->tiles = g_new0 (Tile, (gsize) self->columns * self->rows);
}

LodgeDisplayTiles *
lodge_display_tiles_new (void)
{
  LodgeDisplayTiles *self = g_new0 (LodgeDisplayTiles, 1);

  self->canvas = lodge_display_canvas_new ();
  self->pool = g_new0 (Pool, 1);
  g_atomic_ref_count_init (&self->pool->ref_count);
  self->pool->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
lodge_display_tiles_free (LodgeDisplayTiles *self)
{
  lodge_display_tiles_clear (self);
  lodge_display_canvas_free (self->canvas);
  pool_unref (self->pool);
  g_free (self);
}

/* Drops all tiles when the kind changes: the framebuffer is to be damaged as a whole then. */
void
lodge_display_tiles_set_kind (LodgeDisplayTiles *self,
                              LodgeTilesKind     kind)
{
  if (self->kind == kind)
    return;

  lodge_display_tiles_clear (self);
  self->kind = kind;
}

/**
 * lodge_display_tiles_load:
 * @self: tiles
 * @framebuffer: where the pixels are
 *
 * Takes over the damaged tiles. When the framebuffer has no picture, the last one stays.
 */
void
lodge_display_tiles_load (LodgeDisplayTiles *self,
                          LodgeFramebuffer  *framebuffer)
{
  GdkRectangle damage;

  if (!lodge_framebuffer_copy (framebuffer, 0, 0, 0, 0, NULL, 0))
    return;

  set_size (self, framebuffer);
  if (self->kind == LODGE_TILES_CAIRO)
    lodge_display_canvas_load (self->canvas, framebuffer);
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      if (lodge_framebuffer_take_damage (framebuffer, column, row, &damage.x, &damage.y,
                                         &damage.width, &damage.height))
        load_tile (self, framebuffer, column, row, &damage);
}

/**
 * lodge_display_tiles_skip:
 * @self: tiles
 * @framebuffer: where the damage is
 *
 * Takes the damage without the pixels, which are shown another way. All of the framebuffer is to be damaged
 * before they are wanted again.
 *
 * Returns: %TRUE when something changed
 */
gboolean
lodge_display_tiles_skip (LodgeDisplayTiles *self,
                          LodgeFramebuffer  *framebuffer)
{
  gboolean changed = lodge_framebuffer_is_damaged (framebuffer);

  if (!lodge_framebuffer_copy (framebuffer, 0, 0, 0, 0, NULL, 0))
    return FALSE;

  set_size (self, framebuffer);
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      if (lodge_framebuffer_take_tile (framebuffer, column, row))
        tile_clear (&self->tiles[row * self->columns + column]);
  return changed;
}

/**
 * lodge_display_tiles_take_seen:
 * @self: tiles
 * @framebuffer: where the pixels are
 * @geometry: where the picture lies
 *
 * Takes the damage without a frame of GTK's: what lodge_display_canvas_paint() is to paint.
 *
 * Returns: (transfer full) (nullable): device pixels from the area's corner; %NULL, and nothing
 *   taken, when GTK has to draw the picture
 */
cairo_region_t *
lodge_display_tiles_take_seen (LodgeDisplayTiles          *self,
                               LodgeFramebuffer           *framebuffer,
                               const LodgeDisplayGeometry *geometry)
{
  cairo_region_t *region;
  GdkRectangle damage, seen;

  if (self->kind != LODGE_TILES_CAIRO
      || !lodge_display_canvas_is_current (self->canvas, framebuffer, geometry))
    return NULL;

  region = cairo_region_create ();
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      if (lodge_framebuffer_take_damage (framebuffer, column, row, &damage.x, &damage.y,
                                         &damage.width, &damage.height))
        {
          self->n_loaded++;
          lodge_display_canvas_convert (self->canvas, framebuffer, &damage);
          lodge_display_geometry_seen (geometry, &damage, &seen);
          cairo_region_union_rectangle (region, &seen);
        }
  return region;
}

/* What take_seen() is about. */
LodgeDisplayCanvas *
lodge_display_tiles_get_canvas (LodgeDisplayTiles *self)
{
  return self->canvas;
}

/**
 * lodge_display_tiles_freeze:
 * @self: tiles
 *
 * Makes the picture independent of the framebuffer, whose pixels are about to go.
 */
void
lodge_display_tiles_freeze (LodgeDisplayTiles *self)
{
  lodge_display_canvas_freeze (self->canvas);
}

void
lodge_display_tiles_clear (LodgeDisplayTiles *self)
{
  lodge_display_canvas_clear (self->canvas);
  for (guint i = 0; i < self->columns * self->rows; i++)
    tile_clear (&self->tiles[i]);
  g_clear_pointer (&self->tiles, g_free);
  self->width = self->height = 0;
  self->columns = self->rows = 0;
}

/**
 * lodge_display_tiles_snapshot:
 * @self: tiles
 * @snapshot: where to
 * @geometry: where the picture lies
 *
 * Appends the nodes of all tiles; only new tiles get new nodes, unless the geometry changed.
 */
void
lodge_display_tiles_snapshot (LodgeDisplayTiles          *self,
                              GtkSnapshot                *snapshot,
                              const LodgeDisplayGeometry *geometry)
{
  gboolean moved = !lodge_display_geometry_equal (geometry, &self->geometry);
  Place place;

  if (self->kind == LODGE_TILES_CAIRO)
    {
      lodge_display_canvas_snapshot (self->canvas, snapshot, geometry);
      return;
    }

  self->geometry = *geometry;
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      {
        Tile *tile = &self->tiles[row * self->columns + column];

        if (moved)
          g_clear_pointer (&tile->node, gsk_render_node_unref);
        if (tile->pixels == NULL)
          continue;
        if (tile->node == NULL)
          {
            get_place (self, column, row, &place);
            tile->node = make_node (tile, &place, geometry);
          }
        gtk_snapshot_append_node (snapshot, tile->node);
      }
}

int
lodge_display_tiles_get_width (LodgeDisplayTiles *self)
{
  return self->width;
}

int
lodge_display_tiles_get_height (LodgeDisplayTiles *self)
{
  return self->height;
}

/* How many tiles were brought up to date since the start: what tests measure. */
guint64
lodge_display_tiles_get_n_loaded (LodgeDisplayTiles *self)
{
  return self->n_loaded;
}
