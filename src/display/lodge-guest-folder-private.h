/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-folder.h"

G_BEGIN_DECLS

/* What is remembered of the folder that a machine shares; NULL: nothing. */
void lodge_guest_folder_bind (LodgeConsoleFolder *folder,
                              GSettings          *settings);

G_END_DECLS
