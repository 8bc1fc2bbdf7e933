/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A machine at a glance: its screen, state, uptime and addresses, what it uses, and its devices. */

#include "config.h"

#include "pages/lodge-overview-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/lodge-prop.h"
#include "base/lodge-units.h"
#include "pages/lodge-thumbnail.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-graph-card.h"
#include "widgets/lodge-sight.h"
#include "widgets/lodge-template.h"

#define TICK_SECONDS 10  /* uptime and addresses */

struct _LodgeOverviewPage
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkListBox *device_list;
  GtkLabel *uptime;
  GtkLabel *addresses;
  GtkLabel *cpus;
  GtkLabel *memory;

  LodgeMachine *machine;
  GSignalGroup *signals;
  GCancellable *cancellable;  /* of the addresses that are asked for */
  guint tick;
};

enum {
  PROP_0,
  PROP_MACHINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeOverviewPage, lodge_overview_page, GTK_TYPE_WIDGET)

/* FALSE too while its host does not say so. */
static gboolean
is_active (LodgeMachine *machine)
{
  LodgeMachineState state = LODGE_MACHINE_UNKNOWN;
  gboolean active = FALSE;

  if (machine != NULL)
    g_object_get (machine, "active", &active, "current-state", &state, NULL);
  return active && state != LODGE_MACHINE_UNKNOWN;
}

static void
set_fact (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL && *text != '\0' ? text : "—");
}

static void
update_uptime (LodgeOverviewPage *self)
{
  g_autofree char *text = NULL;
  gint64 start = 0;

  if (self->machine != NULL)
    g_object_get (self->machine, "start-time", &start, NULL);
  if (start > 0 && is_active (self->machine))
    text = lodge_format_duration (MAX (g_get_real_time () / G_USEC_PER_SEC - start, 0));
  set_fact (self->uptime, text);
}

static void
addresses_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LodgeOverviewPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) addresses = NULL;
  g_autofree char *text = NULL;

  addresses = lodge_machine_load_addresses_finish (LODGE_MACHINE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      (gpointer) self->machine != (gpointer) source)
    return;

  g_clear_object (&self->cancellable);
  if (addresses != NULL)
    text = g_strjoinv ("\n", addresses);
  set_fact (self->addresses, text);
}

static void
load_addresses (LodgeOverviewPage *self)
{
  if (self->cancellable != NULL)
    return;
  if (!is_active (self->machine))
    {
      set_fact (self->addresses, NULL);
      return;
    }

  self->cancellable = g_cancellable_new ();
  lodge_machine_load_addresses_async (self->machine, self->cancellable, addresses_cb,
                                      g_object_ref (self));
}

static void
forget_addresses (LodgeOverviewPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
refresh (LodgeOverviewPage *self)
{
  if (self->machine == NULL || !lodge_widget_in_sight (self))
    return;

  update_uptime (self);
  load_addresses (self);
}

static gboolean
tick_cb (gpointer data)
{
  refresh (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
at_a_glance (LodgeDeviceKind kind)
{
  return kind == LODGE_DEVICE_DISK || kind == LODGE_DEVICE_CDROM || kind == LODGE_DEVICE_FLOPPY ||
         kind == LODGE_DEVICE_INTERFACE || kind == LODGE_DEVICE_GRAPHICS ||
         kind == LODGE_DEVICE_VIDEO || kind == LODGE_DEVICE_HOSTDEV ||
         kind == LODGE_DEVICE_FILESYSTEM || kind == LODGE_DEVICE_TPM;
}

static GtkWidget *
make_device_row (LodgeDeviceXml *device)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (lodge_device_xml_get_label (device), -1);
  const char *summary = lodge_device_xml_get_summary (device);
  g_autofree char *subtitle = g_markup_escape_text (summary != NULL ? summary : "", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), lodge_device_xml_get_icon_name (device));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", "hardware");
  return row;
}

static void
clear_devices (LodgeOverviewPage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->device_list))) != NULL)
    gtk_list_box_remove (self->device_list, row);
}

static void
xml_cb (LodgeOverviewPage *self)
{
  LodgeDomainXml *xml = self->machine != NULL ? lodge_machine_get_xml (self->machine) : NULL;
  g_autofree char *cpus = NULL;
  g_autofree char *memory = NULL;
  GPtrArray *devices;

  clear_devices (self);
  gtk_widget_set_visible (GTK_WIDGET (self->device_list), xml != NULL);
  if (xml == NULL)
    {
      set_fact (self->cpus, NULL);
      set_fact (self->memory, NULL);
      if (self->machine != NULL)
        lodge_machine_load_xml (self->machine);
      return;
    }

  cpus = g_strdup_printf ("%u", lodge_domain_xml_get_vcpus (xml));
  memory = lodge_format_size (lodge_domain_xml_get_memory (xml));
  set_fact (self->cpus, cpus);
  set_fact (self->memory, memory);
  devices = lodge_domain_xml_get_devices (xml);
  for (guint i = 0; i < devices->len; i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);

      if (at_a_glance (lodge_device_xml_get_kind (device)))
        gtk_list_box_append (self->device_list, make_device_row (device));
    }
}

static void
state_cb (LodgeOverviewPage *self)
{
  forget_addresses (self);
  refresh (self);
}

static void
lodge_overview_page_map (GtkWidget *widget)
{
  LodgeOverviewPage *self = LODGE_OVERVIEW_PAGE (widget);

  GTK_WIDGET_CLASS (lodge_overview_page_parent_class)->map (widget);
  self->tick = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
  refresh (self);
}

static void
lodge_overview_page_unmap (GtkWidget *widget)
{
  LodgeOverviewPage *self = LODGE_OVERVIEW_PAGE (widget);

  g_clear_handle_id (&self->tick, g_source_remove);
  forget_addresses (self);
  GTK_WIDGET_CLASS (lodge_overview_page_parent_class)->unmap (widget);
}

static void
lodge_overview_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, LODGE_OVERVIEW_PAGE (object)->machine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_overview_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_overview_page_set_machine (LODGE_OVERVIEW_PAGE (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_overview_page_dispose (GObject *object)
{
  LodgeOverviewPage *self = LODGE_OVERVIEW_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  forget_addresses (self);
  lodge_template_dispose (self, LODGE_TYPE_OVERVIEW_PAGE);
  g_clear_object (&self->signals);
  g_clear_object (&self->machine);

  G_OBJECT_CLASS (lodge_overview_page_parent_class)->dispose (object);
}

static void
lodge_overview_page_class_init (LodgeOverviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_overview_page_get_property;
  object_class->set_property = lodge_overview_page_set_property;
  object_class->dispose = lodge_overview_page_dispose;
  widget_class->map = lodge_overview_page_map;
  widget_class->unmap = lodge_overview_page_unmap;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_THUMBNAIL);
  g_type_ensure (LODGE_TYPE_GRAPH_CARD);
  g_type_ensure (LODGE_TYPE_GRAPH_KIND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeOverviewPage, device_list);
  gtk_widget_class_bind_template_child (widget_class, LodgeOverviewPage, uptime);
  gtk_widget_class_bind_template_child (widget_class, LodgeOverviewPage, addresses);
  gtk_widget_class_bind_template_child (widget_class, LodgeOverviewPage, cpus);
  gtk_widget_class_bind_template_child (widget_class, LodgeOverviewPage, memory);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_overview_page_init (LodgeOverviewPage *self)
{
  self->signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->signals, "notify::xml", G_CALLBACK (xml_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::current-state", G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::start-time", G_CALLBACK (refresh), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_overview_page_set_machine:
 * @self: a page
 * @machine: (nullable): what to show
 *
 * Moves to another machine.
 */
void
lodge_overview_page_set_machine (LodgeOverviewPage *self,
                                 LodgeMachine      *machine)
{
  g_return_if_fail (LODGE_IS_OVERVIEW_PAGE (self));

  if (!g_set_object (&self->machine, machine))
    return;

  forget_addresses (self);
  set_fact (self->addresses, NULL);
  g_signal_group_set_target (self->signals, machine);
  xml_cb (self);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}
