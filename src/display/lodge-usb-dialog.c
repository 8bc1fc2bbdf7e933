/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The USB devices of this computer, each with a switch that gives it to the guest, or the reason why it
 * cannot go there. A device that was given is remembered, and goes there again by itself. */

#include "config.h"

#include "display/lodge-usb-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "display-resources.h"

struct _LodgeUsbDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkListBox *list;
  GtkSwitch *automatic;
  GtkLabel *error;

  LodgeConsoleUsb *usb;
};

G_DEFINE_FINAL_TYPE (LodgeUsbDialog, lodge_usb_dialog, ADW_TYPE_WINDOW)

static void
remember (LodgeUsbDialog *self,
          const char     *id,
          gboolean        attached)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_auto(GStrv) old = NULL;

  g_object_get (self->usb, "remembered", &old, NULL);
  for (guint i = 0; old != NULL && old[i] != NULL; i++)
    if (!g_str_equal (old[i], id))
      g_ptr_array_add (ids, g_strdup (old[i]));
  if (attached)
    g_ptr_array_add (ids, g_strdup (id));
  g_ptr_array_add (ids, NULL);
  g_object_set (self->usb, "remembered", ids->pdata, NULL);
}

static gboolean
state_set_cb (LodgeUsbDialog *self,
              gboolean        state,
              GtkSwitch      *toggle)
{
  LodgeUsbDevice *device = g_object_get_data (G_OBJECT (toggle), "device");

  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  if (state != lodge_usb_device_is_attached (device))
    {
      remember (self, lodge_usb_device_get_id (device), state);
      lodge_usb_device_attach (device, state);
    }
  return TRUE;
}

/* The switch follows the device, not the other way round. */
static void
device_cb (AdwActionRow   *row,
           GParamSpec     *pspec,
           LodgeUsbDevice *device)
{
  GtkSwitch *toggle = g_object_get_data (G_OBJECT (row), "toggle");
  const char *obstacle = lodge_usb_device_get_obstacle (device);
  gboolean attached = lodge_usb_device_is_attached (device);
  g_autofree char *subtitle = NULL;

  if (obstacle != NULL)
    subtitle = g_markup_escape_text (obstacle, -1);
  else if (attached)
    subtitle = g_strdup (_("The guest has it"));
  adw_action_row_set_subtitle (row, subtitle != NULL ? subtitle : "");
  gtk_widget_set_sensitive (GTK_WIDGET (toggle),
                            !lodge_usb_device_is_busy (device) && (attached || obstacle == NULL));
  if (!lodge_usb_device_is_busy (device))
    {
      gtk_switch_set_state (toggle, attached);
      gtk_switch_set_active (toggle, attached);
    }
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  LodgeUsbDialog *self = user_data;
  LodgeUsbDevice *device = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), lodge_usb_device_get_name (device));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_object_set_data (G_OBJECT (row), "toggle", toggle);
  g_object_set_data_full (G_OBJECT (toggle), "device", g_object_ref (device), g_object_unref);
  g_signal_connect_object (device, "notify", G_CALLBACK (device_cb), row, G_CONNECT_SWAPPED);
  device_cb (ADW_ACTION_ROW (row), NULL, device);
  g_signal_connect_object (toggle, "state-set", G_CALLBACK (state_set_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
failed_cb (LodgeUsbDialog *self,
           const GError   *error)
{
  gtk_label_set_label (self->error, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error), TRUE);
}

static void
lodge_usb_dialog_dispose (GObject *object)
{
  g_clear_object (&LODGE_USB_DIALOG (object)->usb);

  G_OBJECT_CLASS (lodge_usb_dialog_parent_class)->dispose (object);
}

static void
lodge_usb_dialog_class_init (LodgeUsbDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_usb_dialog_dispose;
  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-usb-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeUsbDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LodgeUsbDialog, automatic);
  gtk_widget_class_bind_template_child (widget_class, LodgeUsbDialog, error);
}

static void
lodge_usb_dialog_init (LodgeUsbDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_usb_dialog_new:
 * @parent: (nullable): the window it is over
 * @usb: of the guest
 *
 * Makes the dialog, and looks for devices from now on.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
lodge_usb_dialog_new (GtkWindow       *parent,
                      LodgeConsoleUsb *usb)
{
  LodgeUsbDialog *self = g_object_new (LODGE_TYPE_USB_DIALOG, "transient-for", parent, NULL);

  self->usb = g_object_ref (usb);
  g_signal_connect_object (usb, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  lodge_console_usb_start (usb);
  gtk_list_box_bind_model (self->list, lodge_console_usb_get_devices (usb), create_row, self, NULL);
  g_object_bind_property (usb, "automatic", self->automatic, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  return GTK_WIDGET (self);
}
