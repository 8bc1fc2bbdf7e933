/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-console-clipboard.h"

G_BEGIN_DECLS

/* The desktop's clipboards and those of a guest whose screen is a widget. */
#define LODGE_TYPE_DISPLAY_CLIPBOARD (lodge_display_clipboard_get_type ())
G_DECLARE_FINAL_TYPE (LodgeDisplayClipboard, lodge_display_clipboard, LODGE, DISPLAY_CLIPBOARD, GObject)

LodgeDisplayClipboard *lodge_display_clipboard_new       (GtkWidget             *widget);
void                   lodge_display_clipboard_add_widget    (LodgeDisplayClipboard *self,
                                                              GtkWidget             *widget);
void                   lodge_display_clipboard_remove_widget (LodgeDisplayClipboard *self,
                                                              GtkWidget             *widget);
void                   lodge_display_clipboard_set_guest (LodgeDisplayClipboard *self,
                                                          LodgeConsoleClipboard *guest);
gboolean               lodge_display_clipboard_send_now  (LodgeDisplayClipboard *self);

G_END_DECLS
