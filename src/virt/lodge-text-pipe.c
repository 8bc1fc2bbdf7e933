/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes of a text console. A worker with one thread reads, writes and logs, one after the other.
 * What can be read is taken from libvirt at once, as libvirt keeps without a bound what nobody takes;
 * here the oldest is left out when it comes faster than it can be shown. */

#include "config.h"

#include "virt/lodge-text-pipe-private.h"

#include <string.h>

#include "base/lodge-worker.h"
#include "virt/lodge-text-channel.h"

#define READ_MAX    (64 * 1024)
#define PENDING_MAX (1024 * 1024) /* more than any scrollback holds */
#define DELIVER_MS  10            /* between two deliveries: 6 MiB a second at most */

/* The open log; only functions on the worker touch it. */
typedef struct {
  GOutputStream *stream;
} Log;

struct _LodgeTextPipe
{
  GObject parent_instance;

  LodgeWorker *worker;
  Log *log;

  LodgeStream *stream;
  gboolean reading;
  gboolean sending;
  gboolean blocked;    /* the stream takes no more for now */
  GByteArray *outgoing;
  GByteArray *pending; /* read, to be delivered */
  guint64 lost;
  guint deliver_source;
};

/* What the worker gets. */
typedef struct {
  LodgeStream *stream;
  Log *log;
  GByteArray *bytes;
} Job;

/* What it gives back. */
typedef struct {
  GByteArray *bytes;
  gboolean ended;
  GError *error;
  GError *log_error;
} Outcome;

typedef struct {
  LodgeTextPipe *pipe;
  LodgeStream *stream;
} Pending;

enum {
  DATA,
  LOST,
  LOG_FAILED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeTextPipe, lodge_text_pipe, G_TYPE_OBJECT)

static void send_outgoing (LodgeTextPipe *self);

static void
log_clear (gpointer data)
{
  g_clear_object (&((Log *) data)->stream);
}

static void
log_unref (Log *log)
{
  g_atomic_rc_box_release_full (log, log_clear);
}

static Job *
job_new (LodgeTextPipe *self,
         LodgeStream   *stream,
         GByteArray    *bytes)
{
  Job *job = g_new0 (Job, 1);

  job->stream = stream != NULL ? lodge_stream_ref (stream) : NULL;
  job->log = g_atomic_rc_box_acquire (self->log);
  job->bytes = bytes;
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->stream, lodge_stream_unref);
  g_clear_pointer (&job->bytes, g_byte_array_unref);
  log_unref (job->log);
  g_free (job);
}

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  g_clear_pointer (&outcome->bytes, g_byte_array_unref);
  g_clear_error (&outcome->error);
  g_clear_error (&outcome->log_error);
  g_free (outcome);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

static Pending *
pending_new (LodgeTextPipe *self)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->pipe = g_object_ref (self);
  pending->stream = lodge_stream_ref (self->stream);
  return pending;
}

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_object_unref (pending->pipe);
  lodge_stream_unref (pending->stream);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pending, pending_free)

static gpointer
close_on_worker (gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  lodge_stream_close (((Job *) data)->stream);
  return GINT_TO_POINTER (TRUE);
}

static gpointer
read_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  Job *job = data;
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->bytes = g_byte_array_new ();
  lodge_stream_read (job->stream, outcome->bytes, READ_MAX, &outcome->ended, &outcome->error);
  if (job->log->stream != NULL &&
      !g_output_stream_write_all (job->log->stream, outcome->bytes->data, outcome->bytes->len, NULL,
                                  NULL, &outcome->log_error))
    g_clear_object (&job->log->stream);
  return outcome;
}

static gpointer
write_on_worker (gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Job *job = data;
  Outcome *outcome = g_new0 (Outcome, 1);
  gssize n = lodge_stream_write (job->stream, (const char *) job->bytes->data, job->bytes->len,
                                 &outcome->error);

  outcome->bytes = g_byte_array_new ();
  if (n >= 0 && (gsize) n < job->bytes->len)
    g_byte_array_append (outcome->bytes, job->bytes->data + n, (guint) (job->bytes->len - (gsize) n));
  return outcome;
}

static gpointer
set_log_on_worker (gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  Job *job = data;
  g_autoptr(GFile) file = NULL;
  GFileOutputStream *stream;

  g_clear_object (&job->log->stream);
  if (job->bytes == NULL)
    return GINT_TO_POINTER (TRUE);

  file = g_file_new_for_path ((const char *) job->bytes->data);
  stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);
  if (stream == NULL)
    return NULL;
  job->log->stream = G_OUTPUT_STREAM (stream);
  return GINT_TO_POINTER (TRUE);
}

static gboolean
deliver_cb (gpointer data)
{
  LodgeTextPipe *self = data;
  guint size = MIN (self->pending->len, READ_MAX);
  guint64 lost = self->lost;
  g_autoptr(GBytes) bytes = NULL;

  if (size == 0)
    {
      self->deliver_source = 0;
      return G_SOURCE_REMOVE;
    }

  g_object_ref (self);
  bytes = g_bytes_new (self->pending->data, size);
  g_byte_array_remove_range (self->pending, 0, size);
  self->lost = 0;
  if (lost > 0)
    g_signal_emit (self, signals[LOST], 0, lost);
  g_signal_emit (self, signals[DATA], 0, bytes);
  g_object_unref (self);
  return G_SOURCE_CONTINUE;
}

/* The first at once, so that a key's echo is quick; what then follows in steps. */
static void
deliver (LodgeTextPipe    *self,
         const GByteArray *bytes)
{
  if (bytes->len == 0)
    return;

  g_byte_array_append (self->pending, bytes->data, bytes->len);
  if (self->pending->len > PENDING_MAX)
    {
      guint excess = self->pending->len - PENDING_MAX;

      self->lost += excess;
      g_byte_array_remove_range (self->pending, 0, excess);
    }
  if (self->deliver_source != 0)
    return;
  self->deliver_source = g_timeout_add (DELIVER_MS, deliver_cb, self);
  deliver_cb (self);
}

static void
end (LodgeTextPipe *self,
     const GError  *error)
{
  lodge_text_pipe_set_stream (self, NULL);
  g_signal_emit (self, signals[ENDED], 0, error);
}

static void
watch_stream (LodgeTextPipe *self)
{
  if (self->stream != NULL)
    lodge_stream_watch (self->stream, !self->reading, self->blocked);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Pending) pending = user_data;
  g_autoptr(Outcome) outcome = lodge_worker_run_finish (LODGE_WORKER (source), result, NULL);
  LodgeTextPipe *self = pending->pipe;

  if (outcome->log_error != NULL)
    g_signal_emit (self, signals[LOG_FAILED], 0, outcome->log_error);
  deliver (self, outcome->bytes);
  if (self->stream != pending->stream)
    return;
  self->reading = FALSE;
  if (outcome->ended || outcome->error != NULL)
    end (self, outcome->error);
  else
    watch_stream (self);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Pending) pending = user_data;
  g_autoptr(Outcome) outcome = lodge_worker_run_finish (LODGE_WORKER (source), result, NULL);
  LodgeTextPipe *self = pending->pipe;

  if (self->stream != pending->stream)
    return;
  self->sending = FALSE;
  if (outcome->error != NULL)
    {
      end (self, outcome->error);
      return;
    }
  self->blocked = outcome->bytes->len > 0;
  g_byte_array_prepend (self->outgoing, outcome->bytes->data, outcome->bytes->len);
  if (self->blocked)
    watch_stream (self);
  else
    send_outgoing (self);
}

static void
send_outgoing (LodgeTextPipe *self)
{
  GByteArray *bytes;

  if (self->stream == NULL || self->sending || self->blocked || self->outgoing->len == 0)
    return;

  bytes = g_steal_pointer (&self->outgoing);
  self->outgoing = g_byte_array_new ();
  self->sending = TRUE;
  lodge_worker_run_async (self->worker, "write stream", write_on_worker,
                          job_new (self, self->stream, bytes), job_free, outcome_free, NULL,
                          written_cb, pending_new (self));
}

static void
stream_cb (LodgeStream *stream,
           gboolean     readable,
           gboolean     writable,
           gpointer     user_data)
{
  LodgeTextPipe *self = user_data;

  if (writable)
    self->blocked = FALSE;
  if (readable && !self->reading)
    {
      self->reading = TRUE;
      lodge_worker_run_async (self->worker, "read stream", read_on_worker,
                              job_new (self, stream, NULL), job_free, outcome_free, NULL, read_cb,
                              pending_new (self));
    }
  watch_stream (self);
  send_outgoing (self);
}

static void
lodge_text_pipe_dispose (GObject *object)
{
  LodgeTextPipe *self = LODGE_TEXT_PIPE (object);

  lodge_text_pipe_set_stream (self, NULL);
  g_clear_handle_id (&self->deliver_source, g_source_remove);

  G_OBJECT_CLASS (lodge_text_pipe_parent_class)->dispose (object);
}

static void
lodge_text_pipe_finalize (GObject *object)
{
  LodgeTextPipe *self = LODGE_TEXT_PIPE (object);

  g_clear_object (&self->worker);
  g_byte_array_unref (self->outgoing);
  g_byte_array_unref (self->pending);
  log_unref (self->log);

  G_OBJECT_CLASS (lodge_text_pipe_parent_class)->finalize (object);
}

static guint
new_signal (const char *name,
            GType       argument)
{
  return g_signal_new (name, LODGE_TYPE_TEXT_PIPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, argument);
}

static void
lodge_text_pipe_class_init (LodgeTextPipeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lodge_text_pipe_dispose;
  object_class->finalize = lodge_text_pipe_finalize;

  signals[DATA] = new_signal ("data", G_TYPE_BYTES);
  signals[LOST] = new_signal ("lost", G_TYPE_UINT64);
  signals[LOG_FAILED] = new_signal ("log-failed", G_TYPE_ERROR);
  signals[ENDED] = new_signal ("ended", G_TYPE_ERROR);
}

static void
lodge_text_pipe_init (LodgeTextPipe *self)
{
  self->worker = lodge_worker_new ("text console", 1);
  self->log = g_atomic_rc_box_new0 (Log);
  self->outgoing = g_byte_array_new ();
  self->pending = g_byte_array_new ();
}

LodgeTextPipe *
lodge_text_pipe_new (void)
{
  return g_object_new (LODGE_TYPE_TEXT_PIPE, NULL);
}

/* Carries this one from now on; the one before is closed. What was read of it still arrives. */
void
lodge_text_pipe_set_stream (LodgeTextPipe *self,
                            LodgeStream   *stream)
{
  g_autoptr(LodgeStream) old = g_steal_pointer (&self->stream);

  self->reading = self->sending = self->blocked = FALSE;
  g_byte_array_set_size (self->outgoing, 0);
  if (old != NULL)
    {
      lodge_stream_set_func (old, NULL, NULL);
      lodge_worker_run_async (self->worker, "close stream", close_on_worker,
                              job_new (self, old, NULL), job_free, NULL, NULL, NULL, NULL);
    }
  if (stream != NULL)
    {
      self->stream = lodge_stream_ref (stream);
      lodge_stream_set_func (stream, stream_cb, self);
      watch_stream (self);
    }
}

/* FALSE when nothing was taken. */
gboolean
lodge_text_pipe_write (LodgeTextPipe *self,
                       const char    *data,
                       gsize          size)
{
  if (self->stream == NULL || size > LODGE_TEXT_WRITE_MAX ||
      self->outgoing->len + size > LODGE_TEXT_WRITE_MAX)
    return FALSE;

  g_byte_array_append (self->outgoing, (const guint8 *) data, (guint) size);
  send_outgoing (self);
  return TRUE;
}

static void
log_set_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LodgeTextPipe) self = user_data;
  g_autoptr(GError) error = NULL;

  lodge_worker_run_finish (LODGE_WORKER (source), result, &error);
  if (error != NULL)
    g_signal_emit (self, signals[LOG_FAILED], 0, error);
}

/* Appends all that is read from now on to the file at @path; NULL ends that. */
void
lodge_text_pipe_set_log (LodgeTextPipe *self,
                         const char    *path)
{
  GByteArray *bytes = NULL;

  if (path != NULL)
    {
      bytes = g_byte_array_new ();
      g_byte_array_append (bytes, (const guint8 *) path, (guint) strlen (path) + 1);
    }
  lodge_worker_run_async (self->worker, "set log", set_log_on_worker, job_new (self, NULL, bytes),
                          job_free, NULL, NULL, log_set_cb, g_object_ref (self));
}
