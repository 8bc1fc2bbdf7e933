/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: machine. */
#define LODGE_TYPE_HARDWARE_PAGE (lodge_hardware_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHardwarePage, lodge_hardware_page, LODGE, HARDWARE_PAGE, GtkWidget)

void lodge_hardware_page_set_machine (LodgeHardwarePage *self, LodgeMachine *machine);

G_END_DECLS
