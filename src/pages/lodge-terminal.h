/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <vte/vte.h>

G_BEGIN_DECLS

/* VTE's terminal for a guest that is not trusted: what comes from it draws characters and nothing else.
 * Its font shrinks where 80 columns and 24 rows have no room, as guests count on those.
 * Properties: release-keys (as lodge_key_combo_parse() takes them), release-text (translated, “Ctrl+Alt”).
 * Signals: released(): the release keys were pressed and let go, the user wants the keyboard back;
 *   paste-primary(): what was selected last is to be pasted. */
#define LODGE_TYPE_TERMINAL (lodge_terminal_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTerminal, lodge_terminal, LODGE, TERMINAL, VteTerminal)

void  lodge_terminal_zoom          (LodgeTerminal *self, int steps); /* 0: back to normal */
char *lodge_terminal_dup_text      (LodgeTerminal *self);            /* with the scrollback */
gboolean lodge_terminal_is_empty   (LodgeTerminal *self);

G_END_DECLS
