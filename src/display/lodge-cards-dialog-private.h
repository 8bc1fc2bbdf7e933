/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* Whether a guest has the smart cards, and what is in the readers. */
#define LODGE_TYPE_CARDS_DIALOG (lodge_cards_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeCardsDialog, lodge_cards_dialog, LODGE, CARDS_DIALOG, AdwWindow)

GtkWidget *lodge_cards_dialog_new (GtkWindow    *parent,
                                   LodgeConsole *console);

G_END_DECLS
