/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lodge_wizard_set_template (GtkWidgetClass *klass,
                                const char     *stem);

G_END_DECLS
