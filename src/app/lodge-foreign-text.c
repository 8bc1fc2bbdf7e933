/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words in windows of GTK and libadwaita that have no property to set them. Their own catalogues
 * lack them in some languages; where they have them, the English word is not found and theirs
 * stays. */

#include "config.h"

#include "app/lodge-foreign-text.h"

#include <adwaita.h>

/* Some have a mark of a mnemonic. */
static gboolean
is_text (const char *text,
         const char *english)
{
  g_auto(GStrv) parts = g_strsplit (text, "_", -1);
  g_autofree char *plain = g_strjoinv ("", parts);

  return g_str_equal (plain, english);
}

/**
 * lodge_foreign_text_replace:
 * @widget: a window of a library, or a part of it
 * @english: the words as they are without a translation
 * @own: our translation
 *
 * Replaces the words of labels and rows in @widget.
 */
void
lodge_foreign_text_replace (GtkWidget  *widget,
                            const char *english,
                            const char *own)
{
  if (ADW_IS_PREFERENCES_ROW (widget) &&
      is_text (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), english))
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), own);
  else if (GTK_IS_LABEL (widget) && is_text (gtk_label_get_label (GTK_LABEL (widget)), english))
    gtk_label_set_label (GTK_LABEL (widget), own);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lodge_foreign_text_replace (child, english, own);
}
