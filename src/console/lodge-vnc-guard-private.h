/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-status.h"

G_BEGIN_DECLS

/* Stands between a server's socket and the library: what the server says passes through a
 * LodgeVncCheck, what the client says passes as it is, with messages of our own between its. */
typedef struct _LodgeVncGuard LodgeVncGuard;

/* Once, when the server must not be listened to any more; takes @error. */
typedef void (*LodgeVncGuardFunc) (GError  *error,
                                   gpointer user_data);

/* The server's word about the clipboard; see lodge_vnc_check_pop_clipboard(). */
typedef void (*LodgeVncClipboardFunc) (GBytes  *message,
                                       gpointer user_data);

LodgeVncGuard *lodge_vnc_guard_new        (int                 fd,
                                           LodgeVncGuardFunc   refused,
                                           gpointer            user_data,
                                           int                *client_fd,
                                           GError            **error);
void           lodge_vnc_guard_close      (LodgeVncGuard      *self);
void           lodge_vnc_guard_choose     (LodgeVncGuard      *self,
                                           guint               type);
/* After the handshake, once, when it is not encrypted: from here on messages are told apart. */
void           lodge_vnc_guard_begin      (LodgeVncGuard      *self,
                                           LodgeVncClipboardFunc clipboard);
/* A whole message of our own. FALSE when too much of that waits, or there was no begin(). */
gboolean       lodge_vnc_guard_send       (LodgeVncGuard      *self,
                                           gconstpointer       data,
                                           gsize               size);
gboolean       lodge_vnc_guard_is_choked  (LodgeVncGuard      *self);
gboolean       lodge_vnc_guard_can_resize (LodgeVncGuard      *self);
gboolean       lodge_vnc_guard_is_opaque  (LodgeVncGuard      *self);
gboolean       lodge_vnc_guard_has_tls    (LodgeVncGuard      *self);
/* Whether others on the network can read along. */
gboolean       lodge_vnc_guard_is_exposed (LodgeVncGuard      *self);
/* What it has seen pass; see lodge_console_status_take_socket() for @way. */
void           lodge_vnc_guard_describe   (LodgeVncGuard      *self,
                                           const char         *way,
                                           LodgeConsoleStatus *status);

G_END_DECLS
