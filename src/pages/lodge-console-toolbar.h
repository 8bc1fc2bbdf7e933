/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pages/lodge-console-choices.h"

G_BEGIN_DECLS

/* The tools over a console, in the window and at the edge of the full screen. Their actions are those of
 * what is around: console, text and win.
 * Properties: choices, display, text (bool: tools of a text console), screen (bool: those of a screen),
 *   fullscreen (bool), title (shown in full screen), uuid (the machine's). */
#define LODGE_TYPE_CONSOLE_TOOLBAR (lodge_console_toolbar_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleToolbar, lodge_console_toolbar, LODGE, CONSOLE_TOOLBAR, GtkWidget)

G_END_DECLS
