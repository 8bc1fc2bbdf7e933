/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-hosts.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: hosts (LodgeHosts), selected (LodgeHost or LodgeMachine, nullable),
 * show-close (bool: the window’s buttons are here).
 * Signal activated(): a row was clicked or entered. */
#define LODGE_TYPE_SIDEBAR (lodge_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSidebar, lodge_sidebar, LODGE, SIDEBAR, GtkWidget)

void     lodge_sidebar_set_hosts      (LodgeSidebar *self, LodgeHosts *hosts);
gpointer lodge_sidebar_get_selected   (LodgeSidebar *self);
void     lodge_sidebar_check_selected (LodgeSidebar *self);
gboolean lodge_sidebar_select         (LodgeSidebar *self, gpointer item);
void     lodge_sidebar_set_hidden     (LodgeSidebar *self, LodgeMachine *machine, gboolean hidden);
void     lodge_sidebar_start_search   (LodgeSidebar *self);

G_END_DECLS
