/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A stream of libvirt. Its event callback comes from libvirt's event loop, which is the main loop,
 * where nothing may be read: so the main thread only learns that there is something, and what is
 * read, written and closed is so on a worker. */

#include "config.h"

#include "virt/lodge-stream-private.h"

#include <libvirt/virterror.h>
#include <string.h>

#include "base/lodge-worker.h"
#include "virt/lodge-virt-error.h"

#define READ_SIZE (16 * 1024)
#define WRITE_SIZE 4096 /* a terminal's line is short; more at once only waits in the daemon */
#define ENDING_MS  500  /* an end of file and the error behind it come in one go */
#define ABORT_MS   3000 /* a host far away answers by then */

struct _LodgeStream
{
  gatomicrefcount ref_count;

  LodgeConnection *connection;
  virStreamPtr stream; /* a worker's, NULL once it is closed */
  gboolean ended;      /* a worker's */

  /* The main thread's. */
  LodgeStreamFunc func;
  gpointer user_data;
  gboolean registered;
};

/* An abort under way. */
typedef struct {
  GMutex mutex;
  GCond cond;
  virStreamPtr stream;
  gboolean done;
} Abort;

static LodgeStream *
stream_new (LodgeConnection *connection)
{
  LodgeStream *self = g_new0 (LodgeStream, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->connection = lodge_connection_ref (connection);
  return self;
}

static void
stream_free (LodgeStream *self)
{
  lodge_stream_close (self);
  lodge_connection_unref (self->connection);
  g_free (self);
}

static gpointer
free_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  stream_free (data);
  return GINT_TO_POINTER (TRUE);
}

static void
event_cb (virStreamPtr  stream,
          int           events,
          void         *user_data)
{
  LodgeStream *self = user_data;
  const int ended = VIR_STREAM_EVENT_ERROR | VIR_STREAM_EVENT_HANGUP;

  LODGE_ASSERT_MAIN ();
  if (self->func != NULL)
    self->func (self, (events & (VIR_STREAM_EVENT_READABLE | ended)) != 0,
                (events & VIR_STREAM_EVENT_WRITABLE) != 0, self->user_data);
}

LodgeStream *
lodge_stream_ref (LodgeStream *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lodge_stream_unref (LodgeStream *self)
{
  g_autoptr(LodgeWorker) worker = NULL;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (!lodge_thread_is_main () || self->stream == NULL)
    {
      stream_free (self);
      return;
    }
  worker = lodge_worker_new ("stream", 1);
  lodge_worker_run_async (worker, "close stream", free_on_worker, self, NULL, NULL, NULL, NULL, NULL);
}

/* What libvirt's last error says of who has the device. The daemon may speak any language; in those
 * that are not known here it may also have said that the guest is only being started. */
static LodgeStreamUse
find_use (void)
{
  const char *text = virGetLastErrorMessage ();

  if (virGetLastErrorCode () != VIR_ERR_OPERATION_FAILED)
    return LODGE_STREAM_FREE;
  if (strstr (text, "Active console session") != NULL || strstr (text, "lock file") != NULL)
    return LODGE_STREAM_IN_USE;
  return LODGE_STREAM_PERHAPS_IN_USE;
}

/* Opens the text device with that alias. When somebody else has it there is neither a stream nor an
 * error. @force takes it away from them.
 *
 * A stream has a connection of its own. When a stream ends, the daemon may lose what else its
 * connection asks in that moment, and that call is never answered (libvirt 9.0, daemonStreamFilter()
 * with daemonRemoveClientStream()): the host would wait for ever for a machine's state. */
LodgeStream *
lodge_stream_open_console (LodgeConnection  *connection,
                           const char       *uuid,
                           const char       *alias,
                           gboolean          force,
                           LodgeStreamUse   *ret_use,
                           GError          **error)
{
  g_autoptr(LodgeConnection) own = lodge_connection_open_another (connection, error);
  virDomainPtr domain = own != NULL ? lodge_connection_get_domain (own, uuid, error) : NULL;
  g_autoptr(LodgeStream) self = NULL;

  *ret_use = LODGE_STREAM_FREE;
  if (domain == NULL)
    return NULL;

  self = stream_new (own);
  self->stream = virStreamNew (own->conn, VIR_STREAM_NONBLOCK);
  if (self->stream == NULL ||
      virDomainOpenConsole (domain, alias, self->stream,
                            force ? VIR_DOMAIN_CONSOLE_FORCE : 0) < 0)
    {
      *ret_use = find_use ();
      if (*ret_use == LODGE_STREAM_FREE)
        lodge_virt_error_set (error);
      g_clear_pointer (&self, lodge_stream_unref);
    }
  virDomainFree (domain);
  return g_steal_pointer (&self);
}

/* Appends what is there, at most @max bytes, to @target; never waits. */
gboolean
lodge_stream_read (LodgeStream  *self,
                   GByteArray   *target,
                   gsize         max,
                   gboolean     *ret_ended,
                   GError      **error)
{
  char buffer[READ_SIZE];
  gsize sum = 0;

  LODGE_ASSERT_WORKER ();
  *ret_ended = self->stream == NULL;
  while (self->stream != NULL && sum < max)
    {
      int n = virStreamRecv (self->stream, buffer, MIN (sizeof buffer, max - sum));

      if (n == -2)
        return TRUE;
      if (n < 0)
        {
          lodge_virt_error_set (error);
          return FALSE;
        }
      if (n == 0)
        {
          *ret_ended = self->ended = TRUE;
          return TRUE;
        }
      g_byte_array_append (target, (const guint8 *) buffer, (guint) n);
      sum += (gsize) n;
    }
  return TRUE;
}

/* Writes as much as the stream takes now. Returns how much that was; -1 with @error. */
gssize
lodge_stream_write (LodgeStream  *self,
                    const char   *data,
                    gsize         size,
                    GError      **error)
{
  gsize sum = 0;

  LODGE_ASSERT_WORKER ();
  while (self->stream != NULL && sum < size)
    {
      int n = virStreamSend (self->stream, data + sum, MIN (size - sum, WRITE_SIZE));

      if (n == -2)
        break;
      if (n < 0)
        {
          lodge_virt_error_set (error);
          return -1;
        }
      sum += (gsize) n;
    }
  return (gssize) sum;
}

/* When a device goes, the daemon sends an end of file, then an error, and knows the stream no more: an
 * abort that crosses the error is never answered (libvirt 9.0, daemonStreamEvent()). */
static void
wait_for_error (LodgeStream *self)
{
  gint64 end = g_get_monotonic_time () + ENDING_MS * G_TIME_SPAN_MILLISECOND;
  char byte;

  while (self->ended && virStreamRecv (self->stream, &byte, 1) >= 0 && g_get_monotonic_time () < end)
    g_usleep (2000);
}

static void
abort_clear (gpointer data)
{
  Abort *abort = data;

  g_mutex_clear (&abort->mutex);
  g_cond_clear (&abort->cond);
}

static gpointer
abort_thread (gpointer data)
{
  Abort *abort = data;

  virStreamAbort (abort->stream);
  virStreamFree (abort->stream);
  g_mutex_lock (&abort->mutex);
  abort->done = TRUE;
  g_cond_signal (&abort->cond);
  g_mutex_unlock (&abort->mutex);
  g_atomic_rc_box_release_full (abort, abort_clear);
  return NULL;
}

/* An answer that does not come must not hold the console; the thread then waits alone. */
static void
abort_bounded (virStreamPtr stream)
{
  Abort *abort = g_atomic_rc_box_new0 (Abort);
  gint64 end = g_get_monotonic_time () + ABORT_MS * G_TIME_SPAN_MILLISECOND;

  abort->stream = stream;
  g_mutex_init (&abort->mutex);
  g_cond_init (&abort->cond);
  g_thread_unref (g_thread_new ("abort stream", abort_thread, g_atomic_rc_box_acquire (abort)));
  g_mutex_lock (&abort->mutex);
  while (!abort->done && g_cond_wait_until (&abort->cond, &abort->mutex, end))
    continue;
  g_mutex_unlock (&abort->mutex);
  g_atomic_rc_box_release_full (abort, abort_clear);
}

/* Lets go of it; whoever waits for the device gets it. More calls do nothing. */
void
lodge_stream_close (LodgeStream *self)
{
  if (self->stream == NULL)
    return;

  LODGE_ASSERT_WORKER ();
  wait_for_error (self);
  abort_bounded (g_steal_pointer (&self->stream));
}

/* Who is told of events from now on; NULL for nobody, which is due before the stream is closed. */
void
lodge_stream_set_func (LodgeStream     *self,
                       LodgeStreamFunc  func,
                       gpointer         user_data)
{
  LODGE_ASSERT_MAIN ();
  self->func = func;
  self->user_data = user_data;
  if (func == NULL && self->registered)
    {
      self->registered = FALSE;
      virStreamEventRemoveCallback (self->stream);
      lodge_stream_unref (self);
    }
}

/* Asks for events; with neither there are none. They come again and again until
 * they are no longer asked for. */
void
lodge_stream_watch (LodgeStream *self,
                    gboolean     readable,
                    gboolean     writable)
{
  int events = (readable ? VIR_STREAM_EVENT_READABLE : 0) | (writable ? VIR_STREAM_EVENT_WRITABLE : 0);

  LODGE_ASSERT_MAIN ();
  if (readable)
    events |= VIR_STREAM_EVENT_ERROR | VIR_STREAM_EVENT_HANGUP;
  if (self->registered)
    {
      virStreamEventUpdateCallback (self->stream, events);
      return;
    }
  /* The remote driver of libvirt 9.0 never calls what it is given to free the data with. */
  self->registered = virStreamEventAddCallback (self->stream, events, event_cb, self, NULL) == 0;
  if (self->registered)
    lodge_stream_ref (self);
}
