/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "create/lodge-recipe.h"

G_BEGIN_DECLS

/* One page of the wizard. Properties: title (what the step bar says), recipe, complete (whether
 * the user may go on). */
#define LODGE_TYPE_WIZARD_STEP (lodge_wizard_step_get_type ())
G_DECLARE_DERIVABLE_TYPE (LodgeWizardStep, lodge_wizard_step, LODGE, WIZARD_STEP, AdwBin)

/**
 * LodgeWizardStepClass:
 * @update: the recipe is another one, or anything about it changed
 * @enter: the step came to the front
 */
struct _LodgeWizardStepClass
{
  AdwBinClass parent_class;

  void (*update) (LodgeWizardStep *self);
  void (*enter)  (LodgeWizardStep *self);
};

LodgeRecipe   *lodge_wizard_step_get_recipe   (LodgeWizardStep *self);
void           lodge_wizard_step_set_recipe   (LodgeWizardStep *self,
                                               LodgeRecipe     *recipe);
gboolean       lodge_wizard_step_get_complete (LodgeWizardStep *self);
void           lodge_wizard_step_set_complete (LodgeWizardStep *self,
                                               gboolean         complete);
GBindingGroup *lodge_wizard_step_get_bindings (LodgeWizardStep *self);
gboolean       lodge_wizard_step_has_problem  (LodgeWizardStep *self,
                                               const char      *property);
void           lodge_wizard_step_update       (LodgeWizardStep *self);
void           lodge_wizard_step_enter        (LodgeWizardStep *self);

G_END_DECLS
