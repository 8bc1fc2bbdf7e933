/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_TRANSFER_RUNNING,
  LODGE_TRANSFER_DONE,
  LODGE_TRANSFER_CANCELLED,
  LODGE_TRANSFER_FAILED,     /* see error */
} LodgeTransferState;
#define LODGE_TYPE_TRANSFER_STATE (lodge_transfer_state_get_type ())
GType lodge_transfer_state_get_type (void);

/* Files in one transfer. */
#define LODGE_TRANSFER_MAX_FILES 256

/* Files on their way into a guest; of lodge_console_send_files(). Goes on without anybody holding it.
 * Properties (read-only): state, error (GError boxed), fraction (double, 0 to 1, of all bytes). */
#define LODGE_TYPE_FILE_TRANSFER (lodge_file_transfer_get_type ())
G_DECLARE_FINAL_TYPE (LodgeFileTransfer, lodge_file_transfer, LODGE, FILE_TRANSFER, GObject)

/* what the properties are; the error is the transfer's */
LodgeTransferState  lodge_file_transfer_get_state    (LodgeFileTransfer *self);
const GError       *lodge_file_transfer_get_error    (LodgeFileTransfer *self);
double              lodge_file_transfer_get_fraction (LodgeFileTransfer *self);
guint               lodge_file_transfer_get_n_files  (LodgeFileTransfer *self);
/* of the first file, to be shown */
char               *lodge_file_transfer_dup_name     (LodgeFileTransfer *self);
void                lodge_file_transfer_cancel       (LodgeFileTransfer *self);

G_END_DECLS
