/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clipboard over VNC, in two forms. The plain one of RFC 6143 sends each text at once, in Latin-1.
 * The extended one (“Extended Clipboard” in the community's rfbproto.rst), of which libgvnc 1.3 knows
 * nothing, is a conversation by demand in UTF-8: the guard takes the server's part of it out of the
 * stream and puts ours in. A text is compressed there, by itself, and that work is a thread's.
 *
 * The guest's text is taken when it was asked for, never more than LODGE_CLIPBOARD_MAX_TEXT of it, and
 * one at a time. */

#include "config.h"

#include "console/lodge-vnc-clipboard-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-line-ends-private.h"
#include "console/lodge-vnc-number-private.h"

/* The flags that a message starts with: a format, and what is said of it. */
#define FORMAT_TEXT (1u << 0)
#define CAPS        (1u << 24)
#define REQUEST     (1u << 25)
#define PEEK        (1u << 26)
#define NOTIFY      (1u << 27)
#define PROVIDE     (1u << 28)
#define NEEDED      (FORMAT_TEXT | REQUEST | NOTIFY | PROVIDE)

#define CUT_TEXT 6  /* the type of our messages */

struct _LodgeVncClipboard
{
  VncConnection *connection;
  LodgeVncGuard *guard;
  LodgeConsole *console;   /* these three outlive this */

  gboolean settled;
  gboolean extended;       /* the server takes part in that form */
  gboolean exact;          /* the server hands to the guest what it gets, byte for byte */
  gboolean offered;        /* what we have, as far as the server knows */
  gboolean asked;          /* the server, for what the guest has */
  gboolean told;           /* the user, that something could not be sent */
  char *guest_text;        /* in the plain form */
  GCancellable *reading;   /* threads' work */
  GCancellable *writing;
};

static LodgeConsoleClipboard *
get_clipboard (LodgeVncClipboard *self)
{
  return lodge_console_get_clipboard (self->console);
}

static void
put_u32 (guint8  *bytes,
         guint32  value)
{
  for (int i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> (24 - 8 * i));
}

static void
renew (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
  *cancellable = g_cancellable_new ();
}

/* The extended form has a negative length. */
static void
say (LodgeVncClipboard *self,
     guint32            flags,
     gconstpointer      data,
     gsize              size)
{
  g_autoptr(GByteArray) message = g_byte_array_new ();
  guint8 head[12] = { CUT_TEXT };

  put_u32 (head + 4, -(guint32) (size + 4));
  put_u32 (head + 8, flags);
  g_byte_array_append (message, head, sizeof head);
  if (size > 0)
    g_byte_array_append (message, data, (guint) size);
  lodge_vnc_guard_send (self->guard, message->data, message->len);
}

static void
say_what_there_is (LodgeVncClipboard *self)
{
  say (self, NOTIFY | (self->offered ? FORMAT_TEXT : 0), NULL, 0);
}

/* Once a session: every copied text would do. */
static void
tell_user (LodgeVncClipboard *self,
           const char        *message)
{
  if (self->told)
    return;

  self->told = TRUE;
  lodge_console_clipboard_take_failure (get_clipboard (self),
                                        lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s", message));
}

/* To the guest. */

/* What a server that keeps to the specification wants; QEMU would hand the ends of lines and the NUL
 * on, to be pasted. */
static GString *
write_text (LodgeVncClipboard *self,
            GBytes            *contents)
{
  gsize size;
  const char *data = g_bytes_get_data (contents, &size);
  GString *text = g_string_new_len (data, (gssize) size);

  if (!self->exact)
    {
      lodge_line_ends_to_crlf (text);
      g_string_append_c (text, '\0');
    }
  return text;
}

/* The text with its length before it, compressed. */
static void
deflate_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GBytes *text = data;
  gsize size;
  gconstpointer bytes = g_bytes_get_data (text, &size);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GConverter) zlib = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1));
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, zlib);
  g_autoptr(GError) error = NULL;
  guint8 head[4];

  put_u32 (head, (guint32) size);
  if (g_output_stream_write_all (stream, head, sizeof head, NULL, cancellable, &error)
      && g_output_stream_write_all (stream, bytes, size, NULL, cancellable, &error)
      && g_output_stream_close (stream, cancellable, &error))
    g_task_return_pointer (task,
                           g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory)),
                           (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* @user_data is gone when the work was cancelled. */
static void
deflated_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LodgeVncClipboard *self = user_data;
  g_autoptr(GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  gsize size;
  gconstpointer data;

  if (bytes == NULL)
    return;

  data = g_bytes_get_data (bytes, &size);
  say (self, PROVIDE | FORMAT_TEXT, data, size);
}

/* No text, and the NUL alone, as a thread would have made them: who asks all the time costs little. */
static void
provide_nothing (LodgeVncClipboard *self)
{
  static const guint8 nothing[] = {
    0x78, 0x9c, 0x63, 0x60, 0x60, 0x60, 0x00, 0x00, 0x00, 0x04, 0x00, 0x01,
  };
  static const guint8 nul[] = {
    0x78, 0x9c, 0x63, 0x60, 0x60, 0x60, 0x64, 0x00, 0x00, 0x00, 0x07, 0x00, 0x02,
  };

  if (self->exact)
    say (self, PROVIDE | FORMAT_TEXT, nothing, sizeof nothing);
  else
    say (self, PROVIDE | FORMAT_TEXT, nul, sizeof nul);
}

static void
provide (LodgeVncClipboard *self,
         GBytes            *contents)
{
  g_autoptr(GString) text = write_text (self, contents);
  g_autoptr(GTask) task = NULL;

  if (text->len > LODGE_VNC_MAX_TEXT)
    {
      tell_user (self, _("The copied text is too large to be pasted over VNC"));
      provide_nothing (self);
      return;
    }

  renew (&self->writing);
  task = g_task_new (NULL, self->writing, deflated_cb, self);
  g_task_set_source_tag (task, provide);
  g_task_set_task_data (task, g_string_free_to_bytes (g_steal_pointer (&text)),
                        (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, deflate_thread);
}

static void
send_plain (LodgeVncClipboard *self,
            GBytes            *contents)
{
  g_autofree char *latin = NULL;
  gsize size, length;
  const char *data = g_bytes_get_data (contents, &size);

  if (size > LODGE_VNC_MAX_TEXT)
    {
      tell_user (self, _("The copied text is too large to be pasted over VNC"));
      return;
    }

  latin = g_convert (data, (gssize) size, "ISO-8859-1", "UTF-8", NULL, &length, NULL);
  if (latin != NULL)
    vnc_connection_client_cut_text (self->connection, latin, length);
  else
    tell_user (self, _("Some letters of the copied text cannot be pasted over VNC"));
}

/* There is no demand in the plain form: what is offered is fetched and sent. */
static void
fetch_plain (LodgeVncClipboard *self)
{
  if (self->settled && !self->extended && self->offered)
    lodge_console_clipboard_guest_request (get_clipboard (self), LODGE_SELECTION_CLIPBOARD,
                                           LODGE_CLIPBOARD_TEXT);
}

/* From the guest. */

/* What the protocol announces may be more than there is, so it is read in pieces. */
static GBytes *
inflate (GInputStream  *stream,
         gsize          size,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  char piece[16384];
  gsize n;

  while (text->len < size)
    {
      if (!g_input_stream_read_all (stream, piece, MIN (sizeof piece, size - text->len), &n, cancellable,
                                    error))
        return NULL;
      if (n == 0)
        break;
      g_string_append_len (text, piece, (gssize) n);
    }

  while (text->len > 0 && text->str[text->len - 1] == '\0')
    g_string_truncate (text, text->len - 1);
  lodge_line_ends_to_lf (text);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
inflate_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  g_autoptr(GInputStream) memory = g_memory_input_stream_new_from_bytes (data);
  g_autoptr(GConverter) zlib =
    G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autoptr(GInputStream) stream = g_converter_input_stream_new (memory, zlib);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = NULL;
  guint8 head[4] = { 0 };

  /* One more than what is allowed, to be refused by who counts; it may be the NUL as well. */
  if (g_input_stream_read_all (stream, head, sizeof head, NULL, cancellable, &error))
    text = inflate (stream, MIN (lodge_vnc_get_u32 (head), LODGE_CLIPBOARD_MAX_TEXT + 1), cancellable, &error);
  if (text != NULL)
    g_task_return_pointer (task, g_steal_pointer (&text), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* @user_data is gone when the work was cancelled. */
static void
inflated_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LodgeVncClipboard *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = g_task_propagate_pointer (G_TASK (result), &error);
  gconstpointer data = NULL;
  gsize size = 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Who waits is told that there is nothing when it cannot be read. */
  if (text != NULL)
    data = g_bytes_get_data (text, &size);
  lodge_console_clipboard_guest_data (get_clipboard (self), LODGE_SELECTION_CLIPBOARD,
                                      LODGE_CLIPBOARD_TEXT, data, size);
}

static void
take_provided (LodgeVncClipboard *self,
               GBytes            *message)
{
  g_autoptr(GTask) task = NULL;

  if (!self->asked)
    return;

  self->asked = FALSE;
  renew (&self->reading);
  task = g_task_new (NULL, self->reading, inflated_cb, self);
  g_task_set_source_tag (task, take_provided);
  g_task_set_task_data (task, g_bytes_new_from_bytes (message, 4, g_bytes_get_size (message) - 4),
                        (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, inflate_thread);
}

/* The guest has copied something else: what we had is not there any more, and what is under way is old. */
static void
take_notice (LodgeVncClipboard *self,
             gboolean           text)
{
  renew (&self->reading);
  g_clear_pointer (&self->guest_text, g_free);
  self->asked = FALSE;
  self->offered = self->offered && !text;
  lodge_console_clipboard_guest_offer (get_clipboard (self), LODGE_SELECTION_CLIPBOARD,
                                       text ? LODGE_CLIPBOARD_TEXT : 0);
}

/* Nothing may come to us that was not asked for: the size for that is none. */
static void
take_caps (LodgeVncClipboard *self,
           guint32            flags)
{
  static const guint8 no_size[4];

  if ((flags & NEEDED) != NEEDED)
    return;

  self->extended = TRUE;
  self->settled = TRUE;
  say (self, CAPS | PEEK | NEEDED, no_size, sizeof no_size);
  if (self->offered)
    say_what_there_is (self);
}

/* The protocol says Latin-1, many servers say UTF-8. */
static char *
to_utf8 (const char *text)
{
  g_autofree char *utf8 = NULL;
  g_auto(GStrv) parts = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    utf8 = g_convert (text, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  parts = g_strsplit (utf8 != NULL ? utf8 : text, "\r", -1);
  return g_strjoinv ("", parts);
}

LodgeVncClipboard *
lodge_vnc_clipboard_new (VncConnection *connection,
                         LodgeVncGuard *guard,
                         LodgeConsole  *console)
{
  LodgeVncClipboard *self = g_new0 (LodgeVncClipboard, 1);
  const char *name = vnc_connection_get_name (connection);

  self->connection = connection;
  self->guard = guard;
  self->console = console;
  self->exact = name != NULL && g_str_has_prefix (name, "QEMU");
  self->reading = g_cancellable_new ();
  self->writing = g_cancellable_new ();
  return self;
}

void
lodge_vnc_clipboard_free (LodgeVncClipboard *self)
{
  g_cancellable_cancel (self->reading);
  g_cancellable_cancel (self->writing);
  g_object_unref (self->reading);
  g_object_unref (self->writing);
  g_free (self->guest_text);
  g_free (self);
}

void
lodge_vnc_clipboard_settle (LodgeVncClipboard *self)
{
  if (self->settled)
    return;

  self->settled = TRUE;
  fetch_plain (self);
}

/* What needs an answer gets one as long as the server reads; the console's clipboard counts requests. */
void
lodge_vnc_clipboard_take (LodgeVncClipboard *self,
                          GBytes            *message)
{
  guint32 flags = lodge_vnc_get_u32 (g_bytes_get_data (message, NULL));

  if (flags & CAPS)
    take_caps (self, flags);
  else if (!self->extended)
    return;
  else if (flags & NOTIFY)
    take_notice (self, flags & FORMAT_TEXT);
  else if (flags & PEEK)
    say_what_there_is (self);
  else if ((flags & REQUEST) && (flags & FORMAT_TEXT))
    lodge_console_clipboard_guest_request (get_clipboard (self), LODGE_SELECTION_CLIPBOARD,
                                           LODGE_CLIPBOARD_TEXT);
  else if ((flags & PROVIDE) && (flags & FORMAT_TEXT))
    take_provided (self, message);
}

void
lodge_vnc_clipboard_take_text (LodgeVncClipboard *self,
                               const char        *text)
{
  g_free (self->guest_text);
  self->guest_text = to_utf8 (text);
  lodge_console_clipboard_guest_offer (get_clipboard (self), LODGE_SELECTION_CLIPBOARD,
                                       *self->guest_text != '\0' ? LODGE_CLIPBOARD_TEXT : 0);
}

void
lodge_vnc_clipboard_offer (LodgeVncClipboard   *self,
                           LodgeSelection       selection,
                           LodgeClipboardTypes  types)
{
  gboolean text = (types & LODGE_CLIPBOARD_TEXT) != 0;

  if (selection != LODGE_SELECTION_CLIPBOARD)
    return;

  renew (&self->writing);
  /* An empty notice would take away what the guest itself has. */
  if (self->extended && (text || self->offered))
    {
      self->offered = text;
      say_what_there_is (self);
    }
  self->offered = text;
  fetch_plain (self);
}

void
lodge_vnc_clipboard_request (LodgeVncClipboard   *self,
                             LodgeSelection       selection,
                             LodgeClipboardTypes  type)
{
  if (self->guest_text == NULL && self->extended && type == LODGE_CLIPBOARD_TEXT)
    {
      self->asked = TRUE;
      say (self, REQUEST | FORMAT_TEXT, NULL, 0);
    }
  else
    lodge_console_clipboard_guest_data (get_clipboard (self), selection, type, self->guest_text,
                                        self->guest_text != NULL ? strlen (self->guest_text) : 0);
}

void
lodge_vnc_clipboard_send (LodgeVncClipboard   *self,
                          LodgeSelection       selection,
                          LodgeClipboardTypes  type,
                          GBytes              *contents)
{
  if (contents == NULL && self->extended)
    provide_nothing (self);
  else if (self->extended)
    provide (self, contents);
  else if (contents != NULL)
    send_plain (self, contents);
}
