/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-console-clipboard.h"

G_BEGIN_DECLS

/* What was copied in a guest, fetched when somebody pastes it here. */
#define LODGE_TYPE_GUEST_CONTENT (lodge_guest_content_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestContent, lodge_guest_content, LODGE, GUEST_CONTENT, GdkContentProvider)

GdkContentProvider *lodge_guest_content_new (LodgeConsoleClipboard *clipboard,
                                             LodgeSelection         selection,
                                             LodgeClipboardTypes    types);

G_END_DECLS
