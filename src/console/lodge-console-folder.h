/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_FOLDER_UNSUPPORTED,  /* this kind of screen, or this build of its library, shares no folder */
  LODGE_FOLDER_NO_CHANNEL,   /* the guest has no device for it, or there is no session */
  LODGE_FOLDER_OFF,          /* could be shared */
  LODGE_FOLDER_WAITING,      /* is shared; no program in the guest asks for it */
  LODGE_FOLDER_SERVED,       /* and one does */
} LodgeFolderState;
#define LODGE_TYPE_FOLDER_STATE (lodge_folder_state_get_type ())
GType lodge_folder_state_get_type (void);

/* A folder of this computer that a guest may look into; of a LodgeConsole. Nothing is served before it is
 * shared, and only while it is.
 * Properties: shared (bool, off at first), path (string, nullable: which folder), read-only (bool, on at first);
 *   read-only: state (LodgeFolderState). */
#define LODGE_TYPE_CONSOLE_FOLDER (lodge_console_folder_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleFolder, lodge_console_folder, LODGE, CONSOLE_FOLDER, GObject)

/* What becomes of the folder at this moment. */
LodgeFolderState  lodge_console_folder_get_state    (LodgeConsoleFolder *self);
/* NULL unless it is to be shared now */
const char       *lodge_console_folder_get_shared   (LodgeConsoleFolder *self);
gboolean          lodge_console_folder_is_read_only (LodgeConsoleFolder *self);

G_END_DECLS
