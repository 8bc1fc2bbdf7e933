/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "console/lodge-framebuffer.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_RECORDER_STARTING,
  LODGE_RECORDER_RECORDING,
  LODGE_RECORDER_FINISHING,  /* what is under way is still written */
  LODGE_RECORDER_DONE,
  LODGE_RECORDER_FAILED,     /* see error; what was recorded before is in the file */
} LodgeRecorderState;
#define LODGE_TYPE_RECORDER_STATE (lodge_recorder_state_get_type ())
GType lodge_recorder_state_get_type (void);

/* Records what a framebuffer shows into a WebM file (VP8), by GStreamer, whose threads encode and write.
 * A picture is taken when something changed, at most 25 times a second; while the encoder is behind none
 * is. A screen that changes its size is scaled into the size it had first. It lives on by itself until
 * the file is complete. Properties, read-only: state; error (GError boxed). */
#define LODGE_TYPE_RECORDER (lodge_recorder_get_type ())
G_DECLARE_FINAL_TYPE (LodgeRecorder, lodge_recorder, LODGE, RECORDER, GObject)

#define LODGE_RECORDER_MIN_FREE (64 << 20)  /* bytes on the disk: it ends before there are fewer */

/* Whether GStreamer has all that is needed; if not, the error names what to install. */
void                lodge_recorder_check_async  (GAsyncReadyCallback callback, gpointer user_data);
gboolean            lodge_recorder_check_finish (GAsyncResult *result, GError **error);
LodgeRecorder      *lodge_recorder_new          (LodgeFramebuffer *framebuffer, GFile *file);
void                lodge_recorder_stop         (LodgeRecorder *self);
LodgeRecorderState  lodge_recorder_get_state    (LodgeRecorder *self);
const GError       *lodge_recorder_get_error    (LodgeRecorder *self);
GFile              *lodge_recorder_get_file     (LodgeRecorder *self);
gint64              lodge_recorder_get_elapsed  (LodgeRecorder *self); /* microseconds of recording */
void                lodge_recorder_set_min_free (LodgeRecorder *self, guint64 bytes);
/* For the end of the program, without a main loop: completes the files that are open, within seconds. */
void                lodge_recorder_finish_all   (void);

G_END_DECLS
