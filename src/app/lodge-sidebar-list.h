/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* A GListModel of LodgeHost and LodgeMachine: each host, then its machines, if it is expanded.
 * Property no-results (bool): a search is on, it is through, and no machine matches. */
#define LODGE_TYPE_SIDEBAR_LIST (lodge_sidebar_list_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSidebarList, lodge_sidebar_list, LODGE, SIDEBAR_LIST, GObject)

LodgeSidebarList *lodge_sidebar_list_new          (GListModel *hosts);
void              lodge_sidebar_list_set_search   (LodgeSidebarList *self, const char *text);
void              lodge_sidebar_list_set_hidden   (LodgeSidebarList *self, LodgeMachine *machine, gboolean hidden);
gboolean          lodge_sidebar_list_get_expanded (LodgeSidebarList *self, LodgeHost *host);
void              lodge_sidebar_list_set_expanded (LodgeSidebarList *self, LodgeHost *host, gboolean expanded);
gboolean          lodge_sidebar_list_find         (LodgeSidebarList *self, gpointer item, guint *ret_position);

G_END_DECLS
