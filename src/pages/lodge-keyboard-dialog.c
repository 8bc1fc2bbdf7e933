/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Settings of the keyboard in machines. They take effect at once. */

#include "config.h"

#include "pages/lodge-keyboard-dialog.h"

#include <glib/gi18n.h>

#include "base/lodge-settings.h"
#include "display/lodge-key-combo.h"
#include "widgets/lodge-template.h"

#define N_MODIFIERS 4

struct _LodgeKeyboardDialog
{
  AdwWindow parent_instance;

  AdwComboRow *release_row;
  AdwPreferencesGroup *machine_group;
  GtkSwitch *shortcuts_switch;
  AdwPreferencesGroup *own_group;
  GtkToggleButton *ctrl_button;
  GtkToggleButton *alt_button;
  GtkToggleButton *shift_button;
  GtkToggleButton *super_button;
  GtkDropDown *keys;
  GtkEditable *name_row;

  GSettings *settings;
  GSettings *machine_settings;
  GPtrArray *release_keys;   /* of the rows of release_row */
  GPtrArray *own_rows;       /* unowned widgets */
};

G_DEFINE_FINAL_TYPE (LodgeKeyboardDialog, lodge_keyboard_dialog, ADW_TYPE_WINDOW)

static const char *const usual_release_keys[] = {
  "ctrl-alt", "ctrl_r", "ctrl-shift", "ctrl-alt-shift", "super_r", "shift-f12",
};

static void
fill_release_keys (LodgeKeyboardDialog *self)
{
  g_autofree char *current = g_settings_get_string (self->settings, "release-keys");
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  guint scancodes[LODGE_KEY_COMBO_MAX], selected = 0;

  self->release_keys = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (usual_release_keys); i++)
    g_ptr_array_add (self->release_keys, g_strdup (usual_release_keys[i]));
  if (!g_ptr_array_find_with_equal_func (self->release_keys, current, g_str_equal, &selected)
      && lodge_key_combo_parse (current, scancodes) > 0)
    {
      selected = self->release_keys->len;
      g_ptr_array_add (self->release_keys, g_steal_pointer (&current));
    }

  for (guint i = 0; i < self->release_keys->len; i++)
    {
      g_autofree char *label =
        lodge_key_combo_get_label (g_ptr_array_index (self->release_keys, i));

      gtk_string_list_append (labels, label);
    }
  adw_combo_row_set_model (self->release_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->release_row,
                              selected < self->release_keys->len ? selected : 0);
}

static void
release_cb (LodgeKeyboardDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->release_row);

  if (self->settings != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
      && selected < self->release_keys->len)
    g_settings_set_string (self->settings, "release-keys",
                           g_ptr_array_index (self->release_keys, selected));
}

/* The combinations but for the one at @skip, with another at the end when @keys is not NULL. */
static void
set_own_keys (LodgeKeyboardDialog *self,
              guint                skip,
              const char          *name,
              const char          *keys)
{
  g_autoptr(GVariant) old = g_settings_get_value (self->settings, "key-combinations");
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ss)"));

  for (guint i = 0; i < g_variant_n_children (old); i++)
    {
      g_autoptr(GVariant) child = g_variant_get_child_value (old, i);

      if (i != skip)
        g_variant_builder_add_value (&builder, child);
    }
  if (keys != NULL)
    g_variant_builder_add (&builder, "(ss)", name, keys);
  g_settings_set_value (self->settings, "key-combinations", g_variant_builder_end (&builder));
}

static void
remove_cb (LodgeKeyboardDialog *self,
           GtkButton           *button)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  set_own_keys (self, index, NULL, NULL);
}

static void
add_own_row (LodgeKeyboardDialog *self,
             guint                index,
             const char          *name,
             const char          *keys)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = lodge_key_combo_get_label (keys);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *name != '\0' ? name : label);
  if (*name != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), label);

  gtk_widget_set_tooltip_text (button, _("Remove"));
  lodge_template_name_icons (button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->own_group, row);
  g_ptr_array_add (self->own_rows, row);
}

static void
own_keys_cb (LodgeKeyboardDialog *self)
{
  g_autoptr(GVariant) combinations = g_settings_get_value (self->settings, "key-combinations");

  for (guint i = 0; i < self->own_rows->len; i++)
    adw_preferences_group_remove (self->own_group, g_ptr_array_index (self->own_rows, i));
  g_ptr_array_set_size (self->own_rows, 0);
  for (guint i = 0; i < g_variant_n_children (combinations); i++)
    {
      const char *name, *keys;

      g_variant_get_child (combinations, i, "(&s&s)", &name, &keys);
      add_own_row (self, i, name, keys);
    }
}

static char *
dup_chosen_keys (LodgeKeyboardDialog *self)
{
  GtkToggleButton *buttons[N_MODIFIERS] = { self->ctrl_button, self->alt_button, self->shift_button,
                                            self->super_button };
  static const char *const names[N_MODIFIERS] = { "ctrl", "alt", "shift", "super" };
  g_autoptr(GString) text = g_string_new (NULL);
  const char *key = lodge_key_combo_get_key (gtk_drop_down_get_selected (self->keys) + N_MODIFIERS);

  for (guint i = 0; i < N_MODIFIERS; i++)
    if (gtk_toggle_button_get_active (buttons[i]))
      g_string_append_printf (text, "%s-", names[i]);
  g_string_append (text, key != NULL ? key : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_cb (LodgeKeyboardDialog *self)
{
  g_autofree char *keys = dup_chosen_keys (self);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  guint scancodes[LODGE_KEY_COMBO_MAX];

  if (self->settings == NULL || lodge_key_combo_parse (keys, scancodes) == 0)
    return;

  set_own_keys (self, G_MAXUINT, name, keys);
  gtk_editable_set_text (self->name_row, "");
}

/* The first ones of the table are the modifiers, which have buttons. */
static void
fill_keys (LodgeKeyboardDialog *self)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  const char *key;

  for (guint i = N_MODIFIERS; (key = lodge_key_combo_get_key (i)) != NULL; i++)
    {
      g_autofree char *label = lodge_key_combo_get_label (key);

      gtk_string_list_append (labels, label);
    }
  gtk_drop_down_set_model (self->keys, G_LIST_MODEL (labels));
  for (guint i = N_MODIFIERS; (key = lodge_key_combo_get_key (i)) != NULL; i++)
    if (g_str_equal (key, "f4"))
      gtk_drop_down_set_selected (self->keys, i - N_MODIFIERS);
}

static void
lodge_keyboard_dialog_dispose (GObject *object)
{
  LodgeKeyboardDialog *self = LODGE_KEYBOARD_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_KEYBOARD_DIALOG);
  g_clear_object (&self->settings);
  g_clear_object (&self->machine_settings);
  g_clear_pointer (&self->release_keys, g_ptr_array_unref);
  g_clear_pointer (&self->own_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (lodge_keyboard_dialog_parent_class)->dispose (object);
}

static void
lodge_keyboard_dialog_class_init (LodgeKeyboardDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_keyboard_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-keyboard-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, release_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, machine_group);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, shortcuts_switch);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, own_group);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, ctrl_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, alt_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, shift_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, super_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, keys);
  gtk_widget_class_bind_template_child (widget_class, LodgeKeyboardDialog, name_row);
  gtk_widget_class_bind_template_callback (widget_class, release_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lodge_keyboard_dialog_init (LodgeKeyboardDialog *self)
{
  self->own_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_keys (self);

  self->settings = lodge_settings_new ();
  if (self->settings == NULL)
    return;

  fill_release_keys (self);
  g_signal_connect_object (self->settings, "changed::key-combinations", G_CALLBACK (own_keys_cb),
                           self, G_CONNECT_SWAPPED);
  own_keys_cb (self);
}

/**
 * lodge_keyboard_dialog_new:
 * @parent: the window it belongs to
 * @machine: (nullable): whose own settings are shown too
 *
 * Makes the dialog; it is presented by the caller.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
lodge_keyboard_dialog_new (GtkWindow    *parent,
                           LodgeMachine *machine)
{
  LodgeKeyboardDialog *self =
    g_object_new (LODGE_TYPE_KEYBOARD_DIALOG, "transient-for", parent, NULL);
  g_autofree char *title = NULL;

  if (machine != NULL)
    self->machine_settings = lodge_settings_new_for_machine (lodge_machine_get_uuid (machine));
  gtk_widget_set_visible (GTK_WIDGET (self->machine_group), self->machine_settings != NULL);
  if (self->machine_settings == NULL)
    return GTK_WIDGET (self);

  title = g_markup_escape_text (lodge_machine_get_label (machine), -1);
  adw_preferences_group_set_title (self->machine_group, title);
  g_settings_bind (self->machine_settings, "system-shortcuts", self->shortcuts_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}
