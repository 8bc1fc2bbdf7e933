/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells that a folder of this computer is open to the guest, and which; a click leads to where that ends. */

#include "config.h"

#include "display/lodge-folder-button.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-prop.h"

struct _LodgeFolderButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  LodgeDisplay *display;
  GSignalGroup *display_signals;
  GSignalGroup *folder_signals;
};

enum {
  PROP_0,
  PROP_DISPLAY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeFolderButton, lodge_folder_button, GTK_TYPE_WIDGET)

static LodgeConsoleFolder *
get_folder (LodgeFolderButton *self)
{
  LodgeConsole *console = self->display != NULL ? lodge_display_get_console (self->display) : NULL;

  return console != NULL ? lodge_console_get_folder (console) : NULL;
}

static void
update (LodgeFolderButton *self)
{
  LodgeConsoleFolder *folder = get_folder (self);
  gboolean shared = folder != NULL && lodge_console_folder_get_shared (folder) != NULL
                    && lodge_console_folder_get_state (folder) >= LODGE_FOLDER_WAITING;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), shared);
  if (!shared)
    return;

  name = g_filename_display_basename (lodge_console_folder_get_shared (folder));
  text = lodge_console_folder_is_read_only (folder)
           /* Translators: %s is the name of a folder */
           ? g_strdup_printf (_("The guest can read the folder “%s”"), name)
           : g_strdup_printf (_("The guest can read and change the folder “%s”"), name);
  gtk_widget_set_tooltip_text (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
console_cb (LodgeFolderButton *self)
{
  g_signal_group_set_target (self->folder_signals, get_folder (self));
  update (self);
}

static void
set_display (LodgeFolderButton *self,
             LodgeDisplay      *display)
{
  if (!lodge_prop_set_object (G_OBJECT (self), properties[PROP_DISPLAY], &self->display, display))
    return;

  g_signal_group_set_target (self->display_signals, display);
  console_cb (self);
}

static void
lodge_folder_button_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DISPLAY:
      g_value_set_object (value, LODGE_FOLDER_BUTTON (object)->display);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_folder_button_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_DISPLAY:
      set_display (LODGE_FOLDER_BUTTON (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_folder_button_dispose (GObject *object)
{
  LodgeFolderButton *self = LODGE_FOLDER_BUTTON (object);

  g_clear_object (&self->display_signals);
  g_clear_object (&self->folder_signals);
  g_clear_object (&self->display);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (lodge_folder_button_parent_class)->dispose (object);
}

static void
lodge_folder_button_class_init (LodgeFolderButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_folder_button_get_property;
  object_class->set_property = lodge_folder_button_set_property;
  object_class->dispose = lodge_folder_button_dispose;

  properties[PROP_DISPLAY] =
    g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_folder_button_init (LodgeFolderButton *self)
{
  self->button = gtk_button_new_from_icon_name ("folder-publicshare-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "guest.folder");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->display_signals = g_signal_group_new (LODGE_TYPE_DISPLAY);
  g_signal_group_connect_swapped (self->display_signals, "notify::console", G_CALLBACK (console_cb), self);
  self->folder_signals = g_signal_group_new (LODGE_TYPE_CONSOLE_FOLDER);
  g_signal_group_connect_swapped (self->folder_signals, "notify", G_CALLBACK (update), self);
  update (self);
}
