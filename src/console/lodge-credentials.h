/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/lodge-secret-store.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_CREDENTIAL_USERNAME = 1 << 0,
  LODGE_CREDENTIAL_PASSWORD = 1 << 1,
} LodgeCredential;

#define LODGE_TYPE_CREDENTIAL (lodge_credential_get_type ())
GType lodge_credential_get_type (void);

/* A user name and a password that the other side of a console asks for, and the user's answer. Kept in
 * memory for the next connection of the same console, and with lodge_credentials_keep() for the next
 * console of the same screen; wiped when it goes or is refused. With lodge_credentials_set_key() it is
 * remembered beyond the end of the program, if the user wants that, once it was accepted.
 * Properties: remember (bool: the user wants that); read-only: wanted (LodgeCredential flags; 0: nothing is
 * asked now), refused (bool: what was answered last was not accepted), exposed (bool: the answer goes over a
 * network that nobody encrypts), can-remember (bool: there is somebody who remembers), remembered (bool).
 * Signal: answered(). */
#define LODGE_TYPE_CREDENTIALS (lodge_credentials_get_type ())
G_DECLARE_FINAL_TYPE (LodgeCredentials, lodge_credentials, LODGE, CREDENTIALS, GObject)

LodgeCredential lodge_credentials_get_wanted  (LodgeCredentials *self);
gboolean        lodge_credentials_get_refused (LodgeCredentials *self);
const char     *lodge_credentials_get_username (LodgeCredentials *self);
void            lodge_credentials_keep        (LodgeCredentials *self, const char *screen);
void            lodge_credentials_set_key     (LodgeCredentials *self, const LodgeSecretKey *key);
void            lodge_credentials_set_remember (LodgeCredentials *self, gboolean remember);
gboolean        lodge_credentials_get_remembered (LodgeCredentials *self);
void            lodge_credentials_look_for_remembered (LodgeCredentials *self);
void            lodge_credentials_forget      (LodgeCredentials *self);
void            lodge_credentials_answer      (LodgeCredentials *self,
                                               const char       *username,
                                               const char       *password);
void            lodge_credentials_forget_screens (const char *start);

G_END_DECLS
