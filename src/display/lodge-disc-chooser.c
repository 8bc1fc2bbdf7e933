/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where an image of a disc is chosen. */

#include "config.h"

#include "display/lodge-disc-chooser.h"

#include <glib/gi18n-lib.h>

static void
add_images (GtkFileChooser *chooser,
            const char     *name)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, "iso");
  gtk_file_filter_add_mime_type (filter, "application/x-cd-image");
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
add_all (GtkFileChooser *chooser)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("All Files"));
  gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (chooser, filter);
}

/**
 * lodge_disc_chooser_new:
 * @parent: the window that waits for it
 * @title: translated
 * @accept: translated: what is done with the image
 * @filter: translated: what images are called there
 *
 * Makes a dialog that shows images of discs, or all files. It is not shown yet.
 *
 * Returns: (transfer full): the dialog
 */
GtkFileChooserNative *
lodge_disc_chooser_new (GtkWindow  *parent,
                        const char *title,
                        const char *accept,
                        const char *filter)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, accept, _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  add_images (GTK_FILE_CHOOSER (chooser), filter);
  add_all (GTK_FILE_CHOOSER (chooser));
  return chooser;
}
