/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says over a guest’s screen, for a while, how to give it the pointer and how to get everything back.
 * Properties: display (LodgeDisplay). */
#define LODGE_TYPE_CONSOLE_HINT (lodge_console_hint_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleHint, lodge_console_hint, LODGE, CONSOLE_HINT, GtkWidget)

G_END_DECLS
