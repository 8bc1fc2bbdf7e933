/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How many rows a long list begins with. */
#define LODGE_SIDEBAR_FIRST_ROWS 20

typedef struct _LodgeSidebarGrowth LodgeSidebarGrowth;

LodgeSidebarGrowth *lodge_sidebar_growth_new       (GtkWidget *widget, GListModel *list);
void                lodge_sidebar_growth_free      (LodgeSidebarGrowth *self);
GListModel         *lodge_sidebar_growth_get_model (LodgeSidebarGrowth *self);
void                lodge_sidebar_growth_update    (LodgeSidebarGrowth *self, gboolean later);
void                lodge_sidebar_growth_reach     (LodgeSidebarGrowth *self, guint position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSidebarGrowth, lodge_sidebar_growth_free)

G_END_DECLS
