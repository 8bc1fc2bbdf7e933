/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/lodge-graph.h"

G_BEGIN_DECLS

/* Properties: title, kind, machine. */
#define LODGE_TYPE_GRAPH_CARD (lodge_graph_card_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGraphCard, lodge_graph_card, LODGE, GRAPH_CARD, GtkWidget)

G_END_DECLS
