/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The USB devices of this computer, each with a switch that gives it to the guest, or the reason why it
 * cannot go there. A device that was given is remembered, and goes there again by itself. An image of a
 * disc can be given too; it is in the list while the guest has it. */

#include "config.h"

#include "display/lodge-usb-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "display/lodge-chosen-file.h"
#include "display/lodge-disc-chooser.h"

#include "display-resources.h"

struct _LodgeUsbDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkListBox *list;
  GtkSwitch *automatic;
  GtkLabel *message;

  LodgeConsoleUsb *usb;
  GtkFileChooserNative *chooser;
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

static void
show_message (LodgeUsbDialog *self,
              const char     *text,
              gboolean        is_error)
{
  gtk_label_set_label (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static gboolean
state_set_cb (LodgeUsbDialog *self,
              gboolean        state,
              GtkSwitch      *toggle)
{
  LodgeUsbDevice *device = g_object_get_data (G_OBJECT (toggle), "device");

  if (state != lodge_usb_device_is_attached (device))
    {
      show_message (self, NULL, FALSE);
      remember (self, lodge_usb_device_get_id (device), state);
      lodge_usb_device_attach (device, state);
    }
  return TRUE;
}

static void
eject_cb (LodgeUsbDialog *self,
          GtkButton      *button)
{
  show_message (self, NULL, FALSE);
  lodge_usb_device_attach (g_object_get_data (G_OBJECT (button), "device"), FALSE);
}

static void
disc_cb (AdwActionRow   *row,
         GParamSpec     *pspec,
         LodgeUsbDevice *disc)
{
  gboolean attached = lodge_usb_device_is_attached (disc);

  adw_action_row_set_subtitle (row, attached ? _("Disc image; the guest has it") : _("Disc image"));
  gtk_widget_set_sensitive (g_object_get_data (G_OBJECT (row), "eject"),
                            attached && !lodge_usb_device_is_busy (disc));
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

static void
add_control (AdwActionRow   *row,
             const char     *name,
             GtkWidget      *control,
             LodgeUsbDevice *device)
{
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (row, control);
  g_object_set_data (G_OBJECT (row), name, control);
  g_object_set_data_full (G_OBJECT (control), "device", g_object_ref (device), g_object_unref);
}

static void
fill_disc_row (LodgeUsbDialog *self,
               AdwActionRow   *row,
               LodgeUsbDevice *disc)
{
  GtkWidget *eject = gtk_button_new_from_icon_name ("media-eject-symbolic");
  const char *text = _("Eject from the guest");

  gtk_widget_add_css_class (eject, "flat");
  gtk_widget_set_tooltip_text (eject, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (eject), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  add_control (row, "eject", eject, disc);
  adw_action_row_set_icon_name (row, "media-optical-symbolic");
  g_signal_connect_object (disc, "notify", G_CALLBACK (disc_cb), row, G_CONNECT_SWAPPED);
  disc_cb (row, NULL, disc);
  g_signal_connect_object (eject, "clicked", G_CALLBACK (eject_cb), self, G_CONNECT_SWAPPED);
}

static void
fill_device_row (LodgeUsbDialog *self,
                 AdwActionRow   *row,
                 LodgeUsbDevice *device)
{
  GtkWidget *toggle = gtk_switch_new ();

  add_control (row, "toggle", toggle, device);
  adw_action_row_set_activatable_widget (row, toggle);
  g_signal_connect_object (device, "notify", G_CALLBACK (device_cb), row, G_CONNECT_SWAPPED);
  device_cb (row, NULL, device);
  g_signal_connect_object (toggle, "state-set", G_CALLBACK (state_set_cb), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  LodgeUsbDevice *device = item;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), lodge_usb_device_get_name (device));
  if (lodge_usb_device_is_disc (device))
    fill_disc_row (user_data, ADW_ACTION_ROW (row), device);
  else
    fill_device_row (user_data, ADW_ACTION_ROW (row), device);
  return row;
}

static void
failed_cb (LodgeUsbDialog *self,
           const GError   *error)
{
  show_message (self, error->message, TRUE);
}

static void
ejected_cb (LodgeUsbDialog *self,
            LodgeUsbDevice *disc)
{
  g_autofree char *text = g_strdup_printf (_("The guest ejected “%s”."), lodge_usb_device_get_name (disc));

  show_message (self, text, FALSE);
}

static void
share_disc (LodgeUsbDialog *self,
            GFile          *image)
{
  show_message (self, NULL, FALSE);
  lodge_console_usb_share_disc (self->usb, image);
}

static void
response_cb (LodgeUsbDialog *self,
             int             response)
{
  g_autoptr(GFile) image = lodge_chosen_file_take (&self->chooser, response);

  if (image != NULL)
    share_disc (self, image);
}

static void
choose_cb (LodgeUsbDialog *self)
{
  if (self->chooser != NULL)
    return;

  self->chooser = lodge_disc_chooser_new (GTK_WINDOW (self), _("Disc Image to Share"), _("_Share"),
                                          _("Disc Images"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (LodgeUsbDialog *self,
         const GValue   *value)
{
  for (GSList *files = g_value_get_boxed (value); files != NULL; files = files->next)
    share_disc (self, files->data);
  return TRUE;
}

static void
add_drop_target (LodgeUsbDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
lodge_usb_dialog_dispose (GObject *object)
{
  LodgeUsbDialog *self = LODGE_USB_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->usb);

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
  gtk_widget_class_bind_template_child (widget_class, LodgeUsbDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
lodge_usb_dialog_init (LodgeUsbDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_drop_target (self);
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
  g_signal_connect_object (usb, "ejected", G_CALLBACK (ejected_cb), self, G_CONNECT_SWAPPED);
  lodge_console_usb_start (usb);
  gtk_list_box_bind_model (self->list, lodge_console_usb_get_devices (usb), create_row, self, NULL);
  g_object_bind_property (usb, "automatic", self->automatic, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  return GTK_WIDGET (self);
}
