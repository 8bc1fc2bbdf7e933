/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A button with a menu of how a display scales its picture. The menu's actions are the display's own
 * properties, so that it shows them however they were set. */

#include "config.h"

#include "display/lodge-scale-button.h"

#include "display-resources.h"

struct _LodgeScaleButton
{
  GtkWidget parent_instance;

  GtkWidget *button;   /* template widget */
  LodgeDisplay *display;
};

enum {
  PROP_0,
  PROP_DISPLAY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeScaleButton, lodge_scale_button, GTK_TYPE_WIDGET)

static GActionGroup *
make_actions (LodgeDisplay *display)
{
  static const char *const names[] = { "scale-mode", "scale-filter" };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GPropertyAction) action = g_property_action_new (names[i], display, names[i]);

      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  return G_ACTION_GROUP (group);
}

static void
lodge_scale_button_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LodgeScaleButton *self = LODGE_SCALE_BUTTON (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      g_value_set_object (value, self->display);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_scale_button_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_DISPLAY:
      lodge_scale_button_set_display (LODGE_SCALE_BUTTON (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_scale_button_dispose (GObject *object)
{
  LodgeScaleButton *self = LODGE_SCALE_BUTTON (object);

  lodge_scale_button_set_display (self, NULL);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (lodge_scale_button_parent_class)->dispose (object);
}

static void
lodge_scale_button_class_init (LodgeScaleButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_scale_button_get_property;
  object_class->set_property = lodge_scale_button_set_property;
  object_class->dispose = lodge_scale_button_dispose;

  properties[PROP_DISPLAY] =
    g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-scale-button.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeScaleButton, button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_scale_button_init (LodgeScaleButton *self)
{
  g_autoptr(GSimpleActionGroup) none = g_simple_action_group_new ();

  /* GTK 4.8: a menu that is there before the first actions of what is around never sees them. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "display", G_ACTION_GROUP (none));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_scale_button_new:
 *
 * Makes a button without a display.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
lodge_scale_button_new (void)
{
  return g_object_new (LODGE_TYPE_SCALE_BUTTON, NULL);
}

/**
 * lodge_scale_button_set_display:
 * @self: a button
 * @display: (nullable): whose picture is to be scaled
 *
 * Lets the menu be that of another display.
 */
void
lodge_scale_button_set_display (LodgeScaleButton *self,
                                LodgeDisplay     *display)
{
  GActionGroup *actions = NULL;

  g_return_if_fail (LODGE_IS_SCALE_BUTTON (self));

  if (!g_set_object (&self->display, display))
    return;

  if (display != NULL)
    actions = make_actions (display);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "display", actions);
  g_clear_object (&actions);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISPLAY]);
}
