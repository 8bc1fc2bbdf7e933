/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GTK's renderer, which is the whole process's. */

#include "config.h"

#include "display/lodge-display-private.h"

#include <epoxy/gl.h>
#include <glib/gi18n-lib.h>

#include "base/lodge-environment.h"

static gboolean gl_found_software;

/* @renderer: GL's own name of it */
gboolean
lodge_display_is_software_gl (const char *renderer)
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
  software = lodge_display_is_software_gl ((const char *) glGetString (GL_RENDERER));
  gdk_gl_context_clear_current ();
  return software;
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

  if (!lodge_environment_chose_renderer () || display == NULL || !lodge_environment_has_gpu ())
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
 * lodge_display_dup_source:
 * @self: a display with a console
 *
 * Says what the picture is made from at this moment.
 *
 * Returns: (transfer full): a translated text
 */
char *
lodge_display_dup_source (LodgeDisplay *self)
{
  LodgeScanout *scanout;

  g_return_val_if_fail (LODGE_IS_DISPLAY (self) && self->screen != NULL, NULL);

  scanout = lodge_screen_get_scanout (self->screen);
  if (lodge_screen_get_obstacle (self->screen) != NULL)
    return g_strdup (lodge_screen_get_obstacle (self->screen));
  if (lodge_display_has_texture (self))
    return g_strdup (_("The graphics processor’s memory itself, as a texture"));
  if (scanout == NULL)
    return g_strdup (_("What the server sends, where it changed"));
  return g_strdup (lodge_scanout_is_dma_buffer (scanout)
                   ? _("The graphics processor’s memory, copied where it changed")
                   : _("Memory shared with the machine, copied where it changed"));
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
 * Says why the picture is not drawn by GL, or not as the texture that it could be.
 *
 * Returns: (nullable): a translated text; %NULL when it is
 */
const char *
lodge_display_get_gl_obstacle (LodgeDisplay *self)
{
  GskRenderer *renderer = get_renderer (self);

  g_return_val_if_fail (LODGE_IS_DISPLAY (self), NULL);

  if (renderer != NULL && !GSK_IS_CAIRO_RENDERER (renderer))
    return self->gl != NULL ? lodge_display_gl_get_obstacle (self->gl) : NULL;
  if (!lodge_environment_chose_renderer () && g_getenv ("GSK_RENDERER") != NULL)
    return _("Off: GSK_RENDERER is set");
  if (!lodge_environment_has_gpu ())
    return _("Off: there is no graphics processor");
  if (gl_found_software)
    return _("Off: here it would be done by the processor");
  return _("Off: GTK could not start it");
}
