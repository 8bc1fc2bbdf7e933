/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* Properties: console, status-text (what went wrong), hint (how to leave the guest, while in it). */
#define LODGE_TYPE_VIEW_WINDOW (lodge_view_window_get_type ())
G_DECLARE_FINAL_TYPE (LodgeViewWindow, lodge_view_window, LODGE, VIEW_WINDOW, AdwApplicationWindow)

GtkWidget *lodge_view_window_new (GtkApplication *application, LodgeConsole *console, const char *title);
void       lodge_view_window_set_view_only (LodgeViewWindow *self, gboolean view_only);

G_END_DECLS
