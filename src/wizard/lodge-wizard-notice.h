/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_NOTICE_ERROR,
  LODGE_NOTICE_WARNING,
  LODGE_NOTICE_INFORMATION,
} LodgeNoticeKind;

/* A card that says what is wrong, or what must be known beforehand. Properties: text (nullable:
 * nothing to say, and the card is hidden), detail (raw text, folded, nullable), kind (int: a
 * LodgeNoticeKind), button-label (nullable). Signal activated(): its button was pressed. */
#define LODGE_TYPE_WIZARD_NOTICE (lodge_wizard_notice_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardNotice, lodge_wizard_notice, LODGE, WIZARD_NOTICE, AdwBin)

LodgeWizardNotice *lodge_wizard_notice_new       (const char        *text,
                                                  LodgeNoticeKind    kind);
const char        *lodge_wizard_notice_get_text  (LodgeWizardNotice *self);
void               lodge_wizard_notice_set_text  (LodgeWizardNotice *self,
                                                  const char        *text);
void               lodge_wizard_notice_set_error (LodgeWizardNotice *self,
                                                  const GError      *error);

G_END_DECLS
