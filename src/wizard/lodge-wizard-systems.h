/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "create/lodge-os-db.h"

G_BEGIN_DECLS

/* The list of systems with a search. Signal chosen(LodgeOs *system). */
#define LODGE_TYPE_WIZARD_SYSTEMS (lodge_wizard_systems_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardSystems, lodge_wizard_systems, LODGE, WIZARD_SYSTEMS, AdwBin)

void lodge_wizard_systems_begin (LodgeWizardSystems *self,
                                 const char         *os_id);

G_END_DECLS
