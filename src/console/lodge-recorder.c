/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes pictures of a framebuffer and hands them to the encoder. On the main thread a picture is copied
 * and nothing else: GStreamer is started and ended on threads of its own, and when the encoder is behind a
 * picture is not taken but looked for again. The last picture is repeated now and then, and at the end:
 * a file that breaks off has its time, and so has a screen on which nothing happens. */

#include "config.h"

#include "console/lodge-recorder.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsrc.h>

#include "base/lodge-error.h"
#include "base/lodge-thread.h"
#include "console/lodge-recorder-pipeline-private.h"

#define TICK_MS 40
#define STEP_US 1000                    /* WebM's times are in milliseconds */
#define REPEAT_US (2 * G_USEC_PER_SEC)
#define SPACE_US (2 * G_USEC_PER_SEC)   /* between two looks at the disk */
#define LAST_SECONDS 4                  /* for a file, at the end of the program */

struct _LodgeRecorder
{
  GObject parent_instance;

  LodgeFramebuffer *framebuffer;
  GFile *file;
  LodgeRecorderState state;
  GError *error;

  GstElement *pipeline;   /* NULL until it runs */
  GstElement *source;
  guint bus_watch;
  guint tick_source;
  gboolean stop_wanted;   /* as soon as it runs */
  gboolean asks_space;
  guint64 min_free;

  gint64 start, stop;     /* monotonic; 0: not yet */
  gint64 last_time;       /* of the last picture, since start */
  gint64 space_time;
  guint64 serial;         /* of the framebuffer, in the last picture */
  int width, height;      /* of the last picture */
  GstBuffer *last;
};

enum {
  PROP_0,
  PROP_STATE,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Those whose file is open. */
static GPtrArray *running;

G_DEFINE_FINAL_TYPE (LodgeRecorder, lodge_recorder, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (LodgeRecorderState, lodge_recorder_state,
                    G_DEFINE_ENUM_VALUE (LODGE_RECORDER_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (LODGE_RECORDER_RECORDING, "recording"),
                    G_DEFINE_ENUM_VALUE (LODGE_RECORDER_FINISHING, "finishing"),
                    G_DEFINE_ENUM_VALUE (LODGE_RECORDER_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (LODGE_RECORDER_FAILED, "failed"))

static void
set_state (LodgeRecorder      *self,
           LodgeRecorderState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
take_error (LodgeRecorder *self,
            GError        *error)
{
  if (self->error != NULL)
    {
      g_error_free (error);
      return;
    }
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* The program stays until the file is complete. */
static void
enter (LodgeRecorder *self)
{
  GApplication *application = g_application_get_default ();

  if (running == NULL)
    running = g_ptr_array_new ();
  g_ptr_array_add (running, g_object_ref (self));
  if (application != NULL)
    g_application_hold (application);
}

static void
leave (LodgeRecorder *self)
{
  GApplication *application = g_application_get_default ();

  g_ptr_array_remove (running, self);
  set_state (self, self->error != NULL ? LODGE_RECORDER_FAILED : LODGE_RECORDER_DONE);
  if (application != NULL)
    g_application_release (application);
  g_object_unref (self);
}

static void
stop_ticking (LodgeRecorder *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (self->stop == 0 && self->start != 0)
    self->stop = g_get_monotonic_time ();
}

static gboolean
left_cb (gpointer user_data)
{
  leave (user_data);
  return G_SOURCE_REMOVE;
}

/* On a thread of GStreamer's: it waits for the encoder. */
static void
shut_down (GstElement *pipeline,
           gpointer    user_data)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_main_context_invoke (NULL, left_cb, user_data);
}

static void
forget_pipeline (LodgeRecorder *self)
{
  g_clear_handle_id (&self->bus_watch, g_source_remove);
  gst_clear_buffer (&self->last);
  gst_clear_object (&self->source);
  gst_clear_object (&self->pipeline);
}

static void
end (LodgeRecorder *self)
{
  g_autoptr(GstElement) pipeline = gst_object_ref (self->pipeline);

  stop_ticking (self);
  forget_pipeline (self);
  gst_element_call_async (pipeline, shut_down, self, NULL);
}

static gboolean
message_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  LodgeRecorder *self = user_data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    take_error (self, lodge_recorder_pipeline_take_error (message));
  else if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_EOS)
    return G_SOURCE_CONTINUE;

  self->bus_watch = 0;
  end (self);
  return G_SOURCE_REMOVE;
}

/* A new picture; %FALSE when there is none. */
static gboolean
take_picture (LodgeRecorder *self)
{
  int width = lodge_framebuffer_get_width (self->framebuffer);
  int height = lodge_framebuffer_get_height (self->framebuffer);
  gsize stride = (gsize) width * 4;
  g_autoptr(GstBuffer) buffer = NULL;
  GstMapInfo map;
  gboolean copied;

  if (width == 0 || height == 0)
    return FALSE;

  buffer = gst_buffer_new_allocate (NULL, stride * (gsize) height, NULL);
  if (buffer == NULL || !gst_buffer_map (buffer, &map, GST_MAP_WRITE))
    return FALSE;
  copied = lodge_framebuffer_copy (self->framebuffer, 0, 0, width, height, map.data, stride);
  gst_buffer_unmap (buffer, &map);
  if (!copied)
    return FALSE;

  if (width != self->width || height != self->height)
    lodge_recorder_pipeline_set_size (self->source, width, height);
  self->width = width;
  self->height = height;
  self->serial = lodge_framebuffer_get_serial (self->framebuffer);
  gst_buffer_replace (&self->last, buffer);
  return TRUE;
}

/* The pixels are shared; each has its own time. */
static void
push_last (LodgeRecorder *self)
{
  if (self->last == NULL)
    return;

  self->last_time = MAX (lodge_recorder_get_elapsed (self), self->last_time + STEP_US);
  lodge_recorder_pipeline_push (self->source, gst_buffer_copy (self->last), self->last_time);
}

static void
space_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LodgeRecorder) self = user_data;
  g_autoptr(GFileInfo) info = g_file_query_filesystem_info_finish (G_FILE (source), result, NULL);

  self->asks_space = FALSE;
  if (info == NULL || self->state != LODGE_RECORDER_RECORDING
      || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
      || g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) >= self->min_free)
    return;

  take_error (self, lodge_error_new (LODGE_ERROR_NO_SPACE, NULL, "%s",
                                     _("The recording ended, as the disk is nearly full. What was "
                                       "recorded is kept. Make room, then record again.")));
  lodge_recorder_stop (self);
}

/* While the file can still be completed. */
static void
look_for_space (LodgeRecorder *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->asks_space || now - self->space_time < SPACE_US)
    return;

  self->space_time = now;
  self->asks_space = TRUE;
  g_file_query_filesystem_info_async (self->file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE,
                                      G_PRIORITY_DEFAULT, NULL, space_cb, g_object_ref (self));
}

static gboolean
tick_cb (gpointer user_data)
{
  LodgeRecorder *self = user_data;
  gboolean changed = lodge_framebuffer_get_serial (self->framebuffer) != self->serial;

  look_for_space (self);
  if (lodge_recorder_pipeline_is_behind (self->source))
    return G_SOURCE_CONTINUE;

  if ((changed && take_picture (self))
      || lodge_recorder_get_elapsed (self) - self->last_time >= REPEAT_US)
    push_last (self);
  return G_SOURCE_CONTINUE;
}

static void
begin (LodgeRecorder *self,
       GstElement    *pipeline)
{
  g_autoptr(GstBus) bus = gst_element_get_bus (pipeline);

  self->pipeline = pipeline;
  self->source = lodge_recorder_pipeline_get_source (pipeline);
  self->bus_watch = gst_bus_add_watch (bus, message_cb, self);
  self->start = g_get_monotonic_time ();
  self->last_time = -STEP_US;
  set_state (self, LODGE_RECORDER_RECORDING);
  if (take_picture (self))
    push_last (self);
  self->tick_source = g_timeout_add (TICK_MS, tick_cb, self);
  if (self->stop_wanted)
    lodge_recorder_stop (self);
}

typedef struct {
  char *path;
  int width, height;
} Plan;

static void
plan_free (gpointer data)
{
  g_free (((Plan *) data)->path);
  g_free (data);
}

static void
pipeline_free (gpointer data)
{
  gst_element_set_state (data, GST_STATE_NULL);
  gst_object_unref (data);
}

static void
start_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Plan *plan = task_data;
  GError *error = NULL;
  GstElement *pipeline = lodge_recorder_pipeline_new (plan->path, plan->width, plan->height, &error);

  if (pipeline != NULL)
    g_task_return_pointer (task, pipeline, pipeline_free);
  else
    g_task_return_error (task, error);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LodgeRecorder *self = LODGE_RECORDER (source);
  GError *error = NULL;
  GstElement *pipeline = g_task_propagate_pointer (G_TASK (result), &error);

  if (pipeline != NULL)
    {
      begin (self, pipeline);
      return;
    }
  take_error (self, error);
  leave (self);
}

static void
start (LodgeRecorder *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, started_cb, NULL);
  Plan *plan = g_new0 (Plan, 1);

  plan->path = g_file_get_path (self->file);
  plan->width = MAX (lodge_framebuffer_get_width (self->framebuffer), 1);
  plan->height = MAX (lodge_framebuffer_get_height (self->framebuffer), 1);
  self->width = plan->width;
  self->height = plan->height;
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, plan, plan_free);
  enter (self);
  g_task_run_in_thread (task, start_thread);
}

static void
lodge_recorder_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LodgeRecorder *self = LODGE_RECORDER (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_recorder_finalize (GObject *object)
{
  LodgeRecorder *self = LODGE_RECORDER (object);

  g_clear_object (&self->framebuffer);
  g_clear_object (&self->file);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lodge_recorder_parent_class)->finalize (object);
}

static void
lodge_recorder_class_init (LodgeRecorderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_recorder_get_property;
  object_class->finalize = lodge_recorder_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_RECORDER_STATE, LODGE_RECORDER_STARTING, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_recorder_init (LodgeRecorder *self)
{
  self->min_free = LODGE_RECORDER_MIN_FREE;
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  if (lodge_recorder_pipeline_check (&error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lodge_recorder_check_async (GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, lodge_recorder_check_async);
  g_task_run_in_thread (task, check_thread);
}

gboolean
lodge_recorder_check_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lodge_recorder_new:
 * @framebuffer: what to record; it has a size
 * @file: a local file, which is overwritten
 *
 * Begins to record. Main thread only.
 *
 * Returns: (transfer full): the recorder; it stays until it is done, whether or not somebody holds it
 */
LodgeRecorder *
lodge_recorder_new (LodgeFramebuffer *framebuffer,
                    GFile            *file)
{
  LodgeRecorder *self = g_object_new (LODGE_TYPE_RECORDER, NULL);

  LODGE_ASSERT_MAIN ();
  self->framebuffer = g_object_ref (framebuffer);
  self->file = g_object_ref (file);
  start (self);
  return self;
}

/**
 * lodge_recorder_stop:
 * @self: a recorder
 *
 * Ends the recording; the file is complete when `state` says so.
 */
void
lodge_recorder_stop (LodgeRecorder *self)
{
  g_return_if_fail (LODGE_IS_RECORDER (self));

  self->stop_wanted = TRUE;
  if (self->state != LODGE_RECORDER_RECORDING || self->source == NULL)
    return;

  take_picture (self);
  push_last (self);
  stop_ticking (self);
  set_state (self, LODGE_RECORDER_FINISHING);
  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
}

LodgeRecorderState
lodge_recorder_get_state (LodgeRecorder *self)
{
  g_return_val_if_fail (LODGE_IS_RECORDER (self), LODGE_RECORDER_FAILED);

  return self->state;
}

const GError *
lodge_recorder_get_error (LodgeRecorder *self)
{
  g_return_val_if_fail (LODGE_IS_RECORDER (self), NULL);

  return self->error;
}

GFile *
lodge_recorder_get_file (LodgeRecorder *self)
{
  g_return_val_if_fail (LODGE_IS_RECORDER (self), NULL);

  return self->file;
}

gint64
lodge_recorder_get_elapsed (LodgeRecorder *self)
{
  g_return_val_if_fail (LODGE_IS_RECORDER (self), 0);

  if (self->start == 0)
    return 0;
  return (self->stop != 0 ? self->stop : g_get_monotonic_time ()) - self->start;
}

/* How much must be free on the disk, in bytes; at first LODGE_RECORDER_MIN_FREE. */
void
lodge_recorder_set_min_free (LodgeRecorder *self,
                             guint64        bytes)
{
  g_return_if_fail (LODGE_IS_RECORDER (self));

  self->min_free = bytes;
}

/* Blocks. */
static void
finish (LodgeRecorder *self)
{
  g_autoptr(GstBus) bus = gst_element_get_bus (self->pipeline);
  g_autoptr(GstMessage) message = NULL;

  lodge_recorder_stop (self);
  message = gst_bus_timed_pop_filtered (bus, LAST_SECONDS * GST_SECOND,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  stop_ticking (self);
  forget_pipeline (self);
  leave (self);
}

void
lodge_recorder_finish_all (void)
{
  for (guint i = running != NULL ? running->len : 0; i > 0; i--)
    {
      LodgeRecorder *self = g_ptr_array_index (running, i - 1);

      if (self->pipeline != NULL)
        finish (self);
    }
}
