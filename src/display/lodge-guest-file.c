/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What recordings and screenshots have in common: what they are called, and what is said when there is
 * none. */

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
