/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* Types a text into a machine, key by key. */
#define LODGE_TYPE_TYPE_DIALOG (lodge_type_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTypeDialog, lodge_type_dialog, LODGE, TYPE_DIALOG, AdwWindow)

LodgeTypeDialog *lodge_type_dialog_new   (GtkWindow *parent, LodgeConsole *console, const char *uuid);
void             lodge_type_dialog_paste (LodgeTypeDialog *self);

G_END_DECLS
