/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The questions of all hosts, as dialogs over one window. A second host's question waits for the
 * answer to the first, so that nobody types a password into what just came up. */

#include "config.h"

#include "app/lodge-host-questions.h"

#include "widgets/lodge-host-question-dialog.h"

struct _LodgeHostQuestions
{
  GObject parent_instance;

  GtkWindow *window;   /* borrowed: it owns us */
  LodgeHosts *hosts;
  GtkWindow *dialog;   /* weak */
};

G_DEFINE_FINAL_TYPE (LodgeHostQuestions, lodge_host_questions, G_TYPE_OBJECT)

static void ask_next (LodgeHostQuestions *self);

static void
dialog_gone_cb (gpointer  user_data,
                GObject  *dialog)
{
  LodgeHostQuestions *self = user_data;

  self->dialog = NULL;
  ask_next (self);
}

static void
show (LodgeHostQuestions *self,
      LodgeHost          *host,
      LodgeHostQuestion  *question)
{
  self->dialog = GTK_WINDOW (lodge_host_question_dialog_new (self->window, host, question));
  g_object_weak_ref (G_OBJECT (self->dialog), dialog_gone_cb, self);
  gtk_window_present (self->dialog);
}

static void
ask_next (LodgeHostQuestions *self)
{
  GListModel *hosts = G_LIST_MODEL (self->hosts);

  for (guint i = 0; self->dialog == NULL && i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (hosts, i);
      LodgeHostQuestion *question = lodge_host_get_question (host);

      if (question != NULL && !lodge_host_question_is_finished (question))
        show (self, host, question);
    }
}

static void
hosts_changed_cb (LodgeHostQuestions *self,
                  guint               position,
                  guint               removed,
                  guint               added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      g_signal_connect_object (host, "notify::question", G_CALLBACK (ask_next), self,
                               G_CONNECT_SWAPPED);
    }
  ask_next (self);
}

static void
lodge_host_questions_dispose (GObject *object)
{
  LodgeHostQuestions *self = LODGE_HOST_QUESTIONS (object);

  if (self->dialog != NULL)
    g_object_weak_unref (G_OBJECT (self->dialog), dialog_gone_cb, self);
  self->dialog = NULL;
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (lodge_host_questions_parent_class)->dispose (object);
}

static void
lodge_host_questions_class_init (LodgeHostQuestionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_host_questions_dispose;
}

static void
lodge_host_questions_init (LodgeHostQuestions *self)
{
}

/**
 * lodge_host_questions_new:
 * @window: the window to ask over; it owns the result
 * @hosts: the hosts
 *
 * Shows the questions of hosts from now on.
 *
 * Returns: (transfer full): the object that does
 */
LodgeHostQuestions *
lodge_host_questions_new (GtkWindow  *window,
                          LodgeHosts *hosts)
{
  LodgeHostQuestions *self = g_object_new (LODGE_TYPE_HOST_QUESTIONS, NULL);

  self->window = window;
  self->hosts = g_object_ref (hosts);
  g_signal_connect_object (hosts, "items-changed", G_CALLBACK (hosts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  hosts_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (hosts)));
  return self;
}
