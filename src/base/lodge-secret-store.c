/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Passwords that the user wants to have remembered. Who keeps them is told from outside, so that the
 * parts that ask for passwords need not know, and the command line loads nothing for it. */

#include "config.h"

#include "base/lodge-secret-store.h"

#include <string.h>

#include "base/lodge-secret.h"
#include "base/lodge-thread.h"

static const LodgeSecretBackend *used_backend;

/* “user:word@server” becomes “user@server”. */
static char *
without_password (const char *uri)
{
  const char *start = strstr (uri, "://");
  const char *end, *at = NULL, *colon;

  if (start == NULL)
    return g_strdup (uri);

  start += 3;
  end = start + strcspn (start, "/?#");
  for (const char *p = start; p < end; p++)
    if (*p == '@')
      at = p;
  colon = memchr (start, ':', (gsize) (end - start));
  if (at == NULL || colon == NULL || colon > at)
    return g_strdup (uri);
  return g_strdup_printf ("%.*s%s", (int) (colon - uri), uri, at);
}

static GTask *
make_task (gpointer             tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task;

  LODGE_ASSERT_MAIN ();
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, tag);
  if (used_backend == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Nothing is remembered");
      g_clear_object (&task);
    }
  return task;
}

/**
 * lodge_secret_key_new:
 * @kind: (nullable): what sort of password it is
 * @server: the URI of who asks; a password in it is left out
 * @machine: (nullable): a machine there
 * @detail: (nullable): which one of several there
 * @label: (nullable): how it is called, translated
 *
 * Makes a description of a password.
 *
 * Returns: (transfer full): the key
 */
LodgeSecretKey *
lodge_secret_key_new (const char *kind,
                      const char *server,
                      const char *machine,
                      const char *detail,
                      const char *label)
{
  LodgeSecretKey *self = g_new0 (LodgeSecretKey, 1);

  self->kind = g_strdup (kind);
  self->server = without_password (server);
  self->machine = g_strdup (machine);
  self->detail = g_strdup (detail);
  self->label = g_strdup (label);
  return self;
}

/**
 * lodge_secret_key_copy:
 * @self: a key
 *
 * Copies a description of a password.
 *
 * Returns: (transfer full): the copy
 */
LodgeSecretKey *
lodge_secret_key_copy (const LodgeSecretKey *self)
{
  return lodge_secret_key_new (self->kind, self->server, self->machine, self->detail, self->label);
}

void
lodge_secret_key_free (LodgeSecretKey *self)
{
  g_free (self->kind);
  g_free (self->server);
  g_free (self->machine);
  g_free (self->detail);
  g_free (self->label);
  g_free (self);
}

/**
 * lodge_login_new:
 * @user: (nullable): the name that belongs to it
 * @password: the password
 *
 * Makes a copy of a password, which is wiped when it is freed.
 *
 * Returns: (transfer full): the login
 */
LodgeLogin *
lodge_login_new (const char *user,
                 const char *password)
{
  LodgeLogin *self = g_new0 (LodgeLogin, 1);

  self->user = g_strdup (user);
  self->password = g_strdup (password);
  return self;
}

/* Both are wiped. */
void
lodge_login_free (LodgeLogin *self)
{
  lodge_secret_free (self->user);
  lodge_secret_free (self->password);
  g_free (self);
}

void
lodge_secret_store_set_backend (const LodgeSecretBackend *backend)
{
  used_backend = backend;
}

/**
 * lodge_secret_store_look_up_async:
 * @key: what the password is for
 * @cancellable: (nullable): to give up
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks for a remembered password. The user may have to unlock them first, in a dialog that is not
 * ours, so it can take long. Main thread only.
 */
void
lodge_secret_store_look_up_async (const LodgeSecretKey *key,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  GTask *task = make_task (lodge_secret_store_look_up_async, cancellable, callback, user_data);

  if (task != NULL)
    used_backend->look_up (key, task);
}

/**
 * lodge_secret_store_look_up_finish:
 * @result: of the look-up
 * @error: where the error goes: there is nobody who remembers anything, or the look-up was cancelled
 *
 * Ends a look-up.
 *
 * Returns: (transfer full) (nullable): the password; %NULL without @error when there is none
 */
LodgeLogin *
lodge_secret_store_look_up_finish (GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lodge_secret_store_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lodge_secret_store_save_async:
 * @key: what the password is for
 * @login: the password
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Remembers a password, in the place of one with the same key. Main thread only.
 */
void
lodge_secret_store_save_async (const LodgeSecretKey *key,
                               const LodgeLogin     *login,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  GTask *task = make_task (lodge_secret_store_save_async, NULL, callback, user_data);

  if (task != NULL)
    used_backend->save (key, login, task);
}

/**
 * lodge_secret_store_save_finish:
 * @result: of the saving
 * @error: where the error goes; it does not have the password
 *
 * Ends a saving.
 *
 * Returns: whether the password is remembered now
 */
gboolean
lodge_secret_store_save_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lodge_secret_store_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lodge_secret_store_has_async:
 * @key: what the password is for; what is %NULL in it is anything
 * @cancellable: (nullable): to give up
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks whether a password is remembered; nothing is unlocked for it. Main thread only.
 */
void
lodge_secret_store_has_async (const LodgeSecretKey *key,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  GTask *task = make_task (lodge_secret_store_has_async, cancellable, callback, user_data);

  if (task != NULL)
    used_backend->has (key, task);
}

/**
 * lodge_secret_store_has_finish:
 * @result: of the look
 * @error: where the error goes: there is nobody who remembers anything, or it was cancelled
 *
 * Ends a look whether a password is remembered.
 *
 * Returns: %TRUE when one is
 */
gboolean
lodge_secret_store_has_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lodge_secret_store_has_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lodge_secret_store_forget_async:
 * @key: what the passwords are for; what is %NULL in it is anything
 *
 * Forgets passwords, if there are any. Main thread only.
 */
void
lodge_secret_store_forget_async (const LodgeSecretKey *key)
{
  GTask *task = make_task (lodge_secret_store_forget_async, NULL, NULL, NULL);

  if (task != NULL)
    used_backend->forget (key, task);
}
