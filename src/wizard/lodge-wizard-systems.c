/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the user says which system is on the medium: a list that is searched by any words of the
 * name, the short id or the vendor. Systems past their end of life come up when they are asked for. */

#include "config.h"

#include "wizard/lodge-wizard-systems.h"

#include <string.h>

#include "display/lodge-spinner.h"
#include "wizard/lodge-wizard-system-row.h"
#include "wizard/lodge-wizard-template.h"

struct _LodgeWizardSystems
{
  AdwBin parent_instance;

  char **words;  /* of the search, casefolded */

  /* Template widgets */
  GtkSearchEntry *search;
  GtkCheckButton *old;
  GtkFilterListModel *filtered;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  GtkListView *view;
  GtkStack *stack;
};

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeWizardSystems, lodge_wizard_systems, ADW_TYPE_BIN)

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  LodgeWizardSystems *self = user_data;
  g_autofree char *text = NULL;
  gboolean end_of_life;

  g_object_get (item, "search-text", &text, "end-of-life", &end_of_life, NULL);
  if (end_of_life && !gtk_check_button_get_active (self->old))
    return FALSE;

  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    if (text == NULL || strstr (text, self->words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
show_state (LodgeWizardSystems *self)
{
  LodgeOsDb *db = lodge_os_db_get_default ();
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  if (n_items > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    gtk_stack_set_visible_child_name (self->stack,
                                      lodge_os_db_is_loaded (db) ? "nothing" : "loading");
}

static void
choose (LodgeWizardSystems *self,
        guint               position)
{
  g_autoptr(LodgeOs) os = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (os != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, os);
}

static void
select_at (LodgeWizardSystems *self,
           guint               position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

static void
search_changed_cb (LodgeWizardSystems *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *folded = g_utf8_casefold (text, -1);

  g_strfreev (self->words);
  self->words = g_strsplit_set (folded, " ", -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  select_at (self, 0);
}

static gboolean
is_searching (LodgeWizardSystems *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

/* The first that was found, and not the selected one: the pointer selects what it passes over. */
static void
search_activated_cb (LodgeWizardSystems *self)
{
  if (is_searching (self))
    choose (self, 0);
}

static void
search_next_cb (LodgeWizardSystems *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0)
    return;

  select_at (self, is_searching (self) || selected == GTK_INVALID_LIST_POSITION ? 0 : selected);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
search_stopped_cb (LodgeWizardSystems *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "wizard.cancel", NULL);
}

static void
old_toggled_cb (LodgeWizardSystems *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
activated_cb (LodgeWizardSystems *self,
              guint               position)
{
  choose (self, position);
}

static void
lodge_wizard_systems_dispose (GObject *object)
{
  LodgeWizardSystems *self = LODGE_WIZARD_SYSTEMS (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_WIZARD_SYSTEMS);

  G_OBJECT_CLASS (lodge_wizard_systems_parent_class)->dispose (object);
}

static void
lodge_wizard_systems_finalize (GObject *object)
{
  g_strfreev (LODGE_WIZARD_SYSTEMS (object)->words);

  G_OBJECT_CLASS (lodge_wizard_systems_parent_class)->finalize (object);
}

static void
lodge_wizard_systems_class_init (LodgeWizardSystemsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lodge_wizard_systems_dispose;
  object_class->finalize = lodge_wizard_systems_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, LODGE_TYPE_OS);

  g_type_ensure (LODGE_TYPE_SPINNER);
  g_type_ensure (LODGE_TYPE_WIZARD_SYSTEM_ROW);
  lodge_wizard_set_template (widget_class, "lodge-wizard-systems");
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSystems, search);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSystems, old);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSystems, filtered);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSystems, filter);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSystems, selection);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSystems, view);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSystems, stack);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, old_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
lodge_wizard_systems_init (LodgeWizardSystems *self)
{
  LodgeOsDb *db = lodge_os_db_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_custom_filter_set_filter_func (self->filter, matches, self, NULL);
  gtk_filter_list_model_set_model (self->filtered, lodge_os_db_get_systems (db));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (db, "notify::loaded", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}

static guint
position_of (LodgeWizardSystems *self,
             const char         *os_id)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; os_id != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeOs) os = g_list_model_get_item (model, i);

      if (g_str_equal (lodge_os_get_id (os), os_id))
        return i;
    }
  return 0;
}

/**
 * lodge_wizard_systems_begin:
 * @self: the list
 * @os_id: (nullable): the system that is selected at first
 *
 * Gets ready for a choice: empties the search and puts the focus there.
 */
void
lodge_wizard_systems_begin (LodgeWizardSystems *self,
                            const char         *os_id)
{
  g_return_if_fail (LODGE_IS_WIZARD_SYSTEMS (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_changed_cb (self);
  select_at (self, position_of (self, os_id));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
