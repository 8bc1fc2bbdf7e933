/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* “Send Keys”: combinations, the user’s own among them, and text as keys. What is around has the action
 * win.send-keys (string, a combination like “ctrl-alt-del”), and console.keyboard-settings where there are
 * such.
 * Properties: display (LodgeDisplay: to whose console a text is typed), uuid (string: the machine of which
 *   the layout is remembered, NULL for none), view-only (bool: nothing can be sent). */
#define LODGE_TYPE_KEYS_BUTTON (lodge_keys_button_get_type ())
G_DECLARE_FINAL_TYPE (LodgeKeysButton, lodge_keys_button, LODGE, KEYS_BUTTON, GtkWidget)

G_END_DECLS
