/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-operation.h"

G_BEGIN_DECLS

/* Shows an operation while it runs. Properties: operation (LodgeOperation, nullable). */
#define LODGE_TYPE_WIZARD_RUN (lodge_wizard_run_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardRun, lodge_wizard_run, LODGE, WIZARD_RUN, AdwBin)

void lodge_wizard_run_set_operation (LodgeWizardRun *self,
                                     LodgeOperation *operation);

G_END_DECLS
