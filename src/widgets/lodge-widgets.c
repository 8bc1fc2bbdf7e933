/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the templates of this folder known. */

#include "config.h"

#include "widgets/lodge-widgets.h"

#include <gio/gio.h>

#include "widgets-resources.h"

/**
 * lodge_widgets_init:
 *
 * To be called before the first widget of this folder is made. The call also keeps the linker from
 * dropping the resources, which nothing else names.
 */
void
lodge_widgets_init (void)
{
  lodge_widgets_get_resource ();
}
