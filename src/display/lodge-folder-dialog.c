/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which folder of this computer the guest may look into, whether it may write there, and what is missing
 * when it cannot. */

#include "config.h"

#include "display/lodge-folder-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "display-resources.h"
#include "display/lodge-chosen-file.h"

struct _LodgeFolderDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkWidget *choices;
  GtkSwitch *shared;
  AdwActionRow *path;
  GtkSwitch *read_only;
  GtkLabel *state;

  LodgeConsole *console;
  LodgeConsoleFolder *folder;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (LodgeFolderDialog, lodge_folder_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (LodgeFolderDialog *self)
{
  switch (lodge_console_folder_get_state (self->folder))
    {
    case LODGE_FOLDER_UNSUPPORTED:
      return lodge_console_uses_agent (self->console)
               ? _("The SPICE library of this computer was built without shared folders (phodav).")
               : _("Only a SPICE screen can share a folder. This one uses another protocol.");

    case LODGE_FOLDER_NO_CHANNEL:
      return _("The guest has no device for a shared folder. Add a SPICE port channel named "
               "“org.spice-space.webdav.0” to its hardware, then start it again.");

    case LODGE_FOLDER_WAITING:
      return _("The guest does not use it yet. Install “spice-webdavd” there; the folder then appears "
               "among its network places.");

    case LODGE_FOLDER_SERVED:
      return _("The guest can use the folder now.");

    case LODGE_FOLDER_OFF:
    default:
      return lodge_console_is_view_only (self->console)
               ? _("Nothing is shared while the screen is for viewing only.") : _("Nothing is shared.");
    }
}

static void
state_cb (LodgeFolderDialog *self)
{
  LodgeFolderState state = lodge_console_folder_get_state (self->folder);
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_object_get (self->folder, "path", &path, NULL);
  name = path != NULL ? g_filename_display_name (path) : g_strdup (_("None chosen"));
  text = g_markup_escape_text (name, -1);
  adw_action_row_set_subtitle (self->path, text);
  gtk_label_set_label (self->state, get_text (self));
  gtk_widget_set_sensitive (self->choices, state != LODGE_FOLDER_UNSUPPORTED);
  gtk_widget_set_sensitive (GTK_WIDGET (self->shared), path != NULL);
}

static void
response_cb (LodgeFolderDialog *self,
             int                response)
{
  g_autoptr(GFile) file = lodge_chosen_file_take (&self->chooser, response);

  if (file != NULL && g_file_peek_path (file) != NULL)
    g_object_set (self->folder, "path", g_file_peek_path (file), NULL);
}

static void
choose_cb (LodgeFolderDialog *self)
{
  g_autofree char *path = NULL;
  g_autoptr(GFile) file = NULL;

  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_("Folder to Share"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"),
                                               _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_object_get (self->folder, "path", &path, NULL);
  if (path != NULL)
    {
      file = g_file_new_for_path (path);
      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->chooser), file, NULL);
    }
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
lodge_folder_dialog_dispose (GObject *object)
{
  LodgeFolderDialog *self = LODGE_FOLDER_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->folder);
  g_clear_object (&self->console);

  G_OBJECT_CLASS (lodge_folder_dialog_parent_class)->dispose (object);
}

static void
lodge_folder_dialog_class_init (LodgeFolderDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_folder_dialog_dispose;
  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-folder-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeFolderDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, LodgeFolderDialog, shared);
  gtk_widget_class_bind_template_child (widget_class, LodgeFolderDialog, path);
  gtk_widget_class_bind_template_child (widget_class, LodgeFolderDialog, read_only);
  gtk_widget_class_bind_template_child (widget_class, LodgeFolderDialog, state);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
lodge_folder_dialog_init (LodgeFolderDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_folder_dialog_new:
 * @parent: (nullable): the window it is over
 * @console: with the guest
 *
 * Makes the dialog; what is chosen in it holds at once.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
lodge_folder_dialog_new (GtkWindow    *parent,
                         LodgeConsole *console)
{
  LodgeFolderDialog *self = g_object_new (LODGE_TYPE_FOLDER_DIALOG, "transient-for", parent, NULL);
  GBindingFlags flags = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  self->console = g_object_ref (console);
  self->folder = g_object_ref (lodge_console_get_folder (console));
  g_object_bind_property (self->folder, "shared", self->shared, "active", flags);
  g_object_bind_property (self->folder, "read-only", self->read_only, "active", flags);
  g_signal_connect_object (self->folder, "notify", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
  return GTK_WIDGET (self);
}
