/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The questions of a host on their way to the user: carried from a worker to the main thread, one at a
 * time on show. What was answered before is in lodge-host-logins.c. */

#include "config.h"

#include "base/lodge-thread.h"
#include "virt/lodge-host-logins-private.h"
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

static void
finished_cb (LodgeHost         *self,
             LodgeHostQuestion *question)
{
  gboolean first = g_queue_peek_head (self->questions) == question;

  if (lodge_host_question_is_answered (question))
    lodge_host_logins_take (self->logins, question);
  g_signal_handlers_disconnect_by_data (question, self);
  if (g_queue_remove (self->questions, question))
    g_object_unref (question);
  if (first)
    g_object_notify (G_OBJECT (self), "question");
}

static void
show_cb (LodgeHostQuestion *question,
         gpointer           user_data)
{
  LodgeHost *self = user_data;

  g_queue_push_tail (self->questions, g_object_ref (question));
  g_signal_connect_object (question, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  if (g_queue_get_length (self->questions) == 1)
    g_object_notify (G_OBJECT (self), "question");
}

static void
remembered_cb (gpointer unused,
               gpointer user_data)
{
  g_object_notify (G_OBJECT (user_data), "remembered");
}

/* On the main thread: the user is asked, unless the answer is known; the question tells when there is
 * one. Those of a connection that is given up are cancelled. */
void
lodge_host_ask (LodgeHost         *self,
                LodgeHostQuestion *question)
{
  LODGE_ASSERT_MAIN ();
  lodge_host_logins_begin (self->logins, question);
}

void
lodge_host_init_logins (LodgeHost *self)
{
  self->questions = g_queue_new ();
  self->logins = lodge_host_logins_new (self->uri, self->name, show_cb, remembered_cb, self);
}

void
lodge_host_cancel_questions (LodgeHost *self)
{
  LodgeHostQuestion *question;

  lodge_host_logins_cancel (self->logins);
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

/**
 * lodge_host_get_remembered:
 * @self: a host
 *
 * Tells whether a password of the host is known to be remembered beyond the end of the program.
 *
 * Returns: %TRUE then
 */
gboolean
lodge_host_get_remembered (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), FALSE);

  return lodge_host_logins_has_remembered (self->logins);
}

/**
 * lodge_host_forget:
 * @self: a host
 *
 * Forgets the passwords of the host, those of this run and those that are remembered; a connection that
 * stands is left alone. Main thread only.
 */
void
lodge_host_forget (LodgeHost *self)
{
  g_return_if_fail (LODGE_IS_HOST (self));

  LODGE_ASSERT_MAIN ();
  lodge_host_logins_forget (self->logins, FALSE);
}

/**
 * lodge_host_look_for_remembered:
 * @self: a host
 *
 * Finds out whether an earlier run of the program has left a remembered password; then
 * #LodgeHost:remembered changes. Main thread only.
 */
void
lodge_host_look_for_remembered (LodgeHost *self)
{
  g_return_if_fail (LODGE_IS_HOST (self));

  LODGE_ASSERT_MAIN ();
  lodge_host_logins_look (self->logins);
}

/**
 * lodge_host_forget_all:
 * @self: a host that is not shown any more
 *
 * Forgets the passwords of the host and those of its machines' screens. Main thread only.
 */
void
lodge_host_forget_all (LodgeHost *self)
{
  g_return_if_fail (LODGE_IS_HOST (self));

  LODGE_ASSERT_MAIN ();
  lodge_host_logins_forget (self->logins, TRUE);
}
