/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says over a guest’s screen, for a while, how to give it the pointer and how to get everything back.
 * Properties: display (LodgeDisplay). */
#define LODGE_TYPE_DISPLAY_HINT (lodge_display_hint_get_type ())
G_DECLARE_FINAL_TYPE (LodgeDisplayHint, lodge_display_hint, LODGE, DISPLAY_HINT, GtkWidget)

G_END_DECLS
