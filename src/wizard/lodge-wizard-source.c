/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first step: an ISO that is chosen, dropped or typed, and recognised; the system on it, which
 * the user may correct; and the host, where there are several. */

#include "config.h"

#include "wizard/lodge-wizard-source.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-units.h"
#include "display/lodge-chosen-file.h"
#include "display/lodge-disc-chooser.h"
#include "display/lodge-spinner.h"
#include "wizard/lodge-wizard-facts.h"
#include "wizard/lodge-wizard-media.h"
#include "wizard/lodge-wizard-notice.h"
#include "wizard/lodge-wizard-template.h"

struct _LodgeWizardSource
{
  LodgeWizardStep parent_instance;

  LodgeWizardFacts *facts;
  LodgeWizardMedia *media;
  GtkFileChooserNative *chooser;  /* while it is open */
  gboolean system_chosen;         /* by the user, for this medium */
  LodgeHost *host_of_recipe;      /* whose facts the recipe has; only to compare */

  /* Template widgets */
  GtkLabel *drop_title;
  GtkLabel *drop_subtitle;
  GtkButton *choose_button;
  AdwEntryRow *path_row;
  LodgeWizardNotice *media_notice;
  GtkWidget *system_group;
  AdwActionRow *system_row;
  GtkImage *system_image;
  GtkWidget *system_spinner;
  GtkButton *system_button;
  GtkWidget *host_group;
  AdwComboRow *host_row;
  GtkWidget *host_status;
  GtkLabel *host_status_label;
  LodgeWizardNotice *host_notice;
};

enum {
  PROP_0,
  PROP_HOST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeWizardSource, lodge_wizard_source, LODGE_TYPE_WIZARD_STEP)

static LodgeRecipe *
recipe_of (LodgeWizardSource *self)
{
  return lodge_wizard_step_get_recipe (LODGE_WIZARD_STEP (self));
}

/* What is shown of the medium. */

static void
show_drop_zone (LodgeWizardSource *self)
{
  const LodgeMedia *media = lodge_wizard_media_get_media (self->media);
  g_autofree char *name = NULL;
  g_autofree char *size = NULL;

  if (media == NULL)
    {
      gtk_label_set_label (self->drop_title, _("Drop an ISO Image Here"));
      gtk_label_set_label (self->drop_subtitle,
                           _("Of the system that you want to run or install"));
      gtk_button_set_label (self->choose_button, _("Choose ISO…"));
      return;
    }

  name = g_filename_display_basename (media->path);
  size = lodge_format_size (media->size);
  gtk_label_set_label (self->drop_title, name);
  gtk_label_set_label (self->drop_subtitle, size);
  gtk_button_set_label (self->choose_button, _("Choose Another…"));
}

static void
show_system_text (LodgeWizardSource *self,
                  LodgeOs           *os)
{
  const char *explanation;

  if (os != NULL && self->system_chosen)
    explanation = _("Chosen by you");
  else if (os != NULL)
    explanation = _("Identified from the image");
  else
    explanation = _("Choose which it is, or go on as “Other or unknown”.");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->system_row),
                                 os != NULL ? lodge_os_get_name (os) : _("Unknown System"));
  adw_action_row_set_subtitle (self->system_row, explanation);
  gtk_button_set_label (self->system_button, os != NULL ? _("Change…") : _("Choose…"));
}

static void
show_system (LodgeWizardSource *self)
{
  gboolean loading = lodge_wizard_media_is_loading (self->media);
  gboolean known = lodge_wizard_media_get_media (self->media) != NULL;
  g_autofree char *os_id = NULL;

  gtk_widget_set_visible (self->system_group, loading || known);
  gtk_widget_set_visible (self->system_spinner, loading);
  gtk_widget_set_visible (GTK_WIDGET (self->system_image), !loading);
  gtk_widget_set_visible (GTK_WIDGET (self->system_button), known);
  if (loading)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->system_row), _("Identifying the System…"));
      adw_action_row_set_subtitle (self->system_row, "");
      return;
    }

  g_object_get (recipe_of (self), "os-id", &os_id, NULL);
  show_system_text (self, os_id != NULL ? lodge_os_db_find (lodge_os_db_get_default (), os_id)
                                        : NULL);
}

static void
show_media_notice (LodgeWizardSource *self)
{
  const GError *error = lodge_wizard_media_get_error (self->media);
  const char *problem = lodge_recipe_get_problem (recipe_of (self), "media-path");
  const char *hint = lodge_recipe_get_hint (recipe_of (self), "media-path");
  gboolean known = lodge_wizard_media_get_media (self->media) != NULL;

  lodge_wizard_notice_set_error (self->media_notice, error);
  g_object_set (self->media_notice, "kind",
                error != NULL || problem != NULL ? LODGE_NOTICE_ERROR : LODGE_NOTICE_WARNING, NULL);
  if (error == NULL && known)
    lodge_wizard_notice_set_text (self->media_notice, problem != NULL ? problem : hint);
}

static void
show_host (LodgeWizardSource *self)
{
  g_autofree char *status = NULL;

  g_object_get (self->facts, "status", &status, NULL);
  gtk_widget_set_visible (self->host_status, status != NULL);
  gtk_label_set_label (self->host_status_label, status != NULL ? status : "");
  if (lodge_wizard_facts_get_host (self->facts) == NULL)
    {
      g_object_set (self->host_notice, "button-label", NULL, NULL);
      lodge_wizard_notice_set_text (self->host_notice,
                                    _("There is no host to create a machine on. "
                                      "Add a connection first."));
      return;
    }

  g_object_set (self->host_notice, "button-label", _("Try Again"), NULL);
  lodge_wizard_notice_set_error (self->host_notice, lodge_wizard_facts_get_error (self->facts));
}

static void
lodge_wizard_source_update (LodgeWizardStep *step)
{
  LodgeWizardSource *self = LODGE_WIZARD_SOURCE (step);

  show_drop_zone (self);
  show_system (self);
  show_media_notice (self);
  show_host (self);
  lodge_wizard_step_set_complete (step,
                                  lodge_wizard_media_get_media (self->media) != NULL &&
                                  lodge_wizard_facts_get_facts (self->facts) != NULL &&
                                  !lodge_wizard_step_has_problem (step, "media-path") &&
                                  !lodge_wizard_step_has_problem (step, "os-id"));
}

/* What happens. */

static void
media_changed_cb (LodgeWizardSource *self)
{
  const LodgeMedia *media = lodge_wizard_media_get_media (self->media);

  if (media != NULL)
    {
      self->system_chosen = FALSE;
      g_object_set (recipe_of (self), "media-path", media->path, "os-id", media->os_id, NULL);
    }
  lodge_wizard_step_update (LODGE_WIZARD_STEP (self));
}

/* New ones of the same host do not take back the choice of a network that is still there. */
static void
set_facts (LodgeWizardSource *self,
           LodgeHostFacts    *facts)
{
  LodgeHost *host = lodge_wizard_facts_get_host (self->facts);
  g_autoptr(LodgeNetworkChoice) chosen = NULL;
  g_autoptr(LodgeNetworkChoice) same = NULL;

  if (host == self->host_of_recipe)
    g_object_get (recipe_of (self), "network", &chosen, NULL);
  same = lodge_host_facts_find_network (facts, chosen);
  self->host_of_recipe = host;
  g_object_set (recipe_of (self), "facts", facts, NULL);
  if (same != NULL)
    g_object_set (recipe_of (self), "network", same, NULL);
}

static void
facts_changed_cb (LodgeWizardSource *self)
{
  LodgeHostFacts *facts = lodge_wizard_facts_get_facts (self->facts);

  if (facts != NULL)
    set_facts (self, facts);
  lodge_wizard_step_update (LODGE_WIZARD_STEP (self));
}

static void
host_chosen_cb (LodgeWizardSource *self)
{
  LodgeHost *host = adw_combo_row_get_selected_item (self->host_row);

  if (host != NULL)
    lodge_wizard_source_set_host (self, host);
}

static void
retry_cb (LodgeWizardSource *self)
{
  lodge_wizard_facts_retry (self->facts);
}

static void
path_changed_cb (LodgeWizardSource *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->path_row));

  if (g_path_is_absolute (text) && g_str_has_suffix (text, ".iso"))
    lodge_wizard_media_try (self->media, text);
}

static void
path_applied_cb (LodgeWizardSource *self)
{
  g_autofree char *text = NULL;

  text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->path_row)));
  g_strstrip (text);
  if (*text == '\0')
    return;

  if (g_str_has_prefix (text, "file://"))
    {
      g_autoptr(GFile) file = g_file_new_for_uri (text);
      g_autofree char *path = g_file_get_path (file);

      lodge_wizard_source_set_path (self, path);
    }
  else
    {
      lodge_wizard_media_open (self->media, text);
    }
}

static void
path_left_cb (LodgeWizardSource *self)
{
  path_applied_cb (self);
}

static void
chooser_response_cb (LodgeWizardSource *self,
                     int                response)
{
  g_autoptr(GFile) file = lodge_chosen_file_take (&self->chooser, response);

  if (file != NULL && g_file_peek_path (file) != NULL)
    lodge_wizard_source_set_path (self, g_file_peek_path (file));
}

static void
choose_cb (LodgeWizardSource *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser == NULL)
    {
      self->chooser = lodge_disc_chooser_new (GTK_WINDOW (root), _("Choose an ISO Image"), _("_Choose"),
                                              _("ISO Images"));
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (LodgeWizardSource *self,
         const GValue      *value)
{
  g_autofree char *path = NULL;
  GSList *files = g_value_get_boxed (value);

  path = files != NULL ? g_file_get_path (files->data) : NULL;
  if (path == NULL)
    return FALSE;

  lodge_wizard_source_set_path (self, path);
  return TRUE;
}

static void
add_drop_target (LodgeWizardSource *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
lodge_wizard_source_enter (LodgeWizardStep *step)
{
  LodgeWizardSource *self = LODGE_WIZARD_SOURCE (step);

  if (lodge_wizard_media_get_media (self->media) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->choose_button));
}

static void
lodge_wizard_source_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_HOST:
      g_value_set_object (value, lodge_wizard_source_get_host (LODGE_WIZARD_SOURCE (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_source_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_HOST:
      lodge_wizard_source_set_host (LODGE_WIZARD_SOURCE (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_source_dispose (GObject *object)
{
  LodgeWizardSource *self = LODGE_WIZARD_SOURCE (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->facts);
  g_clear_object (&self->media);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_WIZARD_SOURCE);

  G_OBJECT_CLASS (lodge_wizard_source_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, drop_title);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, drop_subtitle);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, choose_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, path_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, media_notice);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, system_group);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, system_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, system_image);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, system_spinner);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, system_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, host_group);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, host_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, host_status);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, host_status_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardSource, host_notice);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, path_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, path_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, path_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, host_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
lodge_wizard_source_class_init (LodgeWizardSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  LodgeWizardStepClass *step_class = LODGE_WIZARD_STEP_CLASS (klass);

  object_class->get_property = lodge_wizard_source_get_property;
  object_class->set_property = lodge_wizard_source_set_property;
  object_class->dispose = lodge_wizard_source_dispose;
  step_class->update = lodge_wizard_source_update;
  step_class->enter = lodge_wizard_source_enter;

  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, LODGE_TYPE_HOST,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_HOST);
  g_type_ensure (LODGE_TYPE_SPINNER);
  g_type_ensure (LODGE_TYPE_WIZARD_NOTICE);
  lodge_wizard_set_template (GTK_WIDGET_CLASS (klass), "lodge-wizard-source");
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
lodge_wizard_source_init (LodgeWizardSource *self)
{
  self->facts = lodge_wizard_facts_new ();
  self->media = lodge_wizard_media_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_drop_target (self);

  g_signal_connect_object (self->media, "notify::known", G_CALLBACK (media_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->media, "notify::loading",
                           G_CALLBACK (lodge_wizard_step_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->media, "notify::error",
                           G_CALLBACK (lodge_wizard_step_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->facts, "notify::facts", G_CALLBACK (facts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->facts, "notify::status",
                           G_CALLBACK (lodge_wizard_step_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->facts, "notify::error",
                           G_CALLBACK (lodge_wizard_step_update), self, G_CONNECT_SWAPPED);
}

static guint
position_of_host (LodgeWizardSource *self,
                  LodgeHost         *host)
{
  GListModel *model = adw_combo_row_get_model (self->host_row);

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeHost) item = g_list_model_get_item (model, i);

      if (item == host)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/**
 * lodge_wizard_source_set_hosts:
 * @self: the step
 * @hosts: the hosts to choose from; the choice is shown when there are several
 *
 * Sets the hosts. Call it before lodge_wizard_source_set_host().
 */
void
lodge_wizard_source_set_hosts (LodgeWizardSource *self,
                               LodgeHosts        *hosts)
{
  g_return_if_fail (LODGE_IS_WIZARD_SOURCE (self));

  adw_combo_row_set_model (self->host_row, G_LIST_MODEL (hosts));
  gtk_widget_set_visible (self->host_group, g_list_model_get_n_items (G_LIST_MODEL (hosts)) > 1);
}

/**
 * lodge_wizard_source_get_host:
 * @self: the step
 *
 * Gets the chosen host.
 *
 * Returns: (transfer none) (nullable): the host
 */
LodgeHost *
lodge_wizard_source_get_host (LodgeWizardSource *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_SOURCE (self), NULL);

  return self->facts != NULL ? lodge_wizard_facts_get_host (self->facts) : NULL;
}

/**
 * lodge_wizard_source_set_host:
 * @self: the step
 * @host: (nullable): a host
 *
 * Chooses a host; its facts are read as soon as it is connected.
 */
void
lodge_wizard_source_set_host (LodgeWizardSource *self,
                              LodgeHost         *host)
{
  guint position;

  g_return_if_fail (LODGE_IS_WIZARD_SOURCE (self));

  if (host == lodge_wizard_facts_get_host (self->facts))
    return;

  lodge_wizard_facts_set_host (self->facts, host);
  position = position_of_host (self, host);
  if (position != GTK_INVALID_LIST_POSITION)
    adw_combo_row_set_selected (self->host_row, position);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
  lodge_wizard_step_update (LODGE_WIZARD_STEP (self));
}

/**
 * lodge_wizard_source_set_path:
 * @self: the step
 * @path: (nullable): the path of an ISO
 *
 * Chooses a medium and begins to recognise it.
 */
void
lodge_wizard_source_set_path (LodgeWizardSource *self,
                              const char        *path)
{
  g_return_if_fail (LODGE_IS_WIZARD_SOURCE (self));

  lodge_wizard_media_open (self->media, path);
  gtk_editable_set_text (GTK_EDITABLE (self->path_row), path != NULL ? path : "");
}

/**
 * lodge_wizard_source_set_system:
 * @self: the step
 * @system: the system that the user says is on the medium
 *
 * Corrects what was recognised.
 */
void
lodge_wizard_source_set_system (LodgeWizardSource *self,
                                LodgeOs           *system)
{
  g_return_if_fail (LODGE_IS_WIZARD_SOURCE (self));

  self->system_chosen = TRUE;
  g_object_set (recipe_of (self), "os-id", lodge_os_get_id (system), NULL);
  lodge_wizard_step_update (LODGE_WIZARD_STEP (self));
}

/**
 * lodge_wizard_source_refresh_networks:
 * @self: the step
 *
 * Looks again which networks the host has; the recipe gets them when there are others.
 */
void
lodge_wizard_source_refresh_networks (LodgeWizardSource *self)
{
  g_return_if_fail (LODGE_IS_WIZARD_SOURCE (self));

  lodge_wizard_facts_refresh (self->facts);
}
