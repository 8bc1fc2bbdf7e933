/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* “Send Keys” in a console page: combinations, the user’s own among them, and text as keys. */
#define LODGE_TYPE_KEYS_BUTTON (lodge_keys_button_get_type ())
G_DECLARE_FINAL_TYPE (LodgeKeysButton, lodge_keys_button, LODGE, KEYS_BUTTON, GtkWidget)

G_END_DECLS
