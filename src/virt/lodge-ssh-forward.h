/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/lodge-host.h"
#include "virt/lodge-screen-route.h"

G_BEGIN_DECLS

/* A screen server of a host, at hand as a socket here, through the host's one ssh connection, until it
 * is stopped. Main thread. */
#define LODGE_TYPE_SSH_FORWARD (lodge_ssh_forward_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSshForward, lodge_ssh_forward, LODGE, SSH_FORWARD, GObject)

LodgeSshForward *lodge_ssh_forward_new            (LodgeHost *host, const LodgeScreenRoute *route);
void             lodge_ssh_forward_stop           (LodgeSshForward *self);
void             lodge_ssh_forward_connect_async  (LodgeSshForward *self, GAsyncReadyCallback callback,
                                                   gpointer user_data);
int              lodge_ssh_forward_connect_finish (LodgeSshForward *self, GAsyncResult *result,
                                                   GError **error);

G_END_DECLS
