/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/lodge-terminal.h"
#include "virt/lodge-text-channel.h"

G_BEGIN_DECLS

/* What of a text console goes to files: the terminal's text, and a log of what comes. */
#define LODGE_TYPE_TERMINAL_FILES (lodge_terminal_files_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTerminalFiles, lodge_terminal_files, LODGE, TERMINAL_FILES, GObject)

LodgeTerminalFiles *lodge_terminal_files_new  (LodgeTerminal *terminal, LodgeTextChannel *channel);
void                lodge_terminal_files_save (LodgeTerminalFiles *self);
void                lodge_terminal_files_log  (LodgeTerminalFiles *self);

G_END_DECLS
