/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "display/lodge-guest-displays.h"

G_BEGIN_DECLS

/* Which monitor shows which of a guest's displays; what is chosen goes to the property “monitors”. */
#define LODGE_TYPE_MONITORS_DIALOG (lodge_monitors_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeMonitorsDialog, lodge_monitors_dialog, LODGE, MONITORS_DIALOG, AdwWindow)

GtkWidget *lodge_monitors_dialog_new (GtkWindow          *parent,
                                      LodgeGuestDisplays *displays,
                                      guint               n_displays);

G_END_DECLS
