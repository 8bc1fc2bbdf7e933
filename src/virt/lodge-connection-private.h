/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libvirt/libvirt.h>

#include "base/lodge-thread.h"
#include "virt/lodge-connection.h"
#include "virt/lodge-host-question.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_CONNECTION_EVENT_MACHINE,  /* one machine is stale */
  LODGE_CONNECTION_EVENT_STARTED,  /* as before, and it was just started */
  LODGE_CONNECTION_EVENT_MOVED,    /* as before, and it goes on on another host */
  LODGE_CONNECTION_EVENT_CLOSED,   /* the connection is lost */
} LodgeConnectionEvent;

/* On the main thread. @uuid is NULL for CLOSED. */
typedef void (*LodgeConnectionEventFunc) (LodgeConnectionEvent event, const char *uuid,
                                          gpointer user_data);

#define LODGE_CONNECTION_MAX_CALLBACKS 16

/* Asks the user and waits: what was answered is in the question then. FALSE: there is no answer. */
typedef gboolean (*LodgeConnectionAskFunc) (LodgeHostQuestion *question, gpointer user_data);

typedef struct {
  const char *uri;             /* the host */
  const char *address;         /* the same for libvirt, maybe through our own ssh */
  LodgeConnectionAskFunc ask;  /* on the worker; NULL: nobody can be asked */
  gpointer ask_data;
} LodgeConnectionLogin;

struct _LodgeConnection
{
  gatomicrefcount ref_count;

  virConnectPtr conn;
  char *uri;
  char *address;
  LodgeConnectionAskFunc ask;
  gpointer ask_data;
  GDestroyNotify ask_data_free;
  gboolean local;
  gboolean session;
  char *pid_dir; /* where this computer's libvirt keeps QEMU's process ids, nullable */

  /* Handles of machines by UUID, so that a look-up costs no trip. */
  GMutex lock;
  GHashTable *domains;

  int callbacks[LODGE_CONNECTION_MAX_CALLBACKS];
  guint n_callbacks;
  gboolean close_registered;
};

void             lodge_connection_keep_alive (virConnectPtr conn, const char *uri);
gboolean         lodge_uri_is_local          (const char *uri);
gboolean         lodge_uri_is_session        (const char *uri);

LodgeConnection *lodge_connection_open       (const LodgeConnectionLogin *login, GError **error);
void             lodge_connection_keep_login (LodgeConnection *self, const LodgeConnectionLogin *login,
                                              GDestroyNotify ask_data_free);
LodgeConnection *lodge_connection_open_another (LodgeConnection *self, GError **error);
virConnectPtr    lodge_connection_log_in     (const LodgeConnectionLogin *login, GError **error);
void             lodge_connection_watch      (LodgeConnection *self,
                                              LodgeConnectionEventFunc func, gpointer user_data,
                                              gpointer (*copy) (gpointer), GDestroyNotify user_data_free);
void             lodge_connection_wait_closed (guint milliseconds);
gboolean         lodge_connection_is_alive   (LodgeConnection *self);

/* (transfer full) for virDomainFree(); NULL with error. */
virDomainPtr     lodge_connection_get_domain (LodgeConnection *self, const char *key, GError **error);
void             lodge_connection_keep_domain (LodgeConnection *self, const char *uuid, virDomainPtr domain);
void             lodge_connection_forget_domain (LodgeConnection *self, const char *uuid);

G_END_DECLS
