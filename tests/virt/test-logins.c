/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of answers to a host's questions: kept for this run, remembered if the user wants that
 * and the host has accepted them, given again without asking, forgotten when they are refused. */

#include "config.h"

#include "base/lodge-secret-store.h"
#include "virt/lodge-host-logins-private.h"
#include "virt/lodge-host-question-private.h"
#include "virt/lodge-hosts.h"
#include "virt-support.h"

#define PROMPT "joe@server's password: "

/* A store in memory: “detail” -> LodgeLogin. */
static GHashTable *stored;
static gboolean works = TRUE;
static guint n_forgotten;   /* of any kind */

typedef struct {
  LodgeHostLogins *logins;
  LodgeHostQuestion *asked;   /* the user */
  guint n_asked;
  guint n_changed;
} Host;

static const char *
get_detail (const LodgeSecretKey *key)
{
  return key->detail != NULL ? key->detail : "";
}

static gboolean
fails (GTask *task)
{
  if (!works)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "No store");
  return !works;
}

static void
look_up (const LodgeSecretKey *key,
         GTask                *task)
{
  g_autoptr(GTask) owned = task;
  LodgeLogin *login = g_hash_table_lookup (stored, get_detail (key));

  g_assert_cmpstr (key->server, ==, "qemu+ssh://joe@server/system");
  if (!fails (task))
    g_task_return_pointer (task, login != NULL ? lodge_login_new (login->user, login->password) : NULL,
                           (GDestroyNotify) lodge_login_free);
}

static void
save (const LodgeSecretKey *key,
      const LodgeLogin     *login,
      GTask                *task)
{
  g_autoptr(GTask) owned = task;

  g_hash_table_replace (stored, g_strdup (get_detail (key)),
                        lodge_login_new (login->user, login->password));
  g_task_return_boolean (task, TRUE);
}

static void
forget (const LodgeSecretKey *key,
        GTask                *task)
{
  g_autoptr(GTask) owned = task;

  n_forgotten += key->kind == NULL;
  if (key->detail != NULL)
    g_hash_table_remove (stored, key->detail);
  else
    g_hash_table_remove_all (stored);
  g_task_return_boolean (task, TRUE);
}

static void
has (const LodgeSecretKey *key,
     GTask                *task)
{
  g_autoptr(GTask) owned = task;

  g_assert_cmpstr (key->kind, ==, "host");
  g_assert_null (key->detail);
  if (!fails (task))
    g_task_return_boolean (task, g_hash_table_size (stored) > 0);
}

static void
ask_cb (LodgeHostQuestion *question,
        gpointer           user_data)
{
  Host *host = user_data;

  g_set_object (&host->asked, question);
  host->n_asked++;
}

static void
changed_cb (gpointer unused,
            gpointer user_data)
{
  ((Host *) user_data)->n_changed++;
}

/* As in a new run of the program. */
static void
start (Host *host)
{
  *host = (Host) { 0 };
  host->logins = lodge_host_logins_new ("qemu+ssh://joe:word@server/system", "server", ask_cb,
                                        changed_cb, host);
}

static void
finish (Host *host)
{
  g_clear_object (&host->asked);
  lodge_host_logins_free (host->logins);
}

static LodgeHostQuestion *
question (const char *text,
          gboolean    refused)
{
  LodgeHostQuestion *self = lodge_host_question_new (text, refused);

  lodge_host_question_add (self, LODGE_PROMPT_SECRET, "Password", NULL);
  return self;
}

/* The host asks, and the user is asked. */
static void
ask (Host       *host,
     const char *text,
     gboolean    refused)
{
  g_autoptr(LodgeHostQuestion) self = question (text, refused);
  guint before = host->n_asked;

  lodge_host_logins_begin (host->logins, self);
  wait_for (host->n_asked == before + 1);
  g_assert_false (lodge_host_question_is_finished (self));
}

/* The host asks, and is told @password. */
static void
ask_known (Host       *host,
           const char *text,
           const char *password)
{
  g_autoptr(LodgeHostQuestion) self = question (text, FALSE);
  guint before = host->n_asked;

  lodge_host_logins_begin (host->logins, self);
  wait_for (lodge_host_question_is_finished (self));
  g_assert_cmpuint (host->n_asked, ==, before);
  g_assert_cmpstr (lodge_host_question_get_given (self, 0), ==, password);
}

static void
answer (Host       *host,
        const char *password,
        gboolean    remember)
{
  const char *answers[] = { password, NULL };

  lodge_host_question_set_remember (host->asked, remember);
  lodge_host_question_answer (host->asked, answers);
  lodge_host_logins_take (host->logins, host->asked);
}

static const char *
get_stored (const char *detail)
{
  LodgeLogin *login = g_hash_table_lookup (stored, detail);

  return login != NULL ? login->password : NULL;
}

static void
test_kept (void)
{
  Host host;

  start (&host);
  ask (&host, PROMPT, FALSE);
  g_assert_true (lodge_host_question_get_can_remember (host.asked));
  g_assert_false (lodge_host_question_get_remember (host.asked));
  answer (&host, "secret", FALSE);
  lodge_host_logins_accepted (host.logins);
  ask_known (&host, PROMPT, "secret");
  g_assert_false (lodge_host_logins_has_remembered (host.logins));
  finish (&host);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
}

static void
test_remembered (void)
{
  Host host;

  start (&host);
  ask (&host, PROMPT, FALSE);
  answer (&host, "wrong", TRUE);
  ask (&host, PROMPT, TRUE);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
  g_assert_true (lodge_host_question_get_remember (host.asked));
  answer (&host, "secret", TRUE);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
  lodge_host_logins_accepted (host.logins);
  wait_for (lodge_host_logins_has_remembered (host.logins));
  g_assert_cmpuint (host.n_changed, ==, 1);
  finish (&host);

  start (&host);
  ask_known (&host, PROMPT, "secret");
  ask_known (&host, PROMPT, "secret");
  lodge_host_logins_accepted (host.logins);
  g_assert_true (lodge_host_logins_has_remembered (host.logins));
  /* Another question has another answer. */
  ask (&host, "Enter passphrase for key 'k': ", FALSE);

  lodge_host_logins_forget (host.logins, FALSE);
  g_assert_false (lodge_host_logins_has_remembered (host.logins));
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
  ask (&host, PROMPT, FALSE);
  g_assert_false (lodge_host_question_get_remember (host.asked));
  finish (&host);
}

static void
test_wrong (void)
{
  Host host;

  g_hash_table_replace (stored, g_strdup (PROMPT), lodge_login_new (NULL, "wrong"));
  start (&host);
  ask_known (&host, PROMPT, "wrong");
  ask (&host, PROMPT, TRUE);
  g_assert_null (get_stored (PROMPT));
  g_assert_true (lodge_host_question_get_can_remember (host.asked));
  g_assert_true (lodge_host_question_get_remember (host.asked));
  answer (&host, "right", TRUE);
  lodge_host_logins_accepted (host.logins);
  wait_for (lodge_host_logins_has_remembered (host.logins));
  g_assert_cmpstr (get_stored (PROMPT), ==, "right");
  finish (&host);
  g_hash_table_remove_all (stored);
}

/* What an earlier run left is found without a question of the host's, and goes with all of its kind. */
static void
test_earlier_run (void)
{
  Host host;

  g_hash_table_replace (stored, g_strdup (PROMPT), lodge_login_new (NULL, "secret"));
  g_hash_table_replace (stored, g_strdup ("another"), lodge_login_new (NULL, "secret"));
  start (&host);
  g_assert_false (lodge_host_logins_has_remembered (host.logins));
  lodge_host_logins_look (host.logins);
  wait_for (lodge_host_logins_has_remembered (host.logins));
  g_assert_cmpuint (host.n_changed, ==, 1);

  lodge_host_logins_forget (host.logins, FALSE);
  g_assert_false (lodge_host_logins_has_remembered (host.logins));
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
  lodge_host_logins_look (host.logins);
  finish (&host);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (host.n_changed, ==, 2);
}

/* With a host all go that are remembered of it, its machines' too. */
static void
test_removed (void)
{
  g_autoptr(LodgeHosts) hosts = lodge_hosts_new ();
  LodgeHost *host = lodge_hosts_add (hosts, "qemu+ssh://joe@server/system");

  g_hash_table_replace (stored, g_strdup (PROMPT), lodge_login_new (NULL, "secret"));
  n_forgotten = 0;
  lodge_hosts_remove (hosts, host);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
  g_assert_cmpuint (n_forgotten, ==, 1);
}

/* A host that hangs up instead of asking again: the user is asked the next time. */
static void
test_denied (void)
{
  Host host;

  g_hash_table_replace (stored, g_strdup (PROMPT), lodge_login_new (NULL, "wrong"));
  start (&host);
  ask_known (&host, PROMPT, "wrong");
  lodge_host_logins_denied (host.logins);
  ask (&host, PROMPT, FALSE);
  answer (&host, "right", TRUE);
  lodge_host_logins_accepted (host.logins);
  wait_for (g_strcmp0 (get_stored (PROMPT), "right") == 0);
  finish (&host);
  g_hash_table_remove_all (stored);
}

/* A name and a password. */
static void
test_name (void)
{
  g_autoptr(LodgeHostQuestion) first = lodge_host_question_new (NULL, FALSE);
  g_autoptr(LodgeHostQuestion) second = lodge_host_question_new (NULL, FALSE);
  const char *answers[] = { "joe", "secret", NULL };
  LodgeHostQuestion *both[] = { first, second };
  Host host;

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      lodge_host_question_add (both[i], LODGE_PROMPT_TEXT, "User Name", NULL);
      lodge_host_question_add (both[i], LODGE_PROMPT_SECRET, "Password", NULL);
    }
  start (&host);
  lodge_host_logins_begin (host.logins, first);
  wait_for (host.n_asked == 1);
  lodge_host_question_set_remember (first, TRUE);
  lodge_host_question_answer (first, answers);
  lodge_host_logins_take (host.logins, first);
  lodge_host_logins_accepted (host.logins);
  wait_for (lodge_host_logins_has_remembered (host.logins));
  finish (&host);

  start (&host);
  lodge_host_logins_begin (host.logins, second);
  wait_for (lodge_host_question_is_finished (second));
  g_assert_cmpstr (lodge_host_question_get_given (second, 0), ==, "joe");
  g_assert_cmpstr (lodge_host_question_get_given (second, 1), ==, "secret");
  finish (&host);
  g_hash_table_remove_all (stored);
}

/* Codes, and whether a host is the right one, are asked each time. */
static void
test_not_worth_it (void)
{
  g_autoptr(LodgeHostQuestion) confirm = lodge_host_question_new (NULL, FALSE);
  const char *answers[] = { "yes", NULL };
  Host host;

  start (&host);
  lodge_host_question_add (confirm, LODGE_PROMPT_CONFIRM, "Answer", NULL);
  lodge_host_logins_begin (host.logins, confirm);
  g_assert_cmpuint (host.n_asked, ==, 1);
  g_assert_false (lodge_host_question_get_can_remember (confirm));
  lodge_host_question_answer (confirm, answers);
  lodge_host_logins_take (host.logins, confirm);

  ask (&host, "Verification code: ", FALSE);
  g_assert_false (lodge_host_question_get_can_remember (host.asked));
  answer (&host, "123456", TRUE);
  lodge_host_logins_accepted (host.logins);
  ask (&host, "Verification code: ", FALSE);
  finish (&host);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
}

static void
test_no_store (void)
{
  Host host;

  works = FALSE;
  start (&host);
  ask (&host, PROMPT, FALSE);
  g_assert_false (lodge_host_question_get_can_remember (host.asked));
  finish (&host);
  works = TRUE;
}

/* The connection is given up before the store has answered. */
static void
test_given_up (void)
{
  g_autoptr(LodgeHostQuestion) self = question (PROMPT, FALSE);
  Host host;

  start (&host);
  lodge_host_logins_begin (host.logins, self);
  lodge_host_logins_cancel (host.logins);
  g_assert_true (lodge_host_question_is_finished (self));
  finish (&host);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (host.n_asked, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const LodgeSecretBackend backend = { look_up, save, has, forget };

  g_test_init (&argc, &argv, NULL);
  stored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) lodge_login_free);
  lodge_secret_store_set_backend (&backend);
  g_test_add_func ("/logins/kept", test_kept);
  g_test_add_func ("/logins/remembered", test_remembered);
  g_test_add_func ("/logins/wrong", test_wrong);
  g_test_add_func ("/logins/earlier-run", test_earlier_run);
  g_test_add_func ("/logins/removed", test_removed);
  g_test_add_func ("/logins/denied", test_denied);
  g_test_add_func ("/logins/name", test_name);
  g_test_add_func ("/logins/not-worth-it", test_not_worth_it);
  g_test_add_func ("/logins/no-store", test_no_store);
  g_test_add_func ("/logins/given-up", test_given_up);
  return g_test_run ();
}
