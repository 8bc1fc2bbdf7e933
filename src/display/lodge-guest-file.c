/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What recordings and screenshots have in common: where they go, what they are called, and what is said
 * of them. */

#include "config.h"

#include "display/lodge-guest-file-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"

static GtkWindow *
get_window (LodgeDisplay *display)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (display));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

GtkFileChooserNative *
lodge_guest_file_new_chooser (LodgeDisplay   *display,
                              const char     *title,
                              const char     *accept,
                              GUserDirectory  directory)
{
  const char *path = g_get_user_special_dir (directory);
  g_autoptr(GFile) folder = g_file_new_for_path (path != NULL ? path : g_get_home_dir ());
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, get_window (display),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE, accept,
                                                               _("_Cancel"));

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  return chooser;
}

char *
lodge_guest_file_dup_name (const char *what,
                           const char *machine,
                           const char *suffix)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d_%H-%M-%S");
  char *name = machine != NULL ? g_strdup_printf ("%s_%s_%s.%s", what, machine, time, suffix)
                               : g_strdup_printf ("%s_%s.%s", what, time, suffix);

  return g_strdelimit (name, "/\\", '_');
}

void
lodge_guest_file_tell_saved (LodgeDisplay *display,
                             GFile        *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: %s is a file name */
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), shown);

  if (display != NULL)
    gtk_widget_activate_action (GTK_WIDGET (display), "win.show-toast", "s", text);
}

void
lodge_guest_file_tell_error (LodgeDisplay *display,
                             const char   *heading,
                             const GError *error)
{
  const char *detail = lodge_error_get_detail (error);
  GtkWidget *dialog;

  if (display == NULL
      || gtk_widget_activate_action (GTK_WIDGET (display), "win.show-error", "(ss)", error->message,
                                     detail != NULL ? detail : ""))
    return;

  dialog = adw_message_dialog_new (get_window (display), heading, NULL);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
