/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/lodge-item-list.h"
#include "base/lodge-worker.h"
#include "virt/lodge-connection-private.h"
#include "virt/lodge-host-logins-private.h"
#include "virt/lodge-host.h"
#include "virt/lodge-machine-actions.h"
#include "virt/lodge-moves-private.h"
#include "virt/lodge-ssh.h"

G_BEGIN_DECLS

/* Where the events of one connection arrive. The host forgets it when the connection is over, so
 * that a late event finds nobody. Atomically counted; @host belongs to the main thread. */
typedef struct {
  gatomicrefcount ref_count;
  LodgeHost *host;
} LodgeHostSink;

/* What a list shows of one machine, as read on a worker. */
typedef struct {
  char uuid[VIR_UUID_STRING_BUFLEN];
  char *name;
  char *sort_key;
  char *title;          /* nullable: none, or not read */
  gboolean has_title;   /* title was read */
  LodgeMachineState state;
  gboolean active;
  gboolean persistent;
  gboolean autostart;
  gboolean has_reason;  /* why it does not run was read: */
  gboolean moved;       /* it goes on on another host */
  gint64 start_time;    /* unix seconds, 0 unknown */
} LodgeMachineRow;

typedef struct _LodgeListing LodgeListing;

struct _LodgeHost
{
  GObject parent_instance;

  char *uri;
  char *name;
  LodgeHostState state;
  GError *error;
  gboolean loading;
  LodgeHostInfo *info;
  LodgeItemList *machines;
  LodgeWorker *worker;

  /* One connection and what belongs to it; a result of an older one is dropped. */
  LodgeConnection *connection;
  LodgeHostSink *sink;
  guint generation;
  gboolean checking;

  /* Trying again. */
  guint retry_source;
  int retry_seconds;
  guint attempt;

  /* Stale machines; one refresh in flight, the rest remembered. */
  GHashTable *stale;      /* UUIDs */
  GHashTable *started;    /* UUID -> unix seconds of an observed start */
  GHashTable *moved;      /* UUIDs of those that an event said to go on on another host */
  guint moved_source;     /* asks for those again */
  guint n_asked;
  LodgeMoves *moves;      /* not owned; NULL: the host is alone */
  guint refresh_source;
  gboolean refreshing;

  /* The machines of last time. */
  gint64 last_seen;       /* unix seconds of the last listing that was known to be right */
  gboolean cache_asked;
  gboolean cache_forgotten;
  guint cache_source;
  guint64 cache_digest;   /* of what was written last */

  /* Logging in. */
  GQueue *questions;      /* LodgeHostQuestion, the first is on show */
  LodgeHostLogins *logins;
  LodgeSsh *ssh;          /* NULL: not by ssh, or not by ours */

  /* Statistics. */
  GHashTable *watched;    /* UUID set */
  guint stats_source;
  gboolean sampling;
};

LodgeHostSink *lodge_host_sink_new   (LodgeHost *host);
LodgeHostSink *lodge_host_sink_ref   (LodgeHostSink *sink);
void           lodge_host_sink_unref (LodgeHostSink *sink);
void           lodge_host_event_cb   (LodgeConnectionEvent event, const char *uuid, gpointer sink);

void           lodge_host_lost       (LodgeHost *self, const GError *error);
void           lodge_host_check      (LodgeHost *self);

/* What work takes along to know, when it ends, whether its connection is still the host's. */
typedef struct {
  LodgeHost *host;
  guint generation;
} LodgeHostTurn;

LodgeHostTurn *lodge_host_turn_new     (LodgeHost           *host);
gboolean       lodge_host_turn_is_over (const LodgeHostTurn *turn);
void           lodge_host_turn_free    (LodgeHostTurn       *turn);
void           lodge_host_set_loading (LodgeHost *self, gboolean loading);

char          *lodge_host_make_name  (const char *uri);
char          *lodge_host_make_state_text (LodgeHost *self);
char          *lodge_host_make_last_seen_text (LodgeHost *self);
char          *lodge_host_make_status_text (LodgeHost *self);
gint64         lodge_host_get_last_seen (LodgeHost *self);
void           lodge_host_set_last_seen (LodgeHost *self, gint64 last_seen);

void           lodge_host_init_logins (LodgeHost *self);
void           lodge_host_ask        (LodgeHost *self, LodgeHostQuestion *question);
void           lodge_host_cancel_questions (LodgeHost *self);
gboolean       lodge_host_ask_and_wait (LodgeHostQuestion *question, gpointer sink);

void           lodge_machine_row_free (LodgeMachineRow *row);
char          *lodge_machine_make_sort_key (const char *name);
/* All machines of a connection, or some. */
LodgeListing  *lodge_listing_read     (LodgeConnection *connection, GError **error);
void           lodge_listing_free     (LodgeListing *listing);
void           lodge_host_take_listing (LodgeHost *self, LodgeListing *listing);

/* All on the main thread; see lodge-host-cache.c. */
void           lodge_host_load_cache   (LodgeHost *self);
void           lodge_host_queue_cache  (LodgeHost *self);
void           lodge_host_save_cache   (LodgeHost *self);
void           lodge_host_forget_cache (LodgeHost *self);
void           lodge_host_finish_cache (void);

void           lodge_host_mark_stale (LodgeHost *self, const char *uuid);
void           lodge_host_stop_refresh (LodgeHost *self);
void           lodge_host_machine_moved (LodgeHost *self, const char *uuid);
/* (nullable): by its UUID alone, in no time. */
LodgeMachine  *lodge_host_look_up    (LodgeHost *self, const char *uuid);

void           lodge_host_watch      (LodgeHost *self, const char *uuid);
void           lodge_host_unwatch    (LodgeHost *self, const char *uuid);
void           lodge_host_update_stats (LodgeHost *self);
void           lodge_host_stats_register (LodgeHost *self);
void           lodge_host_stats_unregister (LodgeHost *self);

G_END_DECLS
