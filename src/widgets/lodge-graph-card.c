/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A graph with its title and its newest value in words above it. */

#include "config.h"

#include "widgets/lodge-graph-card.h"

#include "base/lodge-prop.h"
#include "widgets/lodge-template.h"

struct _LodgeGraphCard
{
  GtkWidget parent_instance;

  GtkBox *box;
  GtkLabel *value_label;
  GtkWidget *graph;

  char *title;
  LodgeGraphKind kind;
  LodgeMachine *machine;
};

enum {
  PROP_0,
  PROP_TITLE,
  PROP_KIND,
  PROP_MACHINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeGraphCard, lodge_graph_card, GTK_TYPE_WIDGET)

static void
lodge_graph_card_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LodgeGraphCard *self = LODGE_GRAPH_CARD (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;

    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_graph_card_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LodgeGraphCard *self = LODGE_GRAPH_CARD (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      lodge_prop_set_string (object, pspec, &self->title, g_value_get_string (value));
      break;

    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      break;

    case PROP_MACHINE:
      lodge_prop_set_object (object, pspec, &self->machine, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* The graph needs its kind when it is made, which a template cannot give it. */
static void
lodge_graph_card_constructed (GObject *object)
{
  LodgeGraphCard *self = LODGE_GRAPH_CARD (object);

  G_OBJECT_CLASS (lodge_graph_card_parent_class)->constructed (object);

  self->graph = g_object_new (LODGE_TYPE_GRAPH, "kind", self->kind, "vexpand", TRUE, NULL);
  gtk_box_append (self->box, self->graph);
  g_object_bind_property (self, "machine", self->graph, "machine", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->graph, "text", self->value_label, "label", G_BINDING_SYNC_CREATE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->graph),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
}

static void
lodge_graph_card_dispose (GObject *object)
{
  LodgeGraphCard *self = LODGE_GRAPH_CARD (object);

  lodge_template_dispose (self, LODGE_TYPE_GRAPH_CARD);
  g_clear_object (&self->machine);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (lodge_graph_card_parent_class)->dispose (object);
}

static void
lodge_graph_card_class_init (LodgeGraphCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lodge_graph_card_constructed;
  object_class->get_property = lodge_graph_card_get_property;
  object_class->set_property = lodge_graph_card_set_property;
  object_class->dispose = lodge_graph_card_dispose;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, LODGE_TYPE_GRAPH_KIND, LODGE_GRAPH_CPU,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-graph-card.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeGraphCard, box);
  gtk_widget_class_bind_template_child (widget_class, LodgeGraphCard, value_label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_graph_card_init (LodgeGraphCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
