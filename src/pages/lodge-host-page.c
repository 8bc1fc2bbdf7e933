/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A host: what it is and whether it can run machines well; or why it cannot be reached and what
 * can be done about it. */

#include "config.h"

#include "pages/lodge-host-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "display/lodge-spinner.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-template.h"

struct _LodgeHostPage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  AdwStatusPage *problem;
  GtkLabel *retry_label;
  GtkWidget *details_button;
  GtkButton *connect_button;
  GtkWidget *empty;
  GtkListBox *facts;

  LodgeHost *host;
  GSignalGroup *signals;
  GSignalGroup *machine_signals;
  guint facts_source;
};

enum {
  PROP_0,
  PROP_HOST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeHostPage, lodge_host_page, GTK_TYPE_WIDGET)

static GtkWidget *
make_row (const char *title,
          const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
add_fact (LodgeHostPage *self,
          const char    *title,
          const char    *value)
{
  if (value != NULL && *value != '\0')
    gtk_list_box_append (self->facts, make_row (title, value));
}

/* Long enough to need the room under the title rather than beside it. */
static void
add_kvm (LodgeHostPage *self,
         LodgeHostInfo *info)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean usable = info->kvm == LODGE_KVM_USABLE;
  GtkWidget *icon = gtk_image_new_from_icon_name (usable ? "emblem-ok-symbolic"
                                                         : "dialog-warning-symbolic");
  g_autofree char *text = lodge_kvm_state_describe (info->kvm);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  gtk_widget_add_css_class (icon, usable ? "success" : "warning");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Hardware Virtualization (KVM)"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_append (self->facts, row);
}

static void
clear_facts (LodgeHostPage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_list_box_remove (self->facts, row);
}

static void
update_facts (LodgeHostPage *self)
{
  LodgeHostInfo *info = self->host != NULL ? lodge_host_get_info (self->host) : NULL;
  g_autofree char *hypervisor = NULL;
  g_autofree char *cpu = NULL;
  g_autofree char *memory = NULL;

  clear_facts (self);
  if (info == NULL)
    return;

  hypervisor = g_strdup_printf ("%s %s", info->hypervisor != NULL ? info->hypervisor : "",
                                info->hypervisor_version != NULL ? info->hypervisor_version : "");
  /* Translators: the number of CPUs and their kind: “8 × AMD EPYC (x86_64)” */
  cpu = g_strdup_printf (_("%u × %s (%s)"), info->n_cpus,
                         info->cpu_model != NULL ? info->cpu_model : "CPU",
                         info->arch != NULL ? info->arch : "?");
  memory = lodge_format_size (info->memory);
  add_kvm (self, info);
  add_fact (self, _("Computer"), info->hostname);
  add_fact (self, _("Hypervisor"), g_strstrip (hypervisor));
  add_fact (self, _("libvirt"), info->libvirt_version);
  add_fact (self, _("CPUs"), cpu);
  add_fact (self, _("Memory"), memory);
  add_fact (self, _("URI"), lodge_host_get_uri (self->host));
}

static gboolean
update_facts_cb (gpointer data)
{
  LodgeHostPage *self = data;

  self->facts_source = 0;
  update_facts (self);
  return G_SOURCE_REMOVE;
}

/* With them come the host's machines, whose list is drawn first. */
static void
info_cb (LodgeHostPage *self)
{
  if (self->facts_source == 0)
    self->facts_source = g_idle_add_full (G_PRIORITY_LOW, update_facts_cb, self, NULL);
}

static const char *
problem_title (LodgeHost *host)
{
  const GError *error = lodge_host_get_error (host);

  if (lodge_host_get_state (host) == LODGE_HOST_DISCONNECTED)
    return _("Not Connected");
  if (error != NULL && g_error_matches (error, LODGE_ERROR, LODGE_ERROR_DENIED))
    return _("Access Denied");
  if (error != NULL && g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NO_DAEMON))
    return _("libvirt Does Not Answer");
  return _("Cannot Be Reached");
}

static void
update_problem (LodgeHostPage *self)
{
  const GError *error = lodge_host_get_error (self->host);
  g_autofree char *escaped = NULL;

  if (error != NULL)
    escaped = g_markup_escape_text (error->message, -1);
  adw_status_page_set_title (self->problem, problem_title (self->host));
  adw_status_page_set_description (self->problem, escaped);
  gtk_button_set_label (self->connect_button,
                        lodge_host_get_state (self->host) == LODGE_HOST_RETRYING ? _("_Try Now")
                                                                                 : _("_Connect"));
  gtk_widget_set_visible (self->details_button,
                          error != NULL && lodge_error_get_detail (error) != NULL);
}

static void
retry_cb (LodgeHostPage *self)
{
  g_autofree char *text = NULL;
  int seconds = 0;

  if (self->host == NULL)
    return;

  g_object_get (self->host, "retry-seconds", &seconds, NULL);
  text = lodge_closure_retry_text (NULL, lodge_host_get_state (self->host), seconds);
  gtk_label_set_label (self->retry_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->retry_label), text != NULL);
}

static void
machines_cb (LodgeHostPage *self)
{
  gboolean loading = TRUE;
  GListModel *machines;

  if (self->host == NULL)
    return;

  g_object_get (self->host, "loading", &loading, NULL);
  machines = lodge_host_get_machines (self->host);
  gtk_widget_set_visible (self->empty, !loading && g_list_model_get_n_items (machines) == 0);
}

static void
state_cb (LodgeHostPage *self)
{
  if (self->host == NULL)
    return;

  switch (lodge_host_get_state (self->host))
    {
    case LODGE_HOST_CONNECTED:
      gtk_stack_set_visible_child_name (self->stack, "ready");
      break;

    case LODGE_HOST_CONNECTING:
      gtk_stack_set_visible_child_name (self->stack, "connecting");
      break;

    case LODGE_HOST_DISCONNECTED:
    case LODGE_HOST_RETRYING:
    case LODGE_HOST_FAILED:
    default:
      update_problem (self);
      gtk_stack_set_visible_child_name (self->stack, "problem");
      break;
    }
  retry_cb (self);
  machines_cb (self);
}

static void
details_cb (LodgeHostPage *self)
{
  const GError *error = lodge_host_get_error (self->host);
  const char *detail = error != NULL ? lodge_error_get_detail (error) : NULL;

  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error-details", "(ss)",
                                error->message, detail != NULL ? detail : "");
}

static void
lodge_host_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_HOST:
      g_value_set_object (value, LODGE_HOST_PAGE (object)->host);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_host_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_HOST:
      lodge_host_page_set_host (LODGE_HOST_PAGE (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_host_page_dispose (GObject *object)
{
  LodgeHostPage *self = LODGE_HOST_PAGE (object);

  g_clear_handle_id (&self->facts_source, g_source_remove);
  lodge_template_dispose (self, LODGE_TYPE_HOST_PAGE);
  g_clear_object (&self->machine_signals);
  g_clear_object (&self->signals);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (lodge_host_page_parent_class)->dispose (object);
}

static void
lodge_host_page_class_init (LodgeHostPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_host_page_get_property;
  object_class->set_property = lodge_host_page_set_property;
  object_class->dispose = lodge_host_page_dispose;

  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, LODGE_TYPE_HOST,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-host-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeHostPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostPage, problem);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostPage, retry_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostPage, details_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostPage, empty);
  gtk_widget_class_bind_template_child (widget_class, LodgeHostPage, facts);
  gtk_widget_class_bind_template_callback (widget_class, details_cb);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_host_page_init (LodgeHostPage *self)
{
  self->signals = g_signal_group_new (LODGE_TYPE_HOST);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::error", G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::retry-seconds", G_CALLBACK (retry_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::info", G_CALLBACK (info_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::loading", G_CALLBACK (machines_cb), self);
  self->machine_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->machine_signals, "items-changed",
                                  G_CALLBACK (machines_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_host_page_set_host:
 * @self: a page
 * @host: (nullable): what to show
 *
 * Moves to another host.
 */
void
lodge_host_page_set_host (LodgeHostPage *self,
                          LodgeHost     *host)
{
  g_return_if_fail (LODGE_IS_HOST_PAGE (self));

  if (!g_set_object (&self->host, host))
    return;

  g_signal_group_set_target (self->signals, host);
  g_signal_group_set_target (self->machine_signals,
                             host != NULL ? lodge_host_get_machines (host) : NULL);
  g_clear_handle_id (&self->facts_source, g_source_remove);
  update_facts (self);
  state_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
}
