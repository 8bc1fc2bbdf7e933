/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_OPERATION_RUNNING,
  LODGE_OPERATION_DONE,
  LODGE_OPERATION_FAILED,
  LODGE_OPERATION_CANCELLED,
} LodgeOperationState;

#define LODGE_TYPE_OPERATION_STATE (lodge_operation_state_get_type ())
GType lodge_operation_state_get_type (void);

/* A long job as an object: title, detail (current step), progress (0..1, -1 unknown), state,
 * error (GError boxed), cancellable. It outlives the dialog that began it.
 * The setters may be called from a worker: they are carried to the main thread. */
#define LODGE_TYPE_OPERATION (lodge_operation_get_type ())
G_DECLARE_FINAL_TYPE (LodgeOperation, lodge_operation, LODGE, OPERATION, GObject)

LodgeOperation      *lodge_operation_new             (const char *title);
GCancellable        *lodge_operation_get_cancellable (LodgeOperation *self);
LodgeOperationState  lodge_operation_get_state       (LodgeOperation *self);
const GError        *lodge_operation_get_error       (LodgeOperation *self);
void                 lodge_operation_cancel          (LodgeOperation *self);
void                 lodge_operation_set_detail      (LodgeOperation *self, const char *detail);
void                 lodge_operation_set_progress    (LodgeOperation *self, double progress);
void                 lodge_operation_finish          (LodgeOperation *self, const GError *error); /* main thread */

/* All running and recent ones, newest first (LodgeOperation). */
GListModel          *lodge_operations_get_default    (void);

G_END_DECLS
