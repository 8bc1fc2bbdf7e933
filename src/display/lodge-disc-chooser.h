/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkFileChooserNative *lodge_disc_chooser_new (GtkWindow  *parent,
                                              const char *title,
                                              const char *accept,
                                              const char *filter);

G_END_DECLS
