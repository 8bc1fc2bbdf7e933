/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A text device of a machine: opened when the machine runs, and again when it starts again, when the
 * host comes back or when the stream breaks. */

#include "config.h"

#include "virt/lodge-text-channel.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-thread.h"
#include "virt/lodge-text-pipe-private.h"

#define RETRY_MS    500 /* a guest that restarts has its console back in about that time */
#define MAX_RETRIES 8

struct _LodgeTextChannel
{
  GObject parent_instance;

  LodgeMachine *machine;
  char *alias;
  GSignalGroup *machine_signals;
  GSignalGroup *host_signals;
  int state;
  GError *error;
  GFile *log_file;
  LodgeTextPipe *pipe;

  gboolean wanted;
  gboolean force;      /* of the next opening */
  guint opening;       /* which one is under way; 0: none */
  guint n_openings;
  guint retries;
  guint retry_source;
  gboolean connected;
};

/* What is asked of the host's worker. */
typedef struct {
  char *uuid;
  char *alias;
  gboolean force;
} OpenRequest;

typedef struct {
  LodgeStream *stream; /* nullable: somebody else has it */
  LodgeStreamUse use;
} Opened;

typedef struct {
  LodgeTextChannel *channel;
  guint number;
} Opening;

enum {
  PROP_0,
  PROP_MACHINE,
  PROP_ALIAS,
  PROP_STATE,
  PROP_ERROR,
  PROP_LOG_FILE,
  N_PROPS
};

enum {
  DATA,
  LOST,
  LOG_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (LodgeTextState, lodge_text_state,
                    G_DEFINE_ENUM_VALUE (LODGE_TEXT_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (LODGE_TEXT_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (LODGE_TEXT_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (LODGE_TEXT_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (LODGE_TEXT_IN_USE, "in-use"),
                    G_DEFINE_ENUM_VALUE (LODGE_TEXT_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (LodgeTextChannel, lodge_text_channel, G_TYPE_OBJECT)

static void update (LodgeTextChannel *self);

static void
open_request_free (gpointer data)
{
  OpenRequest *request = data;

  g_free (request->uuid);
  g_free (request->alias);
  g_free (request);
}

static void
opened_free (gpointer data)
{
  g_clear_pointer (&((Opened *) data)->stream, lodge_stream_unref);
  g_free (data);
}

/* On the host's worker. */
static gpointer
open_on_worker (LodgeConnection  *connection,
                gpointer          data,
                GCancellable     *cancellable,
                GError          **error)
{
  OpenRequest *request = data;
  LodgeStreamUse use;
  LodgeStream *stream = lodge_stream_open_console (connection, request->uuid, request->alias,
                                                   request->force, &use, error);
  Opened *opened;

  if (stream == NULL && use == LODGE_STREAM_FREE)
    return NULL;
  opened = g_new0 (Opened, 1);
  opened->stream = stream;
  opened->use = use;
  return opened;
}

static void
set_state (LodgeTextChannel *self,
           LodgeTextState    state,
           const GError     *error)
{
  if (error != self->error)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  lodge_prop_set_int (G_OBJECT (self), properties[PROP_STATE], &self->state, (int) state);
}

static void
drop_stream (LodgeTextChannel *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->opening = 0;
  self->connected = FALSE;
  lodge_text_pipe_set_stream (self->pipe, NULL);
}

static gboolean
retry_cb (gpointer data)
{
  LodgeTextChannel *self = data;

  self->retry_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* It may be back in a moment: a guest that is started again, a host that is connected again. */
static void
retry_later (LodgeTextChannel *self,
             const GError     *error)
{
  g_autoptr(GError) cause = NULL;

  drop_stream (self);
  if (self->retries < MAX_RETRIES)
    {
      self->retries++;
      set_state (self, LODGE_TEXT_CONNECTING, NULL);
      self->retry_source = g_timeout_add (RETRY_MS, retry_cb, self);
      update (self);
      return;
    }

  cause = error != NULL ? g_error_copy (error)
                        : lodge_error_new (LODGE_ERROR_FAILED, NULL,
                                           _("The connection to the console was closed."));
  set_state (self, LODGE_TEXT_FAILED, cause);
}

static void
data_cb (LodgeTextChannel *self,
         GBytes           *bytes)
{
  self->retries = 0;
  g_signal_emit (self, signals[DATA], 0, bytes);
}

static void
lost_cb (LodgeTextChannel *self,
         guint64           n_bytes)
{
  g_signal_emit (self, signals[LOST], 0, n_bytes);
}

static void
ended_cb (LodgeTextChannel *self,
          const GError     *error)
{
  retry_later (self, error);
}

static void
log_failed_cb (LodgeTextChannel *self,
               const GError     *error)
{
  g_clear_object (&self->log_file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG_FILE]);
  g_signal_emit (self, signals[LOG_FAILED], 0, error);
}

/* Whether trying once more may help. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, LODGE_ERROR, LODGE_ERROR_BUSY) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_TIMEOUT) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED);
}

static void
take_opened (LodgeTextChannel *self,
             Opened           *opened,
             const GError     *error)
{
  self->opening = 0;
  if (error != NULL && is_passing (error))
    retry_later (self, error);
  else if (error != NULL)
    set_state (self, LODGE_TEXT_FAILED, error);
  else if (opened->use == LODGE_STREAM_PERHAPS_IN_USE && self->retries < MAX_RETRIES)
    retry_later (self, NULL);
  else if (opened->stream == NULL)
    set_state (self, LODGE_TEXT_IN_USE, NULL);
  else
    {
      self->connected = TRUE;
      lodge_text_pipe_set_stream (self->pipe, opened->stream);
      set_state (self, LODGE_TEXT_CONNECTED, NULL);
    }
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Opening *opening = user_data;
  g_autoptr(GError) error = NULL;
  Opened *opened = lodge_host_run_finish (LODGE_HOST (source), result, &error);

  if (opening->channel->opening == opening->number)
    take_opened (opening->channel, opened, error);
  g_clear_pointer (&opened, opened_free);
  g_object_unref (opening->channel);
  g_free (opening);
}

static void
start_opening (LodgeTextChannel *self)
{
  OpenRequest *request = g_new0 (OpenRequest, 1);
  Opening *opening = g_new0 (Opening, 1);

  request->uuid = g_strdup (lodge_machine_get_uuid (self->machine));
  request->alias = g_strdup (self->alias);
  request->force = self->force;
  self->force = FALSE;
  self->opening = ++self->n_openings;
  opening->channel = g_object_ref (self);
  opening->number = self->opening;
  set_state (self, LODGE_TEXT_CONNECTING, NULL);
  lodge_host_run_async (lodge_machine_get_host (self->machine), "open console", open_on_worker,
                        request, open_request_free, opened_free, NULL, opened_cb, opening);
}

static gboolean
is_up (LodgeTextChannel *self)
{
  LodgeHost *host = lodge_machine_get_host (self->machine);
  gboolean active = FALSE;

  g_object_get (self->machine, "active", &active, NULL);
  return active && host != NULL && lodge_host_get_state (host) == LODGE_HOST_CONNECTED;
}

/* Brings the stream in line with what is wished and what the machine is now. */
static void
update (LodgeTextChannel *self)
{
  if (!self->wanted || !is_up (self))
    {
      drop_stream (self);
      self->retries = 0;
      set_state (self, self->wanted ? LODGE_TEXT_WAITING : LODGE_TEXT_CLOSED, NULL);
      return;
    }
  if (!self->connected && self->opening == 0 && self->retry_source == 0 &&
      self->state != LODGE_TEXT_IN_USE && self->state != LODGE_TEXT_FAILED)
    start_opening (self);
}

static void
lodge_text_channel_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LodgeTextChannel *self = LODGE_TEXT_CHANNEL (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    case PROP_ALIAS:
      g_value_set_string (value, self->alias);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_LOG_FILE:
      g_value_set_object (value, self->log_file);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_text_channel_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LodgeTextChannel *self = LODGE_TEXT_CHANNEL (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      self->machine = g_value_dup_object (value);
      break;

    case PROP_ALIAS:
      self->alias = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_text_channel_constructed (GObject *object)
{
  LodgeTextChannel *self = LODGE_TEXT_CHANNEL (object);

  G_OBJECT_CLASS (lodge_text_channel_parent_class)->constructed (object);
  g_signal_group_set_target (self->machine_signals, self->machine);
  g_signal_group_set_target (self->host_signals, lodge_machine_get_host (self->machine));
}

static void
lodge_text_channel_dispose (GObject *object)
{
  LodgeTextChannel *self = LODGE_TEXT_CHANNEL (object);

  self->wanted = FALSE;
  drop_stream (self);
  g_clear_object (&self->machine_signals);
  g_clear_object (&self->host_signals);

  G_OBJECT_CLASS (lodge_text_channel_parent_class)->dispose (object);
}

static void
lodge_text_channel_finalize (GObject *object)
{
  LodgeTextChannel *self = LODGE_TEXT_CHANNEL (object);

  g_clear_object (&self->pipe);
  g_clear_object (&self->machine);
  g_clear_object (&self->log_file);
  g_clear_error (&self->error);
  g_free (self->alias);

  G_OBJECT_CLASS (lodge_text_channel_parent_class)->finalize (object);
}

static void
lodge_text_channel_class_init (LodgeTextChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_text_channel_get_property;
  object_class->set_property = lodge_text_channel_set_property;
  object_class->constructed = lodge_text_channel_constructed;
  object_class->dispose = lodge_text_channel_dispose;
  object_class->finalize = lodge_text_channel_finalize;

  properties[PROP_MACHINE] = g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE, given);
  properties[PROP_ALIAS] = g_param_spec_string ("alias", NULL, NULL, NULL, given);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_TEXT_STATE,
                                              LODGE_TEXT_CLOSED, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_LOG_FILE] = g_param_spec_object ("log-file", NULL, NULL, G_TYPE_FILE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DATA] = g_signal_new ("data", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[LOST] = g_signal_new ("lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[LOG_FAILED] = g_signal_new ("log-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
lodge_text_channel_init (LodgeTextChannel *self)
{
  self->pipe = lodge_text_pipe_new ();
  g_signal_connect_object (self->pipe, "data", G_CALLBACK (data_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pipe, "lost", G_CALLBACK (lost_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pipe, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pipe, "log-failed", G_CALLBACK (log_failed_cb), self,
                           G_CONNECT_SWAPPED);
  self->machine_signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->machine_signals, "notify::active", G_CALLBACK (update), self);
  self->host_signals = g_signal_group_new (LODGE_TYPE_HOST);
  g_signal_group_connect_swapped (self->host_signals, "notify::state", G_CALLBACK (update), self);
}

/**
 * lodge_text_channel_new:
 * @machine: whose
 * @alias: libvirt's name of the device, such as “serial0”
 *
 * Makes a channel; lodge_text_channel_open() begins.
 *
 * Returns: (transfer full): the channel
 */
LodgeTextChannel *
lodge_text_channel_new (LodgeMachine *machine,
                        const char   *alias)
{
  return g_object_new (LODGE_TYPE_TEXT_CHANNEL, "machine", machine, "alias", alias, NULL);
}

/**
 * lodge_text_channel_get_machine:
 * @self: a channel
 *
 * Gets whose device it is.
 *
 * Returns: (transfer none): the machine
 */
LodgeMachine *
lodge_text_channel_get_machine (LodgeTextChannel *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CHANNEL (self), NULL);

  return self->machine;
}

/**
 * lodge_text_channel_get_alias:
 * @self: a channel
 *
 * Gets libvirt's name of the device.
 *
 * Returns: (transfer none): the alias
 */
const char *
lodge_text_channel_get_alias (LodgeTextChannel *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CHANNEL (self), NULL);

  return self->alias;
}

/**
 * lodge_text_channel_get_state:
 * @self: a channel
 *
 * Gets how it stands.
 *
 * Returns: the state
 */
LodgeTextState
lodge_text_channel_get_state (LodgeTextChannel *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CHANNEL (self), LODGE_TEXT_CLOSED);

  return self->state;
}

/**
 * lodge_text_channel_get_error:
 * @self: a channel
 *
 * Gets why it failed.
 *
 * Returns: (transfer none) (nullable): the error of %LODGE_TEXT_FAILED
 */
const GError *
lodge_text_channel_get_error (LodgeTextChannel *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CHANNEL (self), NULL);

  return self->error;
}

/**
 * lodge_text_channel_get_log_file:
 * @self: a channel
 *
 * Gets where the bytes are logged.
 *
 * Returns: (transfer none) (nullable): the file
 */
GFile *
lodge_text_channel_get_log_file (LodgeTextChannel *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CHANNEL (self), NULL);

  return self->log_file;
}

/**
 * lodge_text_channel_open:
 * @self: a channel
 *
 * Opens it, now or as soon as the machine runs. After a failure this tries again.
 */
void
lodge_text_channel_open (LodgeTextChannel *self)
{
  g_return_if_fail (LODGE_IS_TEXT_CHANNEL (self));

  LODGE_ASSERT_MAIN ();
  self->wanted = TRUE;
  self->retries = 0;
  if (self->state == LODGE_TEXT_IN_USE || self->state == LODGE_TEXT_FAILED)
    set_state (self, LODGE_TEXT_CONNECTING, NULL);
  update (self);
}

/**
 * lodge_text_channel_take_over:
 * @self: a channel that is in use by another viewer
 *
 * Opens it and ends the other viewer's session. To be called when the user agreed.
 */
void
lodge_text_channel_take_over (LodgeTextChannel *self)
{
  g_return_if_fail (LODGE_IS_TEXT_CHANNEL (self));

  self->force = TRUE;
  lodge_text_channel_open (self);
}

/**
 * lodge_text_channel_close:
 * @self: a channel
 *
 * Lets go of the device.
 */
void
lodge_text_channel_close (LodgeTextChannel *self)
{
  g_return_if_fail (LODGE_IS_TEXT_CHANNEL (self));

  self->wanted = FALSE;
  update (self);
}

/**
 * lodge_text_channel_write:
 * @self: a channel
 * @data: what to send
 * @size: its bytes
 *
 * Sends bytes to the guest, in order.
 *
 * Returns: %FALSE when nothing was taken: the channel is not connected, or more than
 *   %LODGE_TEXT_WRITE_MAX would wait
 */
gboolean
lodge_text_channel_write (LodgeTextChannel *self,
                          const char       *data,
                          gsize             size)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CHANNEL (self), FALSE);

  return lodge_text_pipe_write (self->pipe, data, size);
}

/**
 * lodge_text_channel_start_log:
 * @self: a channel
 * @file: a local file; what is in it stays
 *
 * From now on appends every byte that comes from the guest to @file, as it is, until
 * lodge_text_channel_stop_log(). A failure is told by the signal “log-failed”.
 */
void
lodge_text_channel_start_log (LodgeTextChannel *self,
                              GFile            *file)
{
  g_return_if_fail (LODGE_IS_TEXT_CHANNEL (self));
  g_return_if_fail (g_file_peek_path (file) != NULL);

  lodge_text_pipe_set_log (self->pipe, g_file_peek_path (file));
  lodge_prop_set_object (G_OBJECT (self), properties[PROP_LOG_FILE], &self->log_file, file);
}

/**
 * lodge_text_channel_stop_log:
 * @self: a channel
 *
 * Ends the log.
 */
void
lodge_text_channel_stop_log (LodgeTextChannel *self)
{
  g_return_if_fail (LODGE_IS_TEXT_CHANNEL (self));

  lodge_text_pipe_set_log (self->pipe, NULL);
  lodge_prop_set_object (G_OBJECT (self), properties[PROP_LOG_FILE], &self->log_file, NULL);
}
