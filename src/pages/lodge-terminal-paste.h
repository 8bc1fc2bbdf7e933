/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/lodge-terminal.h"

G_BEGIN_DECLS

void lodge_terminal_paste     (LodgeTerminal *terminal, GdkClipboard *clipboard, gsize max);
guint lodge_paste_count_lines (const char *text);

G_END_DECLS
