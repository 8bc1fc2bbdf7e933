/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The memory in which a guest's graphics processor draws, imported by EGL as a texture that GTK's renderer
 * shows: nothing is copied, and memory in the processor's own tiles is seen right. It takes a renderer with
 * GL, a driver that imports DMA buffers, and a processor: GL by software would copy anyway. Whatever fails,
 * the console copies the picture, as before; why is kept for the status.
 *
 * The texture is the memory itself, so that it is imported once, and each frame only gets a new GdkTexture,
 * by which GTK learns that it changed. Who needs pixels, for a screenshot or a recording, gets them by a
 * reader that downloads the texture when it is asked.
 *
 * import_dma_buffer() has never run where this was written, which has no graphics processor; the tests run
 * everything else, with pixels in a texture of their own. */

#include "config.h"

#include "display/lodge-display-gl.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "display/lodge-display-private.h"

/* A texture, shared with all of GTK's that show it. */
typedef struct {
  gatomicrefcount ref_count;
  GdkGLContext *context;
  guint id;
} Image;

struct _LodgeDisplayGl
{
  GdkGLContext *context;   /* NULL: GTK does not draw with GL */
  LodgeScanout *scanout;
  Image *image;            /* of it; NULL: it is to be copied */
  GdkTexture *frame;       /* the last one */
  gboolean sharp;          /* how it is scaled */
  const char *obstacle;
};

static LodgeDisplayGlImporter test_importer;

static void
image_unref (gpointer data)
{
  Image *image = data;
  g_autoptr(GdkGLContext) current = NULL;

  if (!g_atomic_ref_count_dec (&image->ref_count))
    return;

  g_set_object (&current, gdk_gl_context_get_current ());
  gdk_gl_context_make_current (image->context);
  glDeleteTextures (1, &image->id);
  /* The renderer may be at work when it gives up its last frame. */
  if (current != NULL)
    gdk_gl_context_make_current (current);
  g_object_unref (image->context);
  g_free (image);
}

/* Alpha is no part of a screen: a format with it is imported as the one without. */
static guint32
get_opaque_format (guint32 format)
{
  guint32 first = format & 0xff, second = format >> 8 & 0xff;

  if (first == 'A')
    return (format & ~0xffu) | 'X';
  if (second == 'A')
    return (format & ~0xff00u) | 'X' << 8;
  return format;
}

static const char *
import_dma_buffer (LodgeScanout *scanout)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (scanout);
  EGLDisplay display = epoxy_has_egl () ? eglGetCurrentDisplay () : EGL_NO_DISPLAY;
  const EGLint attributes[] = {
    EGL_WIDTH, (EGLint) layout->width,
    EGL_HEIGHT, (EGLint) layout->height,
    EGL_LINUX_DRM_FOURCC_EXT, (EGLint) get_opaque_format (layout->format),
    EGL_DMA_BUF_PLANE0_FD_EXT, lodge_scanout_get_fd (scanout),
    EGL_DMA_BUF_PLANE0_OFFSET_EXT, 0,
    EGL_DMA_BUF_PLANE0_PITCH_EXT, (EGLint) layout->stride,
    EGL_NONE
  };
  EGLImageKHR image;

  if (display == EGL_NO_DISPLAY
      || !epoxy_has_egl_extension (display, "EGL_KHR_image_base")
      || !epoxy_has_egl_extension (display, "EGL_EXT_image_dma_buf_import")
      || !epoxy_has_gl_extension ("GL_OES_EGL_image"))
    return _("Off for this picture: the graphics driver does not import memory");

  image = eglCreateImageKHR (display, EGL_NO_CONTEXT, EGL_LINUX_DMA_BUF_EXT, NULL, attributes);
  if (image == EGL_NO_IMAGE_KHR)
    return _("Off for this picture: the graphics driver refuses its memory");

  glEGLImageTargetTexture2DOES (GL_TEXTURE_2D, image);
  eglDestroyImageKHR (display, image);
  return glGetError () == GL_NO_ERROR
           ? NULL : _("Off for this picture: the graphics driver refuses its memory");
}

/* Into the texture that is bound. */
static const char *
import (LodgeScanout *scanout)
{
  while (glGetError () != GL_NO_ERROR)
    ;
  if (test_importer != NULL)
    {
      test_importer (scanout);
      return NULL;
    }
  if (!lodge_scanout_is_dma_buffer (scanout))
    return _("Off for this picture: it is not in a graphics processor’s memory");
  if (lodge_display_is_software_gl ((const char *) glGetString (GL_RENDERER)))
    return _("Off: here it would be done by the processor");
  return import_dma_buffer (scanout);
}

static void
set_filter (LodgeDisplayGl *self)
{
  GLint filter = self->sharp ? GL_NEAREST : GL_LINEAR;

  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

static void
load_image (LodgeDisplayGl *self)
{
  Image *image = g_new0 (Image, 1);

  g_atomic_ref_count_init (&image->ref_count);
  image->context = g_object_ref (self->context);
  gdk_gl_context_make_current (self->context);
  glGenTextures (1, &image->id);
  glBindTexture (GL_TEXTURE_2D, image->id);
  self->obstacle = import (self->scanout);
  set_filter (self);
  glBindTexture (GL_TEXTURE_2D, 0);
  if (self->obstacle == NULL)
    self->image = image;
  else
    image_unref (image);
}

/* For who needs pixels: the rows from the top down. */
static gboolean
read_cb (guint8   *dest,
         gpointer  user_data)
{
  LodgeDisplayGl *self = user_data;
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);
  gsize stride = (gsize) layout->width * 4;
  g_autofree guint8 *row = g_malloc (stride);

  lodge_display_gl_draw (self);
  gdk_texture_download (self->frame, dest, stride);
  for (gsize i = 0; layout->bottom_up && i < layout->height / 2; i++)
    {
      guint8 *upper = dest + i * stride, *lower = dest + (layout->height - 1 - i) * stride;

      memcpy (row, upper, stride);
      memcpy (upper, lower, stride);
      memcpy (lower, row, stride);
    }
  return TRUE;
}

static gboolean
draws_with_gl (GskRenderer *renderer)
{
  const char *name = G_OBJECT_TYPE_NAME (renderer);

  return g_str_equal (name, "GskGLRenderer") || g_str_equal (name, "GskNglRenderer");
}

/**
 * lodge_display_gl_new:
 * @widget: realized
 *
 * Looks for a way to show textures. There may be none: nothing is imported then.
 *
 * Returns: (transfer full): the way
 */
LodgeDisplayGl *
lodge_display_gl_new (GtkWidget *widget)
{
  LodgeDisplayGl *self = g_new0 (LodgeDisplayGl, 1);
  GtkNative *native = gtk_widget_get_native (widget);
  g_autoptr(GdkGLContext) context = NULL;

  if (!draws_with_gl (gtk_native_get_renderer (native)))
    return self;

  context = gdk_surface_create_gl_context (gtk_native_get_surface (native), NULL);
  if (context != NULL && gdk_gl_context_realize (context, NULL))
    self->context = g_steal_pointer (&context);
  return self;
}

void
lodge_display_gl_free (LodgeDisplayGl *self)
{
  lodge_display_gl_set_scanout (self, NULL);
  g_clear_object (&self->context);
  g_free (self);
}

/**
 * lodge_display_gl_set_scanout:
 * @self: a way
 * @scanout: (nullable): what to show
 *
 * Imports it; from then on the console copies nothing of it for the screen.
 *
 * Returns: %TRUE when it is shown as a texture
 */
gboolean
lodge_display_gl_set_scanout (LodgeDisplayGl *self,
                              LodgeScanout   *scanout)
{
  if (self->scanout == scanout)
    return self->image != NULL;

  if (self->scanout != NULL)
    lodge_scanout_set_reader (self->scanout, NULL, NULL);
  g_clear_object (&self->frame);
  g_clear_pointer (&self->image, image_unref);
  self->obstacle = NULL;
  g_set_object (&self->scanout, scanout);
  if (scanout == NULL || self->context == NULL)
    return FALSE;

  load_image (self);
  if (self->image != NULL)
    lodge_scanout_set_reader (scanout, read_cb, self);
  return self->image != NULL;
}

gboolean
lodge_display_gl_has_picture (LodgeDisplayGl *self)
{
  return self->image != NULL;
}

/* Translated: why the scanout is no texture; NULL when it is one, or there is none. */
const char *
lodge_display_gl_get_obstacle (LodgeDisplayGl *self)
{
  return self->obstacle;
}

/* The guest drew: a new frame of the same memory. */
void
lodge_display_gl_draw (LodgeDisplayGl *self)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);

  if (test_importer != NULL)
    {
      gdk_gl_context_make_current (self->context);
      glBindTexture (GL_TEXTURE_2D, self->image->id);
      test_importer (self->scanout);
      glBindTexture (GL_TEXTURE_2D, 0);
    }
  g_clear_object (&self->frame);
  g_atomic_ref_count_inc (&self->image->ref_count);
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  self->frame = gdk_gl_texture_new (self->context, self->image->id, (int) layout->width,
                                    (int) layout->height, image_unref, self->image);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static void
use_filter (LodgeDisplayGl             *self,
            const LodgeDisplayGeometry *geometry)
{
  gboolean sharp = lodge_display_geometry_is_sharp (geometry);

  if (sharp == self->sharp)
    return;

  self->sharp = sharp;
  gdk_gl_context_make_current (self->context);
  glBindTexture (GL_TEXTURE_2D, self->image->id);
  set_filter (self);
  glBindTexture (GL_TEXTURE_2D, 0);
}

/**
 * lodge_display_gl_snapshot:
 * @self: a way with a picture
 * @snapshot: where to
 * @geometry: where the guest's screen lies
 * @x: of the screen in the picture, from the left
 * @y: from the top
 *
 * Appends the part of the last frame that is the screen.
 */
void
lodge_display_gl_snapshot (LodgeDisplayGl             *self,
                           GtkSnapshot                *snapshot,
                           const LodgeDisplayGeometry *geometry,
                           int                         x,
                           int                         y)
{
  const LodgeScanoutLayout *layout = lodge_scanout_get_layout (self->scanout);
  float scale_x = (float) geometry->width / geometry->guest_width / (float) geometry->scale;
  float scale_y = (float) geometry->height / geometry->guest_height / (float) geometry->scale;
  graphene_rect_t screen, picture;

  use_filter (self, geometry);
  lodge_display_geometry_rect (geometry, 0, 0, geometry->guest_width, geometry->guest_height,
                               &screen);
  graphene_rect_init (&picture, screen.origin.x - x * scale_x, screen.origin.y - y * scale_y,
                      layout->width * scale_x, layout->height * scale_y);
  gtk_snapshot_push_clip (snapshot, &screen);
  gtk_snapshot_save (snapshot);
  if (layout->bottom_up)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, 2 * picture.origin.y
                                                                 + picture.size.height));
      gtk_snapshot_scale (snapshot, 1, -1);
    }
  gtk_snapshot_append_texture (snapshot, self->frame, &picture);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

void
lodge_display_gl_set_importer (LodgeDisplayGlImporter importer)
{
  test_importer = importer;
}
