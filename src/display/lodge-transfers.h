/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* Takes files that are dropped on a display, sends them to its guest, and shows how that goes; to be laid
 * over the display. Properties: display (nullable), target (widget, nullable: files are dropped there and not
 * on the display). */
#define LODGE_TYPE_TRANSFERS (lodge_transfers_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTransfers, lodge_transfers, LODGE, TRANSFERS, GtkWidget)

void lodge_transfers_set_display (LodgeTransfers *self, LodgeDisplay *display);
void lodge_transfers_send        (LodgeTransfers *self, GFile *const *files, gsize n);

G_END_DECLS
