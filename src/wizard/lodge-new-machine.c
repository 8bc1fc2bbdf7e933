/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The new-machine wizard: four steps over one recipe, then the plan's operation. The window knows
 * the order of the steps, and nothing about machines: a step says when the user may go on, and the
 * last one has the plan. While the operation runs, closing means cancelling it and waiting until it
 * has undone what it did. */

#include "config.h"

#include "wizard/lodge-new-machine.h"

#include <glib/gi18n-lib.h>

#include "create/lodge-plan.h"
#include "widgets/lodge-template.h"
#include "wizard/lodge-wizard-network.h"
#include "wizard/lodge-wizard-resources.h"
#include "wizard/lodge-wizard-review.h"
#include "wizard/lodge-wizard-run.h"
#include "wizard/lodge-wizard-source.h"
#include "wizard/lodge-wizard-systems.h"
#include "wizard/lodge-wizard-template.h"

#define N_STEPS 4

struct _LodgeNewMachine
{
  AdwWindow parent_instance;

  LodgeRecipe *recipe;
  LodgeWizardStep *steps[N_STEPS];  /* not owned: children */
  GtkWidget *step_labels[N_STEPS];
  guint current;

  LodgeOperation *operation;        /* while it runs */
  gboolean close_when_done;
  gboolean parent_waits;            /* with its own closing */
  GtkWindow *stop_dialog;           /* weak */

  /* Template widgets */
  GtkBox *step_bar;
  GtkWidget *cancel_button;
  GtkWidget *back_button;
  GtkWidget *systems_back_button;
  GtkWidget *next_button;
  GtkWidget *create_button;
  GtkStack *view;
  GtkStack *stack;
  LodgeWizardSource *source;
  LodgeWizardResources *resources;
  LodgeWizardNetwork *network;
  LodgeWizardReview *review;
  LodgeWizardSystems *systems;
  LodgeWizardRun *run;
};

enum {
  PROP_0,
  PROP_HOST,
  N_PROPS
};

enum {
  SIGNAL_CREATED,
  SIGNAL_STOPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeNewMachine, lodge_new_machine, ADW_TYPE_WINDOW)

static gboolean
shows (LodgeNewMachine *self,
       const char      *page)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->view), page);
}

static void
show_step_bar (LodgeNewMachine *self)
{
  static const char *current[] = { "caption-heading", NULL };
  static const char *done[] = { "caption", NULL };
  static const char *to_come[] = { "caption", "dim-label", NULL };

  for (guint i = 0; i < N_STEPS; i++)
    {
      GtkWidget *label = self->step_labels[i];

      gtk_widget_set_css_classes (label, i == self->current ? current :
                                         i < self->current ? done : to_come);
    }
}

static void
update_buttons (LodgeNewMachine *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean in_steps = shows (self, "steps");
  gboolean is_last = self->current == N_STEPS - 1;
  gboolean complete = lodge_wizard_step_get_complete (self->steps[self->current]);

  gtk_widget_action_set_enabled (widget, "wizard.back",
                                 shows (self, "systems") || (in_steps && self->current > 0));
  gtk_widget_action_set_enabled (widget, "wizard.next", in_steps && !is_last && complete);
  gtk_widget_action_set_enabled (widget, "wizard.create", in_steps && is_last && complete);
  gtk_widget_set_visible (self->cancel_button, in_steps);
  gtk_widget_set_visible (self->back_button, in_steps && self->current > 0);
  gtk_widget_set_visible (self->systems_back_button, shows (self, "systems"));
  gtk_widget_set_visible (self->next_button, in_steps && !is_last);
  gtk_widget_set_visible (self->create_button, in_steps && is_last);
  gtk_widget_set_visible (GTK_WIDGET (self->step_bar), in_steps);
  gtk_window_set_default_widget (GTK_WINDOW (self),
                                 is_last ? self->create_button : self->next_button);
}

/* After a medium was chosen or dropped, Enter goes on; who is typing keeps the focus. */
static void
complete_changed_cb (LodgeNewMachine *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  update_buttons (self);
  if (self->current == 0 && lodge_wizard_step_get_complete (self->steps[0]) &&
      (focus == NULL || GTK_IS_BUTTON (focus)))
    gtk_widget_grab_focus (self->next_button);
}

static void
show_page (LodgeNewMachine *self,
           const char      *page)
{
  gtk_stack_set_visible_child_name (self->view, page);
  update_buttons (self);
}

static void
go_to_step (LodgeNewMachine *self,
            guint            step)
{
  self->current = step;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->steps[step]));
  show_step_bar (self);
  show_page (self, "steps");
  if (step < N_STEPS - 1 && lodge_wizard_step_get_complete (self->steps[step]))
    gtk_widget_grab_focus (self->next_button);
  lodge_wizard_step_enter (self->steps[step]);
  if (self->steps[step] == LODGE_WIZARD_STEP (self->network))
    lodge_wizard_source_refresh_networks (self->source);
}

static void
end_operation (LodgeNewMachine *self)
{
  g_clear_object (&self->operation);
  lodge_wizard_run_set_operation (self->run, NULL);
  if (self->stop_dialog != NULL)
    gtk_window_destroy (self->stop_dialog);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(LodgeNewMachine) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *uuid = lodge_plan_run_finish (result, &error);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The window may have gone with its parent; the operation went on without it. */
  if (self->run == NULL)
    return;

  end_operation (self);
  if (uuid != NULL)
    g_signal_emit (self, signals[SIGNAL_CREATED], 0,
                   lodge_wizard_source_get_host (self->source), uuid);
  if (uuid != NULL || self->close_when_done)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      if (self->close_when_done && self->parent_waits)
        g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
      return;
    }

  lodge_wizard_review_set_error (self->review, cancelled ? NULL : error);
  go_to_step (self, N_STEPS - 1);
}

static void
stop_response_cb (LodgeNewMachine *self,
                  const char      *response)
{
  gboolean stop = g_str_equal (response, "stop");

  self->parent_waits &= stop;
  self->close_when_done |= self->parent_waits;
  if (stop && self->operation != NULL)
    lodge_operation_cancel (self->operation);
}

static void
ask_to_stop (LodgeNewMachine *self)
{
  GtkWidget *dialog;

  if (self->stop_dialog != NULL ||
      g_cancellable_is_cancelled (lodge_operation_get_cancellable (self->operation)))
    return;

  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Stop Creating the Machine?"),
                                   _("What was made so far is removed again."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "go-on", _("_Keep Creating"),
                                    "stop", _("_Stop"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  g_signal_connect_object (dialog, "response", G_CALLBACK (stop_response_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->stop_dialog, GTK_WINDOW (dialog));
  gtk_window_present (self->stop_dialog);
}

/* Actions. */

static void
back_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (widget);

  go_to_step (self, shows (self, "systems") ? self->current : self->current - 1);
}

static void
next_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (widget);

  go_to_step (self, self->current + 1);
}

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (widget);
  LodgePlan *plan = lodge_wizard_review_get_plan (self->review);
  LodgeHost *host = lodge_wizard_source_get_host (self->source);

  if (plan == NULL || self->operation != NULL)
    return;

  lodge_wizard_review_set_error (self->review, NULL);
  self->operation = lodge_plan_run_async (plan, host, run_cb, g_object_ref (self));
  lodge_wizard_run_set_operation (self->run, self->operation);
  show_page (self, "run");
}

static void
cancel_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (widget);

  if (self->operation != NULL)
    ask_to_stop (self);
  else if (shows (self, "systems"))
    go_to_step (self, self->current);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
choose_system_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (widget);
  g_autofree char *os_id = NULL;

  g_object_get (self->recipe, "os-id", &os_id, NULL);
  show_page (self, "systems");
  lodge_wizard_systems_begin (self->systems, os_id);
}

static void
system_chosen_cb (LodgeNewMachine *self,
                  LodgeOs         *system)
{
  lodge_wizard_source_set_system (self->source, system);
  go_to_step (self, self->current);
}

static gboolean
lodge_new_machine_close_request (GtkWindow *window)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (window);

  if (self->operation == NULL)
    return GTK_WINDOW_CLASS (lodge_new_machine_parent_class)->close_request (window);

  self->close_when_done = TRUE;
  lodge_operation_cancel (self->operation);
  return TRUE;
}

static void
lodge_new_machine_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (object);

  switch (prop_id)
    {
    case PROP_HOST:
      g_value_set_object (value, self->source != NULL ? lodge_wizard_source_get_host (self->source)
                                                      : NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_new_machine_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (object);

  switch (prop_id)
    {
    case PROP_HOST:
      lodge_wizard_source_set_host (self->source, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_new_machine_dispose (GObject *object)
{
  LodgeNewMachine *self = LODGE_NEW_MACHINE (object);

  g_clear_object (&self->operation);
  g_clear_weak_pointer (&self->stop_dialog);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_NEW_MACHINE);
  g_clear_object (&self->recipe);

  G_OBJECT_CLASS (lodge_new_machine_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "wizard.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "wizard.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "wizard.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "wizard.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "wizard.choose-system", NULL, choose_system_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "wizard.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "wizard.back",
                                       NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, step_bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, back_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, systems_back_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, next_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, create_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, view);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, source);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, resources);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, network);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, review);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, systems);
  gtk_widget_class_bind_template_child (widget_class, LodgeNewMachine, run);
  gtk_widget_class_bind_template_callback (widget_class, system_chosen_cb);
}

static void
ensure_types (void)
{
  g_type_ensure (LODGE_TYPE_WIZARD_SOURCE);
  g_type_ensure (LODGE_TYPE_WIZARD_RESOURCES);
  g_type_ensure (LODGE_TYPE_WIZARD_NETWORK);
  g_type_ensure (LODGE_TYPE_WIZARD_REVIEW);
  g_type_ensure (LODGE_TYPE_WIZARD_RUN);
  g_type_ensure (LODGE_TYPE_WIZARD_SYSTEMS);
}

static void
lodge_new_machine_class_init (LodgeNewMachineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_new_machine_get_property;
  object_class->set_property = lodge_new_machine_set_property;
  object_class->dispose = lodge_new_machine_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lodge_new_machine_close_request;

  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, LODGE_TYPE_HOST,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, LODGE_TYPE_HOST, G_TYPE_STRING);

  ensure_types ();
  lodge_wizard_set_template (GTK_WIDGET_CLASS (klass), "lodge-new-machine");
  bind_template (GTK_WIDGET_CLASS (klass));
  install_actions (GTK_WIDGET_CLASS (klass));
}

static void
add_step (LodgeNewMachine *self,
          guint            index,
          LodgeWizardStep *step)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  g_object_get (step, "title", &title, NULL);
  text = g_strdup_printf ("%u  %s", index + 1, title);
  if (index > 0)
    gtk_box_append (self->step_bar, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  self->steps[index] = step;
  self->step_labels[index] = gtk_label_new (text);
  gtk_box_append (self->step_bar, self->step_labels[index]);

  lodge_wizard_step_set_recipe (step, self->recipe);
  g_signal_connect_object (step, "notify::complete", G_CALLBACK (complete_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
host_changed_cb (LodgeNewMachine *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
}

static void
lodge_new_machine_init (LodgeNewMachine *self)
{
  self->recipe = lodge_recipe_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_template_name_icons (GTK_WIDGET (self));

  /* All labels before the first update of the buttons, which a step may ask for at once. */
  add_step (self, 0, LODGE_WIZARD_STEP (self->source));
  add_step (self, 1, LODGE_WIZARD_STEP (self->resources));
  add_step (self, 2, LODGE_WIZARD_STEP (self->network));
  add_step (self, 3, LODGE_WIZARD_STEP (self->review));
  g_signal_connect_object (self->source, "notify::host", G_CALLBACK (host_changed_cb), self,
                           G_CONNECT_SWAPPED);
  go_to_step (self, 0);
}

static LodgeHost *
first_connected (LodgeHosts *hosts)
{
  GListModel *model = G_LIST_MODEL (hosts);
  LodgeHost *first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (model, i);

      if (lodge_host_get_state (host) == LODGE_HOST_CONNECTED)
        return host;
      if (first == NULL)
        first = host;
    }
  return first;
}

/**
 * lodge_new_machine_new:
 * @parent: (nullable): the window above which it stands
 * @hosts: the hosts to choose from
 * @host: (nullable): the host that is chosen at first; else the first that is connected
 * @media_path: (nullable): an ISO that is chosen at first
 *
 * Makes the wizard. Present it with gtk_window_present().
 *
 * Returns: (transfer none): the window, owned by GTK
 */
LodgeNewMachine *
lodge_new_machine_new (GtkWindow  *parent,
                       LodgeHosts *hosts,
                       LodgeHost  *host,
                       const char *media_path)
{
  LodgeNewMachine *self = g_object_new (LODGE_TYPE_NEW_MACHINE, "transient-for", parent, NULL);

  lodge_wizard_source_set_hosts (self->source, hosts);
  lodge_wizard_source_set_host (self->source, host != NULL ? host : first_connected (hosts));
  if (media_path != NULL)
    lodge_wizard_source_set_path (self->source, media_path);
  return self;
}

/**
 * lodge_new_machine_hold_close:
 * @self: a wizard
 *
 * To be asked when the parent is about to close. While a machine is being created, asks the user
 * whether to stop that, and emits “stopped” when nothing of it is left.
 *
 * Returns: whether the parent must stay
 */
gboolean
lodge_new_machine_hold_close (LodgeNewMachine *self)
{
  g_return_val_if_fail (LODGE_IS_NEW_MACHINE (self), FALSE);

  if (self->operation == NULL)
    return FALSE;

  self->parent_waits = TRUE;
  if (g_cancellable_is_cancelled (lodge_operation_get_cancellable (self->operation)))
    self->close_when_done = TRUE;
  else
    ask_to_stop (self);
  return TRUE;
}
