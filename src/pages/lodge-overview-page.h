/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: machine. */
#define LODGE_TYPE_OVERVIEW_PAGE (lodge_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeOverviewPage, lodge_overview_page, LODGE, OVERVIEW_PAGE, GtkWidget)

void lodge_overview_page_set_machine (LodgeOverviewPage *self, LodgeMachine *machine);

G_END_DECLS
