/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How what lies over a guest's screen looks, in whatever program it is. */

#include "config.h"

#include "display/lodge-display-style-private.h"

/**
 * lodge_display_style_load:
 *
 * Adds the style to the default display, once.
 */
void
lodge_display_style_load (void)
{
  static gboolean loaded;
  g_autoptr(GtkCssProvider) provider = NULL;

  if (loaded)
    return;

  loaded = TRUE;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/lodge_vm/Lodge/display/display.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
