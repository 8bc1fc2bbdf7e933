/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a widget can be seen. Who asks the host again and again for what it shows asks here
 * first: a minimised window stays mapped. */

#include "config.h"

#include "widgets/lodge-sight.h"

/**
 * lodge_widget_in_sight:
 * @widget: a widget
 *
 * Finds out whether @widget is mapped, in a window that is not minimised.
 *
 * Returns: whether it is
 */
gboolean
lodge_widget_in_sight (gpointer widget)
{
  GtkNative *native;
  GdkSurface *surface;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  native = gtk_widget_get_native (widget);
  surface = native != NULL ? gtk_native_get_surface (native) : NULL;
  return !GDK_IS_TOPLEVEL (surface) ||
         (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) == 0;
}
