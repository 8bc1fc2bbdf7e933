/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One forwarding of the ssh connection that the host's libvirt uses already: a socket in the private
 * folder of lodge-ssh.c, for any number of channels, without a further login and without a process for
 * each. Where that connection is gone, ssh makes it again and asks in the window. */

#include "config.h"

#include "virt/lodge-ssh-forward.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/lodge-error.h"
#include "virt/lodge-host-private.h"

struct _LodgeSshForward
{
  GObject parent_instance;

  char *program;       /* our ssh; NULL: there is none */
  char *uri;
  char *socket;
  char *forwarding;    /* as -L wants it */
  gboolean ready;
  gboolean starting;
  gboolean stopped;
  GList *waiting;      /* GTask of those who want a socket */
};

G_DEFINE_FINAL_TYPE (LodgeSshForward, lodge_ssh_forward, G_TYPE_OBJECT)

static GSubprocess *
spawn (LodgeSshForward    *self,
       const char *const  *words,
       GError            **error)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, self->program);
  for (; *words != NULL; words++)
    g_ptr_array_add (argv, (gpointer) *words);
  g_ptr_array_add (argv, NULL);
  return g_subprocess_newv ((const char *const *) argv->pdata,
                            G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
}

/* The channels that are open end by themselves. */
static void
cancel (LodgeSshForward *self)
{
  const char *const words[] = { "-q", "-O", "cancel", "-L", self->forwarding, "lodge", NULL };
  g_autoptr(GSubprocess) process = NULL;

  if (!self->ready)
    return;

  self->ready = FALSE;
  process = spawn (self, words, NULL);
  g_unlink (self->socket);
}

static void
socket_open_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  if (connection == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection)),
                                    F_DUPFD_CLOEXEC, 3));
}

/* Takes @task. */
static void
open_socket (LodgeSshForward *self,
             GTask           *task)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (self->socket);

  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), NULL, socket_open_cb, task);
}

static void
started (LodgeSshForward *self,
         const char      *problem)
{
  GList *waiting = g_steal_pointer (&self->waiting);

  self->starting = FALSE;
  self->ready = problem == NULL;
  if (self->stopped)
    cancel (self);
  for (GList *l = waiting; l != NULL; l = l->next)
    {
      g_autoptr(GTask) task = l->data;

      if (self->ready)
        open_socket (self, g_steal_pointer (&task));
      else
        g_task_return_error (task, lodge_error_new (LODGE_ERROR_NOT_CONNECTED, problem, "%s",
          _("The machine’s screen could not be reached through ssh. Check that you may log in to the "
            "host by ssh, and that its server allows forwarding.")));
    }
  g_list_free (waiting);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(LodgeSshForward) self = user_data;
  g_autoptr(GError) error = NULL;

  started (self, g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error)
                   ? NULL : error->message);
}

/* With a connection of its own, which the other sessions of the host use from then on. */
static void
make_connection (LodgeSshForward *self)
{
  g_autoptr(GUri) uri = g_uri_parse (self->uri, G_URI_FLAGS_NON_DNS, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (uri));
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;

  g_ptr_array_add (words, (gpointer) "-fNL");
  g_ptr_array_add (words, self->forwarding);
  if (g_uri_get_port (uri) > 0)
    {
      g_ptr_array_add (words, (gpointer) "-p");
      g_ptr_array_add (words, port);
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_ptr_array_add (words, (gpointer) "-l");
      g_ptr_array_add (words, (gpointer) g_uri_get_userinfo (uri));
    }
  g_ptr_array_add (words, (gpointer) "-oExitOnForwardFailure=yes");
  g_ptr_array_add (words, (gpointer) "--");
  g_ptr_array_add (words, (gpointer) g_uri_get_host (uri));
  g_ptr_array_add (words, NULL);

  process = spawn (self, (const char *const *) words->pdata, NULL);
  if (process != NULL)
    g_subprocess_wait_check_async (process, NULL, made_cb, g_object_ref (self));
  else
    started (self, "ssh cannot be started");
}

static void
forwarded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LodgeSshForward) self = user_data;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, NULL))
    started (self, NULL);
  else
    make_connection (self);
}

static void
start (LodgeSshForward *self)
{
  const char *const words[] = { "-q", "-O", "forward", "-L", self->forwarding, "lodge", NULL };
  g_autoptr(GSubprocess) process = NULL;

  self->starting = TRUE;
  process = self->program != NULL ? spawn (self, words, NULL) : NULL;
  if (process != NULL)
    g_subprocess_wait_check_async (process, NULL, forwarded_cb, g_object_ref (self));
  else
    started (self, "ssh cannot be started");
}

static void
lodge_ssh_forward_finalize (GObject *object)
{
  LodgeSshForward *self = LODGE_SSH_FORWARD (object);

  cancel (self);
  g_free (self->program);
  g_free (self->uri);
  g_free (self->socket);
  g_free (self->forwarding);

  G_OBJECT_CLASS (lodge_ssh_forward_parent_class)->finalize (object);
}

static void
lodge_ssh_forward_class_init (LodgeSshForwardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_ssh_forward_finalize;
}

static void
lodge_ssh_forward_init (LodgeSshForward *self)
{
}

/**
 * lodge_ssh_forward_new:
 * @host: a host that is reached by ssh
 * @route: where to, as the host sees it
 *
 * Makes a forwarding; it begins with the first connection.
 *
 * Returns: (transfer full): the forwarding
 */
LodgeSshForward *
lodge_ssh_forward_new (LodgeHost              *host,
                       const LodgeScreenRoute *route)
{
  static guint counter;
  LodgeSshForward *self = g_object_new (LODGE_TYPE_SSH_FORWARD, NULL);
  g_autofree char *name = g_strdup_printf ("f%u", counter++);

  g_return_val_if_fail (route->kind == LODGE_ROUTE_SSH, NULL);

  if (host->ssh != NULL)
    {
      self->program = lodge_ssh_dup_path (host->ssh, NULL);
      self->socket = lodge_ssh_dup_path (host->ssh, name);
    }
  self->uri = g_strdup (host->uri);
  if (route->path != NULL)
    self->forwarding = g_strdup_printf ("%s:%s", self->socket, route->path);
  else
    self->forwarding = g_strdup_printf (strchr (route->host, ':') != NULL ? "%s:[%s]:%d" : "%s:%s:%d",
                                        self->socket, route->host, route->port);
  return self;
}

/**
 * lodge_ssh_forward_stop:
 * @self: a forwarding
 *
 * Ends it; there is no connection by it any more.
 */
void
lodge_ssh_forward_stop (LodgeSshForward *self)
{
  g_return_if_fail (LODGE_IS_SSH_FORWARD (self));

  self->stopped = TRUE;
  cancel (self);
}

/**
 * lodge_ssh_forward_connect_async:
 * @self: a forwarding
 * @callback: called when there is a socket
 * @user_data: for @callback
 *
 * Opens a connection to the server on the other side.
 */
void
lodge_ssh_forward_connect_async (LodgeSshForward     *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, lodge_ssh_forward_connect_async);
  if (self->stopped)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
      g_object_unref (task);
      return;
    }
  if (self->ready)
    {
      open_socket (self, task);
      return;
    }
  self->waiting = g_list_append (self->waiting, task);
  if (!self->starting)
    start (self);
}

/**
 * lodge_ssh_forward_connect_finish:
 * @self: a forwarding
 * @result: what the callback got
 * @error: where the error goes
 *
 * Gets the socket.
 *
 * Returns: the file descriptor, owned by the caller; -1 with @error
 */
int
lodge_ssh_forward_connect_finish (LodgeSshForward  *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}
