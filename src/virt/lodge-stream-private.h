/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-connection-private.h"

G_BEGIN_DECLS

/* A byte stream to something on a host, over one that libvirt does not block on. Atomically counted:
 * the main thread watches it, a worker reads, writes and closes it. */
typedef struct _LodgeStream LodgeStream;

/* On the main thread: the stream can be read (or has ended), or written. */
typedef void (*LodgeStreamFunc) (LodgeStream *stream, gboolean readable, gboolean writable,
                                 gpointer user_data);

typedef enum {
  LODGE_STREAM_FREE,
  LODGE_STREAM_PERHAPS_IN_USE, /* or not ready yet */
  LODGE_STREAM_IN_USE,
} LodgeStreamUse;

/* On a worker. */
LodgeStream *lodge_stream_open_console (LodgeConnection *connection, const char *uuid,
                                        const char *alias, gboolean force, LodgeStreamUse *ret_use,
                                        GError **error);
gboolean     lodge_stream_read         (LodgeStream *self, GByteArray *target, gsize max,
                                        gboolean *ret_ended, GError **error);
gssize       lodge_stream_write        (LodgeStream *self, const char *data, gsize size,
                                        GError **error);
void         lodge_stream_close        (LodgeStream *self);

/* On the main thread. */
void         lodge_stream_set_func     (LodgeStream *self, LodgeStreamFunc func, gpointer user_data);
void         lodge_stream_watch        (LodgeStream *self, gboolean readable, gboolean writable);

/* Anywhere. The last reference closes it, away from the main thread. */
LodgeStream *lodge_stream_ref          (LodgeStream *self);
void         lodge_stream_unref        (LodgeStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeStream, lodge_stream_unref)

G_END_DECLS
