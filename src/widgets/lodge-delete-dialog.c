/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks before a machine is deleted, and says which disk files there are. They are kept unless they
 * are ticked: what was not asked for is never destroyed. CD images are not offered at all. */

#include "config.h"

#include "widgets/lodge-delete-dialog.h"

#include <glib/gi18n.h>

#include "base/lodge-units.h"

struct _LodgeDeleteDialog
{
  AdwMessageDialog parent_instance;

  GtkListBox *list;
  GtkWidget *disks;

  LodgeMachine *machine;
  GSignalGroup *signals;
  GCancellable *cancellable;
  GPtrArray *checks;  /* GtkCheckButton of each disk, borrowed, its path as data */
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (LodgeDeleteDialog, lodge_delete_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
size_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GtkLabel) label = user_data;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;

  if (info == NULL)
    return;

  size = lodge_format_size (g_file_info_get_attribute_uint64 (info, "standard::allocated-size"));
  /* Translators: the space that a disk file takes */
  text = g_strdup_printf (_("%s used"), size);
  gtk_label_set_text (label, text);
}

static void
load_size (LodgeDeleteDialog *self,
           GtkWidget         *label,
           const char        *path)
{
  LodgeHost *host = lodge_machine_get_host (self->machine);
  LodgeHostInfo *info = host != NULL ? lodge_host_get_info (host) : NULL;
  g_autoptr(GFile) file = NULL;

  if (info == NULL || !info->is_local || !g_path_is_absolute (path))
    return;

  file = g_file_new_for_path (path);
  g_file_query_info_async (file, "standard::allocated-size", G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, size_cb, g_object_ref (label));
}

static void
add_disk (LodgeDeleteDialog *self,
          LodgeDeviceXml    *device)
{
  const char *path = lodge_device_xml_get_source (device);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *size = gtk_label_new (NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *title = g_markup_escape_text (base, -1);
  g_autofree char *subtitle = g_markup_escape_text (path, -1);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  /* One line each: a row that grew later would be cut off, as the dialog has its size by then. */
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_tooltip_text (row, path);
  gtk_widget_add_css_class (size, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), size);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, base, -1);
  gtk_list_box_append (self->list, row);

  g_object_set_data_full (G_OBJECT (check), "path", g_strdup (path), g_free);
  g_ptr_array_add (self->checks, check);
  load_size (self, size, path);
}

static void
fill (LodgeDeleteDialog *self)
{
  LodgeDomainXml *xml = lodge_machine_get_xml (self->machine);
  GPtrArray *devices;

  if (xml == NULL || self->filled)
    return;

  self->filled = TRUE;
  devices = lodge_domain_xml_get_devices (xml);
  for (guint i = 0; i < devices->len; i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);

      if (lodge_device_xml_get_kind (device) == LODGE_DEVICE_DISK &&
          lodge_device_xml_get_source (device) != NULL)
        add_disk (self, device);
    }
  gtk_widget_set_visible (self->disks, self->checks->len > 0);
}

static void
set_machine (LodgeDeleteDialog *self,
             LodgeMachine      *machine)
{
  gboolean active = (lodge_machine_get_allowed_actions (machine) & LODGE_ACTION_FORCE_OFF) != 0;

  g_set_object (&self->machine, machine);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (self), _("Delete “%s”?"),
                                     lodge_machine_get_label (machine));
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self),
                               active ? _("It is forced off, and its settings are deleted.")
                                      : _("Its settings are deleted."));
  g_signal_group_set_target (self->signals, machine);
  lodge_machine_load_xml (machine);
  fill (self);
}

static void
lodge_delete_dialog_dispose (GObject *object)
{
  LodgeDeleteDialog *self = LODGE_DELETE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->signals);
  g_clear_object (&self->machine);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_DELETE_DIALOG);

  G_OBJECT_CLASS (lodge_delete_dialog_parent_class)->dispose (object);
}

static void
lodge_delete_dialog_class_init (LodgeDeleteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_delete_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-delete-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeDeleteDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LodgeDeleteDialog, disks);
}

static void
lodge_delete_dialog_init (LodgeDeleteDialog *self)
{
  self->checks = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->signals, "notify::xml", G_CALLBACK (fill), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_delete_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @machine: the machine to ask about
 *
 * Makes the dialog; it is presented by the caller, who also acts on its response.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
lodge_delete_dialog_new (GtkWindow    *parent,
                         LodgeMachine *machine)
{
  LodgeDeleteDialog *self = g_object_new (LODGE_TYPE_DELETE_DIALOG, "transient-for", parent, NULL);

  set_machine (self, machine);
  return GTK_WIDGET (self);
}

LodgeMachine *
lodge_delete_dialog_get_machine (LodgeDeleteDialog *self)
{
  g_return_val_if_fail (LODGE_IS_DELETE_DIALOG (self), NULL);

  return self->machine;
}

/**
 * lodge_delete_dialog_dup_paths:
 * @self: a dialog
 *
 * Returns: (transfer full): the disk files that are to be deleted too
 */
GStrv
lodge_delete_dialog_dup_paths (LodgeDeleteDialog *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (LODGE_IS_DELETE_DIALOG (self), NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);

      if (gtk_check_button_get_active (check))
        g_strv_builder_add (builder, g_object_get_data (G_OBJECT (check), "path"));
    }
  return g_strv_builder_end (builder);
}
