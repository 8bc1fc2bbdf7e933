/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pixels between two displays that share a window. */
#define LODGE_WALL_GAP 2

/* One of them. */
typedef struct {
  gboolean on;                 /* the guest shows something there */
  GdkRectangle guest;          /* where, in the guest; 0 x 0: no picture yet */
  int min_width, min_height;   /* what it needs */
  GdkRectangle place;          /* where it is put: in the window, or a picture */
} LodgeWallItem;

/* How all of them are to be put; an orientation is that of a row or a column. */
typedef struct {
  LodgeWallItem **items;       /* not counted */
  guint n;
  GtkOrientation orientation;
  gboolean alike;              /* the guest follows: it has no say in shares and orientation */
} LodgeWallPlan;

void lodge_wall_plan_sort    (LodgeWallPlan       *plan);
int  lodge_wall_plan_measure (const LodgeWallPlan *plan, GtkOrientation orientation);
void lodge_wall_plan_turn    (LodgeWallPlan       *plan, int width, int height);
void lodge_wall_plan_place   (const LodgeWallPlan *plan, int width, int height);
void lodge_wall_plan_join    (const LodgeWallPlan *plan, int *width, int *height);

G_END_DECLS
