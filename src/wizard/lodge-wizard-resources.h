/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wizard/lodge-wizard-step.h"

G_BEGIN_DECLS

/* The second step: CPUs, memory, disk, firmware. */
#define LODGE_TYPE_WIZARD_RESOURCES (lodge_wizard_resources_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardResources, lodge_wizard_resources, LODGE, WIZARD_RESOURCES,
                      LodgeWizardStep)

G_END_DECLS
