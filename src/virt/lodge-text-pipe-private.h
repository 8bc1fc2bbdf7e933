/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-stream-private.h"

G_BEGIN_DECLS

/* Carries the bytes of one stream after the other between a worker of its own and the main thread, with
 * bounds in both directions; and into a log.
 * Signals: data(GBytes), lost(uint64), log-failed(GError), as of LodgeTextChannel;
 *   ended(GError, nullable): the stream is over, and has been let go. */
#define LODGE_TYPE_TEXT_PIPE (lodge_text_pipe_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTextPipe, lodge_text_pipe, LODGE, TEXT_PIPE, GObject)

LodgeTextPipe *lodge_text_pipe_new        (void);
void           lodge_text_pipe_set_stream (LodgeTextPipe *self, LodgeStream *stream);
gboolean       lodge_text_pipe_write      (LodgeTextPipe *self, const char *data, gsize size);
void           lodge_text_pipe_set_log    (LodgeTextPipe *self, const char *path);

G_END_DECLS
