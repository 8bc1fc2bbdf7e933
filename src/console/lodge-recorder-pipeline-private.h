/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The recorder's part that is GStreamer's. All of it may be called from any thread; what can block says so. */
gboolean    lodge_recorder_pipeline_check     (GError      **error);
GstElement *lodge_recorder_pipeline_new       (const char   *path,
                                               int           width,
                                               int           height,
                                               GError      **error);
GError     *lodge_recorder_pipeline_take_error (GstMessage  *message);
GstElement *lodge_recorder_pipeline_get_source (GstElement  *pipeline);
gboolean    lodge_recorder_pipeline_is_behind  (GstElement  *source);
void        lodge_recorder_pipeline_push       (GstElement  *source,
                                                GstBuffer   *buffer,
                                                gint64       time);
void        lodge_recorder_pipeline_set_size   (GstElement  *source,
                                                int          width,
                                                int          height);

G_END_DECLS
