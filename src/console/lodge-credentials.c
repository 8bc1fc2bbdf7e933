/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A user name and a password between a protocol, which asks, and a page, which answers. Both sides work
 * through properties and a signal, so neither waits for the other. Before the page is asked, the answer
 * of this run or the one that the user has had remembered is given. */

#include "config.h"

#include "console/lodge-credentials-private.h"

#include "base/lodge-prop.h"
#include "base/lodge-secret.h"
#include "base/lodge-thread.h"

struct _LodgeCredentials
{
  GObject parent_instance;

  LodgeCredential wanted;
  gboolean refused;
  gboolean exposed;
  char *username;
  char *password;
  char *screen;   /* whose answers are kept for others; nullable */

  /* What is remembered beyond the end of the program. */
  LodgeSecretKey *key;         /* nullable */
  GCancellable *look_up;       /* while it is under way */
  GCancellable *look;          /* whether something is remembered; NULL: nobody looks */
  LodgeCredential looked_for;  /* by it */
  gboolean looked_up;
  gboolean can_remember;
  gboolean remember;
  gboolean remembered;
  gboolean typed;              /* and not accepted yet */
};

typedef struct {
  char *username;
  char *password;
  gboolean can_remember;
  gboolean remembered;
} Kept;

enum {
  PROP_0,
  PROP_WANTED,
  PROP_REFUSED,
  PROP_EXPOSED,
  PROP_CAN_REMEMBER,
  PROP_REMEMBER,
  PROP_REMEMBERED,
  N_PROPS
};

enum {
  SIGNAL_ANSWERED,
  N_SIGNALS
};

/* By screen: what was answered in this run of the program. */
static GHashTable *kept;

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FLAGS_TYPE (LodgeCredential, lodge_credential,
                     G_DEFINE_ENUM_VALUE (LODGE_CREDENTIAL_USERNAME, "username"),
                     G_DEFINE_ENUM_VALUE (LODGE_CREDENTIAL_PASSWORD, "password"))

G_DEFINE_FINAL_TYPE (LodgeCredentials, lodge_credentials, G_TYPE_OBJECT)

static void
kept_free (gpointer data)
{
  Kept *self = data;

  g_clear_pointer (&self->username, lodge_secret_free);
  g_clear_pointer (&self->password, lodge_secret_free);
  g_free (self);
}

static void
keep_answer (LodgeCredentials *self)
{
  Kept *answer = g_new0 (Kept, 1);

  answer->username = g_strdup (self->username);
  answer->password = g_strdup (self->password);
  answer->can_remember = self->can_remember;
  answer->remembered = self->remembered;
  g_hash_table_replace (kept, g_strdup (self->screen), answer);
}

static void
set_wanted (LodgeCredentials *self,
            LodgeCredential   wanted,
            gboolean          refused)
{
  g_object_freeze_notify (G_OBJECT (self));
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_REFUSED], &self->refused, refused);
  if (self->wanted != wanted)
    {
      self->wanted = wanted;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WANTED]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_remembered (LodgeCredentials *self,
                gboolean          remembered)
{
  Kept *answer = self->screen != NULL ? g_hash_table_lookup (kept, self->screen) : NULL;

  if (answer != NULL)
    answer->remembered = remembered;
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_REMEMBERED], &self->remembered, remembered);
}

static void
give (LodgeCredentials *self)
{
  if (self->screen != NULL)
    keep_answer (self);
  set_wanted (self, 0, FALSE);
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0);
}

/* Whether @login has all that is asked for. */
static gboolean
take_login (LodgeCredentials *self,
            const LodgeLogin *login)
{
  if (login == NULL || (self->looked_for & LODGE_CREDENTIAL_USERNAME && login->user == NULL))
    return FALSE;

  if (self->looked_for & LODGE_CREDENTIAL_USERNAME)
    lodge_set_string (&self->username, login->user);
  g_clear_pointer (&self->password, lodge_secret_free);
  self->password = g_strdup (login->password);
  return TRUE;
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LodgeCredentials) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeLogin) login = lodge_secret_store_look_up_finish (result, &error);

  /* The console has gone on, and may even look again. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->look_up);
  self->looked_up = TRUE;
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_CAN_REMEMBER], &self->can_remember,
                       error == NULL);
  if (take_login (self, login))
    {
      lodge_credentials_set_remember (self, TRUE);
      set_remembered (self, TRUE);
      give (self);
    }
  else
    set_wanted (self, self->looked_for, FALSE);
}

static void
look_up (LodgeCredentials *self,
         LodgeCredential   wanted)
{
  self->looked_for = wanted;
  self->look_up = g_cancellable_new ();
  lodge_secret_store_look_up_async (self->key, self->look_up, looked_up_cb, g_object_ref (self));
}

static void
stop_look (LodgeCredentials *self)
{
  g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LodgeCredentials) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean found = lodge_secret_store_has_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->look);
  set_remembered (self, found);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LodgeCredentials) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean saved = lodge_secret_store_save_finish (result, &error);

  if (error != NULL)
    g_info ("The password of a screen is not remembered: %s", error->message);
  set_remembered (self, saved);
}

static void
lodge_credentials_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeCredentials *self = LODGE_CREDENTIALS (object);

  switch (prop_id)
    {
    case PROP_WANTED:
      g_value_set_flags (value, self->wanted);
      break;

    case PROP_REFUSED:
      g_value_set_boolean (value, self->refused);
      break;

    case PROP_EXPOSED:
      g_value_set_boolean (value, self->exposed);
      break;

    case PROP_CAN_REMEMBER:
      g_value_set_boolean (value, self->can_remember);
      break;

    case PROP_REMEMBER:
      g_value_set_boolean (value, self->remember);
      break;

    case PROP_REMEMBERED:
      g_value_set_boolean (value, self->remembered);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_credentials_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_REMEMBER:
      lodge_credentials_set_remember (LODGE_CREDENTIALS (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_credentials_finalize (GObject *object)
{
  LodgeCredentials *self = LODGE_CREDENTIALS (object);

  g_clear_pointer (&self->username, lodge_secret_free);
  g_clear_pointer (&self->password, lodge_secret_free);
  g_free (self->screen);
  g_clear_pointer (&self->key, lodge_secret_key_free);
  g_clear_object (&self->look_up);
  g_clear_object (&self->look);

  G_OBJECT_CLASS (lodge_credentials_parent_class)->finalize (object);
}

static void
lodge_credentials_class_init (LodgeCredentialsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_credentials_get_property;
  object_class->set_property = lodge_credentials_set_property;
  object_class->finalize = lodge_credentials_finalize;

  properties[PROP_WANTED] =
    g_param_spec_flags ("wanted", NULL, NULL, LODGE_TYPE_CREDENTIAL, 0, flags);
  properties[PROP_REFUSED] =
    g_param_spec_boolean ("refused", NULL, NULL, FALSE, flags);
  properties[PROP_EXPOSED] =
    g_param_spec_boolean ("exposed", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REMEMBER] =
    g_param_spec_boolean ("can-remember", NULL, NULL, FALSE, flags);
  properties[PROP_REMEMBER] =
    g_param_spec_boolean ("remember", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  properties[PROP_REMEMBERED] =
    g_param_spec_boolean ("remembered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ANSWERED] =
    g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lodge_credentials_init (LodgeCredentials *self)
{
}

LodgeCredentials *
lodge_credentials_new (void)
{
  return g_object_new (LODGE_TYPE_CREDENTIALS, NULL);
}

/* The protocol's question. What was refused is forgotten, but for the name; what is remembered is looked
 * up once, before the first question. */
void
lodge_credentials_ask (LodgeCredentials *self,
                       LodgeCredential   wanted,
                       gboolean          refused)
{
  LODGE_ASSERT_MAIN ();

  if (refused)
    g_clear_pointer (&self->password, lodge_secret_free);
  if (refused && self->screen != NULL)
    g_hash_table_remove (kept, self->screen);
  if (refused && self->remembered)
    {
      lodge_secret_store_forget_async (self->key);
      stop_look (self);
      set_remembered (self, FALSE);
    }
  if (refused || self->looked_up || self->key == NULL)
    set_wanted (self, wanted, refused);
  else if (self->look_up == NULL)
    look_up (self, wanted);
}

/* Before the question: whether the answer goes over a network that nobody encrypts. */
void
lodge_credentials_set_exposed (LodgeCredentials *self,
                               gboolean          exposed)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_EXPOSED], &self->exposed, exposed);
}

/* The other side let us in. */
void
lodge_credentials_accept (LodgeCredentials *self)
{
  g_autoptr(LodgeLogin) login = NULL;

  if (!self->typed)
    return;

  self->typed = FALSE;
  if (!self->remember || !self->can_remember || self->key == NULL || self->password == NULL)
    return;

  login = lodge_login_new (self->username, self->password);
  lodge_secret_store_save_async (self->key, login, saved_cb, g_object_ref (self));
}

/* Nobody waits for an answer any more. */
void
lodge_credentials_withdraw (LodgeCredentials *self)
{
  if (self->look_up != NULL)
    g_cancellable_cancel (self->look_up);
  g_clear_object (&self->look_up);
  set_wanted (self, 0, FALSE);
}

/* Whether all of @wanted was answered before. */
gboolean
lodge_credentials_have (LodgeCredentials *self,
                        LodgeCredential   wanted)
{
  return (!(wanted & LODGE_CREDENTIAL_USERNAME) || self->username != NULL)
         && (!(wanted & LODGE_CREDENTIAL_PASSWORD) || self->password != NULL);
}

const char *
lodge_credentials_get_password (LodgeCredentials *self)
{
  return self->password;
}

/**
 * lodge_credentials_get_wanted:
 * @self: credentials
 *
 * Asks what the other side wants to know.
 *
 * Returns: flags; 0 when nothing is asked now
 */
LodgeCredential
lodge_credentials_get_wanted (LodgeCredentials *self)
{
  g_return_val_if_fail (LODGE_IS_CREDENTIALS (self), 0);

  return self->wanted;
}

/**
 * lodge_credentials_get_refused:
 * @self: credentials
 *
 * Asks whether this is asked because the answer before was not accepted.
 *
 * Returns: %TRUE then
 */
gboolean
lodge_credentials_get_refused (LodgeCredentials *self)
{
  g_return_val_if_fail (LODGE_IS_CREDENTIALS (self), FALSE);

  return self->refused;
}

/**
 * lodge_credentials_get_username:
 * @self: credentials
 *
 * Asks for the name that was answered last.
 *
 * Returns: (transfer none) (nullable): the name
 */
const char *
lodge_credentials_get_username (LodgeCredentials *self)
{
  g_return_val_if_fail (LODGE_IS_CREDENTIALS (self), NULL);

  return self->username;
}

/**
 * lodge_credentials_keep:
 * @self: credentials, before the first connection
 * @screen: a name for the screen that is the same for all of its consoles
 *
 * Has what is answered kept for the next console of that screen, and takes what was answered for one
 * before: the user is asked once in a run of the program. Main thread only.
 */
void
lodge_credentials_keep (LodgeCredentials *self,
                        const char       *screen)
{
  Kept *known;

  g_return_if_fail (LODGE_IS_CREDENTIALS (self));
  g_return_if_fail (self->screen == NULL);
  LODGE_ASSERT_MAIN ();

  if (kept == NULL)
    kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
  self->screen = g_strdup (screen);
  known = g_hash_table_lookup (kept, screen);
  if (known == NULL)
    return;

  g_clear_pointer (&self->username, lodge_secret_free);
  g_clear_pointer (&self->password, lodge_secret_free);
  self->username = g_strdup (known->username);
  self->password = g_strdup (known->password);
  self->can_remember = known->can_remember;
  self->remember = self->remembered = known->remembered;
}

/**
 * lodge_credentials_set_key:
 * @self: credentials, before the first connection
 * @key: what the password is for
 *
 * Lets the user have the password remembered, where somebody does that: a remembered one is given
 * without asking, one that is refused is forgotten. Main thread only.
 */
void
lodge_credentials_set_key (LodgeCredentials     *self,
                           const LodgeSecretKey *key)
{
  g_return_if_fail (LODGE_IS_CREDENTIALS (self));
  g_return_if_fail (self->key == NULL);

  self->key = lodge_secret_key_copy (key);
}

/**
 * lodge_credentials_set_remember:
 * @self: credentials
 * @remember: the user's wish
 *
 * Says whether what is answered next is to be remembered once it was accepted.
 */
void
lodge_credentials_set_remember (LodgeCredentials *self,
                                gboolean          remember)
{
  g_return_if_fail (LODGE_IS_CREDENTIALS (self));

  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_REMEMBER], &self->remember, remember);
}

/**
 * lodge_credentials_get_remembered:
 * @self: credentials
 *
 * Tells whether a password is known to be remembered: the one that was used last, or one of an earlier run,
 * see lodge_credentials_look_for_remembered().
 *
 * Returns: %TRUE then
 */
gboolean
lodge_credentials_get_remembered (LodgeCredentials *self)
{
  g_return_val_if_fail (LODGE_IS_CREDENTIALS (self), FALSE);

  return self->remembered;
}

/**
 * lodge_credentials_look_for_remembered:
 * @self: credentials
 *
 * Finds out whether a password is remembered, also one that nobody has asked for in this run of the program;
 * then #LodgeCredentials:remembered changes. Main thread only.
 */
void
lodge_credentials_look_for_remembered (LodgeCredentials *self)
{
  g_return_if_fail (LODGE_IS_CREDENTIALS (self));
  LODGE_ASSERT_MAIN ();

  if (self->key == NULL || self->look != NULL)
    return;

  self->look = g_cancellable_new ();
  lodge_secret_store_has_async (self->key, self->look, looked_cb, g_object_ref (self));
}

/**
 * lodge_credentials_forget:
 * @self: credentials
 *
 * Forgets the password, here and where it is remembered; a connection that stands is left alone. Main
 * thread only.
 */
void
lodge_credentials_forget (LodgeCredentials *self)
{
  g_return_if_fail (LODGE_IS_CREDENTIALS (self));
  LODGE_ASSERT_MAIN ();

  if (self->key != NULL)
    lodge_secret_store_forget_async (self->key);
  stop_look (self);
  g_clear_pointer (&self->password, lodge_secret_free);
  self->typed = FALSE;
  if (self->screen != NULL)
    g_hash_table_remove (kept, self->screen);
  lodge_credentials_set_remember (self, FALSE);
  set_remembered (self, FALSE);
}

static gboolean
begins_with (gpointer screen,
             gpointer answer,
             gpointer start)
{
  return g_str_has_prefix (screen, start);
}

/**
 * lodge_credentials_forget_screens:
 * @start: how the names of the screens begin that were given to lodge_credentials_keep()
 *
 * Forgets what was answered for screens in this run of the program. Main thread only.
 */
void
lodge_credentials_forget_screens (const char *start)
{
  LODGE_ASSERT_MAIN ();

  if (kept != NULL)
    g_hash_table_foreach_remove (kept, begins_with, (gpointer) start);
}

/**
 * lodge_credentials_answer:
 * @self: credentials
 * @username: (nullable): the user's name, when it is wanted
 * @password: (nullable): the password, when it is wanted
 *
 * Answers what is wanted; the connection goes on then. Does nothing when nothing is. Main thread only.
 */
void
lodge_credentials_answer (LodgeCredentials *self,
                          const char       *username,
                          const char       *password)
{
  g_return_if_fail (LODGE_IS_CREDENTIALS (self));
  LODGE_ASSERT_MAIN ();

  if (self->wanted == 0)
    return;

  if (self->wanted & LODGE_CREDENTIAL_USERNAME)
    {
      g_clear_pointer (&self->username, lodge_secret_free);
      self->username = g_strdup (username != NULL ? username : "");
    }
  if (self->wanted & LODGE_CREDENTIAL_PASSWORD)
    {
      g_clear_pointer (&self->password, lodge_secret_free);
      self->password = g_strdup (password != NULL ? password : "");
    }
  self->typed = TRUE;
  give (self);
}
