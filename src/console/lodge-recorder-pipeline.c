/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures into a WebM file: GStreamer's elements, what of them may be missing, and their errors in
 * words. https://gstreamer.freedesktop.org/documentation/vpx/vp8enc.html */

#include "config.h"

#include "console/lodge-recorder-pipeline-private.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsrc.h>

#include "base/lodge-error.h"

/* Whole pictures that wait for the encoder. */
#define MAX_WAITING 3

#define PICTURE_TIME (GST_SECOND / 25)
#define MAX_THREADS 4

/* Elements, and the set of plugins that each is in. */
static const struct {
  const char *element;
  const char *plugins;
} needs[] = {
  { "filesink", "core" },
  { "appsrc", "base" },
  { "videoconvert", "base" },
  { "videoscale", "base" },
  { "vp8enc", "good" },
  { "webmmux", "good" },
};

static gboolean
check_elements (GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      g_autoptr(GstElementFactory) factory = gst_element_factory_find (needs[i].element);

      if (factory != NULL)
        continue;
      lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, needs[i].element,
                       /* Translators: %s is “base” or “good”, a part of a package’s name */
                       _("The screen cannot be recorded: plugins of GStreamer are missing. Install the package "
                         "“gstreamer1.0-plugins-%1$s” (“gstreamer1-plugins-%1$s” on Fedora, "
                         "“gst-plugins-%1$s” on Arch), then try again."), needs[i].plugins);
      return FALSE;
    }
  return TRUE;
}

/* Letters stay sharp; what does not change costs nearly nothing. */
static void
set_up_encoder (GstElement *encoder,
                int         width,
                int         height)
{
  gint64 rate = CLAMP ((gint64) width * height * 4, 1000000, 24000000);

  g_object_set (encoder,
                "deadline", (gint64) 1,
                "cpu-used", 6,
                "threads", (int) MIN (g_get_num_processors (), MAX_THREADS),
                "target-bitrate", (int) rate,
                "min-quantizer", 2,
                "max-quantizer", 40,
                "keyframe-max-dist", 250,
                NULL);
  gst_util_set_object_arg (G_OBJECT (encoder), "end-usage", "vbr");
}

static GstElement *
build (const char  *path,
       int          width,
       int          height,
       GError     **error)
{
  g_autofree char *text =
    g_strdup_printf ("appsrc name=source ! videoconvert ! videoscale add-borders=true ! "
                     "video/x-raw,format=I420,width=%d,height=%d,pixel-aspect-ratio=1/1,colorimetry=bt601 ! "
                     "vp8enc name=encoder ! webmmux ! filesink name=sink", width, height);
  g_autoptr(GstElement) pipeline = gst_parse_launch (text, error);
  g_autoptr(GstElement) encoder = NULL, sink = NULL, source = NULL;

  if (pipeline == NULL)
    return NULL;

  encoder = gst_bin_get_by_name (GST_BIN (pipeline), "encoder");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  set_up_encoder (encoder, width, height);
  g_object_set (sink, "location", path, "async", FALSE, "sync", FALSE, NULL);
  g_object_set (source, "format", GST_FORMAT_TIME, "is-live", TRUE, "max-bytes", (guint64) 0, NULL);
  lodge_recorder_pipeline_set_size (source, width, height);
  return g_steal_pointer (&pipeline);
}

static GError *
find_error (GstElement *pipeline)
{
  g_autoptr(GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr(GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

  if (message != NULL)
    return lodge_recorder_pipeline_take_error (message);
  return lodge_error_new (LODGE_ERROR_FAILED, NULL, "%s", _("The recording cannot be started."));
}

/* Blocks while GStreamer looks for its plugins. */
gboolean
lodge_recorder_pipeline_check (GError **error)
{
  return gst_init_check (NULL, NULL, error) && check_elements (error);
}

/* Blocks while GStreamer looks for its plugins and opens the file. It runs then, and waits for pictures. */
GstElement *
lodge_recorder_pipeline_new (const char  *path,
                             int          width,
                             int          height,
                             GError     **error)
{
  g_autoptr(GstElement) pipeline = NULL;

  if (!lodge_recorder_pipeline_check (error))
    return NULL;

  pipeline = build (path, width, height, error);
  if (pipeline == NULL)
    return NULL;
  if (gst_element_set_state (pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    {
      g_propagate_error (error, find_error (pipeline));
      gst_element_set_state (pipeline, GST_STATE_NULL);
      return NULL;
    }
  return g_steal_pointer (&pipeline);
}

/* Of a message of that kind. */
GError *
lodge_recorder_pipeline_take_error (GstMessage *message)
{
  g_autoptr(GError) cause = NULL;
  g_autofree char *debug = NULL;
  g_autofree char *detail = NULL;

  gst_message_parse_error (message, &cause, &debug);
  detail = g_strdup_printf ("%s\n%s", cause->message, debug != NULL ? debug : "");
  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT))
    return lodge_error_new (LODGE_ERROR_NO_SPACE, detail, "%s",
                            _("The recording ended, as the disk is full. What was recorded before is "
                              "kept. Make room, then record again."));
  if (cause->domain == GST_RESOURCE_ERROR)
    return lodge_error_new (LODGE_ERROR_FAILED, detail, "%s",
                            _("The recording cannot be written. Choose another folder."));
  return lodge_error_new (LODGE_ERROR_FAILED, detail, "%s",
                          _("The recording failed. What was recorded before is kept."));
}

GstElement *
lodge_recorder_pipeline_get_source (GstElement *pipeline)
{
  return gst_bin_get_by_name (GST_BIN (pipeline), "source");
}

/* Whether a picture should wait: never more than some are in memory. */
gboolean
lodge_recorder_pipeline_is_behind (GstElement *source)
{
  return gst_app_src_get_current_level_buffers (GST_APP_SRC (source)) >= MAX_WAITING;
}

/* Takes @buffer; @time in microseconds since the first. */
void
lodge_recorder_pipeline_push (GstElement *source,
                              GstBuffer  *buffer,
                              gint64      time)
{
  GST_BUFFER_PTS (buffer) = (GstClockTime) time * 1000;
  GST_BUFFER_DURATION (buffer) = PICTURE_TIME;
  gst_app_src_push_buffer (GST_APP_SRC (source), buffer);
}

/* Of the pictures that come now. */
void
lodge_recorder_pipeline_set_size (GstElement *source,
                                  int         width,
                                  int         height)
{
  const char *format = G_BYTE_ORDER == G_LITTLE_ENDIAN ? "BGRx" : "xRGB";
  g_autoptr(GstCaps) caps = gst_caps_new_simple ("video/x-raw",
                                                 "format", G_TYPE_STRING, format,
                                                 "width", G_TYPE_INT, width,
                                                 "height", G_TYPE_INT, height,
                                                 "framerate", GST_TYPE_FRACTION, 0, 1,
                                                 "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1,
                                                 NULL);

  gst_app_src_set_caps (GST_APP_SRC (source), caps);
}
