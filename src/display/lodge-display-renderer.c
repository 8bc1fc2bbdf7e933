/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has to be set for the whole process: GTK's renderer, before the first window, and the allocator,
 * before the first picture.
 *
 * GTK 4.8 takes its GL renderer also when GL is done by the processor: some 18 ms a full-HD frame
 * whatever changed. The cairo renderer with cached tiles needs 0.3 ms for a small change. GTK opens GL
 * whatever the renderer, and a GL by the processor brings LLVM with it: some 35 MiB and 50 ms of the
 * start. So GL is off where the computer has nothing that could do it.
 *
 * The SPICE library allocates each update's pixels. glibc takes blocks of that size from the kernel
 * and gives them back each time, so every page is faulted in anew: six times the processor time of
 * the decoding itself. Keeping such blocks in the heap avoids it. */

#include "config.h"

#include "display/lodge-display-private.h"

#include <epoxy/gl.h>
#include <glib/gi18n-lib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/lodge-units.h"

#define MMAP_THRESHOLD (32 * LODGE_MIB)
#define TRIM_THRESHOLD (128 * LODGE_MIB)

/* Not the user by GSK_RENDERER. */
static gboolean chosen_here;
static gboolean gl_found_software;

void
lodge_display_tune_allocator (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, (int) MMAP_THRESHOLD);
  mallopt (M_TRIM_THRESHOLD, (int) TRIM_THRESHOLD);
#endif
}

/* Nodes of devices that can render: DRM's first two, NVIDIA's own, Windows' for its guests, Arm's,
 * Qualcomm's. */
static gboolean
has_gpu (void)
{
  static const char *nodes[] = {
    "/dev/dri/renderD128", "/dev/dri/renderD129", "/dev/nvidiactl", "/dev/dxg", "/dev/mali0", "/dev/kgsl-3d0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (nodes); i++)
    if (g_file_test (nodes[i], G_FILE_TEST_EXISTS))
      return TRUE;
  return FALSE;
}

/* GTK 4.16 moved the switch. */
static void
disable_gl (void)
{
  gboolean moved = gtk_get_minor_version () >= 16;
  const char *name = moved ? "GDK_DISABLE" : "GDK_DEBUG";
  const char *word = moved ? "gl" : "gl-disable";
  const char *old = g_getenv (name);
  g_autofree char *value = old != NULL ? g_strconcat (old, ",", word, NULL) : g_strdup (word);

  g_setenv (name, value, TRUE);
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
 * lodge_display_prepare:
 *
 * Chooses the cairo renderer, unless the user chose one by GSK_RENDERER, and keeps GL out of a process
 * that could only do it in software. Before gtk_init() and before the first thread, as it sets the
 * environment.
 */
void
lodge_display_prepare (void)
{
  const char *user = g_getenv ("GSK_RENDERER");

  if (user == NULL)
    {
      g_setenv ("GSK_RENDERER", "cairo", TRUE);
      chosen_here = TRUE;
    }
  if (!has_gpu () && (user == NULL || g_str_equal (user, "cairo")))
    disable_gl ();
}

/**
 * lodge_display_choose_renderer:
 *
 * Leaves the choice to GTK where GL is done by a graphics processor. After gtk_init(), before the first
 * window.
 */
void
lodge_display_choose_renderer (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (!chosen_here || display == NULL || !has_gpu ())
    return;

  gl_found_software = gl_is_software (display);
  /* To unset a variable is safe beside threads that read others: nothing is freed. */
  if (!gl_found_software)
    g_unsetenv ("GSK_RENDERER");
}

static GskRenderer *
get_renderer (LodgeDisplay *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  return native != NULL ? gtk_native_get_renderer (native) : NULL;
}

/**
 * lodge_display_dup_drawing:
 * @self: a display
 *
 * Says how the picture comes to the screen at this moment.
 *
 * Returns: (transfer full): a translated text
 */
char *
lodge_display_dup_drawing (LodgeDisplay *self)
{
  GskRenderer *renderer = get_renderer (self);

  g_return_val_if_fail (LODGE_IS_DISPLAY (self), NULL);

  if (lodge_display_paints_directly (self))
    return g_strdup (_("Straight into the window, by shared memory"));
  if (renderer == NULL || GSK_IS_CAIRO_RENDERER (renderer))
    return g_strdup (_("GTK, by the processor (cairo)"));
  /* Translators: %s is the name of GTK's renderer, such as “GskGLRenderer” */
  return g_strdup_printf (_("GTK, by the graphics processor (%s)"), G_OBJECT_TYPE_NAME (renderer));
}

/**
 * lodge_display_get_gl_obstacle:
 * @self: a display
 *
 * Says why the picture is not drawn by GL.
 *
 * Returns: (nullable): a translated text; %NULL when it is
 */
const char *
lodge_display_get_gl_obstacle (LodgeDisplay *self)
{
  GskRenderer *renderer = get_renderer (self);

  g_return_val_if_fail (LODGE_IS_DISPLAY (self), NULL);

  if (renderer != NULL && !GSK_IS_CAIRO_RENDERER (renderer))
    return NULL;
  if (!chosen_here && g_getenv ("GSK_RENDERER") != NULL)
    return _("Off: GSK_RENDERER is set");
  if (!has_gpu ())
    return _("Off: there is no graphics processor");
  if (gl_found_software)
    return _("Off: here it would be done by the processor");
  return _("Off: GTK could not start it");
}
