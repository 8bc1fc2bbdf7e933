/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-recipe.h"
#include "virt/lodge-operation.h"

G_BEGIN_DECLS

/* What will be done: the machine's XML, the volume, ordered steps. Pure: made from a recipe and its
 * facts without asking anybody. Immutable, atomically counted. */
typedef struct _LodgePlan LodgePlan;
#define LODGE_TYPE_PLAN (lodge_plan_get_type ())
GType       lodge_plan_get_type     (void);
LodgePlan  *lodge_plan_new          (LodgeRecipe *recipe, GError **error);
LodgePlan  *lodge_plan_ref          (LodgePlan *self);
void        lodge_plan_unref        (LodgePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgePlan, lodge_plan_unref)

const char *lodge_plan_get_name     (LodgePlan *self);
const char *lodge_plan_get_xml      (LodgePlan *self); /* as it will be defined */
/* Translated pairs for the review page: title, text, title, text, NULL. */
GStrv       lodge_plan_dup_summary  (LodgePlan *self);
/* Translated sentences that must be said beforehand: emulation and why; what is started or set up. */
GStrv       lodge_plan_dup_warnings (LodgePlan *self);
GStrv       lodge_plan_dup_notes    (LodgePlan *self);

/* Carries the plan out on the host's worker as an operation; undoes finished steps in reverse on
 * failure or cancel. The result is the new machine's UUID (running). */
LodgeOperation *lodge_plan_run_async  (LodgePlan *self, LodgeHost *host,
                                       GAsyncReadyCallback callback, gpointer user_data); /* (transfer full) */
char           *lodge_plan_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
