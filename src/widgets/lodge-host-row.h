/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-host.h"

G_BEGIN_DECLS

/* Properties: host, expanded (bool). Signal toggled(): the arrow was clicked. */
#define LODGE_TYPE_HOST_ROW (lodge_host_row_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHostRow, lodge_host_row, LODGE, HOST_ROW, GtkWidget)

GtkWidget *lodge_host_row_new      (void);
void       lodge_host_row_set_host (LodgeHostRow *self, LodgeHost *host);

G_END_DECLS
