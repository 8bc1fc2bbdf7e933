/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* There while a folder is shared with the guest; raises guest.folder. Property: display. */
#define LODGE_TYPE_FOLDER_BUTTON (lodge_folder_button_get_type ())
G_DECLARE_FINAL_TYPE (LodgeFolderButton, lodge_folder_button, LODGE, FOLDER_BUTTON, GtkWidget)

G_END_DECLS
