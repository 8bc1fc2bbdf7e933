/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a SPICE display channel, or the part of it that one of its monitors shows, lent to a
 * framebuffer. The library draws on the main thread and tells each drawing operation by a signal, so the
 * handlers here do next to nothing. Where the monitors are is the guest's word: it is checked here. */

#include "config.h"

#include "console/lodge-spice-screen-private.h"

#include <string.h>

#include "console/lodge-spice-scanout-private.h"

/* A new surface is shown after this time also when nothing was drawn on it. */
#define SHOW_MS 400

typedef struct {
  const guint8 *data;
  int x, y, width, height;
  int stride;
  enum SpiceSurfaceFmt format;
} View;

struct _LodgeSpiceScreen
{
  GObject parent_instance;

  SpiceChannel *channel;
  guint monitor;
  LodgeScreen *screen;
  LodgeFramebuffer *framebuffer;   /* the screen's */
  LodgeSpiceScanout *scanout;      /* of the channel, with its first monitor */
  View view;
  gboolean off;                    /* no such monitor, until they change */
  guint show_source;
};

G_DEFINE_FINAL_TYPE (LodgeSpiceScreen, lodge_spice_screen, G_TYPE_OBJECT)

static void
forget_picture (LodgeSpiceScreen *self)
{
  g_clear_handle_id (&self->show_source, g_source_remove);
  self->view = (View) { 0 };
  lodge_framebuffer_clear (self->framebuffer);
}

static gboolean
pixels_of_format (enum SpiceSurfaceFmt  format,
                  LodgePixelFormat     *pixels)
{
  switch (format)
    {
    case SPICE_SURFACE_FMT_32_xRGB:
    case SPICE_SURFACE_FMT_32_ARGB:
      *pixels = LODGE_PIXELS_XRGB32;
      return TRUE;

    case SPICE_SURFACE_FMT_16_555:
      *pixels = LODGE_PIXELS_RGB16_555;
      return TRUE;

    case SPICE_SURFACE_FMT_16_565:
      *pixels = LODGE_PIXELS_RGB16_565;
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
crop (View                            *view,
      const SpiceDisplayMonitorConfig *monitor)
{
  gint64 right = MIN ((gint64) monitor->x + monitor->width, view->width);
  gint64 bottom = MIN ((gint64) monitor->y + monitor->height, view->height);

  if (monitor->surface_id != 0 || (gint64) monitor->x >= right || (gint64) monitor->y >= bottom)
    return FALSE;

  view->x = (int) monitor->x;
  view->y = (int) monitor->y;
  view->width = (int) right - view->x;
  view->height = (int) bottom - view->y;
  return TRUE;
}

/* The monitor's part of the surface: what is said first of its number, or of the only one there can be. The
 * first screen is all of the surface when the guest says nothing sensible, the others are off then. */
static gboolean
crop_to_monitor (LodgeSpiceScreen *self,
                 View             *view)
{
  g_autoptr(GArray) monitors = NULL;
  guint n, max;

  g_object_get (self->channel, "monitors", &monitors, "monitors-max", &max, NULL);
  n = monitors != NULL ? MIN (monitors->len, LODGE_MAX_SCREENS) : 0;
  for (guint i = 0; i < n; i++)
    {
      const SpiceDisplayMonitorConfig *monitor =
        &g_array_index (monitors, SpiceDisplayMonitorConfig, i);

      if ((monitor->id == self->monitor || max == 1) && crop (view, monitor))
        return TRUE;
    }
  return lodge_screen_get_number (self->screen) == 0 || (n == 0 && self->monitor == 0);
}

static void
show_view (LodgeSpiceScreen         *self,
           const SpiceDisplayPrimary *primary)
{
  LodgePixelFormat format;
  gint64 length, offset;

  if (!pixels_of_format (self->view.format, &format) || primary->stride < 1)
    {
      lodge_framebuffer_clear (self->framebuffer);
      return;
    }

  length = (gint64) primary->stride * primary->height;
  offset = (gint64) primary->stride * self->view.y
           + (gint64) self->view.x * (format == LODGE_PIXELS_XRGB32 ? 4 : 2);
  if (offset >= length
      || !lodge_framebuffer_set_data (self->framebuffer, primary->data + offset,
                                      (gsize) (length - offset), self->view.width,
                                      self->view.height, primary->stride, format))
    lodge_framebuffer_clear (self->framebuffer);
}

/* What the guest drew last: with its graphics processor, or by the protocol. */
static gboolean
get_primary (LodgeSpiceScreen    *self,
             SpiceDisplayPrimary *primary)
{
  if (self->scanout != NULL && lodge_spice_scanout_get_primary (self->scanout, primary))
    return TRUE;
  return spice_display_channel_get_primary (self->channel, 0, primary) && primary->data != NULL
         && primary->width > 0 && primary->height > 0;
}

static gboolean
is_scanout (LodgeSpiceScreen *self)
{
  SpiceDisplayPrimary primary;

  return self->scanout != NULL && lodge_spice_scanout_get_primary (self->scanout, &primary);
}

/* Surfaces are reused without a word when only their format changes, so this is asked often. */
static void
update_view (LodgeSpiceScreen *self,
             gboolean           monitors_too)
{
  SpiceDisplayPrimary primary = { 0 };
  View view = { 0 };

  if (!get_primary (self, &primary))
    {
      if (self->view.data != NULL)
        forget_picture (self);
      return;
    }

  if (!monitors_too && primary.data == self->view.data && primary.format == self->view.format)
    return;

  view.data = primary.data;
  view.width = primary.width;
  view.height = primary.height;
  view.stride = primary.stride;
  view.format = primary.format;
  self->off = !crop_to_monitor (self, &view);
  if (self->off)
    {
      forget_picture (self);
      lodge_screen_set_area (self->screen, FALSE, 0, 0);
      return;
    }
  if (memcmp (&view, &self->view, sizeof view) == 0)
    return;

  g_clear_handle_id (&self->show_source, g_source_remove);
  self->view = view;
  lodge_screen_set_area (self->screen, TRUE, view.x, view.y);
  show_view (self, &primary);
}

static int
clamp_to_int (gint64 value)
{
  return (int) CLAMP (value, G_MININT, G_MAXINT);
}

static gboolean
show_cb (gpointer user_data)
{
  LodgeSpiceScreen *self = LODGE_SPICE_SCREEN (user_data);

  self->show_source = 0;
  update_view (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* A new surface is black until the guest has drawn: the old picture stays that long. The mark, which
 * is to say that it has, comes with the surface already. */
static void
primary_create_cb (LodgeSpiceScreen *self)
{
  self->off = FALSE;
  if (self->show_source == 0)
    self->show_source = g_timeout_add (SHOW_MS, show_cb, self);
}

static void
primary_destroy_cb (LodgeSpiceScreen *self)
{
  if (!is_scanout (self))
    forget_picture (self);
}

/* Without a scanout there may be a surface, which is old until the guest draws on it. */
static void
scanout_changed_cb (gpointer user_data)
{
  LodgeSpiceScreen *self = user_data;

  self->off = FALSE;
  if (is_scanout (self))
    update_view (self, TRUE);
  else
    {
      forget_picture (self);
      primary_create_cb (self);
    }
}

static void
scanout_drawn_cb (gpointer user_data,
                  int      x,
                  int      y,
                  int      width,
                  int      height)
{
  LodgeSpiceScreen *self = user_data;

  lodge_framebuffer_damage (self->framebuffer, clamp_to_int ((gint64) x - self->view.x),
                            clamp_to_int ((gint64) y - self->view.y), width, height);
}

static void
monitors_cb (LodgeSpiceScreen *self)
{
  if (self->view.data != NULL || (self->off && self->show_source == 0))
    update_view (self, TRUE);
}

static void
invalidate_cb (LodgeSpiceScreen *self,
               int                x,
               int                y,
               int                width,
               int                height)
{
  if (self->off)
    return;

  if (self->scanout != NULL)
    lodge_spice_scanout_yield (self->scanout);
  update_view (self, FALSE);
  lodge_framebuffer_damage (self->framebuffer,
                            clamp_to_int ((gint64) x - self->view.x),
                            clamp_to_int ((gint64) y - self->view.y), width, height);
}

static void
lodge_spice_screen_dispose (GObject *object)
{
  LodgeSpiceScreen *self = LODGE_SPICE_SCREEN (object);

  g_clear_pointer (&self->scanout, lodge_spice_scanout_free);
  if (self->framebuffer != NULL)
    forget_picture (self);
  self->framebuffer = NULL;
  g_clear_object (&self->screen);
  g_clear_object (&self->channel);

  G_OBJECT_CLASS (lodge_spice_screen_parent_class)->dispose (object);
}

static void
lodge_spice_screen_class_init (LodgeSpiceScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_spice_screen_dispose;
}

static void
lodge_spice_screen_init (LodgeSpiceScreen *self)
{
}

static void
watch (LodgeSpiceScreen *self,
       const char       *signal,
       GCallback         callback)
{
  g_signal_connect_object (self->channel, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * lodge_spice_screen_new:
 * @channel: a display channel
 * @monitor: the number of one of its monitors
 * @screen: where it is to be seen
 *
 * Shows one of the channel's monitors. When this object goes, the screen's framebuffer gives the pixels
 * back.
 *
 * Returns: (transfer full): the object
 */
LodgeSpiceScreen *
lodge_spice_screen_new (SpiceChannel *channel,
                        guint         monitor,
                        LodgeScreen  *screen)
{
  static const LodgeSpiceScanoutFuncs scanout_funcs = { scanout_changed_cb, scanout_drawn_cb };
  LodgeSpiceScreen *self = g_object_new (LODGE_TYPE_SPICE_SCREEN, NULL);

  self->channel = g_object_ref (channel);
  self->monitor = monitor;
  self->screen = g_object_ref (screen);
  self->framebuffer = lodge_screen_get_framebuffer (screen);
  watch (self, "display-primary-create", G_CALLBACK (primary_create_cb));
  watch (self, "display-primary-destroy", G_CALLBACK (primary_destroy_cb));
  watch (self, "display-invalidate", G_CALLBACK (invalidate_cb));
  watch (self, "notify::monitors", G_CALLBACK (monitors_cb));
  if (monitor == 0)
    self->scanout = lodge_spice_scanout_new (channel, screen, &scanout_funcs, self);
  /* A monitor that is turned on has its surface already. */
  if (monitor > 0)
    update_view (self, TRUE);
  return self;
}

/* The channel is gone. */
void
lodge_spice_screen_lose (LodgeSpiceScreen *self)
{
  g_clear_pointer (&self->scanout, lodge_spice_scanout_free);
  forget_picture (self);
  lodge_screen_set_area (self->screen, FALSE, 0, 0);
}
