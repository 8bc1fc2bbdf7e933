/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* In the place of a screen whose machine goes on on another host. Property: machine. Its buttons are the
 * actions win.follow-move and win.add-host. */
#define LODGE_TYPE_MOVED_PAGE (lodge_moved_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeMovedPage, lodge_moved_page, LODGE, MOVED_PAGE, GtkWidget)

G_END_DECLS
