/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The first widget of @type in @widget, which may be it; NULL: none. A popover that is not shown is
 * passed over. */
GtkWidget *lodge_test_find       (GtkWidget  *widget,
                                  GType       type);
/* Whose @property is a string that has @part in it. */
GtkWidget *lodge_test_find_where (GtkWidget  *widget,
                                  GType       type,
                                  const char *property,
                                  const char *part);
/* Which the user sees; @property may be NULL. */
GtkWidget *lodge_test_find_shown (GtkWidget  *widget,
                                  GType       type,
                                  const char *property,
                                  const char *part);
