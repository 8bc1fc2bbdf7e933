/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was copied in a guest, as contents of a clipboard of the desktop. Nothing is fetched before
 * somebody pastes; then it is asked for and written while the main loop goes on. */

#include "config.h"

#include "display/lodge-guest-content-private.h"

struct _LodgeGuestContent
{
  GdkContentProvider parent_instance;

  LodgeConsoleClipboard *clipboard;
  LodgeSelection selection;
  LodgeClipboardTypes types;
};

G_DEFINE_FINAL_TYPE (LodgeGuestContent, lodge_guest_content, GDK_TYPE_CONTENT_PROVIDER)

static LodgeClipboardTypes
type_from_mime (const char *mime)
{
  if (g_str_equal (mime, "text/plain"))
    return LODGE_CLIPBOARD_TEXT;
  return lodge_clipboard_type_from_mime (mime);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) bytes = NULL;
  GOutputStream *stream = g_object_get_data (G_OBJECT (task), "stream");
  GError *error = NULL;
  gconstpointer data;
  gsize size;

  bytes = lodge_console_clipboard_read_finish (LODGE_CONSOLE_CLIPBOARD (source), result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  data = g_bytes_get_data (bytes, &size);
  g_task_set_task_data (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (stream, data, size, g_task_get_priority (task),
                                   g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
lodge_guest_content_write_mime_type_async (GdkContentProvider  *provider,
                                           const char          *mime_type,
                                           GOutputStream       *stream,
                                           int                  io_priority,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  LodgeGuestContent *self = LODGE_GUEST_CONTENT (provider);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  LodgeClipboardTypes type = type_from_mime (mime_type) & self->types;

  g_task_set_source_tag (task, lodge_guest_content_write_mime_type_async);
  g_task_set_priority (task, io_priority);
  if (type == 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no %s", mime_type);
      return;
    }

  g_object_set_data_full (G_OBJECT (task), "stream", g_object_ref (stream), g_object_unref);
  lodge_console_clipboard_read_async (self->clipboard, self->selection, type, cancellable, read_cb,
                                      g_object_ref (task));
}

static gboolean
lodge_guest_content_write_mime_type_finish (GdkContentProvider  *provider,
                                            GAsyncResult        *result,
                                            GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GdkContentFormats *
lodge_guest_content_ref_formats (GdkContentProvider *provider)
{
  LodgeGuestContent *self = LODGE_GUEST_CONTENT (provider);
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  for (int i = 0; i < LODGE_CLIPBOARD_N_TYPES; i++)
    if (self->types & (1u << i))
      gdk_content_formats_builder_add_mime_type (
        builder, lodge_clipboard_type_to_mime ((LodgeClipboardTypes) (1 << i)));
  if (self->types & LODGE_CLIPBOARD_TEXT)
    gdk_content_formats_builder_add_mime_type (builder, "text/plain");
  return gdk_content_formats_builder_free_to_formats (builder);
}

static void
lodge_guest_content_finalize (GObject *object)
{
  g_object_unref (LODGE_GUEST_CONTENT (object)->clipboard);

  G_OBJECT_CLASS (lodge_guest_content_parent_class)->finalize (object);
}

static void
lodge_guest_content_class_init (LodgeGuestContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lodge_guest_content_finalize;
  provider_class->ref_formats = lodge_guest_content_ref_formats;
  provider_class->write_mime_type_async = lodge_guest_content_write_mime_type_async;
  provider_class->write_mime_type_finish = lodge_guest_content_write_mime_type_finish;
}

static void
lodge_guest_content_init (LodgeGuestContent *self)
{
}

/**
 * lodge_guest_content_new:
 * @clipboard: a console's clipboard
 * @selection: which one
 * @types: what the guest offered
 *
 * Makes contents of what the guest has now; once it has others, nothing can be read of these.
 *
 * Returns: (transfer full): the contents
 */
GdkContentProvider *
lodge_guest_content_new (LodgeConsoleClipboard *clipboard,
                         LodgeSelection         selection,
                         LodgeClipboardTypes    types)
{
  LodgeGuestContent *self = g_object_new (LODGE_TYPE_GUEST_CONTENT, NULL);

  self->clipboard = g_object_ref (clipboard);
  self->selection = selection;
  self->types = types;
  return GDK_CONTENT_PROVIDER (self);
}
