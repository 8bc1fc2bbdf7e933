/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* How keys go to machines: what takes the keyboard back, the desktop’s shortcuts, own combinations. */
#define LODGE_TYPE_KEYBOARD_DIALOG (lodge_keyboard_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeKeyboardDialog, lodge_keyboard_dialog, LODGE, KEYBOARD_DIALOG, AdwWindow)

GtkWidget *lodge_keyboard_dialog_new (GtkWindow *parent, LodgeMachine *machine);

G_END_DECLS
