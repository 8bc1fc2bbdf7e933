/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-cards.h"

G_BEGIN_DECLS

LodgeConsoleCards *lodge_console_cards_new              (void);
/* For LodgeConsole: nothing is shared meanwhile, whatever is wished. */
void               lodge_console_cards_set_held         (LodgeConsoleCards  *self,
                                                         gboolean            held);
/* For subclasses of LodgeConsole. */
gboolean           lodge_console_cards_is_wanted        (LodgeConsoleCards  *self);
const char        *lodge_console_cards_get_title        (LodgeConsoleCards  *self);
const char        *lodge_console_cards_get_database     (LodgeConsoleCards  *self);
const char *const *lodge_console_cards_get_certificates (LodgeConsoleCards  *self);
void               lodge_console_cards_set_available    (LodgeConsoleCards  *self,
                                                         gboolean            available);
void               lodge_console_cards_set_state        (LodgeConsoleCards  *self,
                                                         LodgeCardsState     state,
                                                         const GError       *obstacle);
/* Shows these; NULL: none. */
void               lodge_console_cards_set_readers      (LodgeConsoleCards  *self,
                                                         GListModel         *readers);

/* The signal insert (bool) is the user's word. */
LodgeCardReader   *lodge_card_reader_new                (const char         *name,
                                                         gboolean            is_software);
void               lodge_card_reader_set_has_card       (LodgeCardReader    *self,
                                                         gboolean            has_card);

G_END_DECLS
