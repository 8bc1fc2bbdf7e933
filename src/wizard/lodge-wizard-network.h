/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wizard/lodge-wizard-step.h"

G_BEGIN_DECLS

/* The third step: how the machine reaches the network. */
#define LODGE_TYPE_WIZARD_NETWORK (lodge_wizard_network_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardNetwork, lodge_wizard_network, LODGE, WIZARD_NETWORK,
                      LodgeWizardStep)

G_END_DECLS
