/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_GRAPH_CPU,
  LODGE_GRAPH_MEMORY,
  LODGE_GRAPH_DISK,
  LODGE_GRAPH_NETWORK,
} LodgeGraphKind;

#define LODGE_TYPE_GRAPH_KIND (lodge_graph_kind_get_type ())
GType lodge_graph_kind_get_type (void);

#define LODGE_TYPE_GRAPH (lodge_graph_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGraph, lodge_graph, LODGE, GRAPH, GtkWidget)

void  lodge_graph_set_machine (LodgeGraph *self, LodgeMachine *machine);
void  lodge_graph_set_live    (LodgeGraph *self, gboolean live);
/* Pure: the value at the top of the graph for the largest value in it. */
double lodge_graph_get_scale  (LodgeGraphKind kind, double largest, double total);

G_END_DECLS
