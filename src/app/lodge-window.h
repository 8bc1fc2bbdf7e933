/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-hosts.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: hosts (LodgeHosts, construct), host (LodgeHost, of what is selected), machine
 * (LodgeMachine, nullable: a host is selected), sidebar-visible,
 * single (bool, construct: a window for machines alone, in tabs, without the sidebar),
 * grabbed (bool, read-only: the guest has the keys). */
#define LODGE_TYPE_WINDOW (lodge_window_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWindow, lodge_window, LODGE, WINDOW, AdwApplicationWindow)

LodgeWindow *lodge_window_new          (GtkApplication *application, LodgeHosts *hosts);
LodgeWindow *lodge_window_new_single   (GtkApplication *application, LodgeHosts *hosts,
                                        LodgeMachine *machine);
gboolean     lodge_window_is_single    (LodgeWindow *self);
void         lodge_window_show_machine (LodgeWindow *self, const char *uuid_or_name, const char *page);
void         lodge_window_find_machine (LodgeWindow *self, const char *uuid_or_name, const char *page);
void         lodge_window_show_host    (LodgeWindow *self, LodgeHost *host);
void         lodge_window_new_machine  (LodgeWindow *self, const char *media_path);
void         lodge_window_show_error   (LodgeWindow *self, const char *message, const char *detail);

G_END_DECLS
