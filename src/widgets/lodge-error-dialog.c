/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An error at length: the sentence with its cause and next step, and below it, folded, the raw text
 * for those who search the web for it or report it. */

#include "config.h"

#include "widgets/lodge-error-dialog.h"

#include <glib/gi18n.h>

/* What a dialog has room for, so that the height is that of the lines as they will be wrapped. */
#define DETAIL_CHARS 40
#define DETAIL_MAX_HEIGHT 280

static GtkWidget *
make_text (const char *detail)
{
  GtkWidget *label = gtk_label_new (detail);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), DETAIL_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), DETAIL_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  return label;
}

static GtkWidget *
make_scroller (const char *detail)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_text (detail));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), DETAIL_MAX_HEIGHT);
  return scroller;
}

static void
copy_cb (GtkButton  *button,
         const char *detail)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), detail);
  /* Translators: on the button that was pressed */
  gtk_button_set_label (button, C_("error details", "Copied"));
}

static GtkWidget *
make_copy_button (const char *detail)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (C_("error details", "C_opy"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), g_strdup (detail),
                         (GClosureNotify) (GCallback) g_free, 0);
  return button;
}

static GtkWidget *
make_detail (const char *detail)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_("_Technical Details"));

  gtk_widget_set_margin_top (box, 6);
  gtk_box_append (GTK_BOX (box), make_scroller (detail));
  gtk_box_append (GTK_BOX (box), make_copy_button (detail));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
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
