/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page while the machine is made: what is being done, how far it is, and a way to stop. */

#include "config.h"

#include "wizard/lodge-wizard-run.h"

#include <glib/gi18n-lib.h>

#include "wizard/lodge-wizard-template.h"

#define PULSE_INTERVAL_MS 120

struct _LodgeWizardRun
{
  AdwBin parent_instance;

  LodgeOperation *operation;
  GBindingGroup *bindings;
  GSignalGroup *signals;
  guint pulse_id;

  /* Template widgets */
  AdwStatusPage *page;
  GtkProgressBar *bar;
  GtkWidget *cancel_button;
};

enum {
  PROP_0,
  PROP_OPERATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeWizardRun, lodge_wizard_run, ADW_TYPE_BIN)

static gboolean
pulse_cb (gpointer user_data)
{
  LodgeWizardRun *self = user_data;

  gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
progress_cb (LodgeWizardRun *self)
{
  double progress;

  g_object_get (self->operation, "progress", &progress, NULL);
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->bar, MIN (progress, 1));
  else
    self->pulse_id = g_timeout_add (PULSE_INTERVAL_MS, pulse_cb, self);
}

static void
show_detail_cb (LodgeWizardRun *self)
{
  g_autofree char *detail = NULL;
  g_autofree char *markup = NULL;

  if (self->operation == NULL)
    return;

  /* After a cancel only the undoing is left, whatever step it undoes. */
  if (g_cancellable_is_cancelled (lodge_operation_get_cancellable (self->operation)))
    detail = g_strdup (_("Stopping, and removing what was made so far…"));
  else
    g_object_get (self->operation, "detail", &detail, NULL);

  markup = g_markup_escape_text (detail != NULL ? detail : "", -1);
  adw_status_page_set_description (self->page, markup);
}

static void
cancelled_cb (LodgeWizardRun *self)
{
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
  show_detail_cb (self);
}

static void
lodge_wizard_run_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_OPERATION:
      g_value_set_object (value, LODGE_WIZARD_RUN (object)->operation);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_run_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_OPERATION:
      lodge_wizard_run_set_operation (LODGE_WIZARD_RUN (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_run_dispose (GObject *object)
{
  LodgeWizardRun *self = LODGE_WIZARD_RUN (object);

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_clear_object (&self->bindings);
  g_clear_object (&self->signals);
  g_clear_object (&self->operation);
  /* The template's outermost child is one that dispose_template() would unparent behind the bin. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_WIZARD_RUN);

  G_OBJECT_CLASS (lodge_wizard_run_parent_class)->dispose (object);
}

static void
lodge_wizard_run_class_init (LodgeWizardRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_wizard_run_get_property;
  object_class->set_property = lodge_wizard_run_set_property;
  object_class->dispose = lodge_wizard_run_dispose;

  properties[PROP_OPERATION] =
    g_param_spec_object ("operation", NULL, NULL, LODGE_TYPE_OPERATION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_wizard_set_template (widget_class, "lodge-wizard-run");
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardRun, page);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardRun, bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardRun, cancel_button);
}

static void
lodge_wizard_run_init (LodgeWizardRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "title", self->page, "title", G_BINDING_SYNC_CREATE);
  self->signals = g_signal_group_new (LODGE_TYPE_OPERATION);
  g_signal_group_connect_swapped (self->signals, "notify::detail", G_CALLBACK (show_detail_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::progress", G_CALLBACK (progress_cb),
                                  self);
}

/**
 * lodge_wizard_run_set_operation:
 * @self: the page
 * @operation: (nullable): what runs
 *
 * Shows an operation.
 */
void
lodge_wizard_run_set_operation (LodgeWizardRun *self,
                                LodgeOperation *operation)
{
  g_return_if_fail (LODGE_IS_WIZARD_RUN (self));

  if (!g_set_object (&self->operation, operation))
    return;

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  gtk_widget_set_sensitive (self->cancel_button, operation != NULL);
  g_binding_group_set_source (self->bindings, operation);
  g_signal_group_set_target (self->signals, operation);
  if (operation != NULL)
    {
      g_signal_connect_object (lodge_operation_get_cancellable (operation), "cancelled",
                               G_CALLBACK (cancelled_cb), self, G_CONNECT_SWAPPED);
      show_detail_cb (self);
      progress_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
}
