/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: machine, fullscreen (bool), grabbed (bool, read-only: the keys are the guest’s),
 * shown (bool, read-only: the guest’s screen is there). */
#define LODGE_TYPE_CONSOLE_PAGE (lodge_console_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsolePage, lodge_console_page, LODGE, CONSOLE_PAGE, GtkWidget)

void        lodge_console_page_set_machine     (LodgeConsolePage *self, LodgeMachine *machine);
gboolean    lodge_console_page_is_shown        (LodgeConsolePage *self);
void        lodge_console_page_focus           (LodgeConsolePage *self);
void        lodge_console_page_focus_tools     (LodgeConsolePage *self);
void        lodge_console_page_take            (LodgeConsolePage *self);
void        lodge_console_page_send_keys       (LodgeConsolePage *self, const char *keys);
void        lodge_console_page_take_screenshot (LodgeConsolePage *self);
GdkTexture *lodge_console_page_dup_picture     (LodgeConsolePage *self);

/* The same machine on another host: its last picture stays until there is one from there. */
void              lodge_console_page_follow      (LodgeConsolePage *self, LodgeMachine *machine);

G_END_DECLS
