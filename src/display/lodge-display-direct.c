/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shortest way of pixels to an X window: an image in memory that the X server shares, and of it the
 * rectangles that changed. GTK's own way for the cairo renderer clears and paints an image as large as
 * what holds all damage, copies it into shared memory that is made anew for it, and walks all widgets
 * before: several times the work of the guest's own small changes.
 *
 * What GTK paints there is the same picture, so that both ways may alternate. The next picture is put
 * when the server has read the last one. */

#include "config.h"

#include "display/lodge-display-direct.h"

#ifdef HAVE_XSHM

#include <gdk/x11/gdkx.h>
#include <X11/extensions/XShm.h>
#include <sys/ipc.h>
#include <sys/shm.h>

struct _LodgeDisplayDirect
{
  GdkDisplay *display;
  Display *xdisplay;
  Window window;
  XVisualInfo visual;
  GC gc;
  int completion;          /* the type of the event that tells that the server has read */
  gulong event_handler;

  XShmSegmentInfo segment;
  XImage *image;           /* NULL: none */
  cairo_surface_t *surface; /* the same memory */
  gboolean broken;         /* the server does not share memory with us */
  gboolean busy;
  void (*ready) (gpointer);
  gpointer user_data;
};

static gboolean
find_visual (LodgeDisplayDirect *self)
{
  XWindowAttributes attributes;
  XVisualInfo *visuals;
  int n = 0;

  if (!XGetWindowAttributes (self->xdisplay, self->window, &attributes))
    return FALSE;

  self->visual.visualid = XVisualIDFromVisual (attributes.visual);
  visuals = XGetVisualInfo (self->xdisplay, VisualIDMask, &self->visual, &n);
  if (n > 0)
    self->visual = visuals[0];
  g_clear_pointer (&visuals, XFree);
  return n > 0 && (self->visual.depth == 24 || self->visual.depth == 32)
         && self->visual.red_mask == 0xff0000 && self->visual.green_mask == 0xff00
         && self->visual.blue_mask == 0xff;
}

static void
free_image (LodgeDisplayDirect *self)
{
  if (self->image == NULL)
    return;

  cairo_surface_finish (self->surface);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  XShmDetach (self->xdisplay, &self->segment);
  self->image->data = NULL;
  XDestroyImage (self->image);
  self->image = NULL;
  shmdt (self->segment.shmaddr);
  self->busy = FALSE;
}

/* The segment is removed at once: it lives as long as it is attached. */
static gboolean
share_memory (LodgeDisplayDirect *self,
              gsize               size)
{
  gboolean attached;

  self->segment.shmid = shmget (IPC_PRIVATE, size, IPC_CREAT | 0600);
  if (self->segment.shmid < 0)
    return FALSE;

  self->segment.shmaddr = shmat (self->segment.shmid, NULL, 0);
  self->segment.readOnly = True;
  if (self->segment.shmaddr == (char *) -1)
    {
      shmctl (self->segment.shmid, IPC_RMID, NULL);
      return FALSE;
    }
  gdk_x11_display_error_trap_push (self->display);
  attached = XShmAttach (self->xdisplay, &self->segment);
  attached = gdk_x11_display_error_trap_pop (self->display) == 0 && attached;
  shmctl (self->segment.shmid, IPC_RMID, NULL);
  if (!attached)
    shmdt (self->segment.shmaddr);
  return attached;
}

static gboolean
make_image (LodgeDisplayDirect *self,
            int                 width,
            int                 height)
{
  XImage *image = XShmCreateImage (self->xdisplay, self->visual.visual,
                                   (unsigned int) self->visual.depth, ZPixmap, NULL,
                                   &self->segment, (unsigned int) width, (unsigned int) height);
  int native = G_BYTE_ORDER == G_LITTLE_ENDIAN ? LSBFirst : MSBFirst;

  if (image == NULL)
    return FALSE;
  if (image->bits_per_pixel != 32 || image->byte_order != native
      || !share_memory (self, (gsize) image->bytes_per_line * (gsize) height))
    {
      XDestroyImage (image);
      return FALSE;
    }

  image->data = self->segment.shmaddr;
  self->image = image;
  self->surface = cairo_image_surface_create_for_data ((guchar *) image->data,
                                                       CAIRO_FORMAT_ARGB32, width, height,
                                                       image->bytes_per_line);
  return TRUE;
}

static gboolean
event_cb (LodgeDisplayDirect *self,
          gpointer            xevent)
{
  const XShmCompletionEvent *event = xevent;

  if (event->type != self->completion || event->drawable != self->window || self->image == NULL
      || event->shmseg != self->segment.shmseg)
    return GDK_EVENT_PROPAGATE;

  self->busy = FALSE;
  self->ready (self->user_data);
  return GDK_EVENT_STOP;
}

/**
 * lodge_display_direct_new:
 * @surface: a window's surface
 * @ready: is told when there is no longer something busy
 * @user_data: for @ready
 *
 * Finds a direct way to a window. It is to be freed before @surface is destroyed.
 *
 * Returns: (transfer full) (nullable): %NULL when the windowing system has none
 */
LodgeDisplayDirect *
lodge_display_direct_new (GdkSurface *surface,
                          void      (*ready) (gpointer),
                          gpointer    user_data)
{
  g_autoptr(LodgeDisplayDirect) self = NULL;
  XGCValues values = { .graphics_exposures = False };

  if (!GDK_IS_X11_SURFACE (surface))
    return NULL;

  self = g_new0 (LodgeDisplayDirect, 1);
  self->display = gdk_surface_get_display (surface);
  self->xdisplay = gdk_x11_display_get_xdisplay (self->display);
  self->window = gdk_x11_surface_get_xid (surface);
  self->ready = ready;
  self->user_data = user_data;
  if (!XShmQueryExtension (self->xdisplay) || !find_visual (self))
    return NULL;

  self->gc = XCreateGC (self->xdisplay, self->window, GCGraphicsExposures, &values);
  self->completion = XShmGetEventBase (self->xdisplay) + ShmCompletion;
  self->event_handler = g_signal_connect_swapped (self->display, "xevent", G_CALLBACK (event_cb),
                                                  self);
  return g_steal_pointer (&self);
}

void
lodge_display_direct_free (LodgeDisplayDirect *self)
{
  free_image (self);
  g_clear_signal_handler (&self->event_handler, self->display);
  if (self->gc != NULL)
    XFreeGC (self->xdisplay, self->gc);
  g_free (self);
}

/* TRUE while the server may still read the last picture. */
gboolean
lodge_display_direct_is_busy (LodgeDisplayDirect *self)
{
  return self->busy;
}

/**
 * lodge_display_direct_begin:
 * @self: a direct way that is not busy
 * @width: device pixels
 * @height: device pixels
 *
 * Gives the memory to paint in. It has no defined contents after its size changed.
 *
 * Returns: (transfer none) (nullable): an image; %NULL when there is no direct way
 */
cairo_surface_t *
lodge_display_direct_begin (LodgeDisplayDirect *self,
                            int                 width,
                            int                 height)
{
  if (self->image != NULL && (self->image->width != width || self->image->height != height))
    free_image (self);
  if (self->image == NULL && !self->broken)
    self->broken = !make_image (self, width, height);
  return self->surface;
}

/**
 * lodge_display_direct_put:
 * @self: a direct way
 * @x: where in the window the memory's corner is, in device pixels
 * @y: the same
 * @rects: inside the memory
 * @n_rects: how many
 *
 * Brings what was painted onto the screen.
 */
void
lodge_display_direct_put (LodgeDisplayDirect *self,
                          int                 x,
                          int                 y,
                          const GdkRectangle *rects,
                          guint               n_rects)
{
  for (guint i = 0; i < n_rects; i++)
    XShmPutImage (self->xdisplay, self->window, self->gc, self->image, rects[i].x, rects[i].y,
                  x + rects[i].x, y + rects[i].y, (unsigned int) rects[i].width,
                  (unsigned int) rects[i].height, i + 1 == n_rects);
  self->busy = n_rects > 0;
  XFlush (self->xdisplay);
}

#else

LodgeDisplayDirect *
lodge_display_direct_new (GdkSurface *surface,
                          void      (*ready) (gpointer),
                          gpointer    user_data)
{
  return NULL;
}

void
lodge_display_direct_free (LodgeDisplayDirect *self)
{
}

gboolean
lodge_display_direct_is_busy (LodgeDisplayDirect *self)
{
  return FALSE;
}

cairo_surface_t *
lodge_display_direct_begin (LodgeDisplayDirect *self,
                            int                 width,
                            int                 height)
{
  return NULL;
}

void
lodge_display_direct_put (LodgeDisplayDirect *self,
                          int                 x,
                          int                 y,
                          const GdkRectangle *rects,
                          guint               n_rects)
{
}

#endif
