/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-host.h"

G_BEGIN_DECLS

/* Once in main(), before any host: ties libvirt's events to the default main context. */
void        lodge_virt_init      (void);
/* Once at the end of main(), when all hosts are gone: waits for connections that are being closed,
 * at most a second. */
void        lodge_virt_finish    (void);
/* The URI a fresh installation shows: qemu:///system if this user may use it, else qemu:///session.
 * A quick local look at sockets and groups; no call to libvirt. */
const char *lodge_virt_default_uri (void);

/* The hosts of this run: a GListModel of LodgeHost in the order they were added.
 * Signal machine-moved(LodgeMachine from, LodgeMachine to): a machine that ran on one of them runs on another
 * one now. Its row on the first may be gone by then. */
#define LODGE_TYPE_HOSTS (lodge_hosts_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHosts, lodge_hosts, LODGE, HOSTS, GObject)

LodgeHosts *lodge_hosts_new    (void);
LodgeHost  *lodge_hosts_add    (LodgeHosts *self, const char *uri); /* the host; the one there is when known */
void        lodge_hosts_remove (LodgeHosts *self, LodgeHost *host); /* disconnects it */
/* At the end of the program: keeps the machines of all hosts for the next start, see
 * lodge_host_set_caching(); takes a second at most. */
void        lodge_hosts_finish_caching (LodgeHosts *self);
LodgeHost  *lodge_hosts_find   (LodgeHosts *self, const char *uri);
/* Which hosts a start is about: those that it asks for alone, else the remembered ones, else
 * lodge_virt_default_uri(). Both may be NULL or empty. */
void        lodge_hosts_connect_first (LodgeHosts        *self,
                                       const char *const *asked,
                                       const char *const *remembered);

G_END_DECLS
