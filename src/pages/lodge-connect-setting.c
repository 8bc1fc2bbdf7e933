/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a machine's screen is connected as soon as it is looked at, which may take it from another
 * viewer: as it is set for the machine, else as for all machines. */

#include "config.h"

#include "pages/lodge-connect-setting.h"

#include "base/lodge-prop.h"
#include "base/lodge-settings.h"

#define ALL_KEY "connect-screens"
#define MACHINE_KEY "connect-screen"

struct _LodgeConnectSetting
{
  GObject parent_instance;

  GSettings *settings;           /* nullable */
  GSettings *machine_settings;   /* nullable */
  GSignalGroup *machine_signals;
  gboolean automatic;
};

enum {
  PROP_0,
  PROP_AUTOMATIC,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeConnectSetting, lodge_connect_setting, G_TYPE_OBJECT)

static gboolean
get_for_all (LodgeConnectSetting *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, ALL_KEY);
}

static void
update (LodgeConnectSetting *self)
{
  g_autoptr(GVariant) own = NULL;
  gboolean automatic;

  if (self->machine_settings != NULL)
    own = g_settings_get_user_value (self->machine_settings, MACHINE_KEY);
  automatic = own != NULL ? g_variant_get_boolean (own) : get_for_all (self);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_AUTOMATIC], &self->automatic, automatic);
}

/* A machine that is as all are follows them. */
static void
set_automatic (LodgeConnectSetting *self,
               gboolean             automatic)
{
  if (self->machine_settings == NULL)
    return;
  if (automatic == get_for_all (self))
    g_settings_reset (self->machine_settings, MACHINE_KEY);
  else
    g_settings_set_boolean (self->machine_settings, MACHINE_KEY, automatic);
  update (self);
}

static void
lodge_connect_setting_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  if (prop_id == PROP_AUTOMATIC)
    g_value_set_boolean (value, LODGE_CONNECT_SETTING (object)->automatic);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lodge_connect_setting_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  if (prop_id == PROP_AUTOMATIC)
    set_automatic (LODGE_CONNECT_SETTING (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lodge_connect_setting_dispose (GObject *object)
{
  LodgeConnectSetting *self = LODGE_CONNECT_SETTING (object);

  g_clear_object (&self->machine_signals);
  g_clear_object (&self->machine_settings);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lodge_connect_setting_parent_class)->dispose (object);
}

static void
lodge_connect_setting_class_init (LodgeConnectSettingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_connect_setting_get_property;
  object_class->set_property = lodge_connect_setting_set_property;
  object_class->dispose = lodge_connect_setting_dispose;

  properties[PROP_AUTOMATIC] =
    g_param_spec_boolean ("automatic", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_connect_setting_init (LodgeConnectSetting *self)
{
  self->automatic = TRUE;
  self->settings = lodge_settings_new ();
  self->machine_signals = g_signal_group_new (G_TYPE_SETTINGS);
  g_signal_group_connect_swapped (self->machine_signals, "changed::" MACHINE_KEY, G_CALLBACK (update), self);
  if (self->settings != NULL)
    g_signal_connect_object (self->settings, "changed::" ALL_KEY, G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}

LodgeConnectSetting *
lodge_connect_setting_new (void)
{
  return g_object_new (LODGE_TYPE_CONNECT_SETTING, NULL);
}

/**
 * lodge_connect_setting_set_machine:
 * @self: a setting
 * @machine: (nullable): whose screen it is about
 *
 * Moves to another machine's setting.
 */
void
lodge_connect_setting_set_machine (LodgeConnectSetting *self,
                                   LodgeMachine        *machine)
{
  g_return_if_fail (LODGE_IS_CONNECT_SETTING (self));

  g_clear_object (&self->machine_settings);
  if (machine != NULL)
    self->machine_settings = lodge_settings_new_for_machine (lodge_machine_get_uuid (machine));
  g_signal_group_set_target (self->machine_signals, self->machine_settings);
  update (self);
}

gboolean
lodge_connect_setting_get (LodgeConnectSetting *self)
{
  g_return_val_if_fail (LODGE_IS_CONNECT_SETTING (self), TRUE);

  return self->automatic;
}
