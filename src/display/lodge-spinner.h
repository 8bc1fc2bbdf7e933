/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A spinner for what is usually done before anybody looks: it turns, and is seen, only when it has to
 * spin for a while. Properties: spinning (bool). */
#define LODGE_TYPE_SPINNER (lodge_spinner_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpinner, lodge_spinner, LODGE, SPINNER, GtkWidget)

G_END_DECLS
