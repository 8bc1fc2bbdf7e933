/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-credentials.h"

G_BEGIN_DECLS

/* For consoles only. */
LodgeCredentials *lodge_credentials_new          (void);
void              lodge_credentials_ask          (LodgeCredentials *self,
                                                  LodgeCredential   wanted,
                                                  gboolean          refused);
void              lodge_credentials_set_exposed  (LodgeCredentials *self,
                                                  gboolean          exposed);
void              lodge_credentials_accept       (LodgeCredentials *self);
void              lodge_credentials_withdraw     (LodgeCredentials *self);
gboolean          lodge_credentials_have         (LodgeCredentials *self,
                                                  LodgeCredential   wanted);
const char       *lodge_credentials_get_password (LodgeCredentials *self);

G_END_DECLS
