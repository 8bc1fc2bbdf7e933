/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "create/lodge-os-db.h"

G_BEGIN_DECLS

/* One system in the list of systems. Properties: system (LodgeOs, nullable). */
#define LODGE_TYPE_WIZARD_SYSTEM_ROW (lodge_wizard_system_row_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardSystemRow, lodge_wizard_system_row, LODGE, WIZARD_SYSTEM_ROW,
                      AdwBin)

G_END_DECLS
