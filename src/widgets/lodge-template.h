/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lodge_template_dispose    (gpointer   widget, GType type);
void lodge_template_name_icons (GtkWidget *widget);

G_END_DECLS
