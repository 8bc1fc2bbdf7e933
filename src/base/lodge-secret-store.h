/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a remembered password is for. To look whether there is one and to forget, what is NULL is anything. */
typedef struct {
  char *kind;      /* “screen”, “machine-screen”, “host”; nullable, see above */
  char *server;    /* a URI, never with a password */
  char *machine;   /* UUID; nullable */
  char *detail;    /* which one of several there; nullable */
  char *label;     /* translated: how it is called in the user's password manager */
} LodgeSecretKey;

LodgeSecretKey *lodge_secret_key_new  (const char *kind, const char *server, const char *machine,
                                       const char *detail, const char *label);
LodgeSecretKey *lodge_secret_key_copy (const LodgeSecretKey *self);
void            lodge_secret_key_free (LodgeSecretKey *self);

/* A password, with the name that belongs to it. */
typedef struct {
  char *user;       /* nullable */
  char *password;
} LodgeLogin;

LodgeLogin *lodge_login_new  (const char *user, const char *password);
void        lodge_login_free (LodgeLogin *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSecretKey, lodge_secret_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeLogin, lodge_login_free)

/* Who keeps passwords beyond the end of the program. Each returns through its task, on the main thread. */
typedef struct {
  void (*look_up) (const LodgeSecretKey *key, GTask *task);   /* LodgeLogin; NULL: none is there */
  void (*save)    (const LodgeSecretKey *key, const LodgeLogin *login, GTask *task);   /* a boolean */
  void (*has)     (const LodgeSecretKey *key, GTask *task);   /* a boolean; asks the user nothing */
  void (*forget)  (const LodgeSecretKey *key, GTask *task);                            /* a boolean */
} LodgeSecretBackend;

/* Without a backend nothing is remembered. NULL takes it away. */
void        lodge_secret_store_set_backend    (const LodgeSecretBackend *backend);

void        lodge_secret_store_look_up_async  (const LodgeSecretKey *key, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
LodgeLogin *lodge_secret_store_look_up_finish (GAsyncResult *result, GError **error);
void        lodge_secret_store_save_async     (const LodgeSecretKey *key, const LodgeLogin *login,
                                               GAsyncReadyCallback callback, gpointer user_data);
gboolean    lodge_secret_store_save_finish    (GAsyncResult *result, GError **error);
void        lodge_secret_store_has_async      (const LodgeSecretKey *key, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
gboolean    lodge_secret_store_has_finish     (GAsyncResult *result, GError **error);
void        lodge_secret_store_forget_async   (const LodgeSecretKey *key);

G_END_DECLS
