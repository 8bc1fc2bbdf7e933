/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Remembered passwords in the Secret Service of the desktop (GNOME Keyring, KWallet, KeePassXC), by
 * libsecret. Its API: https://specifications.freedesktop.org/secret-service/. A service that does not
 * answer soon counts as none; the user, who may be asked to unlock, has all time. */

#include "config.h"

#include "display/lodge-secret-service.h"

#include <libsecret/secret.h>

/* The bus alone would wait for 25. */
#define PATIENCE 5 /* seconds */

typedef struct {
  LodgeSecretKey *key;
  LodgeLogin *login;       /* to be saved; else NULL */
  GFunc go_on;             /* with the task */
  SecretService *service;
  GCancellable *patience;
  guint timeout;
} Job;

static const SecretSchema schema = {
  LODGE_APP_ID ".Password", SECRET_SCHEMA_NONE,
  {
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "machine", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "detail", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 }
  },
};

static void
job_free (gpointer data)
{
  Job *self = data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->service);
  g_object_unref (self->patience);
  g_clear_pointer (&self->login, lodge_login_free);
  lodge_secret_key_free (self->key);
  g_free (self);
}

static void
add_attribute (GHashTable *attributes,
               const char *name,
               const char *value)
{
  if (value != NULL)
    g_hash_table_insert (attributes, (gpointer) name, (gpointer) value);
}

/* Borrows from the key. */
static GHashTable *
make_attributes (const LodgeSecretKey *key)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  add_attribute (attributes, "kind", key->kind);
  add_attribute (attributes, "server", key->server);
  add_attribute (attributes, "machine", key->machine);
  add_attribute (attributes, "detail", key->detail);
  return attributes;
}

static gboolean
timeout_cb (gpointer user_data)
{
  Job *job = user_data;

  job->timeout = 0;
  g_cancellable_cancel (job->patience);
  return G_SOURCE_REMOVE;
}

static void
got_service_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&job->timeout, g_source_remove);
  job->service = secret_service_get_finish (result, &error);
  if (job->service != NULL)
    job->go_on (g_steal_pointer (&task), NULL);
  else if (error != NULL && !g_cancellable_is_cancelled (job->patience))
    g_task_return_error (task, g_steal_pointer (&error));
  /* The library gives no error when the service ends meanwhile. */
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No answer");
}

/* First whether there is a service. */
static void
begin (const LodgeSecretKey *key,
       const LodgeLogin     *login,
       GTask                *task,
       GFunc                 go_on)
{
  Job *job = g_new0 (Job, 1);

  job->key = lodge_secret_key_copy (key);
  job->login = login != NULL ? lodge_login_new (login->user, login->password) : NULL;
  job->go_on = go_on;
  job->patience = g_cancellable_new ();
  job->timeout = g_timeout_add_seconds (PATIENCE, timeout_cb, job);
  g_task_set_task_data (task, job, job_free);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, job->patience, got_service_cb, task);
}

static void
search (GTask               *task,
        SecretSearchFlags    flags,
        GAsyncReadyCallback  callback)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr(GHashTable) attributes = make_attributes (job->key);

  secret_service_search (job->service, &schema, attributes, flags, g_task_get_cancellable (task),
                         callback, task);
}

/* What the user did not want to unlock has no secret, and is as good as none. */
static LodgeLogin *
make_login (SecretItem *item)
{
  g_autoptr(GHashTable) attributes = secret_item_get_attributes (item);
  g_autoptr(SecretValue) value = secret_item_get_secret (item);
  const char *text = value != NULL ? secret_value_get_text (value) : NULL;

  return text != NULL ? lodge_login_new (g_hash_table_lookup (attributes, "user"), text) : NULL;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, items != NULL ? make_login (items->data) : NULL,
                           (GDestroyNotify) lodge_login_free);
  g_list_free_full (items, g_object_unref);
}

static void
look_up_now (gpointer task,
             gpointer unused)
{
  search (task, SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS, found_cb);
}

static void
look_up (const LodgeSecretKey *key,
         GTask                *task)
{
  begin (key, NULL, task, look_up_now);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, items != NULL);
  g_list_free_full (items, g_object_unref);
}

static void
has_now (gpointer task,
         gpointer unused)
{
  search (task, SECRET_SEARCH_NONE, looked_cb);
}

static void
has (const LodgeSecretKey *key,
     GTask                *task)
{
  begin (key, NULL, task, has_now);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (secret_service_store_finish (SECRET_SERVICE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, FALSE);
}

/* What was there may have another user's name, and would stay beside the new one. */
static void
cleared_to_save_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr(GHashTable) attributes = make_attributes (job->key);
  g_autoptr(SecretValue) value = NULL;

  secret_service_clear_finish (job->service, result, NULL);
  add_attribute (attributes, "user", job->login->user);
  value = secret_value_new (job->login->password, -1, "text/plain");
  secret_service_store (job->service, &schema, attributes, SECRET_COLLECTION_DEFAULT,
                        job->key->label, value, NULL, stored_cb, task);
}

static void
clear (GTask               *task,
       GAsyncReadyCallback  callback)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr(GHashTable) attributes = make_attributes (job->key);

  secret_service_clear (job->service, &schema, attributes, NULL, callback, task);
}

static void
save_now (gpointer task,
          gpointer unused)
{
  clear (task, cleared_to_save_cb);
}

static void
save (const LodgeSecretKey *key,
      const LodgeLogin     *login,
      GTask                *task)
{
  begin (key, login, task, save_now);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_boolean (task, secret_service_clear_finish (SECRET_SERVICE (source), result,
                                                            NULL));
}

/* Only what is unlocked can be removed. */
static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, NULL);

  g_list_free_full (items, g_object_unref);
  clear (user_data, cleared_cb);
}

static void
forget_now (gpointer task,
            gpointer unused)
{
  search (task, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, unlocked_cb);
}

static void
forget (const LodgeSecretKey *key,
        GTask                *task)
{
  begin (key, NULL, task, forget_now);
}

void
lodge_secret_service_use (void)
{
  static const LodgeSecretBackend backend = { look_up, save, has, forget };

  lodge_secret_store_set_backend (&backend);
}
