/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lodge_foreign_text_replace (GtkWidget  *widget,
                                 const char *english,
                                 const char *own);

G_END_DECLS
