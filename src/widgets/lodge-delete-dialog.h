/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Asks what to delete with a machine. Responses: “cancel”, “delete”. */
#define LODGE_TYPE_DELETE_DIALOG (lodge_delete_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeDeleteDialog, lodge_delete_dialog, LODGE, DELETE_DIALOG, AdwMessageDialog)

GtkWidget    *lodge_delete_dialog_new         (GtkWindow *parent, LodgeMachine *machine);
LodgeMachine *lodge_delete_dialog_get_machine (LodgeDeleteDialog *self);
GStrv         lodge_delete_dialog_dup_paths   (LodgeDeleteDialog *self); /* disks that were ticked */

G_END_DECLS
