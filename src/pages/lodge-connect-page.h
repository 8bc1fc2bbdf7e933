/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Says that a screen waits to be connected. Its button and its check are the actions console.connect and
 * console.connect-automatically. */
#define LODGE_TYPE_CONNECT_PAGE (lodge_connect_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConnectPage, lodge_connect_page, LODGE, CONNECT_PAGE, GtkWidget)

/* @exclusive: who shows the screen now loses it. */
void lodge_connect_page_set_exclusive (LodgeConnectPage *self, gboolean exclusive);

G_END_DECLS
