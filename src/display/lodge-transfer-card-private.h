/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-file-transfer.h"

G_BEGIN_DECLS

/* How files get into a guest. Signal: done: it need not be shown any more. */
#define LODGE_TYPE_TRANSFER_CARD (lodge_transfer_card_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTransferCard, lodge_transfer_card, LODGE, TRANSFER_CARD, GtkWidget)

GtkWidget *lodge_transfer_card_new (LodgeFileTransfer *transfer);

G_END_DECLS
