/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Files that the user names. */

GtkFileChooserNative *lodge_chosen_file_new_save  (GtkWidget      *widget,
                                                   const char     *title,
                                                   const char     *accept,
                                                   GUserDirectory  directory,
                                                   const char     *name);
GFile                *lodge_chosen_file_take      (GtkFileChooserNative **chooser, int response);
void                  lodge_chosen_file_tell_saved (GtkWidget *widget, GFile *file);

G_END_DECLS
