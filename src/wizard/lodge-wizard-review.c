/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last step: shows the plan that the recipe makes, as a list and as XML, and asks for the name.
 * The plan is made anew with every change, which costs nothing: nobody is asked for it. */

#include "config.h"

#include "wizard/lodge-wizard-review.h"

#include <gtksourceview/gtksource.h>

#include "wizard/lodge-wizard-notice.h"
#include "wizard/lodge-wizard-template.h"

struct _LodgeWizardReview
{
  LodgeWizardStep parent_instance;

  LodgePlan *plan;  /* NULL when the recipe makes none */

  /* Template widgets */
  LodgeWizardNotice *error_notice;
  GtkBox *notices;
  AdwEntryRow *name_row;
  GtkLabel *name_problem;
  GtkListBox *summary;
  GtkWidget *summary_group;
  GtkSizeGroup *titles;
  GtkSourceBuffer *xml_buffer;
};

G_DEFINE_FINAL_TYPE (LodgeWizardReview, lodge_wizard_review, LODGE_TYPE_WIZARD_STEP)

static void
remove_children (GtkWidget *container,
                 void     (*remove) (GtkWidget *container,
                                     GtkWidget *child))
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (container)) != NULL)
    remove (container, child);
}

static void
remove_from_box (GtkWidget *container,
                 GtkWidget *child)
{
  gtk_box_remove (GTK_BOX (container), child);
}

static void
remove_from_list (GtkWidget *container,
                  GtkWidget *child)
{
  gtk_list_box_remove (GTK_LIST_BOX (container), child);
}

static GtkWidget *
create_summary_row (LodgeWizardReview *self,
                    const char        *title,
                    const char        *text)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *title_label = gtk_label_new (title);
  GtkWidget *text_label = gtk_label_new (text);

  g_object_set (row, "activatable", FALSE, "focusable", FALSE, NULL);
  g_object_set (box, "margin-top", 10, "margin-bottom", 10, "margin-start", 12, "margin-end", 12,
                NULL);
  g_object_set (title_label, "xalign", 0.0, "yalign", 0.0, NULL);
  gtk_widget_add_css_class (title_label, "dim-label");
  g_object_set (text_label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                "selectable", TRUE, "hexpand", TRUE, NULL);
  gtk_size_group_add_widget (self->titles, title_label);
  gtk_box_append (GTK_BOX (box), title_label);
  gtk_box_append (GTK_BOX (box), text_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static void
show_summary (LodgeWizardReview *self)
{
  g_auto(GStrv) pairs = lodge_plan_dup_summary (self->plan);

  remove_children (GTK_WIDGET (self->summary), remove_from_list);
  for (guint i = 0; pairs[i] != NULL && pairs[i + 1] != NULL; i += 2)
    gtk_list_box_append (self->summary, create_summary_row (self, pairs[i], pairs[i + 1]));
  gtk_widget_set_visible (self->summary_group, TRUE);
}

static void
add_notices (LodgeWizardReview *self,
             GStrv              sentences,
             LodgeNoticeKind    kind)
{
  for (guint i = 0; sentences[i] != NULL; i++)
    gtk_box_append (self->notices, GTK_WIDGET (lodge_wizard_notice_new (sentences[i], kind)));
}

static void
show_notices (LodgeWizardReview *self)
{
  g_auto(GStrv) warnings = lodge_plan_dup_warnings (self->plan);
  g_auto(GStrv) notes = lodge_plan_dup_notes (self->plan);

  remove_children (GTK_WIDGET (self->notices), remove_from_box);
  add_notices (self, warnings, LODGE_NOTICE_WARNING);
  add_notices (self, notes, LODGE_NOTICE_INFORMATION);
  gtk_widget_set_visible (GTK_WIDGET (self->notices), warnings[0] != NULL || notes[0] != NULL);
}

/* While the name is not right, the last plan stays in sight but pale: the page does not jump. */
static void
show_plan (LodgeWizardReview *self)
{
  gtk_widget_set_sensitive (self->summary_group, self->plan != NULL);
  if (self->plan == NULL)
    return;

  show_summary (self);
  show_notices (self);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->xml_buffer), lodge_plan_get_xml (self->plan),
                            -1);
}

static void
show_name_problem (LodgeWizardReview *self)
{
  LodgeRecipe *recipe = lodge_wizard_step_get_recipe (LODGE_WIZARD_STEP (self));
  const char *problem = lodge_recipe_get_problem (recipe, "name");

  gtk_label_set_label (self->name_problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->name_problem), problem != NULL);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
}

static gboolean
is_valid (LodgeRecipe *recipe)
{
  gboolean valid;

  g_object_get (recipe, "valid", &valid, NULL);
  return valid;
}

static void
lodge_wizard_review_update (LodgeWizardStep *step)
{
  LodgeWizardReview *self = LODGE_WIZARD_REVIEW (step);
  LodgeRecipe *recipe = lodge_wizard_step_get_recipe (step);

  show_name_problem (self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  g_clear_pointer (&self->plan, lodge_plan_unref);
  if (is_valid (recipe))
    self->plan = lodge_plan_new (recipe, NULL);
  show_plan (self);
  lodge_wizard_step_set_complete (step, self->plan != NULL);
}

static void
lodge_wizard_review_enter (LodgeWizardStep *step)
{
  LodgeWizardReview *self = LODGE_WIZARD_REVIEW (step);

  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
map_cb (LodgeWizardReview *self)
{
  lodge_wizard_step_update (LODGE_WIZARD_STEP (self));
}

static gboolean
name_to_text (GBinding     *binding,
              const GValue *from,
              GValue       *to,
              gpointer      user_data)
{
  const char *name = g_value_get_string (from);

  g_value_set_string (to, name != NULL ? name : "");
  return TRUE;
}

static void
follow_color_scheme_cb (LodgeWizardReview *self)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_source_buffer_set_style_scheme (
    self->xml_buffer,
    gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
set_up_xml (LodgeWizardReview *self)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();

  gtk_source_buffer_set_language (self->xml_buffer,
                                  gtk_source_language_manager_get_language (manager, "xml"));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_color_scheme_cb), self, G_CONNECT_SWAPPED);
  follow_color_scheme_cb (self);
}

static void
lodge_wizard_review_dispose (GObject *object)
{
  LodgeWizardReview *self = LODGE_WIZARD_REVIEW (object);

  g_clear_pointer (&self->plan, lodge_plan_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_WIZARD_REVIEW);

  G_OBJECT_CLASS (lodge_wizard_review_parent_class)->dispose (object);
}

static void
lodge_wizard_review_class_init (LodgeWizardReviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_wizard_review_dispose;
  LODGE_WIZARD_STEP_CLASS (klass)->update = lodge_wizard_review_update;
  LODGE_WIZARD_STEP_CLASS (klass)->enter = lodge_wizard_review_enter;

  g_type_ensure (LODGE_TYPE_WIZARD_NOTICE);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  lodge_wizard_set_template (widget_class, "lodge-wizard-review");
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, error_notice);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, notices);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, name_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, name_problem);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, summary);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, summary_group);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, titles);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardReview, xml_buffer);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
lodge_wizard_review_init (LodgeWizardReview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_xml (self);
  g_binding_group_bind_full (lodge_wizard_step_get_bindings (LODGE_WIZARD_STEP (self)), "name",
                             self->name_row, "text",
                             G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                             name_to_text, NULL, NULL, NULL);
}

/**
 * lodge_wizard_review_get_plan:
 * @self: the step
 *
 * Gets the plan that is shown.
 *
 * Returns: (transfer none) (nullable): the plan; %NULL when the recipe makes none
 */
LodgePlan *
lodge_wizard_review_get_plan (LodgeWizardReview *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_REVIEW (self), NULL);

  return self->plan;
}

/**
 * lodge_wizard_review_set_error:
 * @self: the step
 * @error: (nullable): why the machine was not made
 *
 * Shows what went wrong the last time, above everything else.
 */
void
lodge_wizard_review_set_error (LodgeWizardReview *self,
                               const GError      *error)
{
  g_return_if_fail (LODGE_IS_WIZARD_REVIEW (self));

  lodge_wizard_notice_set_error (self->error_notice, error);
}
