/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that sets an amount with a scale and a spin button. Properties: value (uint64; bytes, or a
 * count), bytes (construct: what the value is), limit (uint64: the end of the scale, what the host
 * has; 0 unknown), recommended (uint64: marked on the scale; 0 none), hint and problem (translated,
 * nullable; the problem goes first). */
#define LODGE_TYPE_WIZARD_AMOUNT_ROW (lodge_wizard_amount_row_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardAmountRow, lodge_wizard_amount_row, LODGE, WIZARD_AMOUNT_ROW,
                      AdwPreferencesRow)

guint64 lodge_wizard_amount_row_get_value (LodgeWizardAmountRow *self);
void    lodge_wizard_amount_row_set_value (LodgeWizardAmountRow *self,
                                           guint64               value);
void    lodge_wizard_amount_row_set_range (LodgeWizardAmountRow *self,
                                           guint64               limit,
                                           guint64               recommended);
void    lodge_wizard_amount_row_set_notes (LodgeWizardAmountRow *self,
                                           const char           *hint,
                                           const char           *problem);

G_END_DECLS
