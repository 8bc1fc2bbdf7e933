/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A spinner that comes late. Each of its frames costs more than most of what it waits for: a host is
 * listed sooner without it. */

#include "config.h"

#include "widgets/lodge-spinner.h"

#include "base/lodge-prop.h"

#define DELAY_MS 500

struct _LodgeSpinner
{
  GtkWidget parent_instance;

  GtkSpinner *spinner;
  guint start_source;
  gboolean spinning;
};

enum {
  PROP_0,
  PROP_SPINNING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeSpinner, lodge_spinner, GTK_TYPE_WIDGET)

static gboolean
start_cb (gpointer user_data)
{
  LodgeSpinner *self = LODGE_SPINNER (user_data);

  self->start_source = 0;
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

/* One that spins while nobody sees it costs 2 % of a processor. */
static void
update (LodgeSpinner *self)
{
  gboolean wanted = self->spinning && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (!wanted)
    {
      g_clear_handle_id (&self->start_source, g_source_remove);
      gtk_spinner_stop (self->spinner);
    }
  else if (self->start_source == 0 && !gtk_spinner_get_spinning (self->spinner))
    self->start_source = g_timeout_add (DELAY_MS, start_cb, self);
}

static void
lodge_spinner_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_spinner_parent_class)->map (widget);
  update (LODGE_SPINNER (widget));
}

static void
lodge_spinner_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_spinner_parent_class)->unmap (widget);
  update (LODGE_SPINNER (widget));
}

static void
lodge_spinner_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SPINNING:
      g_value_set_boolean (value, LODGE_SPINNER (object)->spinning);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_spinner_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LodgeSpinner *self = LODGE_SPINNER (object);

  switch (prop_id)
    {
    case PROP_SPINNING:
      lodge_prop_set_bool (object, pspec, &self->spinning, g_value_get_boolean (value));
      update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_spinner_dispose (GObject *object)
{
  LodgeSpinner *self = LODGE_SPINNER (object);

  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_pointer ((GtkWidget **) &self->spinner, gtk_widget_unparent);

  G_OBJECT_CLASS (lodge_spinner_parent_class)->dispose (object);
}

static void
lodge_spinner_class_init (LodgeSpinnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_spinner_get_property;
  object_class->set_property = lodge_spinner_set_property;
  object_class->dispose = lodge_spinner_dispose;
  widget_class->map = lodge_spinner_map;
  widget_class->unmap = lodge_spinner_unmap;

  properties[PROP_SPINNING] =
    g_param_spec_boolean ("spinning", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_spinner_init (LodgeSpinner *self)
{
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->spinner), GTK_WIDGET (self));
}
