/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/lodge-terminal.h"

G_BEGIN_DECLS

/* A bar that finds text in a terminal. Properties: terminal, active (bool: it is shown). */
#define LODGE_TYPE_TERMINAL_SEARCH (lodge_terminal_search_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTerminalSearch, lodge_terminal_search, LODGE, TERMINAL_SEARCH, GtkWidget)

void lodge_terminal_search_next     (LodgeTerminalSearch *self);
void lodge_terminal_search_previous (LodgeTerminalSearch *self);

G_END_DECLS
