/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the templates of this folder, and of the one below it, known. */

#include "config.h"

#include "pages/lodge-pages.h"

#include <gio/gio.h>

#include "pages-resources.h"
#include "widgets/lodge-widgets.h"

/**
 * lodge_pages_init:
 *
 * To be called before the first widget of this folder is made. The call also keeps the linker from
 * dropping the resources, which nothing else names.
 */
void
lodge_pages_init (void)
{
  lodge_widgets_init ();
  lodge_pages_get_resource ();
}
