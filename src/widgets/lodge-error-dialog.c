/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An error at length: the sentence with its cause and next step, and below it, folded, the raw text
 * for those who search the web for it or report it. */

#include "config.h"

#include "widgets/lodge-error-dialog.h"

#include <glib/gi18n.h>

static GtkWidget *
make_detail (const char *detail)
{
  GtkWidget *label = gtk_label_new (detail);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_("_Technical Details"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_margin_top (label, 6);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_expander_set_child (GTK_EXPANDER (expander), scroller);
  gtk_widget_set_margin_top (expander, 6);
  return expander;
}

/**
 * lodge_error_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @message: a translated sentence
 * @detail: (nullable): raw text
 *
 * Makes a dialog about an error; it is presented by the caller.
 *
 * Returns: (transfer none): an #AdwMessageDialog
 */
GtkWidget *
lodge_error_dialog_new (GtkWindow  *parent,
                        const char *message,
                        const char *detail)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("That Did Not Work"), message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  if (detail != NULL && *detail != '\0')
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_detail (detail));
  return dialog;
}
