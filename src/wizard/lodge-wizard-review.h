/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-plan.h"
#include "wizard/lodge-wizard-step.h"

G_BEGIN_DECLS

/* The last step: the name, everything that will be made, and what went wrong the last time. */
#define LODGE_TYPE_WIZARD_REVIEW (lodge_wizard_review_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardReview, lodge_wizard_review, LODGE, WIZARD_REVIEW, LodgeWizardStep)

LodgePlan *lodge_wizard_review_get_plan  (LodgeWizardReview *self);
void       lodge_wizard_review_set_error (LodgeWizardReview *self,
                                          const GError      *error);

G_END_DECLS
