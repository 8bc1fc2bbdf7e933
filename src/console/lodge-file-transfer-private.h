/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-file-transfer.h"

G_BEGIN_DECLS

/* For LodgeConsole and its subclasses. */
LodgeFileTransfer  *lodge_file_transfer_new             (GFile *const      *files,
                                                         gsize              n);
GFile             **lodge_file_transfer_get_files       (LodgeFileTransfer *self);
GCancellable       *lodge_file_transfer_get_cancellable (LodgeFileTransfer *self);
void                lodge_file_transfer_set_progress    (LodgeFileTransfer *self,
                                                         goffset            sent,
                                                         goffset            total);
void                lodge_file_transfer_finish          (LodgeFileTransfer *self,
                                                         GError            *error);

G_END_DECLS
