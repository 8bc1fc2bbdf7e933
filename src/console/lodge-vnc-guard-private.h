/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-status.h"

G_BEGIN_DECLS

/* Stands between a server's socket and the library: what the server says passes through a
 * LodgeVncCheck, what the client says passes as it is. */
typedef struct _LodgeVncGuard LodgeVncGuard;

/* Once, when the server must not be listened to any more; takes @error. */
typedef void (*LodgeVncGuardFunc) (GError  *error,
                                   gpointer user_data);

LodgeVncGuard *lodge_vnc_guard_new        (int                 fd,
                                           LodgeVncGuardFunc   refused,
                                           gpointer            user_data,
                                           int                *client_fd,
                                           GError            **error);
void           lodge_vnc_guard_close      (LodgeVncGuard      *self);
void           lodge_vnc_guard_choose     (LodgeVncGuard      *self,
                                           guint               type);
gboolean       lodge_vnc_guard_is_choked  (LodgeVncGuard      *self);
gboolean       lodge_vnc_guard_can_resize (LodgeVncGuard      *self);
gboolean       lodge_vnc_guard_is_opaque  (LodgeVncGuard      *self);
/* What it has seen pass; see lodge_console_status_take_socket() for @way. */
void           lodge_vnc_guard_describe   (LodgeVncGuard      *self,
                                           const char         *way,
                                           LodgeConsoleStatus *status);

G_END_DECLS
