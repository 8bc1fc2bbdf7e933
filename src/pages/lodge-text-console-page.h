/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-text-channel.h"

G_BEGIN_DECLS

/* One text console as a terminal. It connects when it is seen for the first time, and stays connected.
 * Properties: channel (construct-only), label (construct-only: the console's name),
 *   grabbed (bool, read-only: the keys go to the guest). */
#define LODGE_TYPE_TEXT_CONSOLE_PAGE (lodge_text_console_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTextConsolePage, lodge_text_console_page, LODGE, TEXT_CONSOLE_PAGE, GtkWidget)

GtkWidget    *lodge_text_console_page_new         (LodgeTextChannel *channel, const char *label);
void          lodge_text_console_page_focus       (LodgeTextConsolePage *self);
void          lodge_text_console_page_set_view_only (LodgeTextConsolePage *self, gboolean view_only);
/* To be inserted as “text” where the buttons are. */
GActionGroup *lodge_text_console_page_get_actions (LodgeTextConsolePage *self);
LodgeTextChannel *lodge_text_console_page_get_channel (LodgeTextConsolePage *self);

G_END_DECLS
