/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The third step: the host's networks to choose one from, each explained in a sentence. */

#include "config.h"

#include "wizard/lodge-wizard-network.h"

#include "wizard/lodge-wizard-notice.h"
#include "wizard/lodge-wizard-template.h"

struct _LodgeWizardNetwork
{
  LodgeWizardStep parent_instance;

  GListModel *choices;     /* what the rows are made of */
  GtkCheckButton *group;   /* the first radio button; not owned */
  gboolean updating;       /* the buttons follow the recipe */

  /* Template widgets */
  GtkListBox *list;
  LodgeWizardNotice *notice;
};

G_DEFINE_FINAL_TYPE (LodgeWizardNetwork, lodge_wizard_network, LODGE_TYPE_WIZARD_STEP)

static LodgeNetworkChoice *
dup_choice (LodgeWizardNetwork *self)
{
  LodgeNetworkChoice *choice = NULL;

  g_object_get (lodge_wizard_step_get_recipe (LODGE_WIZARD_STEP (self)), "network", &choice, NULL);
  return choice;
}

static void
toggled_cb (LodgeWizardNetwork *self,
            GtkCheckButton     *button)
{
  LodgeRecipe *recipe = lodge_wizard_step_get_recipe (LODGE_WIZARD_STEP (self));

  if (!self->updating && recipe != NULL && gtk_check_button_get_active (button))
    g_object_set (recipe, "network", g_object_get_data (G_OBJECT (button), "choice"), NULL);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  LodgeWizardNetwork *self = user_data;
  LodgeNetworkChoice *choice = item;
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *row = adw_action_row_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->group);
  if (self->group == NULL)
    self->group = GTK_CHECK_BUTTON (button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "choice", g_object_ref (choice), g_object_unref);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);

  g_object_set (row, "use-markup", FALSE, "title-lines", 0, "subtitle-lines", 0, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 lodge_network_choice_get_title (choice));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               lodge_network_choice_get_explanation (choice));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkCheckButton *
button_at (LodgeWizardNetwork *self,
           guint               position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) position);

  return GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
}

static void
show_choice (LodgeWizardNetwork *self)
{
  g_autoptr(LodgeNetworkChoice) choice = dup_choice (self);
  guint n_choices = self->choices != NULL ? g_list_model_get_n_items (self->choices) : 0;

  self->updating = TRUE;
  for (guint i = 0; i < n_choices; i++)
    {
      GtkCheckButton *button = button_at (self, i);
      LodgeNetworkChoice *item = g_object_get_data (G_OBJECT (button), "choice");

      gtk_check_button_set_active (button, lodge_network_choice_is_same (item, choice));
    }
  self->updating = FALSE;
}

static void
set_choices (LodgeWizardNetwork *self,
             GListModel         *choices)
{
  if (self->choices == choices)
    return;

  self->group = NULL;
  g_set_object (&self->choices, choices);
  gtk_list_box_bind_model (self->list, choices, create_row, self, NULL);
}

static void
lodge_wizard_network_update (LodgeWizardStep *step)
{
  LodgeWizardNetwork *self = LODGE_WIZARD_NETWORK (step);
  LodgeRecipe *recipe = lodge_wizard_step_get_recipe (step);
  g_autoptr(LodgeHostFacts) facts = NULL;
  g_autoptr(LodgeNetworkChoice) choice = dup_choice (self);
  const char *problem = lodge_recipe_get_problem (recipe, "network");
  const char *hint = lodge_recipe_get_hint (recipe, "network");

  g_object_get (recipe, "facts", &facts, NULL);
  if (facts != NULL)
    set_choices (self, lodge_host_facts_get_networks (facts));
  show_choice (self);
  g_object_set (self->notice,
                "kind", problem != NULL ? LODGE_NOTICE_ERROR : LODGE_NOTICE_WARNING,
                "text", problem != NULL ? problem : hint,
                NULL);
  lodge_wizard_step_set_complete (step, choice != NULL && problem == NULL);
}

static void
lodge_wizard_network_dispose (GObject *object)
{
  LodgeWizardNetwork *self = LODGE_WIZARD_NETWORK (object);

  g_clear_object (&self->choices);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_WIZARD_NETWORK);

  G_OBJECT_CLASS (lodge_wizard_network_parent_class)->dispose (object);
}

static void
lodge_wizard_network_class_init (LodgeWizardNetworkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_wizard_network_dispose;
  LODGE_WIZARD_STEP_CLASS (klass)->update = lodge_wizard_network_update;

  g_type_ensure (LODGE_TYPE_WIZARD_NOTICE);
  lodge_wizard_set_template (widget_class, "lodge-wizard-network");
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardNetwork, list);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardNetwork, notice);
}

static void
lodge_wizard_network_init (LodgeWizardNetwork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
