/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was answered to the questions of one host. In this run of the program it is kept in memory, so
 * that a connection that comes back asks nobody; beyond, only if the user wants that, and only what the
 * host has accepted. A remembered answer that is refused is forgotten, and the user asked. */

#include "config.h"

#include "virt/lodge-host-logins-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-secret-store.h"
#include "base/lodge-secret.h"
#include "base/lodge-thread.h"
#include "virt/lodge-host-question-private.h"

/* One for each question that the host has. */
typedef struct {
  LodgeSecretKey *key;   /* NULL: not to be remembered, as a name alone */
  LodgeLogin *given;     /* NULL: not known in this run */
  gboolean tried;        /* given in the attempt that is under way */
  gboolean typed;        /* by the user, and not accepted yet */
  gboolean remember;     /* the user's wish */
  gboolean remembered;
  gboolean looked_up;
} Login;

struct _LodgeHostLogins
{
  gatomicrefcount ref_count;
  char *uri;
  char *name;
  LodgeHostLoginsFunc ask;
  GFunc changed;
  gpointer user_data;
  GHashTable *logins;        /* id -> Login */
  GPtrArray *looking;        /* LodgeHostQuestion */
  GCancellable *cancellable; /* of all that is under way */
  GCancellable *look;        /* whether something is remembered; NULL: nobody looks */
  gboolean found;            /* by such a look */
  gboolean can_remember;
  gboolean gone;
};

typedef struct {
  LodgeHostLogins *logins;
  LodgeHostQuestion *question;
  char *id;
} Pending;

static void
login_free (gpointer data)
{
  Login *self = data;

  g_clear_pointer (&self->key, lodge_secret_key_free);
  g_clear_pointer (&self->given, lodge_login_free);
  g_free (self);
}

static void
unref (LodgeHostLogins *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->uri);
  g_free (self->name);
  g_hash_table_unref (self->logins);
  g_ptr_array_unref (self->looking);
  g_object_unref (self->cancellable);
  g_free (self);
}

static Pending *
pending_new (LodgeHostLogins   *logins,
             LodgeHostQuestion *question,
             const char        *id)
{
  Pending *pending = g_new0 (Pending, 1);

  g_atomic_ref_count_inc (&logins->ref_count);
  pending->logins = logins;
  g_set_object (&pending->question, question);
  pending->id = g_strdup (id);
  return pending;
}

static void
pending_free (Pending *pending)
{
  unref (pending->logins);
  g_clear_object (&pending->question);
  g_free (pending->id);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pending, pending_free)

/* The places of the name and of the secret, -1 where there is none; FALSE when the answer is not worth
 * keeping, as a code that is good for once. */
static gboolean
find_prompts (LodgeHostQuestion *question,
              int               *name,
              int               *secret)
{
  const char *text = lodge_host_question_get_text (question);

  *name = *secret = -1;
  if (text != NULL && strstr (text, "assword") == NULL && strstr (text, "assphrase") == NULL)
    return FALSE;
  for (guint i = 0; i < lodge_host_question_get_n (question); i++)
    {
      LodgePromptKind kind = lodge_host_question_get_kind (question, i);
      int *place = kind == LODGE_PROMPT_SECRET ? secret : name;

      if (kind == LODGE_PROMPT_CONFIRM || *place >= 0)
        return FALSE;
      *place = (int) i;
    }
  return *name >= 0 || *secret >= 0;
}

/* What stands for a question; NULL: see find_prompts(). */
static char *
dup_id (LodgeHostQuestion *question)
{
  int name, secret;

  if (!find_prompts (question, &name, &secret))
    return NULL;
  return g_strdup_printf ("%d %d %s", name, secret, lodge_host_question_get_text (question));
}

static LodgeSecretKey *
make_key (LodgeHostLogins   *self,
          LodgeHostQuestion *question)
{
  const char *text = lodge_host_question_get_text (question);
  gboolean phrase = text != NULL && strstr (text, "assphrase") != NULL;
  g_autofree char *label = g_strdup_printf (phrase ? _("Passphrase of a key for the host %s")
                                                   : _("Password of the host %s"), self->name);

  return lodge_secret_key_new ("host", self->uri, NULL, text, label);
}

static Login *
get_login (LodgeHostLogins   *self,
           LodgeHostQuestion *question,
           const char        *id)
{
  Login *login = g_hash_table_lookup (self->logins, id);
  int name, secret;

  if (login != NULL)
    return login;

  login = g_new0 (Login, 1);
  if (find_prompts (question, &name, &secret) && secret >= 0)
    login->key = make_key (self, question);
  g_hash_table_insert (self->logins, g_strdup (id), login);
  return login;
}

static void
set_flag (LodgeHostLogins *self,
          gboolean        *flag,
          gboolean         value)
{
  if (*flag == value)
    return;

  *flag = value;
  if (!self->gone)
    self->changed (NULL, self->user_data);
}

static void
set_remembered (LodgeHostLogins *self,
                Login           *login,
                gboolean         remembered)
{
  set_flag (self, &login->remembered, remembered);
}

static void
stop_look (LodgeHostLogins *self)
{
  g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
}

/* Says whether it was enough. */
static gboolean
answer (LodgeHostQuestion *question,
        Login             *login)
{
  const char *answers[3] = { NULL };
  int name, secret;

  find_prompts (question, &name, &secret);
  if (login->given == NULL || (name >= 0 && login->given->user == NULL))
    return FALSE;

  if (name >= 0)
    answers[name] = login->given->user;
  if (secret >= 0)
    answers[secret] = login->given->password;
  login->tried = TRUE;
  lodge_host_question_answer (question, answers);
  return TRUE;
}

static void
ask (LodgeHostLogins   *self,
     LodgeHostQuestion *question,
     const Login       *login)
{
  lodge_host_question_set_can_remember (question, self->can_remember && login->key != NULL);
  lodge_host_question_set_remember (question, login->remember);
  self->ask (question, self->user_data);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Pending) pending = user_data;
  LodgeHostLogins *self = pending->logins;
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeLogin) found = lodge_secret_store_look_up_finish (result, &error);
  Login *login;

  g_ptr_array_remove (self->looking, pending->question);
  if (self->gone || lodge_host_question_is_finished (pending->question))
    return;

  login = get_login (self, pending->question, pending->id);
  login->looked_up = TRUE;
  self->can_remember = error == NULL;
  if (found != NULL)
    {
      g_clear_pointer (&login->given, lodge_login_free);
      login->given = g_steal_pointer (&found);
      login->remember = TRUE;
      set_remembered (self, login, TRUE);
    }
  if (!answer (pending->question, login))
    ask (self, pending->question, login);
}

static void
look_up (LodgeHostLogins   *self,
         LodgeHostQuestion *question,
         const char        *id,
         const Login       *login)
{
  g_ptr_array_add (self->looking, g_object_ref (question));
  lodge_secret_store_look_up_async (login->key, self->cancellable, looked_up_cb,
                                    pending_new (self, question, id));
}

static void
refuse (LodgeHostLogins *self,
        Login           *login)
{
  g_clear_pointer (&login->given, lodge_login_free);
  login->typed = FALSE;
  if (login->remembered)
    {
      lodge_secret_store_forget_async (login->key);
      stop_look (self);
      set_flag (self, &self->found, FALSE);
    }
  set_remembered (self, login, FALSE);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Pending) pending = user_data;
  LodgeHostLogins *self = pending->logins;
  g_autoptr(GError) error = NULL;
  gboolean found = lodge_secret_store_has_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->look);
  set_flag (self, &self->found, found);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Pending) pending = user_data;
  g_autoptr(GError) error = NULL;
  gboolean saved = lodge_secret_store_save_finish (result, &error);
  Login *login = g_hash_table_lookup (pending->logins->logins, pending->id);

  if (error != NULL)
    g_info ("The password of a host is not remembered: %s", error->message);
  if (login != NULL)
    set_remembered (pending->logins, login, saved);
}

LodgeHostLogins *
lodge_host_logins_new (const char          *uri,
                       const char          *name,
                       LodgeHostLoginsFunc  ask_func,
                       GFunc                changed,
                       gpointer             user_data)
{
  LodgeHostLogins *self = g_new0 (LodgeHostLogins, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uri = g_strdup (uri);
  self->name = g_strdup (name);
  self->ask = ask_func;
  self->changed = changed;
  self->user_data = user_data;
  self->logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, login_free);
  self->looking = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
lodge_host_logins_free (LodgeHostLogins *self)
{
  self->gone = TRUE;
  stop_look (self);
  g_cancellable_cancel (self->cancellable);
  unref (self);
}

/* The host asks: it is told what is known, or the user is asked. */
void
lodge_host_logins_begin (LodgeHostLogins   *self,
                         LodgeHostQuestion *question)
{
  g_autofree char *id = dup_id (question);
  Login *login;

  LODGE_ASSERT_MAIN ();
  if (id == NULL)
    {
      self->ask (question, self->user_data);
      return;
    }

  login = get_login (self, question, id);
  if (lodge_host_question_get_refused (question))
    refuse (self, login);
  else if (answer (question, login))
    return;
  else if (login->key != NULL && !login->looked_up)
    {
      look_up (self, question, id, login);
      return;
    }
  ask (self, question, login);
}

/* What the user has answered. */
void
lodge_host_logins_take (LodgeHostLogins   *self,
                        LodgeHostQuestion *question)
{
  g_autofree char *id = dup_id (question);
  int name, secret;
  Login *login;

  if (id == NULL)
    return;

  find_prompts (question, &name, &secret);
  login = get_login (self, question, id);
  g_clear_pointer (&login->given, lodge_login_free);
  login->given =
    lodge_login_new (name >= 0 ? lodge_host_question_get_given (question, (guint) name) : NULL,
                     secret >= 0 ? lodge_host_question_get_given (question, (guint) secret) : NULL);
  login->remember = lodge_host_question_get_remember (question);
  login->typed = login->tried = TRUE;
}

/* Cancels the questions that nobody has asked the user yet. */
void
lodge_host_logins_cancel (LodgeHostLogins *self)
{
  for (guint i = 0; i < self->looking->len; i++)
    lodge_host_question_cancel (g_ptr_array_index (self->looking, i));
}

/* The host has let us in. */
void
lodge_host_logins_accepted (LodgeHostLogins *self)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, self->logins);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Login *login = value;

      if (login->typed && login->remember && login->key != NULL)
        lodge_secret_store_save_async (login->key, login->given, saved_cb,
                                       pending_new (self, NULL, id));
      login->typed = login->tried = FALSE;
    }
}

/* The host has not let us in, and will not be asked again by itself. Maybe it was for another cause, so
 * nothing that is remembered goes; but the next time the user is asked. */
void
lodge_host_logins_denied (LodgeHostLogins *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->logins);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Login *login = value;

      if (login->tried)
        g_clear_pointer (&login->given, lodge_login_free);
      login->typed = login->tried = FALSE;
    }
}

gboolean
lodge_host_logins_has_remembered (LodgeHostLogins *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->logins);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Login *) value)->remembered)
      return TRUE;
  return self->found;
}

/* Finds out whether earlier runs have left something that is remembered. */
void
lodge_host_logins_look (LodgeHostLogins *self)
{
  g_autoptr(LodgeSecretKey) key = lodge_secret_key_new ("host", self->uri, NULL, NULL, NULL);

  if (self->look != NULL)
    return;

  self->look = g_cancellable_new ();
  lodge_secret_store_has_async (key, self->look, looked_cb, pending_new (self, NULL, NULL));
}

/* What is remembered, by earlier runs too, and what was answered in this one. @everything: also the
 * passwords of the host's machines. */
void
lodge_host_logins_forget (LodgeHostLogins *self,
                          gboolean         everything)
{
  g_autoptr(LodgeSecretKey) key =
    lodge_secret_key_new (everything ? NULL : "host", self->uri, NULL, NULL, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->logins);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Login *login = value;

      g_clear_pointer (&login->given, lodge_login_free);
      login->typed = login->remember = FALSE;
      set_remembered (self, login, FALSE);
    }
  stop_look (self);
  set_flag (self, &self->found, FALSE);
  lodge_secret_store_forget_async (key);
}
