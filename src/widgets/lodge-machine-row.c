/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A machine in the sidebar: state icon, label, state in words, and the curve of its CPU. */

#include "config.h"

#include "widgets/lodge-machine-row.h"

#include "widgets/lodge-closures.h"
#include "widgets/lodge-graph.h"
#include "widgets/lodge-template.h"

struct _LodgeMachineRow
{
  GtkWidget parent_instance;

  LodgeGraph *graph;

  LodgeMachine *machine;
};

enum {
  PROP_0,
  PROP_MACHINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeMachineRow, lodge_machine_row, GTK_TYPE_WIDGET)

static void
lodge_machine_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, LODGE_MACHINE_ROW (object)->machine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_machine_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_machine_row_set_machine (LODGE_MACHINE_ROW (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_machine_row_dispose (GObject *object)
{
  LodgeMachineRow *self = LODGE_MACHINE_ROW (object);

  lodge_template_dispose (self, LODGE_TYPE_MACHINE_ROW);
  g_clear_object (&self->machine);

  G_OBJECT_CLASS (lodge_machine_row_parent_class)->dispose (object);
}

static void
lodge_machine_row_class_init (LodgeMachineRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_machine_row_get_property;
  object_class->set_property = lodge_machine_row_set_property;
  object_class->dispose = lodge_machine_row_dispose;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_GRAPH);
  g_type_ensure (LODGE_TYPE_GRAPH_KIND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-machine-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeMachineRow, graph);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "machinerow");
}

static void
lodge_machine_row_init (LodgeMachineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lodge_machine_row_new (void)
{
  return g_object_new (LODGE_TYPE_MACHINE_ROW, NULL);
}

/**
 * lodge_machine_row_set_machine:
 * @self: a row
 * @machine: (nullable): what to show
 *
 * Moves the row to another machine, as a recycling list does.
 */
void
lodge_machine_row_set_machine (LodgeMachineRow *self,
                               LodgeMachine    *machine)
{
  g_return_if_fail (LODGE_IS_MACHINE_ROW (self));

  if (g_set_object (&self->machine, machine))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

/**
 * lodge_machine_row_set_live:
 * @self: a row
 * @live: whether it is in view
 *
 * Statistics are read for rows in view only.
 */
void
lodge_machine_row_set_live (LodgeMachineRow *self,
                            gboolean         live)
{
  g_return_if_fail (LODGE_IS_MACHINE_ROW (self));

  lodge_graph_set_live (self->graph, live);
}
