/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console-folder.h"

G_BEGIN_DECLS

/* The folder that a session shares. Until it has a channel it only keeps the session from sharing one by
 * itself. */
#define LODGE_TYPE_SPICE_FOLDER (lodge_spice_folder_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceFolder, lodge_spice_folder, LODGE, SPICE_FOLDER, GObject)

LodgeSpiceFolder *lodge_spice_folder_new         (SpiceSession       *session,
                                                  LodgeConsoleFolder *folder);
/* TRUE when the channel is one for folders. */
gboolean          lodge_spice_folder_add_channel (LodgeSpiceFolder   *self,
                                                  SpiceChannel       *channel);

G_END_DECLS
