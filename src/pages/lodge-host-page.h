/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-host.h"

G_BEGIN_DECLS

/* Properties: host. Raises win.connect-host and win.new-machine. */
#define LODGE_TYPE_HOST_PAGE (lodge_host_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHostPage, lodge_host_page, LODGE, HOST_PAGE, GtkWidget)

void lodge_host_page_set_host (LodgeHostPage *self, LodgeHost *host);

G_END_DECLS
