/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gvnc.h>

#include "console/lodge-credentials-private.h"
#include "console/lodge-vnc-guard-private.h"

G_BEGIN_DECLS

/* The library's questions of authentication, until the session starts. */
typedef struct _LodgeVncAuth LodgeVncAuth;

LodgeVncAuth *lodge_vnc_auth_new        (VncConnection    *connection,
                                         LodgeVncGuard    *guard,
                                         LodgeCredentials *credentials,
                                         gboolean          is_local);
void          lodge_vnc_auth_free       (LodgeVncAuth     *self);
gboolean      lodge_vnc_auth_take_type  (LodgeVncAuth     *self,
                                         const GValueArray *types,
                                         GError          **error);
gboolean      lodge_vnc_auth_take_subtype (LodgeVncAuth     *self,
                                         const GValueArray *types,
                                         GError          **error);
void          lodge_vnc_auth_ask        (LodgeVncAuth     *self,
                                         const GValueArray *wanted);
void          lodge_vnc_auth_answer     (LodgeVncAuth     *self);
gboolean      lodge_vnc_auth_is_waiting (LodgeVncAuth     *self);
LodgeCredential lodge_vnc_auth_get_given (LodgeVncAuth    *self);
/* Why the session did not start, from what the library says; NULL: not because of the login. */
GError       *lodge_vnc_auth_new_error  (LodgeVncAuth     *self,
                                         gboolean          refused,
                                         const char       *reason,
                                         const char       *host);

G_END_DECLS
