/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A host and the life cycle of its connection: who wants it, trying again with back-off, and what
 * everything else goes through to ask it something. Reading machines, events and statistics are in
 * files of their own. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "virt/lodge-host-info-private.h"
#include "virt/lodge-machine-private.h"

#define N_THREADS 6
#define RETRY_MAX 30 /* seconds */

enum {
  PROP_0,
  PROP_ERROR,
  PROP_INFO,
  PROP_LAST_SEEN,
  PROP_LAST_SEEN_TEXT,
  PROP_LOADING,
  PROP_MACHINES,
  PROP_NAME,
  PROP_QUESTION,
  PROP_REMEMBERED,
  PROP_RETRY_SECONDS,
  PROP_STATE,
  PROP_STATE_TEXT,
  PROP_STATUS_TEXT,
  PROP_URI,
  N_PROPS
};

typedef struct {
  char *uri;
  char *address;
  gboolean interactive;
  LodgeHostSink *sink;
} OpenRequest;

typedef struct {
  LodgeConnection *connection;
  LodgeHostInfo *info;
  LodgeListing *listing;
} Opened;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeHost, lodge_host, G_TYPE_OBJECT)

GType
lodge_host_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { LODGE_HOST_DISCONNECTED, "LODGE_HOST_DISCONNECTED", "disconnected" },
        { LODGE_HOST_CONNECTING, "LODGE_HOST_CONNECTING", "connecting" },
        { LODGE_HOST_CONNECTED, "LODGE_HOST_CONNECTED", "connected" },
        { LODGE_HOST_RETRYING, "LODGE_HOST_RETRYING", "retrying" },
        { LODGE_HOST_FAILED, "LODGE_HOST_FAILED", "failed" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("LodgeHostState", values));
    }
  return type;
}

static void
open_request_free (OpenRequest *request)
{
  g_free (request->uri);
  g_free (request->address);
  lodge_host_sink_unref (request->sink);
  g_free (request);
}

static void
opened_free (Opened *opened)
{
  g_clear_pointer (&opened->connection, lodge_connection_unref);
  g_clear_pointer (&opened->info, lodge_host_info_unref);
  g_clear_pointer (&opened->listing, lodge_listing_free);
  g_free (opened);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opened, opened_free)

static void
notify_texts (LodgeHost *self)
{
  static const guint texts[] = { PROP_STATE_TEXT, PROP_LAST_SEEN, PROP_LAST_SEEN_TEXT, PROP_STATUS_TEXT };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[texts[i]]);
}

/* The one place where the state changes. */
static void
enter_state (LodgeHost      *self,
             LodgeHostState  state,
             const GError   *error)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (self->error != NULL || error != NULL)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (object, properties[PROP_ERROR]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (object, properties[PROP_STATE]);
    }
  notify_texts (self);
  g_object_thaw_notify (object);
}

static void
set_retry_seconds (LodgeHost *self,
                   int        seconds)
{
  if (lodge_prop_set_int (G_OBJECT (self), properties[PROP_RETRY_SECONDS], &self->retry_seconds,
                          seconds))
    notify_texts (self);
}

static void
disconnect_machines (LodgeHost *self)
{
  GListModel *model = G_LIST_MODEL (self->machines);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeMachine) machine = g_list_model_get_item (model, i);

      lodge_machine_set_connected (machine, FALSE);
    }
}

/* Before the connection ends: until now its list was right. */
static void
keep_machines (LodgeHost *self)
{
  if (self->state != LODGE_HOST_CONNECTED)
    return;

  self->last_seen = g_get_real_time () / G_USEC_PER_SEC;
  lodge_host_save_cache (self);
}

/* Lets go of the connection and of everything that was under way with it. */
static void
drop_connection (LodgeHost *self)
{
  self->generation++;
  self->checking = FALSE;
  self->sampling = FALSE;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->sink != NULL)
    {
      self->sink->host = NULL;
      g_clear_pointer (&self->sink, lodge_host_sink_unref);
    }
  lodge_host_stop_refresh (self);
  lodge_host_cancel_questions (self);
  g_clear_pointer (&self->connection, lodge_connection_unref);
  lodge_host_set_loading (self, FALSE);
}

static void begin_open (LodgeHost *self);

static gboolean
retry_cb (gpointer user_data)
{
  LodgeHost *self = user_data;

  if (self->retry_seconds > 1)
    {
      set_retry_seconds (self, self->retry_seconds - 1);
      return G_SOURCE_CONTINUE;
    }
  self->retry_source = 0;
  set_retry_seconds (self, 0);
  begin_open (self);
  return G_SOURCE_REMOVE;
}

/* 1, 2, 4, 8, 16, 30, 30, … seconds. */
static void
begin_retry (LodgeHost    *self,
             const GError *error)
{
  int seconds = self->attempt < 5 ? 1 << self->attempt : RETRY_MAX;

  self->attempt++;
  g_object_freeze_notify (G_OBJECT (self));
  set_retry_seconds (self, seconds);
  enter_state (self, LODGE_HOST_RETRYING, error);
  g_object_thaw_notify (G_OBJECT (self));
  self->retry_source = g_timeout_add_seconds (1, retry_cb, self);
}

/* What trying again cannot mend. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, LODGE_ERROR, LODGE_ERROR_DENIED) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_INVALID) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NOT_FOUND) ||
         g_error_matches (error, LODGE_ERROR, LODGE_ERROR_UNSUPPORTED);
}

static gpointer
copy_sink (gpointer sink)
{
  return lodge_host_sink_ref (sink);
}

static gpointer
open_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  OpenRequest *request = data;
  LodgeConnectionLogin login = {
    request->uri, request->address,
    request->interactive ? lodge_host_ask_and_wait : NULL, request->sink
  };
  g_autoptr(Opened) opened = g_new0 (Opened, 1);

  opened->connection = lodge_connection_open (&login, error);
  if (opened->connection == NULL)
    return NULL;

  login.ask_data = lodge_host_sink_ref (request->sink);
  lodge_connection_keep_login (opened->connection, &login, (GDestroyNotify) lodge_host_sink_unref);

  /* Before the first listing, so that nothing is missed in between. */
  lodge_connection_watch (opened->connection, lodge_host_event_cb, request->sink, copy_sink,
                          (GDestroyNotify) lodge_host_sink_unref);
  opened->listing = lodge_listing_read (opened->connection, error);
  if (opened->listing == NULL)
    return NULL;
  opened->info = lodge_host_info_read (opened->connection);
  return g_steal_pointer (&opened);
}

static void
use_connection (LodgeHost *self,
                Opened    *opened)
{
  self->attempt = 0;
  self->connection = g_steal_pointer (&opened->connection);
  g_clear_pointer (&self->info, lodge_host_info_unref);
  self->info = g_steal_pointer (&opened->info);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INFO]);
  lodge_host_set_loading (self, TRUE);
  enter_state (self, LODGE_HOST_CONNECTED, NULL);
  lodge_host_logins_accepted (self->logins);
  lodge_host_take_listing (self, opened->listing);
  lodge_host_set_loading (self, FALSE);
  lodge_host_update_stats (self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LodgeHostTurn *turn = user_data;
  LodgeHost *self = turn->host;
  g_autoptr(GError) error = NULL;
  Opened *opened = lodge_worker_run_finish (LODGE_WORKER (source), result, &error);

  if (!lodge_host_turn_is_over (turn))
    {
      if (opened != NULL)
        use_connection (self, opened);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
               || lodge_ssh_was_cancelled (self->ssh))
        lodge_host_disconnect (self);
      else if (is_final (error))
        {
          drop_connection (self);
          lodge_host_logins_denied (self->logins);
          enter_state (self, LODGE_HOST_FAILED, error);
        }
      else
        {
          drop_connection (self);
          begin_retry (self, error);
        }
    }
  g_clear_pointer (&opened, opened_free);
  lodge_host_turn_free (turn);
}

static void
ask_for_ssh (LodgeHostQuestion *question,
             gpointer           user_data)
{
  lodge_host_ask (LODGE_HOST (user_data), question);
}

static void
begin_open (LodgeHost *self)
{
  OpenRequest *request = g_new0 (OpenRequest, 1);

  drop_connection (self);
  self->sink = lodge_host_sink_new (self);
  if (self->ssh == NULL && lodge_host_is_interactive ())
    self->ssh = lodge_ssh_new (self->uri, ask_for_ssh, self);
  request->uri = g_strdup (self->uri);
  request->address = lodge_ssh_dup_address (self->ssh, self->uri);
  request->interactive = lodge_host_is_interactive ();
  request->sink = lodge_host_sink_ref (self->sink);
  /* While trying again, the reason stays on show. */
  if (self->state != LODGE_HOST_RETRYING)
    enter_state (self, LODGE_HOST_CONNECTING, NULL);
  else
    notify_texts (self);
  lodge_worker_run_async (self->worker, "open", open_on_worker, request,
                          (GDestroyNotify) open_request_free, (GDestroyNotify) opened_free, NULL,
                          opened_cb, lodge_host_turn_new (self));
}

/* The connection is over without our doing. @error is why, NULL for “just lost”. */
void
lodge_host_lost (LodgeHost    *self,
                 const GError *error)
{
  g_autoptr(GError) lost = NULL;

  LODGE_ASSERT_MAIN ();
  if (self->state != LODGE_HOST_CONNECTED)
    return;

  lost = error != NULL
    ? g_error_copy (error)
    : lodge_error_new (LODGE_ERROR_NOT_CONNECTED, NULL, "%s",
                       _("The connection to the host was lost. Lodge connects again by itself."));
  keep_machines (self);
  drop_connection (self);
  begin_retry (self, lost);
  disconnect_machines (self);
  lodge_host_update_stats (self);
}

/* The machines are of then. */
void
lodge_host_set_last_seen (LodgeHost *self,
                          gint64     last_seen)
{
  self->last_seen = last_seen;
  notify_texts (self);
}

void
lodge_host_set_loading (LodgeHost *self,
                        gboolean   loading)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_LOADING], &self->loading, loading);
}

static void
lodge_host_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LodgeHost *self = LODGE_HOST (object);

  switch (prop_id)
    {
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_INFO:
      g_value_set_boxed (value, self->info);
      break;

    case PROP_LAST_SEEN:
      g_value_set_int64 (value, lodge_host_get_last_seen (self));
      break;

    case PROP_LAST_SEEN_TEXT:
      g_value_take_string (value, lodge_host_make_last_seen_text (self));
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_MACHINES:
      g_value_set_object (value, self->machines);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_QUESTION:
      g_value_set_object (value, lodge_host_get_question (self));
      break;

    case PROP_REMEMBERED:
      g_value_set_boolean (value, lodge_host_get_remembered (self));
      break;

    case PROP_RETRY_SECONDS:
      g_value_set_int (value, self->retry_seconds);
      break;

    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_STATE_TEXT:
      g_value_take_string (value, lodge_host_make_state_text (self));
      break;

    case PROP_STATUS_TEXT:
      g_value_take_string (value, lodge_host_make_status_text (self));
      break;

    case PROP_URI:
      g_value_set_string (value, self->uri);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_host_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  LodgeHost *self = LODGE_HOST (object);

  switch (prop_id)
    {
    case PROP_URI:
      self->uri = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_host_constructed (GObject *object)
{
  LodgeHost *self = LODGE_HOST (object);

  G_OBJECT_CLASS (lodge_host_parent_class)->constructed (object);

  self->name = lodge_host_make_name (self->uri);
  lodge_host_init_logins (self);
  self->worker = lodge_worker_new (self->uri, N_THREADS);
  lodge_host_stats_register (self);
}

static void
detach_machines (LodgeHost *self)
{
  GListModel *model = G_LIST_MODEL (self->machines);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeMachine) machine = g_list_model_get_item (model, i);

      lodge_machine_detach (machine);
    }
}

static void
lodge_host_dispose (GObject *object)
{
  LodgeHost *self = LODGE_HOST (object);

  lodge_host_stats_unregister (self);
  if (self->machines != NULL)
    {
      keep_machines (self);
      drop_connection (self);
      detach_machines (self);
    }
  g_clear_object (&self->machines);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->ssh, lodge_ssh_free);

  G_OBJECT_CLASS (lodge_host_parent_class)->dispose (object);
}

static void
lodge_host_finalize (GObject *object)
{
  LodgeHost *self = LODGE_HOST (object);

  g_free (self->uri);
  g_free (self->name);
  g_clear_error (&self->error);
  g_clear_pointer (&self->info, lodge_host_info_unref);
  g_hash_table_unref (self->stale);
  g_hash_table_unref (self->started);
  g_hash_table_unref (self->moved);
  g_hash_table_unref (self->watched);
  lodge_host_logins_free (self->logins);
  g_queue_free (self->questions);

  G_OBJECT_CLASS (lodge_host_parent_class)->finalize (object);
}

static void
lodge_host_class_init (LodgeHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = lodge_host_constructed;
  object_class->dispose = lodge_host_dispose;
  object_class->finalize = lodge_host_finalize;
  object_class->get_property = lodge_host_get_property;
  object_class->set_property = lodge_host_set_property;

  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_INFO] = g_param_spec_boxed ("info", NULL, NULL, LODGE_TYPE_HOST_INFO, flags);
  properties[PROP_LAST_SEEN] =
    g_param_spec_int64 ("last-seen", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_LAST_SEEN_TEXT] = g_param_spec_string ("last-seen-text", NULL, NULL, NULL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_MACHINES] =
    g_param_spec_object ("machines", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_QUESTION] =
    g_param_spec_object ("question", NULL, NULL, LODGE_TYPE_HOST_QUESTION, flags);
  properties[PROP_REMEMBERED] = g_param_spec_boolean ("remembered", NULL, NULL, FALSE, flags);
  properties[PROP_RETRY_SECONDS] =
    g_param_spec_int ("retry-seconds", NULL, NULL, 0, RETRY_MAX, 0, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_HOST_STATE, LODGE_HOST_DISCONNECTED, flags);
  properties[PROP_STATE_TEXT] = g_param_spec_string ("state-text", NULL, NULL, NULL, flags);
  properties[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  properties[PROP_URI] =
    g_param_spec_string ("uri", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_host_init (LodgeHost *self)
{
  self->machines = lodge_item_list_new (LODGE_TYPE_MACHINE, lodge_machine_compare);
  self->stale = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->started = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->watched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * lodge_host_new:
 * @uri: a URI of libvirt, such as `qemu:///system` or `qemu+ssh://root@server/system`
 *
 * Makes a host; nothing is connected yet. Main thread only, like all functions of it.
 *
 * Returns: (transfer full): the host
 */
LodgeHost *
lodge_host_new (const char *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);

  return g_object_new (LODGE_TYPE_HOST, "uri", uri, NULL);
}

/**
 * lodge_host_connect:
 * @self: a host
 *
 * Connects, and from then on connects again whenever the connection is lost. Does nothing when it
 * is connected or connecting; while it waits to try again, it tries at once.
 */
void
lodge_host_connect (LodgeHost *self)
{
  g_return_if_fail (LODGE_IS_HOST (self));

  LODGE_ASSERT_MAIN ();
  if (self->state == LODGE_HOST_CONNECTED || self->state == LODGE_HOST_CONNECTING)
    return;
  if (self->state == LODGE_HOST_RETRYING && self->retry_source == 0)
    return;

  self->attempt = 0;
  set_retry_seconds (self, 0);
  lodge_host_load_cache (self);
  begin_open (self);
}

/**
 * lodge_host_disconnect:
 * @self: a host
 *
 * Disconnects. Its machines stay in the list, without actions.
 */
void
lodge_host_disconnect (LodgeHost *self)
{
  g_return_if_fail (LODGE_IS_HOST (self));

  LODGE_ASSERT_MAIN ();
  keep_machines (self);
  drop_connection (self);
  set_retry_seconds (self, 0);
  enter_state (self, LODGE_HOST_DISCONNECTED, NULL);
  disconnect_machines (self);
  lodge_host_update_stats (self);
}

/**
 * lodge_host_get_uri:
 * @self: a host
 *
 * Gets the address.
 *
 * Returns: (transfer none): the URI
 */
const char *
lodge_host_get_uri (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), NULL);

  return self->uri;
}

/**
 * lodge_host_get_name:
 * @self: a host
 *
 * Gets the translated name: “This Computer”, or the name of a server.
 *
 * Returns: (transfer none): the name
 */
const char *
lodge_host_get_name (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), NULL);

  return self->name;
}

/**
 * lodge_host_get_state:
 * @self: a host
 *
 * Gets the state of the connection.
 *
 * Returns: the state
 */
LodgeHostState
lodge_host_get_state (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), LODGE_HOST_DISCONNECTED);

  return self->state;
}

/**
 * lodge_host_get_error:
 * @self: a host
 *
 * Gets why it is not connected.
 *
 * Returns: (transfer none) (nullable): the error
 */
const GError *
lodge_host_get_error (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), NULL);

  return self->error;
}

/**
 * lodge_host_get_machines:
 * @self: a host
 *
 * Gets its machines, sorted by name. A machine keeps its object as long as it exists, over lost
 * connections too.
 *
 * Returns: (transfer none): a list of #LodgeMachine
 */
GListModel *
lodge_host_get_machines (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), NULL);

  return G_LIST_MODEL (self->machines);
}

/**
 * lodge_host_get_info:
 * @self: a host
 *
 * Gets what the host is. It is there whenever the host is connected.
 *
 * Returns: (transfer none) (nullable): the facts; %NULL until first connected
 */
LodgeHostInfo *
lodge_host_get_info (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), NULL);

  return self->info;
}

/**
 * lodge_host_find_machine:
 * @self: a host
 * @uuid_or_name: a UUID or a name
 *
 * Finds a machine in the list.
 *
 * Returns: (transfer none) (nullable): the machine
 */
LodgeMachine *
lodge_host_find_machine (LodgeHost  *self,
                         const char *uuid_or_name)
{
  GListModel *model;
  LodgeMachine *found;

  g_return_val_if_fail (LODGE_IS_HOST (self), NULL);

  found = lodge_item_list_lookup (self->machines, uuid_or_name);
  model = G_LIST_MODEL (self->machines);
  for (guint i = 0; found == NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeMachine) machine = g_list_model_get_item (model, i);

      if (g_strcmp0 (lodge_machine_get_name (machine), uuid_or_name) == 0)
        found = machine;
    }
  return found;
}

/**
 * lodge_host_is_session:
 * @self: a host
 *
 * Tells whether its machines run as the user.
 *
 * Returns: %TRUE for a session
 */
gboolean
lodge_host_is_session (LodgeHost *self)
{
  g_return_val_if_fail (LODGE_IS_HOST (self), FALSE);

  return lodge_uri_is_session (self->uri);
}
