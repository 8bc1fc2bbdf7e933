/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A style class: a small widget over the display that does not move, and may be painted by GTK. */
#define LODGE_DISPLAY_MARK_CLASS "display-mark"

/* Where a widget lies in the surface of its window, in device pixels. */
typedef struct {
  int x, y;              /* of its corner */
  GdkRectangle visible;  /* what is seen of it, from its corner */
} LodgeDisplayPlace;

gboolean        lodge_display_place_init        (LodgeDisplayPlace *self, GtkWidget *widget);
cairo_region_t *lodge_display_place_dup_corners (const LodgeDisplayPlace *self, GtkWidget *widget);

G_END_DECLS
