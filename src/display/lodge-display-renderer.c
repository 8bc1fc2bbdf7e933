/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has to be set for the whole process before the first window: GTK's renderer and the allocator.
 *
 * GTK 4.8 takes its GL renderer also when GL is done by the processor: some 18 ms a full-HD frame
 * whatever changed. The cairo renderer with cached tiles needs 0.3 ms for a small change.
 *
 * The SPICE library allocates each update's pixels. glibc takes blocks of that size from the kernel
 * and gives them back each time, so every page is faulted in anew: six times the processor time of
 * the decoding itself. Keeping such blocks in the heap avoids it. */

#include "config.h"

#include "display/lodge-display.h"

#include <epoxy/gl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/lodge-units.h"

#define MMAP_THRESHOLD (32 * LODGE_MIB)
#define TRIM_THRESHOLD (128 * LODGE_MIB)

static void
tune_allocator (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, (int) MMAP_THRESHOLD);
  mallopt (M_TRIM_THRESHOLD, (int) TRIM_THRESHOLD);
#endif
}

static gboolean
is_software (const char *renderer)
{
  static const char *names[] = { "llvmpipe", "softpipe", "swrast", "SWR" };

  for (gsize i = 0; renderer != NULL && i < G_N_ELEMENTS (names); i++)
    if (strstr (renderer, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Also TRUE where there is no GL at all. */
static gboolean
gl_is_software (GdkDisplay *display)
{
  g_autoptr(GdkGLContext) context = gdk_display_create_gl_context (display, NULL);
  gboolean software = TRUE;

  if (context == NULL || !gdk_gl_context_realize (context, NULL))
    return TRUE;

  gdk_gl_context_make_current (context);
  software = is_software ((const char *) glGetString (GL_RENDERER));
  gdk_gl_context_clear_current ();
  return software;
}

/**
 * lodge_display_choose_renderer:
 *
 * Picks the cairo renderer where GL is only software, unless the user chose by GSK_RENDERER, and sets the
 * allocator up for a guest's pictures. After gtk_init(), before the first window.
 */
void
lodge_display_choose_renderer (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  tune_allocator ();
  if (display != NULL && g_getenv ("GSK_RENDERER") == NULL && gl_is_software (display))
    g_setenv ("GSK_RENDERER", "cairo", TRUE);
}
