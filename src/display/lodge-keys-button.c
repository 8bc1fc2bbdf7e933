/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The menu of what can be typed for the user: key combinations that the own system would take, those
 * that the user has added, and text. */

#include "config.h"

#include "display/lodge-keys-button.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-prop.h"
#include "base/lodge-settings.h"
#include "display-resources.h"
#include "display/lodge-display.h"
#include "display/lodge-key-combo.h"
#include "display/lodge-type-dialog.h"

struct _LodgeKeysButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GMenu *own_keys;
  GMenu *function_keys;

  GSettings *settings;
  LodgeDisplay *display;
  char *uuid;
  gboolean view_only;
};

enum {
  PROP_0,
  PROP_DISPLAY,
  PROP_UUID,
  PROP_VIEW_ONLY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeKeysButton, lodge_keys_button, GTK_TYPE_WIDGET)

/* An underscore in a name is no mnemonic. */
static char *
dup_label (const char *name,
           const char *keys)
{
  g_autofree char *label = *name != '\0' ? g_strdup (name) : lodge_key_combo_get_label (keys);
  g_auto(GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
own_keys_cb (LodgeKeysButton *self)
{
  g_autoptr(GVariant) combinations = g_settings_get_value (self->settings, "key-combinations");
  const char *name, *keys;
  GVariantIter iter;

  g_menu_remove_all (self->own_keys);
  g_variant_iter_init (&iter, combinations);
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &keys))
    {
      guint scancodes[LODGE_KEY_COMBO_MAX];
      g_autofree char *label = dup_label (name, keys);
      g_autoptr(GMenuItem) item = NULL;

      if (lodge_key_combo_parse (keys, scancodes) == 0)
        continue;
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "win.send-keys", "s", keys);
      g_menu_append_item (self->own_keys, item);
    }
}

static void
fill_function_keys (GMenu *menu)
{
  for (int i = 1; i <= 12; i++)
    {
      g_autofree char *keys = g_strdup_printf ("ctrl-alt-f%d", i);
      g_autofree char *label = lodge_key_combo_get_label (keys);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.send-keys", "s", keys);
      g_menu_append_item (menu, item);
    }
}

static LodgeTypeDialog *
open_type_dialog (LodgeKeysButton *self)
{
  LodgeConsole *console = self->display != NULL ? lodge_display_get_console (self->display) : NULL;
  LodgeTypeDialog *dialog;

  if (console == NULL)
    return NULL;

  dialog = lodge_type_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), console,
                                  self->uuid);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
type_text_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  open_type_dialog (LODGE_KEYS_BUTTON (widget));
}

static void
type_clipboard_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  LodgeTypeDialog *dialog = open_type_dialog (LODGE_KEYS_BUTTON (widget));

  if (dialog != NULL)
    lodge_type_dialog_paste (dialog);
}

/* What is insensitive says why. */
static void
set_view_only (LodgeKeysButton *self,
               gboolean         view_only)
{
  if (!lodge_prop_set_bool (G_OBJECT (self), properties[PROP_VIEW_ONLY], &self->view_only, view_only))
    return;

  gtk_widget_set_sensitive (self->button, !view_only);
  gtk_widget_set_tooltip_text (self->button,
                               view_only ? _("No keys go to the machine: the console is for viewing only")
                                         : _("Send Key Combinations to the Machine"));
}

static void
lodge_keys_button_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeKeysButton *self = LODGE_KEYS_BUTTON (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      g_value_set_object (value, self->display);
      break;

    case PROP_UUID:
      g_value_set_string (value, self->uuid);
      break;

    case PROP_VIEW_ONLY:
      g_value_set_boolean (value, self->view_only);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_keys_button_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LodgeKeysButton *self = LODGE_KEYS_BUTTON (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      lodge_prop_set_object (object, pspec, &self->display, g_value_get_object (value));
      break;

    case PROP_UUID:
      lodge_prop_set_string (object, pspec, &self->uuid, g_value_get_string (value));
      break;

    case PROP_VIEW_ONLY:
      set_view_only (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_keys_button_dispose (GObject *object)
{
  LodgeKeysButton *self = LODGE_KEYS_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->settings);
  g_clear_object (&self->display);
  g_clear_pointer (&self->uuid, g_free);

  G_OBJECT_CLASS (lodge_keys_button_parent_class)->dispose (object);
}

static void
lodge_keys_button_class_init (LodgeKeysButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_keys_button_get_property;
  object_class->set_property = lodge_keys_button_set_property;
  object_class->dispose = lodge_keys_button_dispose;

  properties[PROP_DISPLAY] = g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY, flags);
  properties[PROP_UUID] = g_param_spec_string ("uuid", NULL, NULL, NULL, flags);
  properties[PROP_VIEW_ONLY] = g_param_spec_boolean ("view-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-keys-button.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeKeysButton, button);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeysButton, own_keys);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeysButton, function_keys);
  gtk_widget_class_install_action (widget_class, "keys.type-text", NULL, type_text_cb);
  gtk_widget_class_install_action (widget_class, "keys.type-clipboard", NULL, type_clipboard_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_keys_button_init (LodgeKeysButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_function_keys (self->function_keys);

  self->settings = lodge_settings_new ();
  if (self->settings == NULL)
    return;

  g_signal_connect_object (self->settings, "changed::key-combinations", G_CALLBACK (own_keys_cb),
                           self, G_CONNECT_SWAPPED);
  own_keys_cb (self);
}
