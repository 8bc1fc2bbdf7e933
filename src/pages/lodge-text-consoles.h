/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/lodge-console-choice.h"
#include "pages/lodge-text-console-page.h"

G_BEGIN_DECLS

/* The text consoles that were looked at: a few stay connected, with what they wrote.
 * Properties: page (LodgeTextConsolePage, nullable, read-only: the one that is shown);
 *   grabbed (bool, read-only); view-only (bool: nothing is typed into any of them). */
#define LODGE_TYPE_TEXT_CONSOLES (lodge_text_consoles_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTextConsoles, lodge_text_consoles, LODGE, TEXT_CONSOLES, GtkWidget)

void                  lodge_text_consoles_show     (LodgeTextConsoles *self, LodgeMachine *machine,
                                                    LodgeConsoleChoice *choice);
LodgeTextConsolePage *lodge_text_consoles_get_page (LodgeTextConsoles *self);

G_END_DECLS
