/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the facts of the chosen host as soon as it is connected, and says why there are none. Facts
 * that were read stay while a connection is lost and found again. */

#include "config.h"

#include "wizard/lodge-wizard-facts.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"

struct _LodgeWizardFacts
{
  GObject parent_instance;

  LodgeHost *host;
  GSignalGroup *host_signals;
  GCancellable *cancellable;  /* of the reading under way */

  LodgeHostFacts *facts;
  gboolean loading;
  char *status;
  GError *error;
};

enum {
  PROP_0,
  PROP_HOST,
  PROP_FACTS,
  PROP_LOADING,
  PROP_STATUS,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeWizardFacts, lodge_wizard_facts, G_TYPE_OBJECT)

static void
set_facts (LodgeWizardFacts *self,
           LodgeHostFacts   *facts)
{
  if (self->facts == facts)
    return;

  g_clear_pointer (&self->facts, lodge_host_facts_unref);
  self->facts = facts != NULL ? lodge_host_facts_ref (facts) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
}

static void
set_error (LodgeWizardFacts *self,
           const GError     *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_loading (LodgeWizardFacts *self,
             const char       *status)
{
  lodge_prop_set_string (G_OBJECT (self), properties[PROP_STATUS], &self->status, status);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_LOADING], &self->loading, status != NULL);
}

static void
stop_reading (LodgeWizardFacts *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* FALSE when nobody wants them any more. */
static gboolean
finish_reading (LodgeWizardFacts  *self,
                GObject           *host,
                GAsyncResult      *result,
                LodgeHostFacts   **facts,
                GError           **error)
{
  *facts = lodge_host_facts_read_finish (LODGE_HOST (host), result, error);
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  g_clear_object (&self->cancellable);
  return TRUE;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(LodgeWizardFacts) self = user_data;
  g_autoptr(LodgeHostFacts) facts = NULL;
  g_autoptr(GError) error = NULL;

  if (!finish_reading (self, object, result, &facts, &error))
    return;
  if (facts != NULL)
    set_facts (self, facts);
  set_error (self, error);
  set_loading (self, NULL);
}

static void
start_reading (LodgeWizardFacts *self)
{
  stop_reading (self);
  set_error (self, NULL);
  set_loading (self, _("Looking at what the host can do…"));
  self->cancellable = g_cancellable_new ();
  lodge_host_facts_read_async (self->host, self->cancellable, read_cb, g_object_ref (self));
}

/* Facts that say the same of the networks are not worth to judge everything again. */
static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LodgeWizardFacts) self = user_data;
  g_autoptr(LodgeHostFacts) facts = NULL;
  g_autoptr(GError) error = NULL;

  if (finish_reading (self, object, result, &facts, &error) && facts != NULL
      && !lodge_host_facts_has_same_networks (facts, self->facts))
    set_facts (self, facts);
}

static void
explain (LodgeWizardFacts *self)
{
  const GError *cause = lodge_host_get_error (self->host);
  g_autoptr(GError) error = NULL;

  stop_reading (self);
  set_loading (self, NULL);
  if (cause == NULL)
    error = lodge_error_new (LODGE_ERROR_NOT_CONNECTED, NULL,
                             /* Translators: %s is the name of a host, such as “This computer” */
                             _("“%s” is not connected. Connect to it to create a machine there."),
                             lodge_host_get_name (self->host));
  set_error (self, cause != NULL ? cause : error);
}

/* What is known stays: new facts would take back the choice of a network. */
static void
found_again (LodgeWizardFacts *self)
{
  if (self->facts == NULL)
    {
      start_reading (self);
      return;
    }

  set_error (self, NULL);
  set_loading (self, NULL);
}

static void
host_state_cb (LodgeWizardFacts *self)
{
  g_autofree char *status = NULL;

  switch (lodge_host_get_state (self->host))
    {
    case LODGE_HOST_CONNECTED:
      found_again (self);
      break;

    case LODGE_HOST_CONNECTING:
      stop_reading (self);
      set_error (self, NULL);
      /* Translators: %s is the name of a host, such as “This computer” */
      status = g_strdup_printf (_("Connecting to “%s”…"), lodge_host_get_name (self->host));
      set_loading (self, status);
      break;

    case LODGE_HOST_DISCONNECTED:
    case LODGE_HOST_RETRYING:
    case LODGE_HOST_FAILED:
    default:
      explain (self);
      break;
    }
}

static void
lodge_wizard_facts_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LodgeWizardFacts *self = LODGE_WIZARD_FACTS (object);

  switch (prop_id)
    {
    case PROP_HOST:
      g_value_set_object (value, self->host);
      break;

    case PROP_FACTS:
      g_value_set_boxed (value, self->facts);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_facts_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LodgeWizardFacts *self = LODGE_WIZARD_FACTS (object);

  switch (prop_id)
    {
    case PROP_HOST:
      lodge_wizard_facts_set_host (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_facts_dispose (GObject *object)
{
  LodgeWizardFacts *self = LODGE_WIZARD_FACTS (object);

  stop_reading (self);
  g_clear_object (&self->host_signals);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (lodge_wizard_facts_parent_class)->dispose (object);
}

static void
lodge_wizard_facts_finalize (GObject *object)
{
  LodgeWizardFacts *self = LODGE_WIZARD_FACTS (object);

  g_clear_pointer (&self->facts, lodge_host_facts_unref);
  g_clear_error (&self->error);
  g_free (self->status);

  G_OBJECT_CLASS (lodge_wizard_facts_parent_class)->finalize (object);
}

static void
lodge_wizard_facts_class_init (LodgeWizardFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_wizard_facts_get_property;
  object_class->set_property = lodge_wizard_facts_set_property;
  object_class->dispose = lodge_wizard_facts_dispose;
  object_class->finalize = lodge_wizard_facts_finalize;

  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, LODGE_TYPE_HOST,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FACTS] =
    g_param_spec_boxed ("facts", NULL, NULL, LODGE_TYPE_HOST_FACTS, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, readable);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_wizard_facts_init (LodgeWizardFacts *self)
{
  self->host_signals = g_signal_group_new (LODGE_TYPE_HOST);
  g_signal_group_connect_swapped (self->host_signals, "notify::state",
                                  G_CALLBACK (host_state_cb), self);
}

/**
 * lodge_wizard_facts_new:
 *
 * Makes a reader without a host.
 *
 * Returns: (transfer full): the reader
 */
LodgeWizardFacts *
lodge_wizard_facts_new (void)
{
  return g_object_new (LODGE_TYPE_WIZARD_FACTS, NULL);
}

/**
 * lodge_wizard_facts_get_host:
 * @self: a reader
 *
 * Gets the host whose facts it reads.
 *
 * Returns: (transfer none) (nullable): the host
 */
LodgeHost *
lodge_wizard_facts_get_host (LodgeWizardFacts *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_FACTS (self), NULL);

  return self->host;
}

/**
 * lodge_wizard_facts_set_host:
 * @self: a reader
 * @host: (nullable): a host
 *
 * Turns to another host: the facts of the one before are dropped.
 */
void
lodge_wizard_facts_set_host (LodgeWizardFacts *self,
                             LodgeHost        *host)
{
  g_return_if_fail (LODGE_IS_WIZARD_FACTS (self));

  if (!g_set_object (&self->host, host))
    return;

  stop_reading (self);
  set_facts (self, NULL);
  set_error (self, NULL);
  set_loading (self, NULL);
  g_signal_group_set_target (self->host_signals, host);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
  if (host != NULL)
    host_state_cb (self);
}

/**
 * lodge_wizard_facts_get_facts:
 * @self: a reader
 *
 * Gets what is known of the host.
 *
 * Returns: (transfer none) (nullable): the facts
 */
LodgeHostFacts *
lodge_wizard_facts_get_facts (LodgeWizardFacts *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_FACTS (self), NULL);

  return self->facts;
}

/**
 * lodge_wizard_facts_get_error:
 * @self: a reader
 *
 * Gets why nothing is known, or why it could not be read again.
 *
 * Returns: (transfer none) (nullable): the error
 */
const GError *
lodge_wizard_facts_get_error (LodgeWizardFacts *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_FACTS (self), NULL);

  return self->error;
}

/**
 * lodge_wizard_facts_retry:
 * @self: a reader
 *
 * Tries again: connects the host, or reads its facts when it is connected.
 */
void
lodge_wizard_facts_retry (LodgeWizardFacts *self)
{
  g_return_if_fail (LODGE_IS_WIZARD_FACTS (self));

  if (self->host == NULL)
    return;

  if (lodge_host_get_state (self->host) == LODGE_HOST_CONNECTED)
    start_reading (self);
  else
    lodge_host_connect (self->host);
}

/**
 * lodge_wizard_facts_refresh:
 * @self: a reader
 *
 * Looks whether the host has other networks by now. Nothing is said meanwhile, and what is known
 * stays when it cannot be read again.
 */
void
lodge_wizard_facts_refresh (LodgeWizardFacts *self)
{
  g_return_if_fail (LODGE_IS_WIZARD_FACTS (self));

  if (self->facts == NULL || self->cancellable != NULL
      || lodge_host_get_state (self->host) != LODGE_HOST_CONNECTED)
    return;

  self->cancellable = g_cancellable_new ();
  lodge_host_facts_read_async (self->host, self->cancellable, refreshed_cb, g_object_ref (self));
}
