/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-hosts.h"

G_BEGIN_DECLS

#define LODGE_TYPE_ADD_HOST (lodge_add_host_get_type ())
G_DECLARE_FINAL_TYPE (LodgeAddHost, lodge_add_host, LODGE, ADD_HOST, AdwWindow)

GtkWidget *lodge_add_host_new   (GtkWindow *parent, LodgeHosts *hosts);
/* Pure: what is wrong with a libvirt URI, translated; NULL when nothing is. */
char      *lodge_add_host_check (const char *uri);

G_END_DECLS
