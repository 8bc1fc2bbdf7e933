/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All devices of a machine with every fact about them, and its XML, to read, search and copy. */

#include "config.h"

#include "pages/lodge-hardware-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "display/lodge-spinner.h"
#include "pages/lodge-xml-view.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-template.h"

struct _LodgeHardwarePage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkStack *views;
  GtkListBox *device_list;
  AdwBin *xml_bin;
  LodgeXmlView *xml_view;       /* NULL until it is looked at */

  LodgeMachine *machine;
  GSignalGroup *signals;
  char *shown;   /* the text that the rows were made from */
};

enum {
  PROP_0,
  PROP_MACHINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeHardwarePage, lodge_hardware_page, GTK_TYPE_WIDGET)

static GtkWidget *
make_fact_row (const char *name,
               const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);
  g_autofree char *title = g_markup_escape_text (name, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static GtkWidget *
make_device_row (LodgeDeviceXml *device)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (lodge_device_xml_get_icon_name (device));
  const char *summary = lodge_device_xml_get_summary (device);
  g_autofree char *title = g_markup_escape_text (lodge_device_xml_get_label (device), -1);
  g_autofree char *subtitle = g_markup_escape_text (summary != NULL ? summary : "", -1);
  g_auto(GStrv) facts = lodge_device_xml_dup_facts (device);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  for (guint i = 0; facts != NULL && facts[i] != NULL && facts[i + 1] != NULL; i += 2)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_fact_row (facts[i], facts[i + 1]));
  return row;
}

/* There are a dozen of them in every machine of today, each only a place for another device. */
static gboolean
is_root_port (LodgeDeviceXml *device)
{
  return lodge_device_xml_get_kind (device) == LODGE_DEVICE_CONTROLLER &&
         g_strcmp0 (lodge_device_xml_get (device, "@model"), "pcie-root-port") == 0;
}

static GtkWidget *
make_ports_row (GPtrArray *devices)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("preferences-system-devices-symbolic");
  g_autofree char *subtitle = NULL;
  guint n = 0;

  for (guint i = 0; i < devices->len; i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);
      const char *index = lodge_device_xml_get (device, "@index");
      const char *alias = lodge_device_xml_get (device, "alias/@name");
      g_autofree char *name = NULL;

      if (!is_root_port (device))
        continue;

      n++;
      /* Translators: a PCI Express port of a machine, with its number */
      name = g_strdup_printf (_("Port %s"), index != NULL ? index : "–");
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                                make_fact_row (name, alias != NULL ? alias : ""));
    }
  /* Translators: how many PCI Express ports a machine has */
  subtitle = g_strdup_printf (ngettext ("%u port", "%u ports", n), n);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("PCI Express Ports"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  return row;
}

/* What a person knows comes first, what only holds it together last. */
static void
append_rows (LodgeHardwarePage *self,
             GPtrArray         *devices)
{
  g_autoptr(GPtrArray) controllers = g_ptr_array_new ();
  gboolean ports = FALSE;

  for (guint i = 0; i < devices->len; i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);

      if (is_root_port (device))
        ports = TRUE;
      else if (lodge_device_xml_get_kind (device) == LODGE_DEVICE_CONTROLLER)
        g_ptr_array_add (controllers, device);
      else
        gtk_list_box_append (self->device_list, make_device_row (device));
    }
  for (guint i = 0; i < controllers->len; i++)
    gtk_list_box_append (self->device_list, make_device_row (g_ptr_array_index (controllers, i)));
  if (ports)
    gtk_list_box_append (self->device_list, make_ports_row (devices));
}

static void
clear_rows (LodgeHardwarePage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->device_list))) != NULL)
    gtk_list_box_remove (self->device_list, row);
}

/* Rows are made only for eyes, and again only when the XML is another. */
static void
update (LodgeHardwarePage *self)
{
  LodgeDomainXml *xml;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->machine == NULL)
    return;

  lodge_machine_load_xml (self->machine);
  xml = lodge_machine_get_xml (self->machine);
  gtk_stack_set_visible_child_name (self->stack, xml != NULL ? "ready" : "loading");
  if (xml == NULL || g_strcmp0 (self->shown, lodge_domain_xml_get_text (xml)) == 0)
    return;

  g_free (self->shown);
  self->shown = g_strdup (lodge_domain_xml_get_text (xml));
  clear_rows (self);
  append_rows (self, lodge_domain_xml_get_devices (xml));
  if (self->xml_view != NULL)
    lodge_xml_view_set_text (self->xml_view, self->shown);
}

/* The view with its highlighting takes longer to make than all the rest of the page. */
static void
xml_map_cb (LodgeHardwarePage *self)
{
  if (self->xml_view != NULL)
    return;

  self->xml_view = LODGE_XML_VIEW (g_object_new (LODGE_TYPE_XML_VIEW, NULL));
  adw_bin_set_child (self->xml_bin, GTK_WIDGET (self->xml_view));
  if (self->shown != NULL)
    lodge_xml_view_set_text (self->xml_view, self->shown);
}

static void
xml_cb (LodgeHardwarePage *self)
{
  update (self);
}

static void
lodge_hardware_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_hardware_page_parent_class)->map (widget);
  update (LODGE_HARDWARE_PAGE (widget));
}

static void
lodge_hardware_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, LODGE_HARDWARE_PAGE (object)->machine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_hardware_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_hardware_page_set_machine (LODGE_HARDWARE_PAGE (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_hardware_page_dispose (GObject *object)
{
  LodgeHardwarePage *self = LODGE_HARDWARE_PAGE (object);

  self->xml_view = NULL;
  lodge_template_dispose (self, LODGE_TYPE_HARDWARE_PAGE);
  g_clear_object (&self->signals);
  g_clear_object (&self->machine);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (lodge_hardware_page_parent_class)->dispose (object);
}

static void
lodge_hardware_page_class_init (LodgeHardwarePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_hardware_page_get_property;
  object_class->set_property = lodge_hardware_page_set_property;
  object_class->dispose = lodge_hardware_page_dispose;
  widget_class->map = lodge_hardware_page_map;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-hardware-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeHardwarePage, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeHardwarePage, views);
  gtk_widget_class_bind_template_child (widget_class, LodgeHardwarePage, device_list);
  gtk_widget_class_bind_template_child (widget_class, LodgeHardwarePage, xml_bin);
  gtk_widget_class_bind_template_callback (widget_class, xml_map_cb);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_hardware_page_init (LodgeHardwarePage *self)
{
  self->signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->signals, "notify::xml", G_CALLBACK (xml_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_hardware_page_set_machine:
 * @self: a page
 * @machine: (nullable): what to show
 *
 * Moves to another machine.
 */
void
lodge_hardware_page_set_machine (LodgeHardwarePage *self,
                                 LodgeMachine      *machine)
{
  g_return_if_fail (LODGE_IS_HARDWARE_PAGE (self));

  if (!g_set_object (&self->machine, machine))
    return;

  g_signal_group_set_target (self->signals, machine);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}
