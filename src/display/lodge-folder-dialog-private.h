/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

#define LODGE_TYPE_FOLDER_DIALOG (lodge_folder_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeFolderDialog, lodge_folder_dialog, LODGE, FOLDER_DIALOG, AdwWindow)

GtkWidget *lodge_folder_dialog_new (GtkWindow    *parent,
                                    LodgeConsole *console);

G_END_DECLS
