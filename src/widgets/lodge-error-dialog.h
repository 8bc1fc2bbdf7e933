/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *lodge_error_dialog_new (GtkWindow *parent, const char *message, const char *detail);

G_END_DECLS
