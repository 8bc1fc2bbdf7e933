/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-hosts.h"
#include "wizard/lodge-wizard-step.h"

G_BEGIN_DECLS

/* The first step: which medium, which system is on it, on which host. Properties: host (LodgeHost,
 * the chosen one). */
#define LODGE_TYPE_WIZARD_SOURCE (lodge_wizard_source_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardSource, lodge_wizard_source, LODGE, WIZARD_SOURCE, LodgeWizardStep)

void       lodge_wizard_source_set_hosts  (LodgeWizardSource *self,
                                           LodgeHosts        *hosts);
LodgeHost *lodge_wizard_source_get_host   (LodgeWizardSource *self);
void       lodge_wizard_source_set_host   (LodgeWizardSource *self,
                                           LodgeHost         *host);
void       lodge_wizard_source_set_path   (LodgeWizardSource *self,
                                           const char        *path);
void       lodge_wizard_source_set_system (LodgeWizardSource *self,
                                           LodgeOs           *system);
void       lodge_wizard_source_refresh_networks (LodgeWizardSource *self);

G_END_DECLS
