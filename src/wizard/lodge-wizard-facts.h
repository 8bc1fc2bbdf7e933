/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "create/lodge-host-facts.h"

G_BEGIN_DECLS

/* Keeps the facts of one host at hand. Properties: host (LodgeHost, nullable), facts
 * (LodgeHostFacts, boxed, nullable), loading, status (translated sentence while loading),
 * error (GError, boxed, nullable: why there are no facts). */
#define LODGE_TYPE_WIZARD_FACTS (lodge_wizard_facts_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardFacts, lodge_wizard_facts, LODGE, WIZARD_FACTS, GObject)

LodgeWizardFacts *lodge_wizard_facts_new       (void);
LodgeHost        *lodge_wizard_facts_get_host  (LodgeWizardFacts *self);
void              lodge_wizard_facts_set_host  (LodgeWizardFacts *self,
                                                LodgeHost        *host);
LodgeHostFacts   *lodge_wizard_facts_get_facts (LodgeWizardFacts *self);
const GError     *lodge_wizard_facts_get_error (LodgeWizardFacts *self);
void              lodge_wizard_facts_retry     (LodgeWizardFacts *self);
void              lodge_wizard_facts_refresh   (LodgeWizardFacts *self);

G_END_DECLS
