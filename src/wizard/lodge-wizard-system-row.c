/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of the list of systems: the name, and below it who makes it and its short id. */

#include "config.h"

#include "wizard/lodge-wizard-system-row.h"

#include "base/lodge-prop.h"
#include "wizard/lodge-wizard-template.h"

struct _LodgeWizardSystemRow
{
  AdwBin parent_instance;

  LodgeOs *system;
};

enum {
  PROP_0,
  PROP_SYSTEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeWizardSystemRow, lodge_wizard_system_row, ADW_TYPE_BIN)

static char *
describe (LodgeWizardSystemRow *self,
          LodgeOs              *os)
{
  g_autofree char *vendor = NULL;
  const char *short_id;

  if (os == NULL)
    return NULL;

  g_object_get (os, "vendor", &vendor, NULL);
  short_id = lodge_os_get_short_id (os);
  if (vendor == NULL || *vendor == '\0')
    return g_strdup (short_id);
  return g_strdup_printf ("%s · %s", vendor, short_id);
}

static void
lodge_wizard_system_row_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SYSTEM:
      g_value_set_object (value, LODGE_WIZARD_SYSTEM_ROW (object)->system);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_system_row_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  LodgeWizardSystemRow *self = LODGE_WIZARD_SYSTEM_ROW (object);

  switch (prop_id)
    {
    case PROP_SYSTEM:
      lodge_prop_set_object (object, pspec, &self->system, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_system_row_dispose (GObject *object)
{
  g_clear_object (&LODGE_WIZARD_SYSTEM_ROW (object)->system);
  gtk_widget_dispose_template (GTK_WIDGET (object), LODGE_TYPE_WIZARD_SYSTEM_ROW);

  G_OBJECT_CLASS (lodge_wizard_system_row_parent_class)->dispose (object);
}

static void
lodge_wizard_system_row_class_init (LodgeWizardSystemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_wizard_system_row_get_property;
  object_class->set_property = lodge_wizard_system_row_set_property;
  object_class->dispose = lodge_wizard_system_row_dispose;

  properties[PROP_SYSTEM] =
    g_param_spec_object ("system", NULL, NULL, LODGE_TYPE_OS,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_wizard_set_template (widget_class, "lodge-wizard-system-row");
  gtk_widget_class_bind_template_callback (widget_class, describe);
}

static void
lodge_wizard_system_row_init (LodgeWizardSystemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
