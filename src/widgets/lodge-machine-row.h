/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

#define LODGE_TYPE_MACHINE_ROW (lodge_machine_row_get_type ())
G_DECLARE_FINAL_TYPE (LodgeMachineRow, lodge_machine_row, LODGE, MACHINE_ROW, GtkWidget)

GtkWidget *lodge_machine_row_new         (void);
void       lodge_machine_row_set_machine (LodgeMachineRow *self, LodgeMachine *machine);
void       lodge_machine_row_set_live    (LodgeMachineRow *self, gboolean live);

G_END_DECLS
