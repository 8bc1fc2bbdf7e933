/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A user name, a password, or whether a host is the one that it should be. The host's own words stand
 * in it as they are, where they are not ssh's usual ones: plain text, never markup. */

#include "config.h"

#include "widgets/lodge-host-question-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lodge-secret.h"

struct _LodgeHostQuestionDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *content;
  GtkWidget *list;
  GtkWidget *refused_label;
  GtkCheckButton *remember_check;

  LodgeHostQuestion *question;
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (LodgeHostQuestionDialog, lodge_host_question_dialog, ADW_TYPE_MESSAGE_DIALOG)

static gboolean
is_confirmation (LodgeHostQuestion *question)
{
  return lodge_host_question_get_n (question) == 1
         && lodge_host_question_get_kind (question, 0) == LODGE_PROMPT_CONFIRM;
}

/* What stands between two texts; NULL: they are not in it. */
static char *
dup_between (const char *text,
             const char *before,
             const char *after)
{
  const char *start = strstr (text, before), *end;

  if (start == NULL)
    return NULL;
  start += strlen (before);
  end = strstr (start, after);
  return end != NULL && end > start ? g_strndup (start, (gsize) (end - start)) : NULL;
}

/* ssh asks in English only: its usual questions in the user's language; NULL: another one. */
static char *
dup_translated (LodgeHostQuestion *question,
                const char        *text)
{
  g_autofree char *subject = NULL;

  if (is_confirmation (question))
    {
      if (strstr (text, "not known by any other names") != NULL)
        subject = dup_between (text, " key fingerprint is ", ".");
      /* Translators: %s is the fingerprint of a key */
      return subject != NULL ? g_strdup_printf (_("This computer does not know its key yet. Trust it only "
                                                  "if its fingerprint is:\n%s"), subject)
                             : NULL;
    }
  subject = dup_between (text, "Enter passphrase for key '", "':");
  /* Translators: %s is the path of a file */
  if (subject != NULL)
    return g_strdup_printf (_("The passphrase of the key “%s”"), subject);
  if (g_str_has_suffix (text, "'s password:"))
    subject = dup_between (text, "", "'s password:");
  /* Translators: %s is a user and a computer, like “user@computer” */
  return subject != NULL ? g_strdup_printf (_("The password of %s"), subject) : NULL;
}

static char *
dup_body (LodgeHostQuestion *question,
          const char        *uri)
{
  const char *text = lodge_host_question_get_text (question);
  g_autofree char *translated = text != NULL ? dup_translated (question, text) : NULL;

  if (translated != NULL)
    return g_steal_pointer (&translated);
  return g_strdup (text != NULL ? text : uri);
}

static void
add_row (LodgeHostQuestionDialog *self,
         guint                    i)
{
  LodgePromptKind kind = lodge_host_question_get_kind (self->question, i);
  const char *initial = lodge_host_question_get_initial (self->question, i);
  GtkWidget *row = kind == LODGE_PROMPT_SECRET ? adw_password_entry_row_new ()
                                               : adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 lodge_host_question_get_label (self->question, i));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (row), initial != NULL ? initial : "");
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  g_ptr_array_add (self->rows, g_object_ref (row));
}

/* The first that is empty. */
static void
focus_row (LodgeHostQuestionDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (*gtk_editable_get_text (GTK_EDITABLE (row)) != '\0' && i + 1 < self->rows->len)
        continue;
      gtk_window_set_focus (GTK_WINDOW (self), row);
      return;
    }
}

static void
answer (LodgeHostQuestionDialog *self)
{
  guint n = lodge_host_question_get_n (self->question);
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func ((GDestroyNotify) lodge_secret_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (answers, i < self->rows->len
                                ? g_strdup (gtk_editable_get_text (g_ptr_array_index (self->rows, i)))
                                : g_strdup ("yes"));
  g_ptr_array_add (answers, NULL);
  lodge_host_question_set_remember (self->question,
                                    gtk_check_button_get_active (self->remember_check));
  lodge_host_question_answer (self->question, (const char *const *) answers->pdata);
}

static void
set_remember (LodgeHostQuestionDialog *self)
{
  const char *text = lodge_host_question_get_text (self->question);

  gtk_widget_set_visible (GTK_WIDGET (self->remember_check),
                          lodge_host_question_get_can_remember (self->question));
  gtk_check_button_set_active (self->remember_check,
                               lodge_host_question_get_remember (self->question));
  if (text != NULL && strstr (text, "assphrase") != NULL)
    gtk_check_button_set_label (self->remember_check, _("_Remember Passphrase"));
}

static void
lodge_host_question_dialog_response (AdwMessageDialog *dialog,
                                     const char       *response)
{
  LodgeHostQuestionDialog *self = LODGE_HOST_QUESTION_DIALOG (dialog);

  if (g_str_equal (response, "answer"))
    answer (self);
  else
    lodge_host_question_cancel (self->question);
}

static void
set_question (LodgeHostQuestionDialog *self,
              LodgeHost               *host,
              LodgeHostQuestion       *question)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  g_autofree char *body = dup_body (question, lodge_host_get_uri (host));
  gboolean confirms = is_confirmation (question);

  self->question = g_object_ref (question);
  adw_message_dialog_format_heading (dialog, confirms ? _("Is This Really “%s”?")
                                                      : _("Log In to “%s”"),
                                     lodge_host_get_name (host));
  adw_message_dialog_set_body (dialog, body);
  if (confirms)
    adw_message_dialog_set_response_label (dialog, "answer", _("_Trust and Connect"));
  for (guint i = 0; !confirms && i < lodge_host_question_get_n (question); i++)
    add_row (self, i);
  gtk_widget_set_visible (self->content, !confirms);
  gtk_widget_set_visible (self->refused_label,
                          !confirms && lodge_host_question_get_refused (question));
  set_remember (self);
  focus_row (self);
  g_signal_connect_object (question, "finished", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
}

/* Later: libadwaita 1.2 has the text of an entry outlive its row when both go while the text handles a
 * key, and then uses the row. */
static gboolean
free_rows_cb (gpointer rows)
{
  return G_SOURCE_REMOVE;
}

static void
lodge_host_question_dialog_dispose (GObject *object)
{
  LodgeHostQuestionDialog *self = LODGE_HOST_QUESTION_DIALOG (object);

  g_clear_object (&self->question);
  if (self->rows != NULL)
    g_idle_add_full (G_PRIORITY_LOW, free_rows_cb, g_steal_pointer (&self->rows),
                     (GDestroyNotify) g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_HOST_QUESTION_DIALOG);

  G_OBJECT_CLASS (lodge_host_question_dialog_parent_class)->dispose (object);
}

static void
lodge_host_question_dialog_class_init (LodgeHostQuestionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_host_question_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = lodge_host_question_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/lodge-host-question-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeHostQuestionDialog, content);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostQuestionDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostQuestionDialog, refused_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostQuestionDialog, remember_check);
}

static void
lodge_host_question_dialog_init (LodgeHostQuestionDialog *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_host_question_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @host: who asks
 * @question: what it asks
 *
 * Makes the dialog; it is presented by the caller.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
lodge_host_question_dialog_new (GtkWindow         *parent,
                                LodgeHost         *host,
                                LodgeHostQuestion *question)
{
  LodgeHostQuestionDialog *self = g_object_new (LODGE_TYPE_HOST_QUESTION_DIALOG,
                                                "transient-for", parent, NULL);

  set_question (self, host, question);
  return GTK_WIDGET (self);
}
