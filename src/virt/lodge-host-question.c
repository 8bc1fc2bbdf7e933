/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question of a host, between whoever needs the answer, maybe a worker that waits, and a dialog. The
 * worker sees it change under a lock; widgets see a signal. */

#include "config.h"

#include "virt/lodge-host-question-private.h"

#include "base/lodge-secret.h"
#include "base/lodge-thread.h"

typedef struct {
  LodgePromptKind kind;
  char *label;
  char *initial;
  char *given;
} Prompt;

typedef enum { OPEN, ANSWERED, CANCELLED } Outcome;

struct _LodgeHostQuestion
{
  GObject parent_instance;

  char *text;
  gboolean refused;
  gboolean can_remember;   /* main thread only, as the next */
  gboolean remember;
  GArray *prompts;

  GMutex lock;
  GCond cond;
  Outcome outcome;   /* under the lock, as what is given */
};

enum {
  SIGNAL_FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeHostQuestion, lodge_host_question, G_TYPE_OBJECT)

static Prompt *
get_prompt (LodgeHostQuestion *self,
            guint              i)
{
  g_assert (i < self->prompts->len);
  return &g_array_index (self->prompts, Prompt, i);
}

static void
prompt_clear (gpointer data)
{
  Prompt *prompt = data;

  g_free (prompt->label);
  g_free (prompt->initial);
  lodge_secret_free (prompt->given);
}

static Outcome
get_outcome (LodgeHostQuestion *self)
{
  Outcome outcome;

  g_mutex_lock (&self->lock);
  outcome = self->outcome;
  g_mutex_unlock (&self->lock);
  return outcome;
}

static void
finish (LodgeHostQuestion *self,
        Outcome            outcome,
        const char *const *answers)
{
  gboolean first;

  g_mutex_lock (&self->lock);
  first = self->outcome == OPEN;
  for (guint i = 0; first && answers != NULL && i < self->prompts->len; i++)
    get_prompt (self, i)->given = g_strdup (answers[i]);
  if (first)
    self->outcome = outcome;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);

  if (first)
    g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
lodge_host_question_finalize (GObject *object)
{
  LodgeHostQuestion *self = LODGE_HOST_QUESTION (object);

  g_free (self->text);
  g_array_unref (self->prompts);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (lodge_host_question_parent_class)->finalize (object);
}

static void
lodge_host_question_class_init (LodgeHostQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_host_question_finalize;

  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lodge_host_question_init (LodgeHostQuestion *self)
{
  self->prompts = g_array_new (FALSE, TRUE, sizeof (Prompt));
  g_array_set_clear_func (self->prompts, prompt_clear);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
}

/* Any thread. @text is not trusted. */
LodgeHostQuestion *
lodge_host_question_new (const char *text,
                         gboolean    refused)
{
  LodgeHostQuestion *self = g_object_new (LODGE_TYPE_HOST_QUESTION, NULL);

  self->text = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  self->refused = refused;
  return self;
}

/* Before anybody else has it. */
void
lodge_host_question_add (LodgeHostQuestion *self,
                         LodgePromptKind    kind,
                         const char        *label,
                         const char        *initial)
{
  Prompt prompt = { kind, g_strdup (label), g_strdup (initial), NULL };

  g_array_append_val (self->prompts, prompt);
}

/* On a worker: until it is finished, or for @seconds. Says whether it was answered. */
gboolean
lodge_host_question_wait (LodgeHostQuestion *self,
                          guint              seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  gboolean answered;

  LODGE_ASSERT_WORKER ();
  g_mutex_lock (&self->lock);
  while (self->outcome == OPEN && g_cond_wait_until (&self->cond, &self->lock, end))
    ;
  answered = self->outcome == ANSWERED;
  g_mutex_unlock (&self->lock);
  return answered;
}

gboolean
lodge_host_question_is_answered (LodgeHostQuestion *self)
{
  return get_outcome (self) == ANSWERED;
}

/* What was answered, once it was. */
const char *
lodge_host_question_get_given (LodgeHostQuestion *self,
                               guint              i)
{
  g_assert (get_outcome (self) == ANSWERED);
  return get_prompt (self, i)->given;
}

/**
 * lodge_host_question_get_text:
 * @self: a question
 *
 * Gets the host's own words, which are not translated and not to be trusted.
 *
 * Returns: (transfer none) (nullable): the text
 */
const char *
lodge_host_question_get_text (LodgeHostQuestion *self)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), NULL);

  return self->text;
}

/**
 * lodge_host_question_get_refused:
 * @self: a question
 *
 * Tells whether it is asked because the answer before was not accepted.
 *
 * Returns: %TRUE then
 */
gboolean
lodge_host_question_get_refused (LodgeHostQuestion *self)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), FALSE);

  return self->refused;
}

guint
lodge_host_question_get_n (LodgeHostQuestion *self)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), 0);

  return self->prompts->len;
}

LodgePromptKind
lodge_host_question_get_kind (LodgeHostQuestion *self,
                              guint              i)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), LODGE_PROMPT_TEXT);

  return get_prompt (self, i)->kind;
}

const char *
lodge_host_question_get_label (LodgeHostQuestion *self,
                               guint              i)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), NULL);

  return get_prompt (self, i)->label;
}

const char *
lodge_host_question_get_initial (LodgeHostQuestion *self,
                                 guint              i)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), NULL);

  return get_prompt (self, i)->initial;
}

/* There is somebody who remembers the answer. */
void
lodge_host_question_set_can_remember (LodgeHostQuestion *self,
                                      gboolean           can_remember)
{
  self->can_remember = can_remember;
}

/**
 * lodge_host_question_get_can_remember:
 * @self: a question
 *
 * Tells whether the user may have the answer remembered beyond the end of the program.
 *
 * Returns: %TRUE then
 */
gboolean
lodge_host_question_get_can_remember (LodgeHostQuestion *self)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), FALSE);

  return self->can_remember;
}

gboolean
lodge_host_question_get_remember (LodgeHostQuestion *self)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), FALSE);

  return self->remember;
}

/**
 * lodge_host_question_set_remember:
 * @self: a question
 * @remember: the user's wish
 *
 * Says, before it is answered, whether the answer is to be remembered once it was accepted. Main thread
 * only.
 */
void
lodge_host_question_set_remember (LodgeHostQuestion *self,
                                  gboolean           remember)
{
  g_return_if_fail (LODGE_IS_HOST_QUESTION (self));

  self->remember = remember;
}

/**
 * lodge_host_question_answer:
 * @self: a question
 * @answers: one for each prompt
 *
 * Answers it. Does nothing when it is finished. Main thread only.
 */
void
lodge_host_question_answer (LodgeHostQuestion *self,
                            const char *const *answers)
{
  g_return_if_fail (LODGE_IS_HOST_QUESTION (self));
  g_return_if_fail (g_strv_length ((GStrv) answers) == self->prompts->len);

  LODGE_ASSERT_MAIN ();
  finish (self, ANSWERED, answers);
}

/**
 * lodge_host_question_cancel:
 * @self: a question
 *
 * Gives no answer: the host is not connected then. Does nothing when it is finished. Main thread only.
 */
void
lodge_host_question_cancel (LodgeHostQuestion *self)
{
  g_return_if_fail (LODGE_IS_HOST_QUESTION (self));

  LODGE_ASSERT_MAIN ();
  finish (self, CANCELLED, NULL);
}

/**
 * lodge_host_question_is_finished:
 * @self: a question
 *
 * Tells whether it needs no answer any more.
 *
 * Returns: %TRUE when it was answered or cancelled
 */
gboolean
lodge_host_question_is_finished (LodgeHostQuestion *self)
{
  g_return_val_if_fail (LODGE_IS_HOST_QUESTION (self), TRUE);

  return get_outcome (self) != OPEN;
}
