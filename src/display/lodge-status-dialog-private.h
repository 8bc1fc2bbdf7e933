/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* How the connection of a display does, once a second while it is seen. It closes with the session. */
#define LODGE_TYPE_STATUS_DIALOG (lodge_status_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeStatusDialog, lodge_status_dialog, LODGE, STATUS_DIALOG, AdwWindow)

GtkWidget *lodge_status_dialog_new (GtkWindow *parent, LodgeDisplay *display);
/* The text beside a title; NULL when nothing is known. */
const char *lodge_status_dialog_get_text (LodgeStatusDialog *self, const char *title);

G_END_DECLS
