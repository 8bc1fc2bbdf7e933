/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a stream to its end, but no more of it than a limit. */

#include "config.h"

#include "display/lodge-bounded-read-private.h"

#define CHUNK (64 * 1024)

typedef struct {
  GByteArray *bytes;
  gsize max;
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  g_byte_array_unref (read->bytes);
  g_free (read);
}

static void read_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data);

static void
read_more (GTask *task)
{
  g_input_stream_read_bytes_async (g_task_get_source_object (task), CHUNK, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Read *read = g_task_get_task_data (task);
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_byte_array_ref (read->bytes)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }
  if (g_bytes_get_size (bytes) > read->max - read->bytes->len)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "more than %"
                               G_GSIZE_FORMAT " bytes", read->max);
      return;
    }

  g_byte_array_append (read->bytes, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  read_more (task);
}

/**
 * lodge_bounded_read_async:
 * @stream: what to read
 * @max: bytes; a stream with more of them is an error
 * @cancellable: (nullable): stops the reading
 * @callback: called when done
 * @user_data: for @callback
 *
 * Reads all of a stream.
 */
void
lodge_bounded_read_async (GInputStream        *stream,
                          gsize                max,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (stream, cancellable, callback, user_data);
  Read *read = g_new0 (Read, 1);

  read->bytes = g_byte_array_new ();
  read->max = max;
  g_task_set_source_tag (task, lodge_bounded_read_async);
  g_task_set_task_data (task, read, read_free);
  read_more (task);
}

GBytes *
lodge_bounded_read_finish (GInputStream  *stream,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
