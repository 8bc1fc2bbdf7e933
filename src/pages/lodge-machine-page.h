/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: machine, fullscreen (bool: only the console), grabbed (bool, read-only).
 * Signal screen-changed(): lodge_machine_page_has_screen() may be another. */
#define LODGE_TYPE_MACHINE_PAGE (lodge_machine_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeMachinePage, lodge_machine_page, LODGE, MACHINE_PAGE, GtkWidget)

void          lodge_machine_page_set_machine     (LodgeMachinePage *self, LodgeMachine *machine);
AdwViewStack *lodge_machine_page_get_stack       (LodgeMachinePage *self);
void          lodge_machine_page_set_page        (LodgeMachinePage *self, const char *name);
const char   *lodge_machine_page_get_page        (LodgeMachinePage *self);
void          lodge_machine_page_focus_console   (LodgeMachinePage *self);
void          lodge_machine_page_focus_tools     (LodgeMachinePage *self);
void          lodge_machine_page_take_console    (LodgeMachinePage *self);
void          lodge_machine_page_send_keys       (LodgeMachinePage *self, const char *keys);
void          lodge_machine_page_take_screenshot (LodgeMachinePage *self);
gboolean      lodge_machine_page_has_screen      (LodgeMachinePage *self);

/* The same machine on another host. */
void              lodge_machine_page_follow      (LodgeMachinePage *self, LodgeMachine *machine);

G_END_DECLS
