/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A virtual machine as the interface sees it: values that were read on a worker, applied here one
 * by one so that only what changed notifies. Actions are in lodge-machine-act.c. */

#include "config.h"

#include <string.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "virt/lodge-machine-private.h"

enum {
  PROP_0,
  PROP_ACTIVE,
  PROP_ALLOWED_ACTIONS,
  PROP_AUTOSTART,
  PROP_BUSY,
  PROP_CPU,
  PROP_CURRENT_STATE,
  PROP_DESCRIPTION,
  PROP_DISK_READ,
  PROP_DISK_WRITE,
  PROP_HOST,
  PROP_LABEL,
  PROP_MEMORY_TOTAL,
  PROP_MEMORY_USED,
  PROP_MOVE,
  PROP_MOVED_TO,
  PROP_NAME,
  PROP_NETWORK_IN,
  PROP_NETWORK_OUT,
  PROP_PERSISTENT,
  PROP_START_TIME,
  PROP_STATE,
  PROP_STATE_LABEL,
  PROP_TITLE,
  PROP_UUID,
  PROP_XML,
  N_PROPS
};

enum { SAMPLED, N_SIGNALS };

typedef struct {
  char *uuid;
  gboolean active;
} XmlRequest;

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (LodgeMachineMove, lodge_machine_move,
                    G_DEFINE_ENUM_VALUE (LODGE_MOVE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (LODGE_MOVE_LOOKING, "looking"),
                    G_DEFINE_ENUM_VALUE (LODGE_MOVE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (LODGE_MOVE_FOUND, "found"))

G_DEFINE_FINAL_TYPE (LodgeMachine, lodge_machine, G_TYPE_OBJECT)

static void
notify (LodgeMachine *self,
        guint         property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_start_time (LodgeMachine *self,
                gint64        start_time)
{
  if (self->start_time == start_time)
    return;

  self->start_time = start_time;
  notify (self, PROP_START_TIME);
}

/* Only what changed notifies. */
static void
set_sample (LodgeMachine      *self,
            const LodgeSample *sample)
{
  GObject *object = G_OBJECT (self);
  LodgeSample *own = &self->sample;

  lodge_prop_set_double (object, properties[PROP_CPU], &own->cpu, sample->cpu);
  lodge_prop_set_uint64 (object, properties[PROP_MEMORY_USED], &own->memory_used,
                         sample->memory_used);
  lodge_prop_set_uint64 (object, properties[PROP_MEMORY_TOTAL], &own->memory_total,
                         sample->memory_total);
  lodge_prop_set_uint64 (object, properties[PROP_DISK_READ], &own->disk_read, sample->disk_read);
  lodge_prop_set_uint64 (object, properties[PROP_DISK_WRITE], &own->disk_write, sample->disk_write);
  lodge_prop_set_uint64 (object, properties[PROP_NETWORK_IN], &own->network_in, sample->network_in);
  lodge_prop_set_uint64 (object, properties[PROP_NETWORK_OUT], &own->network_out,
                         sample->network_out);
}

/* A machine that stopped uses nothing; its history goes on with the next start. */
static void
reset_sample (LodgeMachine *self)
{
  const LodgeSample nothing = { .memory_total = self->sample.memory_total };

  if (self->meter != NULL)
    lodge_meter_pause (self->meter);
  set_sample (self, &nothing);
}

static void
set_title (LodgeMachine *self,
           const char   *title)
{
  const char *value = title != NULL && *title != '\0' ? title : NULL;

  self->title_known = TRUE;
  if (lodge_prop_set_string (G_OBJECT (self), properties[PROP_TITLE], &self->title, value))
    notify (self, PROP_LABEL);
}

static void
set_state (LodgeMachine      *self,
           LodgeMachineState  state)
{
  LodgeMachineAction before = lodge_machine_get_allowed_actions (self);

  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
  notify (self, PROP_STATE_LABEL);
  if (self->connected)
    notify (self, PROP_CURRENT_STATE);
  if (lodge_machine_get_allowed_actions (self) != before)
    notify (self, PROP_ALLOWED_ACTIONS);
}

static void
xml_request_free (XmlRequest *request)
{
  g_free (request->uuid);
  g_free (request);
}

static gpointer
load_xml_on_worker (LodgeConnection  *connection,
                    gpointer          data,
                    GCancellable     *cancellable,
                    GError          **error)
{
  XmlRequest *request = data;
  g_autofree char *text = lodge_connection_dup_domain_xml (connection, request->uuid,
                                                           !request->active, error);

  return text != NULL ? lodge_domain_xml_new (text, error) : NULL;
}

static void
set_xml (LodgeMachine   *self,
         LodgeDomainXml *xml)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_pointer (&self->xml, lodge_domain_xml_unref);
  self->xml = lodge_domain_xml_ref (xml);
  notify (self, PROP_XML);
  set_title (self, lodge_domain_xml_get_title (xml));
  lodge_prop_set_string (G_OBJECT (self), properties[PROP_DESCRIPTION], &self->description,
                         lodge_domain_xml_get_description (xml));
  g_object_thaw_notify (G_OBJECT (self));
}

static void
xml_loaded_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(LodgeMachine) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeDomainXml) xml = lodge_host_run_finish (LODGE_HOST (source), result, &error);

  self->xml_loading = FALSE;
  if (xml != NULL)
    set_xml (self, xml);
  else
    {
      /* Asked again by the next load or event, not at once. */
      self->xml_stale = TRUE;
      g_debug ("%s: no XML: %s", self->name, error->message);
    }
  /* It became stale while it was read. */
  if (xml != NULL && self->xml_stale)
    lodge_machine_load_xml (self);
}

/* Of what is sampled. */
static gboolean
get_figure (LodgeMachine *self,
            guint         prop_id,
            GValue       *value)
{
  switch (prop_id)
    {
    case PROP_CPU:
      g_value_set_double (value, self->sample.cpu);
      break;

    case PROP_DISK_READ:
      g_value_set_uint64 (value, self->sample.disk_read);
      break;

    case PROP_DISK_WRITE:
      g_value_set_uint64 (value, self->sample.disk_write);
      break;

    case PROP_MEMORY_TOTAL:
      g_value_set_uint64 (value, self->sample.memory_total);
      break;

    case PROP_MEMORY_USED:
      g_value_set_uint64 (value, self->sample.memory_used);
      break;

    case PROP_NETWORK_IN:
      g_value_set_uint64 (value, self->sample.network_in);
      break;

    case PROP_NETWORK_OUT:
      g_value_set_uint64 (value, self->sample.network_out);
      break;

    default:
      return FALSE;
    }
  return TRUE;
}

static void
lodge_machine_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LodgeMachine *self = LODGE_MACHINE (object);

  switch (prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    case PROP_ALLOWED_ACTIONS:
      g_value_set_flags (value, lodge_machine_get_allowed_actions (self));
      break;

    case PROP_AUTOSTART:
      g_value_set_boolean (value, self->autostart);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->n_busy > 0);
      break;

    case PROP_CURRENT_STATE:
      g_value_set_enum (value, (int) (self->connected ? self->state : LODGE_MACHINE_UNKNOWN));
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_HOST:
      g_value_set_object (value, self->host);
      break;

    case PROP_LABEL:
      g_value_set_string (value, lodge_machine_get_label (self));
      break;

    case PROP_MOVE:
      g_value_set_enum (value, (int) self->move);
      break;

    case PROP_MOVED_TO:
      g_value_take_object (value, lodge_machine_dup_moved_to (self));
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_PERSISTENT:
      g_value_set_boolean (value, self->persistent);
      break;

    case PROP_START_TIME:
      g_value_set_int64 (value, self->start_time);
      break;

    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_STATE_LABEL:
      g_value_set_string (value, lodge_machine_state_label (self->state));
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_UUID:
      g_value_set_string (value, self->uuid);
      break;

    case PROP_XML:
      g_value_set_boxed (value, self->xml);
      break;

    default:
      if (!get_figure (self, prop_id, value))
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_machine_finalize (GObject *object)
{
  LodgeMachine *self = LODGE_MACHINE (object);

  g_free (self->name);
  g_free (self->sort_key);
  g_free (self->title);
  g_free (self->description);
  g_weak_ref_clear (&self->moved_to);
  g_clear_pointer (&self->meter, lodge_meter_free);
  g_clear_pointer (&self->xml, lodge_domain_xml_unref);

  G_OBJECT_CLASS (lodge_machine_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  static const struct { guint id; const char *name; } strings[] = {
    { PROP_DESCRIPTION, "description" }, { PROP_LABEL, "label" }, { PROP_NAME, "name" },
    { PROP_STATE_LABEL, "state-label" }, { PROP_TITLE, "title" }, { PROP_UUID, "uuid" },
  };
  static const struct { guint id; const char *name; } booleans[] = {
    { PROP_ACTIVE, "active" }, { PROP_AUTOSTART, "autostart" }, { PROP_BUSY, "busy" },
    { PROP_PERSISTENT, "persistent" },
  };
  static const struct { guint id; const char *name; } numbers[] = {
    { PROP_DISK_READ, "disk-read" }, { PROP_DISK_WRITE, "disk-write" },
    { PROP_MEMORY_TOTAL, "memory-total" }, { PROP_MEMORY_USED, "memory-used" },
    { PROP_NETWORK_IN, "network-in" }, { PROP_NETWORK_OUT, "network-out" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    properties[strings[i].id] = g_param_spec_string (strings[i].name, NULL, NULL, NULL, flags);
  for (guint i = 0; i < G_N_ELEMENTS (booleans); i++)
    properties[booleans[i].id] = g_param_spec_boolean (booleans[i].name, NULL, NULL, FALSE, flags);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    properties[numbers[i].id] =
      g_param_spec_uint64 (numbers[i].name, NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_ALLOWED_ACTIONS] =
    g_param_spec_flags ("allowed-actions", NULL, NULL, LODGE_TYPE_MACHINE_ACTION, 0, flags);
  properties[PROP_CPU] = g_param_spec_double ("cpu", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_CURRENT_STATE] =
    g_param_spec_enum ("current-state", NULL, NULL, LODGE_TYPE_MACHINE_STATE, LODGE_MACHINE_SHUT_OFF, flags);
  properties[PROP_HOST] = g_param_spec_object ("host", NULL, NULL, LODGE_TYPE_HOST, flags);
  properties[PROP_MOVE] = g_param_spec_enum ("move", NULL, NULL, LODGE_TYPE_MACHINE_MOVE,
                                             LODGE_MOVE_NONE, flags);
  properties[PROP_MOVED_TO] = g_param_spec_object ("moved-to", NULL, NULL, LODGE_TYPE_MACHINE, flags);
  properties[PROP_START_TIME] =
    g_param_spec_int64 ("start-time", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_MACHINE_STATE, LODGE_MACHINE_SHUT_OFF, flags);
  properties[PROP_XML] = g_param_spec_boxed ("xml", NULL, NULL, LODGE_TYPE_DOMAIN_XML, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_machine_class_init (LodgeMachineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_machine_get_property;
  object_class->finalize = lodge_machine_finalize;

  install_properties (object_class);
  signals[SAMPLED] = g_signal_new ("sampled", LODGE_TYPE_MACHINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
lodge_machine_init (LodgeMachine *self)
{
  g_weak_ref_init (&self->moved_to, NULL);
}

/* Made by a host from a row; connected, unless the row is one of last time. */
LodgeMachine *
lodge_machine_new (LodgeHost             *host,
                   const LodgeMachineRow *row)
{
  LodgeMachine *self = g_object_new (LODGE_TYPE_MACHINE, NULL);

  self->host = host;
  memcpy (self->uuid, row->uuid, sizeof self->uuid);
  self->name = g_strdup (row->name);
  self->sort_key = g_strdup (row->sort_key);
  self->title = g_strdup (row->title);
  self->title_known = row->has_title;
  self->state = row->state;
  self->active = row->active;
  self->ran_last = row->active;
  self->persistent = row->persistent;
  self->autostart = row->autostart;
  self->start_time = row->active ? row->start_time : 0;
  self->connected = row->state != LODGE_MACHINE_UNKNOWN;
  self->xml_stale = TRUE;
  return self;
}

/* Takes over a new row of the same machine; only what changed notifies. */
void
lodge_machine_apply (LodgeMachine          *self,
                     const LodgeMachineRow *row)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  self->ran_last = row->active || (self->ran_last && !row->has_reason);
  lodge_set_string (&self->sort_key, row->sort_key);
  if (lodge_prop_set_string (object, properties[PROP_NAME], &self->name, row->name))
    notify (self, PROP_LABEL);
  if (row->has_title)
    set_title (self, row->title);
  if (lodge_prop_set_bool (object, properties[PROP_ACTIVE], &self->active, row->active))
    {
      reset_sample (self);
      self->xml_stale = TRUE;
    }
  set_start_time (self, !row->active ? 0 : row->start_time != 0 ? row->start_time : self->start_time);
  lodge_prop_set_bool (object, properties[PROP_PERSISTENT], &self->persistent, row->persistent);
  lodge_prop_set_bool (object, properties[PROP_AUTOSTART], &self->autostart, row->autostart);
  set_state (self, row->state);
  g_object_thaw_notify (object);
  if (self->xml_wanted)
    lodge_machine_load_xml (self);
}

void
lodge_machine_set_connected (LodgeMachine *self,
                             gboolean      connected)
{
  LodgeMachineAction before = lodge_machine_get_allowed_actions (self);

  if (self->connected == connected)
    return;

  self->connected = connected;
  if (!connected)
    reset_sample (self);
  if (connected)
    {
      self->xml_stale = TRUE;
      if (self->xml_wanted)
        lodge_machine_load_xml (self);
      if (!self->title_known && lodge_machine_get_watched (self) != 0)
        lodge_host_mark_stale (self->host, self->uuid);
    }
  notify (self, PROP_CURRENT_STATE);
  if (lodge_machine_get_allowed_actions (self) != before)
    notify (self, PROP_ALLOWED_ACTIONS);
}

/* The machine exists no more, or its host goes. One that went on elsewhere does not run here: who shows it
 * until it is found is to know. */
void
lodge_machine_detach (LodgeMachine *self)
{
  if (self->move != LODGE_MOVE_NONE)
    {
      lodge_prop_set_bool (G_OBJECT (self), properties[PROP_ACTIVE], &self->active, FALSE);
      set_state (self, LODGE_MACHINE_SHUT_OFF);
    }
  self->host = NULL;
  lodge_machine_set_connected (self, FALSE);
  notify (self, PROP_HOST);
}

void
lodge_machine_set_stale (LodgeMachine *self)
{
  self->xml_stale = TRUE;
}

void
lodge_machine_set_move (LodgeMachine     *self,
                        LodgeMachineMove  move,
                        LodgeMachine     *to)
{
  g_autoptr(LodgeMachine) keep = NULL;

  if (self->move == move && to == NULL)
    return;

  /* Who hears that it is gone may let go of it. */
  keep = g_object_ref (self);
  self->move = move;
  g_weak_ref_set (&self->moved_to, to);
  notify (self, PROP_MOVE);
  notify (self, PROP_MOVED_TO);
}

gboolean
lodge_machine_ran_last (LodgeMachine *self)
{
  return self->ran_last;
}

gboolean
lodge_machine_is_active (LodgeMachine *self)
{
  return self->active;
}

gboolean
lodge_machine_is_persistent (LodgeMachine *self)
{
  return self->persistent;
}

/* Titles are read for machines that somebody looks at. */
gboolean
lodge_machine_wants_title (LodgeMachine *self)
{
  return self->title_known || lodge_machine_get_watched (self) != 0;
}

const char *
lodge_machine_get_sort_key (LodgeMachine *self)
{
  return self->sort_key;
}

int
lodge_machine_compare (gconstpointer a,
                       gconstpointer b,
                       gpointer      user_data)
{
  const LodgeMachine *first = a;
  const LodgeMachine *second = b;
  int order = strcmp (first->sort_key, second->sort_key);

  return order != 0 ? order : strcmp (first->uuid, second->uuid);
}

/* Counts actions under way; the property changes with the first and the last. */
void
lodge_machine_set_busy (LodgeMachine *self,
                        gboolean      busy)
{
  guint before = self->n_busy;

  self->n_busy = busy ? before + 1 : before - 1;
  if ((before > 0) != (self->n_busy > 0))
    notify (self, PROP_BUSY);
}

/* A first sample has no past: it only gives what is not a rate. */
void
lodge_machine_add_counters (LodgeMachine               *self,
                            const LodgeMachineCounters *counters)
{
  LodgeSample sample;

  if (!self->active)
    return;

  if (self->meter == NULL)
    self->meter = lodge_meter_new ();
  lodge_meter_add (self->meter, counters, &sample);
  g_object_freeze_notify (G_OBJECT (self));
  set_sample (self, &sample);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SAMPLED], 0);
}

/**
 * lodge_machine_get_uuid:
 * @self: a machine
 *
 * Gets the UUID.
 *
 * Returns: (transfer none): the UUID
 */
const char *
lodge_machine_get_uuid (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), NULL);

  return self->uuid;
}

/**
 * lodge_machine_get_name:
 * @self: a machine
 *
 * Gets the name.
 *
 * Returns: (transfer none): the name
 */
const char *
lodge_machine_get_name (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), NULL);

  return self->name;
}

/**
 * lodge_machine_get_label:
 * @self: a machine
 *
 * Gets what to call it: the title where it has one, else the name.
 *
 * Returns: (transfer none): the label
 */
const char *
lodge_machine_get_label (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), NULL);

  return self->title != NULL ? self->title : self->name;
}

/**
 * lodge_machine_get_host:
 * @self: a machine
 *
 * Gets the host it is on.
 *
 * Returns: (transfer none) (nullable): the host; %NULL when the machine is gone
 */
LodgeHost *
lodge_machine_get_host (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), NULL);

  return self->host;
}

/**
 * lodge_machine_get_state:
 * @self: a machine
 *
 * Gets the state, as last heard of.
 *
 * Returns: the state
 */
LodgeMachineState
lodge_machine_get_state (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), LODGE_MACHINE_SHUT_OFF);

  return self->state;
}

/**
 * lodge_machine_get_allowed_actions:
 * @self: a machine
 *
 * Gets what may be done with it now.
 *
 * Returns: the actions; none while its host is not connected
 */
LodgeMachineAction
lodge_machine_get_allowed_actions (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), 0);

  return self->connected ? lodge_machine_state_allows (self->state) : 0;
}

/**
 * lodge_machine_get_xml:
 * @self: a machine
 *
 * Gets the description as last read; see lodge_machine_load_xml().
 *
 * Returns: (transfer none) (nullable): the description
 */
LodgeDomainXml *
lodge_machine_get_xml (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), NULL);

  return self->xml;
}

/**
 * lodge_machine_get_move:
 * @self: a machine
 *
 * Gets whether it went on on another host.
 *
 * Returns: the move
 */
LodgeMachineMove
lodge_machine_get_move (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), LODGE_MOVE_NONE);

  return self->move;
}

/**
 * lodge_machine_dup_moved_to:
 * @self: a machine
 *
 * Gets the same machine on the other host.
 *
 * Returns: (transfer full) (nullable): the machine; %NULL when it was not found, or is gone there too
 */
LodgeMachine *
lodge_machine_dup_moved_to (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), NULL);

  return g_weak_ref_get (&self->moved_to);
}

/**
 * lodge_machine_is_away:
 * @self: a machine
 *
 * Tells whether it is gone from the host that it was on, runs on another one, and is not found there yet.
 *
 * Returns: %TRUE when it is on its way
 */
gboolean
lodge_machine_is_away (LodgeMachine *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), FALSE);

  return self->host == NULL && (self->move == LODGE_MOVE_LOOKING || self->move == LODGE_MOVE_UNKNOWN);
}

/**
 * lodge_machine_load_xml:
 * @self: a machine
 *
 * Reads the description if it is not known or stale, the live one of an active machine. From the
 * first call on it is read again whenever it becomes stale.
 */
void
lodge_machine_load_xml (LodgeMachine *self)
{
  XmlRequest *request;

  g_return_if_fail (LODGE_IS_MACHINE (self));

  self->xml_wanted = TRUE;
  if (!self->xml_stale || self->xml_loading || self->host == NULL || !self->connected)
    return;

  self->xml_stale = FALSE;
  self->xml_loading = TRUE;
  request = g_new0 (XmlRequest, 1);
  request->uuid = g_strdup (self->uuid);
  request->active = self->active;
  lodge_host_run_async (self->host, "load XML", load_xml_on_worker, request,
                        (GDestroyNotify) xml_request_free, (GDestroyNotify) lodge_domain_xml_unref,
                        NULL, xml_loaded_cb, g_object_ref (self));
}
