/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/lodge-host.h"
#include "virt/lodge-machine-actions.h"
#include "xml/lodge-domain-xml.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_STATS_CPU     = 1 << 0,
  LODGE_STATS_MEMORY  = 1 << 1,
  LODGE_STATS_DISK    = 1 << 2,
  LODGE_STATS_NETWORK = 1 << 3,
  LODGE_STATS_ALL     = 0xf,
} LodgeStatsGroup;

/* Whether a machine that does not run here goes on on another host. */
typedef enum {
  LODGE_MOVE_NONE,
  LODGE_MOVE_LOOKING,  /* it does, and the hosts of the list are asked for it */
  LODGE_MOVE_UNKNOWN,  /* on none that is connected */
  LODGE_MOVE_FOUND,    /* see moved-to */
} LodgeMachineMove;

#define LODGE_TYPE_MACHINE_MOVE (lodge_machine_move_get_type ())
GType lodge_machine_move_get_type (void);

#define LODGE_MACHINE_HISTORY 60 /* samples kept, one a tick of 2 seconds */

/* A virtual machine. Properties, all read-only:
 *   uuid, name, title (nullable), label (title or name), description,
 *   host (LodgeHost, not owned), state, state-label, active (bool): as last heard of,
 *   current-state (unknown while the host is not connected),
 *   allowed-actions (LodgeMachineAction flags; 0 while the host is not connected),
 *   busy (bool: an action is under way), start-time (int64, unix seconds, 0 unknown or off),
 *   move, moved-to (LodgeMachine, nullable: the same one on the other host),
 *   persistent, autostart, xml (LodgeDomainXml, boxed, nullable until read),
 *   cpu (double 0..1 of its vCPUs), memory-used, memory-total (bytes),
 *   disk-read, disk-write, network-in, network-out (bytes a second)
 * Signal sampled(): a new sample of a watched machine is in. */
#define LODGE_TYPE_MACHINE (lodge_machine_get_type ())
G_DECLARE_FINAL_TYPE (LodgeMachine, lodge_machine, LODGE, MACHINE, GObject)

const char        *lodge_machine_get_uuid            (LodgeMachine *self);
const char        *lodge_machine_get_name            (LodgeMachine *self);
const char        *lodge_machine_get_label           (LodgeMachine *self);
LodgeHost         *lodge_machine_get_host            (LodgeMachine *self);
LodgeMachineState  lodge_machine_get_state           (LodgeMachine *self);
LodgeMachineAction lodge_machine_get_allowed_actions (LodgeMachine *self);
LodgeDomainXml    *lodge_machine_get_xml             (LodgeMachine *self);
LodgeMachineMove   lodge_machine_get_move            (LodgeMachine *self);
LodgeMachine      *lodge_machine_dup_moved_to        (LodgeMachine *self);
gboolean           lodge_machine_is_away             (LodgeMachine *self);

/* Does one action (any but DELETE) on the host's worker. */
void     lodge_machine_act_async     (LodgeMachine *self, LodgeMachineAction action, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean lodge_machine_act_finish    (LodgeMachine *self, GAsyncResult *result, GError **error);

/* Forces it off if need be, undefines it, then deletes the volumes in @disk_paths (nullable). */
void     lodge_machine_delete_async  (LodgeMachine *self, const char *const *disk_paths, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean lodge_machine_delete_finish (LodgeMachine *self, GAsyncResult *result, GError **error);

/* Reads the XML (live when active) if it is not known or stale; notifies “xml”. */
void     lodge_machine_load_xml      (LodgeMachine *self);

/* Addresses of its interfaces (agent, lease or ARP): char** of “192.168.122.4”. */
void     lodge_machine_load_addresses_async  (LodgeMachine *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
GStrv    lodge_machine_load_addresses_finish (LodgeMachine *self, GAsyncResult *result, GError **error);

/* Counted: samples of @groups are taken only while somebody watches. */
void     lodge_machine_watch         (LodgeMachine *self, LodgeStatsGroup groups);
void     lodge_machine_unwatch       (LodgeMachine *self, LodgeStatsGroup groups);
/* Oldest first; the number of samples written, at most LODGE_MACHINE_HISTORY. Units of the property.
 * One group bit; @ret_second (nullable) gets the other direction of DISK and NETWORK. */
guint    lodge_machine_get_history   (LodgeMachine *self, LodgeStatsGroup group,
                                      double *ret_values, double *ret_second);

G_END_DECLS
