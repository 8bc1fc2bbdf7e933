/* SPDX-License-Identifier: GPL-3.0-or-later */

/* libvirt starts ssh itself, and passes it neither a terminal nor much of our environment. So it is
 * told to start this program instead, by a name in a private folder: see lodge-ssh-helper.c. */

#include "config.h"

#include "virt/lodge-ssh.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lodge-secret.h"
#include "base/lodge-thread.h"
#include "virt/lodge-host-question-private.h"
#include "virt/lodge-ssh-helper.h"

#define MAX_REQUEST 8192

struct _LodgeSsh
{
  char *folder;
  GSocketService *service;
  GCancellable *cancellable;
  LodgeSshAskFunc ask;
  gpointer user_data;
  gboolean cancelled;   /* the last question was */

  /* The same process of ssh asks the same again when the answer was refused. */
  char *last_request;
};

typedef struct {
  LodgeSsh *ssh;
  GSocketConnection *connection;
  LodgeHostQuestion *question;   /* NULL: it is being read */
  GByteArray *request;
  guint8 buffer[1024];
} Asker;

static char *program;

static void
asker_free (Asker *asker)
{
  g_clear_object (&asker->question);
  g_object_unref (asker->connection);
  g_byte_array_unref (asker->request);
  g_free (asker);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_object_unref (user_data);
}

/* Closing the connection without a word means no. */
static void
finished_cb (LodgeHostQuestion *question,
             gpointer           user_data)
{
  Asker *asker = user_data;
  gboolean answered = lodge_host_question_is_answered (question);

  g_signal_handlers_disconnect_by_data (question, asker);
  if (!g_cancellable_is_cancelled (asker->ssh->cancellable))
    asker->ssh->cancelled = !answered;
  if (answered)
    {
      gboolean confirmed = lodge_host_question_get_kind (question, 0) == LODGE_PROMPT_CONFIRM;
      const char *given = confirmed ? "yes" : lodge_host_question_get_given (question, 0);
      GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (asker->connection));
      char *answer = g_strconcat ("y", given, NULL);

      g_object_set_data_full (G_OBJECT (asker->connection), "answer", answer,
                              (GDestroyNotify) lodge_secret_free);
      g_output_stream_write_all_async (stream, answer, strlen (answer), G_PRIORITY_DEFAULT, NULL,
                                       written_cb, g_object_ref (asker->connection));
    }
  asker_free (asker);
}

static LodgeHostQuestion *
make_question (LodgeSsh   *self,
               const char *request)
{
  g_auto(GStrv) parts = g_strsplit (request, "\n", 3);
  gboolean refused = g_strcmp0 (request, self->last_request) == 0;
  const char *hint;
  char *text, *how;
  LodgeHostQuestion *question;
  gboolean confirms;

  g_free (self->last_request);
  self->last_request = g_strdup (request);
  if (g_strv_length (parts) < 3)
    return NULL;

  hint = parts[1];
  text = g_strstrip (parts[2]);
  confirms = g_str_equal (hint, "confirm") || strstr (text, "(yes/no") != NULL;
  /* There are buttons for that. */
  how = strstr (text, "\nAre you sure");
  if (confirms && how != NULL)
    *how = '\0';
  question = lodge_host_question_new (text, refused);
  if (confirms)
    lodge_host_question_add (question, LODGE_PROMPT_CONFIRM, _("Answer"), NULL);
  else if (strstr (text, "assphrase") != NULL)
    lodge_host_question_add (question, LODGE_PROMPT_SECRET, _("Passphrase"), NULL);
  else if (strstr (text, "assword") != NULL)
    lodge_host_question_add (question, LODGE_PROMPT_SECRET, _("Password"), NULL);
  else
    lodge_host_question_add (question, LODGE_PROMPT_SECRET, _("Answer"), NULL);
  return question;
}

static void
request_read (Asker *asker)
{
  g_autofree char *bytes = g_strndup ((const char *) asker->request->data, asker->request->len);
  g_autofree char *request = g_utf8_make_valid (bytes, -1);
  LodgeSsh *self = asker->ssh;

  asker->question = make_question (self, request);
  if (asker->question == NULL)
    {
      asker_free (asker);
      return;
    }
  g_signal_connect (asker->question, "finished", G_CALLBACK (finished_cb), asker);
  self->ask (asker->question, self->user_data);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Asker *asker = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n < 0 || asker->request->len + (gsize) n > MAX_REQUEST)
    {
      asker_free (asker);
      return;
    }
  if (n == 0)
    {
      request_read (asker);
      return;
    }
  g_byte_array_append (asker->request, asker->buffer, (guint) n);
  g_input_stream_read_async (G_INPUT_STREAM (source), asker->buffer, sizeof asker->buffer,
                             G_PRIORITY_DEFAULT, asker->ssh->cancellable, read_cb, asker);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  LodgeSsh *self = user_data;
  Asker *asker = g_new0 (Asker, 1);

  asker->ssh = self;
  asker->connection = g_object_ref (connection);
  asker->request = g_byte_array_new ();
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), asker->buffer,
                             sizeof asker->buffer, G_PRIORITY_DEFAULT, self->cancellable, read_cb,
                             asker);
  return TRUE;
}

static gboolean
make_folder (LodgeSsh *self)
{
  static const char *const names[] = { LODGE_SSH_RUN, LODGE_SSH_ASKPASS, LODGE_SSH_END };

  self->folder = g_build_filename (g_get_user_runtime_dir (), "lodge-ssh-XXXXXX", NULL);
  if (g_mkdtemp (self->folder) == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      if (symlink (program, path) < 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
listen_for_questions (LodgeSsh *self)
{
  g_autofree char *path = g_build_filename (self->folder, LODGE_SSH_SOCKET, NULL);
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);

  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                      NULL))
    return FALSE;
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  return TRUE;
}

/* By the ssh program, and not by one that the user chose. */
static gboolean
is_ours (const char *uri)
{
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  const char *query = strchr (uri, '?');

  return scheme != NULL && g_str_has_suffix (scheme, "+ssh")
         && (query == NULL || strstr (query, "command=") == NULL);
}

/**
 * lodge_ssh_set_program:
 * @path: this program's own file
 *
 * Says which program is to be started for ssh.
 */
void
lodge_ssh_set_program (const char *path)
{
  g_free (program);
  program = g_strdup (path);
}

/**
 * lodge_ssh_new:
 * @uri: a host
 * @ask: called for each question
 * @user_data: for @ask; lives longer than this
 *
 * Gets ready for connections to a host by ssh.
 *
 * Returns: (transfer full) (nullable): %NULL when the host is not reached by ssh, or not by ours
 */
LodgeSsh *
lodge_ssh_new (const char      *uri,
               LodgeSshAskFunc  ask,
               gpointer         user_data)
{
  LodgeSsh *self;

  LODGE_ASSERT_MAIN ();
  if (program == NULL || !is_ours (uri))
    return NULL;

  self = g_new0 (LodgeSsh, 1);
  self->ask = ask;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  if (!make_folder (self) || !listen_for_questions (self))
    {
      g_warning ("No folder for ssh: %s", self->folder);
      g_clear_pointer (&self, lodge_ssh_free);
    }
  return self;
}

/* Its questions are cancelled before. The helper ends the shared connection and removes the folder,
 * after us if need be. */
void
lodge_ssh_free (LodgeSsh *self)
{
  g_autofree char *end = g_build_filename (self->folder, LODGE_SSH_END, NULL);
  const char *const argv[] = { end, NULL };
  g_autoptr(GSubprocess) process = NULL;

  g_cancellable_cancel (self->cancellable);
  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                     | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  g_clear_object (&self->service);
  g_object_unref (self->cancellable);
  g_free (self->last_request);
  g_free (self->folder);
  g_free (self);
}

/**
 * lodge_ssh_dup_address:
 * @self: (nullable): what lodge_ssh_new() made
 * @uri: the host
 *
 * Gets the address with which libvirt starts our ssh.
 *
 * Returns: (transfer full): the address; @uri itself when @self is %NULL
 */
char *
lodge_ssh_dup_address (LodgeSsh   *self,
                       const char *uri)
{
  g_autofree char *path = NULL;
  g_autofree char *escaped = NULL;

  if (self == NULL)
    return g_strdup (uri);

  self->cancelled = FALSE;
  path = lodge_ssh_dup_path (self, NULL);
  escaped = g_uri_escape_string (path, "/", FALSE);
  return g_strdup_printf ("%s%ccommand=%s", uri, strchr (uri, '?') != NULL ? '&' : '?', escaped);
}

/**
 * lodge_ssh_was_cancelled:
 * @self: (nullable): what lodge_ssh_new() made
 *
 * Tells whether the user gave no answer, so that it is no news that ssh ended.
 *
 * Returns: %TRUE then
 */
gboolean
lodge_ssh_was_cancelled (LodgeSsh *self)
{
  return self != NULL && self->cancelled;
}

char *
lodge_ssh_dup_path (LodgeSsh   *self,
                    const char *name)
{
  return g_build_filename (self->folder, name != NULL ? name : LODGE_SSH_RUN, NULL);
}
