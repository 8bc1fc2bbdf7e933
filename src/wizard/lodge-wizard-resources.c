/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second step: how much of the host the machine gets. Recommendations are of the system's
 * makers, limits are of the host; what they mean is said below each scale by the recipe. */

#include "config.h"

#include "wizard/lodge-wizard-resources.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-units.h"
#include "wizard/lodge-wizard-amount-row.h"
#include "wizard/lodge-wizard-notice.h"
#include "wizard/lodge-wizard-template.h"

#define FALLBACK_DISK_SIZE (20 * LODGE_GIB)

struct _LodgeWizardResources
{
  LodgeWizardStep parent_instance;

  guint64 last_disk_size;  /* what comes back when the disk is switched on again */

  /* Template widgets */
  LodgeWizardAmountRow *cpus_row;
  LodgeWizardAmountRow *memory_row;
  GtkSwitch *disk_switch;
  LodgeWizardAmountRow *disk_row;
  AdwComboRow *firmware_row;
};

G_DEFINE_FINAL_TYPE (LodgeWizardResources, lodge_wizard_resources, LODGE_TYPE_WIZARD_STEP)

static void
show_notes (LodgeWizardResources *self,
            LodgeWizardAmountRow *row,
            const char           *property)
{
  LodgeRecipe *recipe = lodge_wizard_step_get_recipe (LODGE_WIZARD_STEP (self));

  lodge_wizard_amount_row_set_notes (row, lodge_recipe_get_hint (recipe, property),
                                     lodge_recipe_get_problem (recipe, property));
}

static void
show_ranges (LodgeWizardResources *self,
             LodgeHostFacts       *facts,
             const char           *os_id)
{
  LodgeOsResources advice = { 0 };

  if (os_id != NULL)
    lodge_os_db_get_resources (lodge_os_db_get_default (), os_id, "x86_64", &advice);

  lodge_wizard_amount_row_set_range (self->cpus_row, lodge_host_facts_get_n_cpus (facts),
                                     advice.cpus_recommended);
  lodge_wizard_amount_row_set_range (self->memory_row, lodge_host_facts_get_memory_total (facts),
                                     advice.memory_recommended);
  lodge_wizard_amount_row_set_range (self->disk_row, lodge_host_facts_get_disk_free (facts),
                                     advice.disk_recommended);
}

static void
show_firmware (LodgeWizardResources *self,
               LodgeHostFacts       *facts)
{
  LodgeRecipe *recipe = lodge_wizard_step_get_recipe (LODGE_WIZARD_STEP (self));
  const char *problem = lodge_recipe_get_problem (recipe, "firmware");
  const char *text;

  if (problem != NULL)
    text = problem;
  else if (!lodge_host_facts_has_uefi (facts))
    text = _("The host has no UEFI firmware for machines. To offer it, install OVMF there.");
  else
    text = lodge_recipe_get_hint (recipe, "firmware");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->firmware_row), text != NULL ? text : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->firmware_row),
                            problem != NULL || lodge_host_facts_has_uefi (facts));
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->firmware_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->firmware_row), "error");
}

static void
lodge_wizard_resources_update (LodgeWizardStep *step)
{
  LodgeWizardResources *self = LODGE_WIZARD_RESOURCES (step);
  LodgeRecipe *recipe = lodge_wizard_step_get_recipe (step);
  g_autoptr(LodgeHostFacts) facts = NULL;
  g_autofree char *os_id = NULL;

  g_object_get (recipe, "facts", &facts, "os-id", &os_id, NULL);
  if (facts != NULL)
    {
      show_ranges (self, facts, os_id);
      show_firmware (self, facts);
    }
  show_notes (self, self->cpus_row, "cpus");
  show_notes (self, self->memory_row, "memory");
  show_notes (self, self->disk_row, "disk-size");
  lodge_wizard_step_set_complete (step, facts != NULL &&
                                  !lodge_wizard_step_has_problem (step, "cpus") &&
                                  !lodge_wizard_step_has_problem (step, "memory") &&
                                  !lodge_wizard_step_has_problem (step, "disk-size") &&
                                  !lodge_wizard_step_has_problem (step, "firmware"));
}

/* The disk's size is one number in the recipe; here it is a switch and a size. */

static gboolean
size_to_switch (GBinding     *binding,
                const GValue *from,
                GValue       *to,
                gpointer      user_data)
{
  g_value_set_boolean (to, g_value_get_uint64 (from) > 0);
  return TRUE;
}

static gboolean
switch_to_size (GBinding     *binding,
                const GValue *from,
                GValue       *to,
                gpointer      user_data)
{
  LodgeWizardResources *self = user_data;

  g_value_set_uint64 (to, g_value_get_boolean (from) ? self->last_disk_size : 0);
  return TRUE;
}

static gboolean
size_to_row (GBinding     *binding,
             const GValue *from,
             GValue       *to,
             gpointer      user_data)
{
  LodgeWizardResources *self = user_data;

  if (g_value_get_uint64 (from) == 0)
    return FALSE;

  self->last_disk_size = g_value_get_uint64 (from);
  g_value_copy (from, to);
  return TRUE;
}

static gboolean
row_to_size (GBinding     *binding,
             const GValue *from,
             GValue       *to,
             gpointer      user_data)
{
  LodgeWizardResources *self = user_data;

  if (!gtk_switch_get_active (self->disk_switch))
    return FALSE;

  self->last_disk_size = g_value_get_uint64 (from);
  g_value_copy (from, to);
  return TRUE;
}

static void
bind_recipe (LodgeWizardResources *self)
{
  GBindingGroup *bindings = lodge_wizard_step_get_bindings (LODGE_WIZARD_STEP (self));
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_binding_group_bind (bindings, "cpus", self->cpus_row, "value", flags);
  g_binding_group_bind (bindings, "memory", self->memory_row, "value", flags);
  g_binding_group_bind_full (bindings, "disk-size", self->disk_switch, "active", flags,
                             size_to_switch, switch_to_size, self, NULL);
  g_binding_group_bind_full (bindings, "disk-size", self->disk_row, "value", flags,
                             size_to_row, row_to_size, self, NULL);
  g_binding_group_bind (bindings, "firmware", self->firmware_row, "selected", flags);
}

static void
lodge_wizard_resources_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LODGE_TYPE_WIZARD_RESOURCES);

  G_OBJECT_CLASS (lodge_wizard_resources_parent_class)->dispose (object);
}

static void
lodge_wizard_resources_class_init (LodgeWizardResourcesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_wizard_resources_dispose;
  LODGE_WIZARD_STEP_CLASS (klass)->update = lodge_wizard_resources_update;

  g_type_ensure (LODGE_TYPE_WIZARD_AMOUNT_ROW);
  lodge_wizard_set_template (widget_class, "lodge-wizard-resources");
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardResources, cpus_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardResources, memory_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardResources, disk_switch);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardResources, disk_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardResources, firmware_row);
}

static void
lodge_wizard_resources_init (LodgeWizardResources *self)
{
  self->last_disk_size = FALLBACK_DISK_SIZE;
  gtk_widget_init_template (GTK_WIDGET (self));
  bind_recipe (self);
}
