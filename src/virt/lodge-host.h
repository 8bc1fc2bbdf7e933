/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/lodge-connection.h"
#include "virt/lodge-host-info.h"
#include "virt/lodge-host-question.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_HOST_DISCONNECTED, /* the user's wish */
  LODGE_HOST_CONNECTING,
  LODGE_HOST_CONNECTED,
  LODGE_HOST_RETRYING,     /* lost or unreachable; tried again after retry-seconds, see error */
  LODGE_HOST_FAILED,       /* not tried again by itself: denied, wrong URI; see error */
} LodgeHostState;

#define LODGE_TYPE_HOST_STATE (lodge_host_state_get_type ())
GType lodge_host_state_get_type (void);

/* A host: a libvirt connection with a life cycle, and the lists of what is on it.
 * Properties, all read-only and notifying on the main thread:
 *   uri (construct), name (translated, “This computer”), state, state-text (translated sentence),
 *   error (GError, boxed, nullable), retry-seconds (int, 0 when not retrying),
 *   machines (GListModel of LodgeMachine, sorted by name), loading (bool: first listing under way),
 *   info (LodgeHostInfo, boxed, nullable: NULL until first connected),
 *   question (LodgeHostQuestion, nullable: what is asked before the host lets the user in),
 *   remembered (bool: a password is, beyond the end of the program),
 *   last-seen (int64, unix seconds: as of when the machines are shown; 0 while it is connected or
 *   has none), last-seen-text (a translated sentence, nullable),
 *   status-text (state-text and, on a line of its own, last-seen-text). */
#define LODGE_TYPE_HOST (lodge_host_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHost, lodge_host, LODGE, HOST, GObject)

typedef struct _LodgeMachine LodgeMachine;

LodgeHost      *lodge_host_new               (const char *uri);
void            lodge_host_connect           (LodgeHost *self);  /* idempotent; retries with back-off by itself */
void            lodge_host_disconnect        (LodgeHost *self);
const char     *lodge_host_get_uri           (LodgeHost *self);
const char     *lodge_host_get_name          (LodgeHost *self);
LodgeHostState  lodge_host_get_state         (LodgeHost *self);
const GError   *lodge_host_get_error         (LodgeHost *self);
GListModel     *lodge_host_get_machines      (LodgeHost *self);
LodgeHostInfo  *lodge_host_get_info          (LodgeHost *self);
LodgeMachine   *lodge_host_find_machine      (LodgeHost *self, const char *uuid_or_name);
gboolean        lodge_host_is_session        (LodgeHost *self);
LodgeHostQuestion *lodge_host_get_question   (LodgeHost *self);
gboolean        lodge_host_get_remembered    (LodgeHost *self);
void            lodge_host_look_for_remembered (LodgeHost *self);
void            lodge_host_forget            (LodgeHost *self);
void            lodge_host_forget_all        (LodgeHost *self);

/* For all hosts: the machines of each are kept, and shown at the next start until it answers. */
void            lodge_host_set_caching       (gboolean value);

/* For all hosts: somebody shows their questions to a user. */
void            lodge_host_set_interactive   (gboolean value);
gboolean        lodge_host_is_interactive    (void);

/**
 * LodgeHostFunc: work on the host's worker with the open connection.
 * @data: plain values
 */
typedef gpointer (*LodgeHostFunc) (LodgeConnection *connection, gpointer data,
                                   GCancellable *cancellable, GError **error);

/* The one gate for everything that asks the host something. NOT_CONNECTED when it is not. */
void     lodge_host_run_async  (LodgeHost *self, const char *what, LodgeHostFunc func, gpointer data,
                                GDestroyNotify data_free, GDestroyNotify result_free,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer lodge_host_run_finish (LodgeHost *self, GAsyncResult *result, GError **error);

/* Statistics stop for all hosts while nothing is to be seen (window hidden). */
void     lodge_host_set_stats_paused (gboolean paused);

G_END_DECLS
