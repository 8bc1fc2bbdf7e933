/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pages of the wizard have in common: a title, the one recipe they all edit, and whether
 * the user may go on. A page binds its widgets to the recipe with the group of bindings that is
 * kept here, and shows problems and hints in its update(). */

#include "config.h"

#include "wizard/lodge-wizard-step.h"

#include "base/lodge-prop.h"

typedef struct
{
  char *title;
  LodgeRecipe *recipe;
  GBindingGroup *bindings;
  GSignalGroup *signals;
  gboolean complete;
} LodgeWizardStepPrivate;

enum {
  PROP_0,
  PROP_TITLE,
  PROP_RECIPE,
  PROP_COMPLETE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LodgeWizardStep, lodge_wizard_step, ADW_TYPE_BIN)

static void
lodge_wizard_step_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeWizardStep *self = LODGE_WIZARD_STEP (object);
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;

    case PROP_RECIPE:
      g_value_set_object (value, priv->recipe);
      break;

    case PROP_COMPLETE:
      g_value_set_boolean (value, priv->complete);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_step_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LodgeWizardStep *self = LODGE_WIZARD_STEP (object);
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_TITLE:
      lodge_prop_set_string (object, pspec, &priv->title, g_value_get_string (value));
      break;

    case PROP_RECIPE:
      lodge_wizard_step_set_recipe (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_step_dispose (GObject *object)
{
  LodgeWizardStep *self = LODGE_WIZARD_STEP (object);
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_clear_object (&priv->bindings);
  g_clear_object (&priv->signals);
  g_clear_object (&priv->recipe);

  G_OBJECT_CLASS (lodge_wizard_step_parent_class)->dispose (object);
}

static void
lodge_wizard_step_finalize (GObject *object)
{
  LodgeWizardStep *self = LODGE_WIZARD_STEP (object);
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_free (priv->title);

  G_OBJECT_CLASS (lodge_wizard_step_parent_class)->finalize (object);
}

static void
lodge_wizard_step_class_init (LodgeWizardStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_wizard_step_get_property;
  object_class->set_property = lodge_wizard_step_set_property;
  object_class->dispose = lodge_wizard_step_dispose;
  object_class->finalize = lodge_wizard_step_finalize;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_RECIPE] =
    g_param_spec_object ("recipe", NULL, NULL, LODGE_TYPE_RECIPE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPLETE] =
    g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_wizard_step_init (LodgeWizardStep *self)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  priv->bindings = g_binding_group_new ();
  priv->signals = g_signal_group_new (LODGE_TYPE_RECIPE);
  g_signal_group_connect_swapped (priv->signals, "problems-changed",
                                  G_CALLBACK (lodge_wizard_step_update), self);
  g_signal_group_connect_swapped (priv->signals, "notify",
                                  G_CALLBACK (lodge_wizard_step_update), self);
}

/**
 * lodge_wizard_step_get_recipe:
 * @self: a step
 *
 * Gets the recipe that the step edits.
 *
 * Returns: (transfer none) (nullable): the recipe
 */
LodgeRecipe *
lodge_wizard_step_get_recipe (LodgeWizardStep *self)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_WIZARD_STEP (self), NULL);

  return priv->recipe;
}

/**
 * lodge_wizard_step_set_recipe:
 * @self: a step
 * @recipe: (nullable): the recipe to edit
 *
 * Binds the step to a recipe.
 */
void
lodge_wizard_step_set_recipe (LodgeWizardStep *self,
                              LodgeRecipe     *recipe)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_return_if_fail (LODGE_IS_WIZARD_STEP (self));

  if (!g_set_object (&priv->recipe, recipe))
    return;

  g_binding_group_set_source (priv->bindings, recipe);
  g_signal_group_set_target (priv->signals, recipe);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECIPE]);
  lodge_wizard_step_update (self);
}

/**
 * lodge_wizard_step_get_complete:
 * @self: a step
 *
 * Tells whether the user may go on from here.
 *
 * Returns: %TRUE when nothing is missing or wrong
 */
gboolean
lodge_wizard_step_get_complete (LodgeWizardStep *self)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_WIZARD_STEP (self), FALSE);

  return priv->complete;
}

/**
 * lodge_wizard_step_set_complete:
 * @self: a step
 * @complete: whether the user may go on
 *
 * For the step itself, in its update().
 */
void
lodge_wizard_step_set_complete (LodgeWizardStep *self,
                                gboolean         complete)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_return_if_fail (LODGE_IS_WIZARD_STEP (self));

  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_COMPLETE], &priv->complete, complete);
}

/**
 * lodge_wizard_step_get_bindings:
 * @self: a step
 *
 * Gets the group of bindings whose source is the recipe.
 *
 * Returns: (transfer none): the group
 */
GBindingGroup *
lodge_wizard_step_get_bindings (LodgeWizardStep *self)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_WIZARD_STEP (self), NULL);

  return priv->bindings;
}

/**
 * lodge_wizard_step_has_problem:
 * @self: a step
 * @property: a property of the recipe
 *
 * Tells whether the recipe says that the value of a property forbids to go on.
 *
 * Returns: %TRUE when it does
 */
gboolean
lodge_wizard_step_has_problem (LodgeWizardStep *self,
                               const char      *property)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_return_val_if_fail (LODGE_IS_WIZARD_STEP (self), FALSE);

  return priv->recipe != NULL && lodge_recipe_get_problem (priv->recipe, property) != NULL;
}

/**
 * lodge_wizard_step_update:
 * @self: a step
 *
 * Shows what the recipe says now.
 */
void
lodge_wizard_step_update (LodgeWizardStep *self)
{
  LodgeWizardStepPrivate *priv = lodge_wizard_step_get_instance_private (self);

  g_return_if_fail (LODGE_IS_WIZARD_STEP (self));

  if (priv->recipe != NULL && LODGE_WIZARD_STEP_GET_CLASS (self)->update != NULL)
    LODGE_WIZARD_STEP_GET_CLASS (self)->update (self);
}

/**
 * lodge_wizard_step_enter:
 * @self: a step
 *
 * Tells the step that it came to the front.
 */
void
lodge_wizard_step_enter (LodgeWizardStep *self)
{
  g_return_if_fail (LODGE_IS_WIZARD_STEP (self));

  if (LODGE_WIZARD_STEP_GET_CLASS (self)->enter != NULL)
    LODGE_WIZARD_STEP_GET_CLASS (self)->enter (self);
}
