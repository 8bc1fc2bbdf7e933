/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest with 3D acceleration: its picture comes as a file descriptor, and each frame is announced with
 * what changed in it. That is copied before the frame is answered, as the guest then draws the next one,
 * and it is answered when the display has taken it: a guest draws no more than is seen. Each frame is
 * answered, also when nobody looks or it cannot be read, because a guest that waits is frozen.
 *
 * A display that shows the memory itself needs no copy. Then there is one when somebody asks for pixels.
 *
 * The picture's memory goes with each scanout, and a guest may send one a frame; so the copy stays as long
 * as the size does. */

#include "config.h"

#include "console/lodge-spice-scanout-private.h"

#include <glib-unix.h>

#include "console/lodge-spice-host-private.h"

/* A new scanout is shown after this time also when nothing was drawn on it. */
#define SHOW_MS 400

/* What nobody takes is answered after this time, and what the graphics processor does not finish after the
 * other. */
#define HIDDEN_MS 50
#define UNFINISHED_MS 500

/* From left and top to one past the last pixel; right is 0 when there is nothing. */
typedef struct {
  guint32 left, top, right, bottom;
} Damage;

struct _LodgeSpiceScanout
{
  SpiceChannel *channel;
  LodgeScreen *screen;
  const LodgeSpiceScanoutFuncs *funcs;
  gpointer user_data;

  LodgeScanout *scanout;   /* NULL: none, or one that makes no sense */
  guint8 *pixels;          /* the picture, from the top down */
  int width, height;       /* of it */
  gboolean shown;          /* it is what the guest shows */
  gboolean stale;          /* it was not copied when the guest drew */
  Damage damage;           /* announced, not copied yet */
  guint n_draws;           /* not answered yet */
  guint n_copied;          /* of these */
  gboolean waiting;        /* until they are taken */
  guint answer_source, late_source, ready_source, show_source;
};

static void take (LodgeSpiceScanout *self);

static gboolean
is_empty (const Damage *damage)
{
  return damage->left >= damage->right || damage->top >= damage->bottom;
}

static void
add_damage (LodgeSpiceScanout *self,
            guint32            x,
            guint32            y,
            guint32            width,
            guint32            height)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);
  Damage *damage = &self->damage;
  Damage more = { x, y, 0, 0 };

  more.right = (guint32) MIN ((guint64) x + width, layout->width);
  more.bottom = (guint32) MIN ((guint64) y + height, layout->height);
  if (is_empty (&more))
    return;

  if (is_empty (damage))
    *damage = more;
  damage->left = MIN (damage->left, more.left);
  damage->top = MIN (damage->top, more.top);
  damage->right = MAX (damage->right, more.right);
  damage->bottom = MAX (damage->bottom, more.bottom);
}

/* Somebody reads the pixels. */
static void
update_cb (gpointer user_data)
{
  LodgeSpiceScanout *self = user_data;
  LodgeScanout *shown = lodge_screen_get_scanout (self->screen);
  const LodgeScanoutLayout *layout;

  if (!self->stale || !self->shown || shown == NULL)
    return;

  layout = lodge_scanout_get_layout (shown);
  if (self->width == (int) layout->width && self->height == (int) layout->height
      && lodge_scanout_read_all (shown, self->pixels))
    self->stale = FALSE;
}

/* What was seen last is in them while that is told. */
static void
drop_pixels (LodgeSpiceScanout *self)
{
  g_autofree guint8 *pixels = NULL;

  update_cb (self);
  pixels = g_steal_pointer (&self->pixels);
  self->shown = FALSE;
  self->width = self->height = 0;
  if (pixels != NULL)
    self->funcs->changed (self->user_data);
}

static gboolean
is_open (LodgeSpiceScanout *self)
{
  g_autoptr(GSocket) socket = lodge_spice_channel_dup_socket (self->channel);

  return socket != NULL;
}

static void
answer (LodgeSpiceScanout *self,
        guint              n)
{
  self->n_draws -= n;
  if (!is_open (self))
    return;
  while (n-- > 0)
    spice_display_channel_gl_draw_done (SPICE_DISPLAY_CHANNEL (self->channel));
}

/* What was drawn is seen, or would be. */
static void
finish (LodgeSpiceScanout *self)
{
  g_clear_handle_id (&self->answer_source, g_source_remove);
  g_clear_handle_id (&self->late_source, g_source_remove);
  g_clear_handle_id (&self->ready_source, g_source_remove);
  self->waiting = FALSE;
  answer (self, self->n_copied);
  self->n_copied = 0;
  if (self->n_draws > 0)
    take (self);
}

static gboolean
answer_cb (gpointer user_data)
{
  LodgeSpiceScanout *self = user_data;

  self->answer_source = 0;
  finish (self);
  return G_SOURCE_REMOVE;
}

static gboolean
late_cb (gpointer user_data)
{
  LodgeSpiceScanout *self = user_data;

  self->late_source = 0;
  self->n_copied = self->n_draws;
  finish (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_taken (LodgeSpiceScanout *self,
                guint              ms)
{
  self->waiting = TRUE;
  if (self->late_source == 0)
    self->late_source = g_timeout_add (ms, late_cb, self);
}

/* The display is in the middle of taking it. */
static void
taken_cb (LodgeSpiceScanout *self)
{
  if (self->n_copied > 0 && self->answer_source == 0)
    self->answer_source = g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, self, NULL);
}

static void
damage_all (LodgeSpiceScanout *self)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);

  self->damage = (Damage) { 0, 0, layout->width, layout->height };
}

static gboolean
copy_damage (LodgeSpiceScanout  *self,
             guint8             *pixels,
             GError            **error)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);
  const Damage *damage = &self->damage;
  gsize stride = (gsize) layout->width * 4;

  if (lodge_scanout_has_reader (self->scanout))
    {
      self->stale = TRUE;
      return TRUE;
    }
  if (self->stale)
    damage_all (self);
  self->stale = FALSE;
  return lodge_scanout_read (self->scanout, (int) damage->left, (int) damage->top,
                             (int) (damage->right - damage->left),
                             (int) (damage->bottom - damage->top),
                             pixels + damage->top * stride + damage->left * 4, stride, error);
}

/* Into new memory. What was seen last is in the old one until it is told. */
static gboolean
copy_all (LodgeSpiceScanout  *self,
          GError            **error)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);
  g_autofree guint8 *pixels = g_malloc0 ((gsize) layout->width * layout->height * 4);
  g_autofree guint8 *old = NULL;

  if (!copy_damage (self, pixels, error))
    return FALSE;

  old = self->pixels;
  self->pixels = g_steal_pointer (&pixels);
  self->width = (int) layout->width;
  self->height = (int) layout->height;
  self->shown = TRUE;
  self->funcs->changed (self->user_data);
  return TRUE;
}

static gboolean
copy (LodgeSpiceScanout  *self,
      GError            **error)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);
  const Damage *damage = &self->damage;

  if (self->pixels == NULL || self->width != (int) layout->width
      || self->height != (int) layout->height)
    return copy_all (self, error);

  if (!copy_damage (self, self->pixels, error))
    return FALSE;
  if (!self->shown)
    {
      self->shown = TRUE;
      self->funcs->changed (self->user_data);
    }
  self->funcs->drawn (self->user_data, (int) damage->left, (int) damage->top,
                      (int) (damage->right - damage->left), (int) (damage->bottom - damage->top));
  return TRUE;
}

static void
tell (LodgeSpiceScanout *self,
      const GError      *error)
{
  lodge_screen_set_scanout (self->screen, error == NULL ? self->scanout : NULL,
                            error != NULL ? error->message : NULL);
}

static gboolean
ready_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  LodgeSpiceScanout *self = user_data;

  self->ready_source = 0;
  g_clear_handle_id (&self->late_source, g_source_remove);
  take (self);
  return G_SOURCE_REMOVE;
}

/* Copies what is announced, when it is drawn. */
static void
take (LodgeSpiceScanout *self)
{
  g_autoptr(GError) error = NULL;
  gboolean copied = FALSE;

  g_clear_handle_id (&self->show_source, g_source_remove);
  if (self->scanout != NULL && !is_empty (&self->damage))
    {
      if (!lodge_scanout_is_ready (self->scanout))
        {
          self->ready_source = g_unix_fd_add (lodge_scanout_get_fd (self->scanout), G_IO_IN,
                                              ready_cb, self);
          wait_for_taken (self, UNFINISHED_MS);
          return;
        }
      lodge_screen_set_scanout (self->screen, self->scanout,
                                lodge_screen_get_obstacle (self->screen));
      copied = copy (self, &error);
      tell (self, error);
      self->damage = (Damage) { 0 };
    }

  self->n_copied = self->n_draws;
  wait_for_taken (self, HIDDEN_MS);
  if (copied && !lodge_framebuffer_is_damaged (lodge_screen_get_framebuffer (self->screen)))
    taken_cb (self);
}

static gboolean
show_cb (gpointer user_data)
{
  LodgeSpiceScanout *self = user_data;

  self->show_source = 0;
  if (!self->waiting)
    take (self);
  return G_SOURCE_REMOVE;
}

/* @told: the library's; its descriptor is closed with the next one. */
static void
set_scanout (LodgeSpiceScanout    *self,
             const SpiceGlScanout *told)
{
  /* Its name means where GL has the first row; on the screen that is at the bottom. */
  LodgeScanoutLayout layout = { told->width, told->height, told->stride, told->format,
                                told->y0top };
  g_autoptr(GError) error = NULL;

  self->scanout = lodge_scanout_new (told->fd, &layout, &error);
  if (self->scanout == NULL)
    {
      tell (self, error);
      return;
    }
  damage_all (self);
  if (self->show_source == 0)
    self->show_source = g_timeout_add (SHOW_MS, show_cb, self);
}

static void
scanout_cb (LodgeSpiceScanout *self)
{
  const SpiceGlScanout *told =
    spice_display_channel_get_gl_scanout (SPICE_DISPLAY_CHANNEL (self->channel));

  g_clear_handle_id (&self->ready_source, g_source_remove);
  g_clear_handle_id (&self->show_source, g_source_remove);
  g_clear_object (&self->scanout);
  self->damage = (Damage) { 0 };
  if (told != NULL)
    {
      set_scanout (self, told);
      return;
    }
  drop_pixels (self);
  tell (self, NULL);
}

static void
draw_cb (LodgeSpiceScanout *self,
         guint              x,
         guint              y,
         guint              width,
         guint              height)
{
  self->n_draws++;
  if (self->scanout != NULL)
    add_damage (self, x, y, width, height);
  if (!self->waiting)
    take (self);
}

/* @screen's framebuffer is told by @funcs. */
LodgeSpiceScanout *
lodge_spice_scanout_new (SpiceChannel                 *channel,
                         LodgeScreen                  *screen,
                         const LodgeSpiceScanoutFuncs *funcs,
                         gpointer                      user_data)
{
  LodgeSpiceScanout *self = g_new0 (LodgeSpiceScanout, 1);

  self->channel = g_object_ref (channel);
  self->screen = g_object_ref (screen);
  self->funcs = funcs;
  self->user_data = user_data;
  g_signal_connect_swapped (channel, "notify::gl-scanout", G_CALLBACK (scanout_cb), self);
  g_signal_connect_swapped (channel, "gl-draw", G_CALLBACK (draw_cb), self);
  g_signal_connect_swapped (lodge_screen_get_framebuffer (screen), "taken", G_CALLBACK (taken_cb),
                            self);
  lodge_framebuffer_set_update (lodge_screen_get_framebuffer (screen), update_cb, self);
  return self;
}

void
lodge_spice_scanout_free (LodgeSpiceScanout *self)
{
  g_signal_handlers_disconnect_by_data (self->channel, self);
  g_signal_handlers_disconnect_by_data (lodge_screen_get_framebuffer (self->screen), self);
  lodge_framebuffer_set_update (lodge_screen_get_framebuffer (self->screen), NULL, NULL);
  g_clear_handle_id (&self->answer_source, g_source_remove);
  g_clear_handle_id (&self->late_source, g_source_remove);
  g_clear_handle_id (&self->ready_source, g_source_remove);
  g_clear_handle_id (&self->show_source, g_source_remove);
  answer (self, self->n_draws);
  drop_pixels (self);
  g_clear_object (&self->scanout);
  lodge_screen_set_scanout (self->screen, NULL, NULL);
  g_object_unref (self->screen);
  g_object_unref (self->channel);
  g_free (self);
}

/* The pixels as if they were a surface's; %FALSE while they are not what the guest shows. */
gboolean
lodge_spice_scanout_get_primary (LodgeSpiceScanout   *self,
                                 SpiceDisplayPrimary *primary)
{
  if (!self->shown)
    return FALSE;

  primary->data = self->pixels;
  primary->width = self->width;
  primary->height = self->height;
  primary->stride = self->width * 4;
  primary->format = SPICE_SURFACE_FMT_32_xRGB;
  return TRUE;
}

/* The guest has drawn on its surface; until it draws here again, that is the picture. */
void
lodge_spice_scanout_yield (LodgeSpiceScanout *self)
{
  if (!self->shown)
    return;

  self->shown = FALSE;
  lodge_screen_set_scanout (self->screen, NULL, NULL);
}
