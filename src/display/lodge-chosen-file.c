/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that the user names: where something is saved, what was chosen, and that it is there. */

#include "config.h"

#include "display/lodge-chosen-file.h"

#include <glib/gi18n-lib.h>

/**
 * lodge_chosen_file_new_save:
 * @widget: what is saved from, in a window
 * @title: translated
 * @accept: the button that saves, translated, with a mnemonic
 * @directory: where it goes unless the user says otherwise; home where there is none
 * @name: what it is called unless the user says otherwise
 *
 * Makes the question where to save something. Show it, and lodge_chosen_file_take() at its response.
 *
 * Returns: (transfer full): a chooser over @widget's window
 */
GtkFileChooserNative *
lodge_chosen_file_new_save (GtkWidget      *widget,
                            const char     *title,
                            const char     *accept,
                            GUserDirectory  directory,
                            const char     *name)
{
  const char *path = g_get_user_special_dir (directory);
  g_autoptr(GFile) folder = g_file_new_for_path (path != NULL ? path : g_get_home_dir ());
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                 GTK_FILE_CHOOSER_ACTION_SAVE, accept, _("_Cancel"));

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  return chooser;
}

/**
 * lodge_chosen_file_take:
 * @chooser: (inout): the owner's reference, %NULL afterwards
 * @response: its response
 *
 * Takes what was chosen, and closes the chooser: for a handler of its “response”.
 *
 * Returns: (transfer full) (nullable): the file; %NULL when none was chosen
 */
GFile *
lodge_chosen_file_take (GtkFileChooserNative **chooser,
                        int                    response)
{
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (*chooser));
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (*chooser));
  g_clear_object (chooser);
  return file;
}

/**
 * lodge_chosen_file_tell_saved:
 * @widget: what was saved from
 * @file: what is there now
 *
 * Says so in the window, by its action “win.show-toast”.
 */
void
lodge_chosen_file_tell_saved (GtkWidget *widget,
                              GFile     *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: %s is a file name */
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), shown);

  gtk_widget_activate_action (widget, "win.show-toast", "s", text);
}
