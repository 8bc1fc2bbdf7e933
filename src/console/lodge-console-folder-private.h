/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-folder.h"

G_BEGIN_DECLS

LodgeConsoleFolder *lodge_console_folder_new       (void);
/* For subclasses of LodgeConsole. */
void                lodge_console_folder_set_state (LodgeConsoleFolder *self,
                                                    LodgeFolderState    state);
/* Nothing is shared meanwhile, whatever is wished. */
void                lodge_console_folder_set_held  (LodgeConsoleFolder *self,
                                                    gboolean            held);

G_END_DECLS
