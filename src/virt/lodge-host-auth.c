/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The questions of a host on their way to the user: carried from a worker to the main thread, one at a
 * time on show, remembered answers given without asking. They are kept in memory only, until the
 * program ends, so that a connection that comes back asks nobody. */

#include "config.h"

#include <string.h>

#include "base/lodge-thread.h"
#include "virt/lodge-host-private.h"
#include "virt/lodge-host-question-private.h"

/* Servers wait about that long too. */
#define PATIENCE 120 /* seconds */

typedef struct {
  LodgeHostSink *sink;
  LodgeHostQuestion *question;
} Posted;

/* Whether there is a window that shows questions. */
static gint interactive;

static void
posted_free (Posted *posted)
{
  lodge_host_sink_unref (posted->sink);
  g_object_unref (posted->question);
  g_free (posted);
}

static void
post (LodgeHostSink     *sink,
      LodgeHostQuestion *question,
      GSourceFunc        callback)
{
  Posted *posted = g_new0 (Posted, 1);
  g_autoptr(GSource) source = g_idle_source_new ();

  posted->sink = lodge_host_sink_ref (sink);
  posted->question = g_object_ref (question);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, callback, posted, (GDestroyNotify) posted_free);
  g_source_attach (source, NULL);
}

static gboolean
ask_in_main_cb (gpointer user_data)
{
  Posted *posted = user_data;

  if (posted->sink->host != NULL)
    lodge_host_ask (posted->sink->host, posted->question);
  else
    lodge_host_question_cancel (posted->question);
  return G_SOURCE_REMOVE;
}

/* Nobody waits for it any more. */
static gboolean
withdraw_in_main_cb (gpointer user_data)
{
  Posted *posted = user_data;

  lodge_host_question_cancel (posted->question);
  return G_SOURCE_REMOVE;
}

/* What stands for a prompt in the memory; NULL: its answer is not worth keeping, as a code that is good
 * for once. */
static char *
dup_key (LodgeHostQuestion *question,
         guint              i)
{
  const char *text = lodge_host_question_get_text (question);
  const char *label = lodge_host_question_get_label (question, i);

  if (lodge_host_question_get_kind (question, i) == LODGE_PROMPT_CONFIRM)
    return NULL;
  if (text != NULL && strstr (text, "assword") == NULL && strstr (text, "assphrase") == NULL)
    return NULL;
  return g_strconcat (label, "\n", text, NULL);
}

/* Answers it by what was answered before. */
static gboolean
recall (LodgeHost         *self,
        LodgeHostQuestion *question)
{
  guint n = lodge_host_question_get_n (question);
  g_autoptr(GPtrArray) answers = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = dup_key (question, i);
      const char *known = key != NULL ? g_hash_table_lookup (self->answers, key) : NULL;

      if (known == NULL)
        return FALSE;
      g_ptr_array_add (answers, (gpointer) known);
    }
  g_ptr_array_add (answers, NULL);
  lodge_host_question_answer (question, (const char *const *) answers->pdata);
  return TRUE;
}

/* What was refused is not given again. */
static void
forget (LodgeHost         *self,
        LodgeHostQuestion *question)
{
  for (guint i = 0; i < lodge_host_question_get_n (question); i++)
    {
      g_autofree char *key = dup_key (question, i);

      if (key != NULL)
        g_hash_table_remove (self->answers, key);
    }
}

static void
remember (LodgeHost         *self,
          LodgeHostQuestion *question)
{
  for (guint i = 0; i < lodge_host_question_get_n (question); i++)
    {
      g_autofree char *key = dup_key (question, i);

      if (key != NULL)
        g_hash_table_replace (self->answers, g_steal_pointer (&key),
                              g_strdup (lodge_host_question_get_given (question, i)));
    }
}

static void
finished_cb (LodgeHost         *self,
             LodgeHostQuestion *question)
{
  gboolean first = g_queue_peek_head (self->questions) == question;

  if (lodge_host_question_is_answered (question))
    remember (self, question);
  g_signal_handlers_disconnect_by_data (question, self);
  if (g_queue_remove (self->questions, question))
    g_object_unref (question);
  if (first)
    g_object_notify (G_OBJECT (self), "question");
}

/* On the main thread: the user is asked, unless the answer is known; the question tells when there is
 * one. Those of a connection that is given up are cancelled. */
void
lodge_host_ask (LodgeHost         *self,
                LodgeHostQuestion *question)
{
  LODGE_ASSERT_MAIN ();
  if (lodge_host_question_get_refused (question))
    forget (self, question);
  else if (recall (self, question))
    return;

  g_queue_push_tail (self->questions, g_object_ref (question));
  g_signal_connect_object (question, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  if (g_queue_get_length (self->questions) == 1)
    g_object_notify (G_OBJECT (self), "question");
}

void
lodge_host_cancel_questions (LodgeHost *self)
{
  LodgeHostQuestion *question;

  while ((question = g_queue_peek_head (self->questions)) != NULL)
    lodge_host_question_cancel (question);
}

/* On the worker: asks and waits, for a bounded time. @sink: where to ask. */
gboolean
lodge_host_ask_and_wait (LodgeHostQuestion *question,
                         gpointer           sink)
{
  gboolean answered;

  post (sink, question, ask_in_main_cb);
  answered = lodge_host_question_wait (question, PATIENCE);
  if (!answered)
    post (sink, question, withdraw_in_main_cb);
  return answered;
}

/**
 * lodge_host_set_interactive:
 * @value: whether questions of hosts are shown to a user
 *
 * Says for all hosts that somebody shows what #LodgeHost:question has. Without it nothing is asked, and
 * a host that wants to know something is not connected.
 */
void
lodge_host_set_interactive (gboolean value)
{
  g_atomic_int_set (&interactive, value);
}

gboolean
lodge_host_is_interactive (void)
{
  return g_atomic_int_get (&interactive);
}

/**
 * lodge_host_get_question:
 * @self: a host
 *
 * Gets what the host wants to know now before it lets the user in.
 *
 * Returns: (transfer none) (nullable): the question; %NULL when there is none
 */
LodgeHostQuestion *
lodge_host_get_question (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), NULL);

  return g_queue_peek_head (self->questions);
}
