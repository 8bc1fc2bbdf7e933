/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/lodge-console-choice.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* The consoles of one machine after the other, which of them is looked at, and the menu to change that.
 * What was chosen is remembered for each machine in its settings, as long as it has that console.
 * Properties: machine; selected (LodgeConsoleChoice, nullable, read-only); label (of what is
 *   selected, read-only); several (bool, read-only: there is something to choose).
 * Signals: chosen (): somebody did, by the action. */
#define LODGE_TYPE_CONSOLE_CHOICES (lodge_console_choices_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleChoices, lodge_console_choices, LODGE, CONSOLE_CHOICES, GObject)

LodgeConsoleChoices *lodge_console_choices_new          (void);
void                 lodge_console_choices_set_machine  (LodgeConsoleChoices *self, LodgeMachine *machine);
/* What set_machine() does when the XML is there. */
void                 lodge_console_choices_set_xml      (LodgeConsoleChoices *self, const char *uuid,
                                                         const LodgeDomainXml *xml, gboolean active);
gboolean             lodge_console_choices_select       (LodgeConsoleChoices *self, const char *key);
LodgeConsoleChoice  *lodge_console_choices_get_selected (LodgeConsoleChoices *self);
/* Actions “choose” (s), to be inserted as “console”, and the menu over them. */
GActionGroup        *lodge_console_choices_get_actions  (LodgeConsoleChoices *self);
GMenuModel          *lodge_console_choices_get_menu     (LodgeConsoleChoices *self);

G_END_DECLS
