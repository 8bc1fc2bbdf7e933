/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A host in the sidebar: the heading of its machines, with its state when that is not simply
 * “connected”, and an arrow that folds the machines away. */

#include "config.h"

#include "widgets/lodge-host-row.h"

#include "base/lodge-prop.h"
#include "display/lodge-spinner.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-template.h"

struct _LodgeHostRow
{
  GtkWidget parent_instance;

  LodgeHost *host;
  gboolean expanded;
};

enum {
  PROP_0,
  PROP_HOST,
  PROP_EXPANDED,
  N_PROPS
};

enum {
  TOGGLED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeHostRow, lodge_host_row, GTK_TYPE_WIDGET)

static void
arrow_clicked_cb (LodgeHostRow *self)
{
  g_signal_emit (self, signals[TOGGLED], 0);
}

static void
lodge_host_row_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LodgeHostRow *self = LODGE_HOST_ROW (object);

  switch (prop_id)
    {
    case PROP_HOST:
      g_value_set_object (value, self->host);
      break;

    case PROP_EXPANDED:
      g_value_set_boolean (value, self->expanded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_host_row_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LodgeHostRow *self = LODGE_HOST_ROW (object);

  switch (prop_id)
    {
    case PROP_HOST:
      lodge_host_row_set_host (self, g_value_get_object (value));
      break;

    case PROP_EXPANDED:
      lodge_prop_set_bool (object, pspec, &self->expanded, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_host_row_dispose (GObject *object)
{
  LodgeHostRow *self = LODGE_HOST_ROW (object);

  lodge_template_dispose (self, LODGE_TYPE_HOST_ROW);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (lodge_host_row_parent_class)->dispose (object);
}

static void
lodge_host_row_class_init (LodgeHostRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_host_row_get_property;
  object_class->set_property = lodge_host_row_set_property;
  object_class->dispose = lodge_host_row_dispose;

  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, LODGE_TYPE_HOST,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LODGE_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-host-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, arrow_clicked_cb);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "hostrow");
}

static void
lodge_host_row_init (LodgeHostRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_template_name_icons (GTK_WIDGET (self));
}

GtkWidget *
lodge_host_row_new (void)
{
  return g_object_new (LODGE_TYPE_HOST_ROW, NULL);
}

/**
 * lodge_host_row_set_host:
 * @self: a row
 * @host: (nullable): what to show
 *
 * Moves the row to another host.
 */
void
lodge_host_row_set_host (LodgeHostRow *self,
                         LodgeHost    *host)
{
  g_return_if_fail (LODGE_IS_HOST_ROW (self));

  if (g_set_object (&self->host, host))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
}
