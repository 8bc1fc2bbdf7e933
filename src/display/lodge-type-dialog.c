/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Types a text into a machine, for guests that cannot share a clipboard. What the chosen layout has no
 * keys for is marked in the text beforehand and left out. */

#include "config.h"

#include "display/lodge-type-dialog.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-settings.h"
#include "display-resources.h"
#include "display/lodge-key-layouts.h"
#include "display/lodge-typist.h"

/* So many of the characters that cannot be typed are named. */
#define MAX_NAMED 8

/* What a clipboard may hold; typing as much takes an hour. */
#define MAX_PASTE 100000

/* What cannot be typed, on light and on dark. */
#define MISSING_COLOR ((GdkRGBA) { 0.88f, 0.11f, 0.14f, 0.3f })

struct _LodgeTypeDialog
{
  AdwWindow parent_instance;

  GtkStack *buttons;
  GtkWidget *type_button;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkDropDown *layouts;
  GtkRevealer *problem_revealer;
  GtkLabel *problem;
  GtkRevealer *progress_revealer;
  GtkProgressBar *progress;

  GtkTextTag *missing_tag;  /* the buffer's */
  LodgeConsole *console;
  GSettings *settings;      /* of the machine */
  LodgeKeyLayout *layout;
  LodgeTypist *typist;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LodgeTypeDialog, lodge_type_dialog, ADW_TYPE_WINDOW)

/* While a text is looked through. */
typedef struct {
  LodgeTypeDialog *self;
  GString *named;
  guint n_named;
} Check;

static char *
dup_text (LodgeTypeDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

static void
mark_cb (glong    offset,
         gunichar character,
         gpointer user_data)
{
  Check *check = user_data;
  GtkTextIter start, end;
  char text[7] = { 0 };

  gtk_text_buffer_get_iter_at_offset (check->self->buffer, &start, (int) offset);
  end = start;
  gtk_text_iter_forward_char (&end);
  gtk_text_buffer_apply_tag (check->self->buffer, check->self->missing_tag, &start, &end);

  g_unichar_to_utf8 (character, text);
  if (check->n_named >= MAX_NAMED || !g_unichar_isprint (character)
      || strstr (check->named->str, text) != NULL)
    return;
  check->n_named++;
  g_string_append_printf (check->named, " %s", text);
}

static void
show_problem (LodgeTypeDialog *self,
              guint            n,
              const char      *named)
{
  g_autofree char *text = NULL;

  if (n > 0)
    {
      /* Translators: behind the sentence stand the first of those characters */
      text = g_strdup_printf (ngettext ("%u character cannot be typed with this layout and is left out:%s",
                                        "%u characters cannot be typed with this layout and are left out:%s",
                                        n), n, named);
      gtk_label_set_label (self->problem, text);
    }
  gtk_revealer_set_reveal_child (self->problem_revealer, n > 0);
}

static void
check (LodgeTypeDialog *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr(GString) named = g_string_new (NULL);
  Check look = { self, named, 0 };
  GtkTextIter start, end;
  guint n = 0;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->missing_tag, &start, &end);
  if (self->layout != NULL)
    n = lodge_typist_check (text, self->layout, mark_cb, &look);
  show_problem (self, n, named->str);
  gtk_widget_set_sensitive (self->type_button, self->layout != NULL
                                               && (glong) n < g_utf8_strlen (text, -1));
}

static void
changed_cb (LodgeTypeDialog *self)
{
  check (self);
}

static void
layout_cb (LodgeTypeDialog *self)
{
  GPtrArray *list = lodge_key_layouts_list ();
  guint selected = gtk_drop_down_get_selected (self->layouts);
  LodgeKeyLayoutName *name;

  if (self->console == NULL || selected >= list->len)
    return;

  name = g_ptr_array_index (list, selected);
  if (self->layout != NULL && g_str_equal (lodge_key_layout_get_name (self->layout), name->name))
    return;
  g_clear_object (&self->layout);
  self->layout = lodge_key_layout_new (name->name, NULL);
  if (self->settings != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    g_settings_set_string (self->settings, "keyboard-layout", name->name);
  check (self);
}

static void
select_layout (LodgeTypeDialog *self)
{
  GPtrArray *list = lodge_key_layouts_list ();
  g_autofree char *wanted = NULL;
  guint selected = 0;

  if (self->settings != NULL)
    wanted = g_settings_get_string (self->settings, "keyboard-layout");
  if (wanted == NULL || *wanted == '\0')
    {
      g_free (wanted);
      wanted = lodge_key_layouts_dup_host (gtk_widget_get_display (GTK_WIDGET (self)));
    }
  for (guint i = 0; i < list->len; i++)
    {
      LodgeKeyLayoutName *name = g_ptr_array_index (list, i);

      if (g_str_equal (name->name, wanted) || (selected == 0 && g_str_equal (name->name, "us")))
        selected = i;
      if (g_str_equal (name->name, wanted))
        break;
    }
  gtk_drop_down_set_selected (self->layouts, selected);
}

static void
fill_layouts (LodgeTypeDialog *self)
{
  GPtrArray *list = lodge_key_layouts_list ();
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < list->len; i++)
    gtk_string_list_append (labels, ((LodgeKeyLayoutName *) g_ptr_array_index (list, i))->label);
  gtk_drop_down_set_model (self->layouts, G_LIST_MODEL (labels));
}

static void
type_cb (LodgeTypeDialog *self)
{
  g_autofree char *text = dup_text (self);

  lodge_typist_start (self->typist, self->console, self->layout, text);
}

static void
stop_cb (LodgeTypeDialog *self)
{
  lodge_typist_cancel (self->typist);
}

static void
progress_cb (LodgeTypeDialog *self)
{
  gtk_progress_bar_set_fraction (self->progress, lodge_typist_get_progress (self->typist));
}

static void
active_cb (LodgeTypeDialog *self)
{
  gboolean active = lodge_typist_is_active (self->typist);

  gtk_stack_set_visible_child_name (self->buttons, active ? "stop" : "type");
  gtk_widget_set_sensitive (GTK_WIDGET (self->view), !active);
  gtk_widget_set_sensitive (GTK_WIDGET (self->layouts), !active);
  gtk_revealer_set_reveal_child (self->progress_revealer, active);
  if (!active && lodge_typist_get_progress (self->typist) >= 1)
    gtk_window_close (GTK_WINDOW (self));
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LodgeTypeDialog) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree char *start = NULL;

  if (text == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  start = g_utf8_strlen (text, -1) > MAX_PASTE ? g_utf8_substring (text, 0, MAX_PASTE)
                                               : g_steal_pointer (&text);
  gtk_text_buffer_set_text (self->buffer, start, -1);
  gtk_widget_grab_focus (self->type_button);
}

static void
lodge_type_dialog_dispose (GObject *object)
{
  LodgeTypeDialog *self = LODGE_TYPE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->typist != NULL)
    g_signal_handlers_disconnect_by_data (self->typist, self);
  g_clear_object (&self->typist);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_TYPE_DIALOG);
  g_clear_object (&self->console);
  g_clear_object (&self->settings);
  g_clear_object (&self->layout);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (lodge_type_dialog_parent_class)->dispose (object);
}

static void
lodge_type_dialog_class_init (LodgeTypeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_type_dialog_dispose;

  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-type-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, type_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, view);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, layouts);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, LodgeTypeDialog, progress);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_cb);
  gtk_widget_class_bind_template_callback (widget_class, type_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lodge_type_dialog_init (LodgeTypeDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->typist = lodge_typist_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->typist, "notify::progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->typist, "notify::active", G_CALLBACK (active_cb), self,
                           G_CONNECT_SWAPPED);
  self->missing_tag = gtk_text_buffer_create_tag (self->buffer, NULL,
                                                  "underline", PANGO_UNDERLINE_ERROR,
                                                  "background-rgba", &MISSING_COLOR, NULL);
  fill_layouts (self);
}

/**
 * lodge_type_dialog_new:
 * @parent: the window it belongs to
 * @console: where to type
 * @uuid: (nullable): the machine, of which the layout is remembered
 *
 * Makes the dialog; it is presented by the caller.
 *
 * Returns: (transfer none): the dialog
 */
LodgeTypeDialog *
lodge_type_dialog_new (GtkWindow    *parent,
                       LodgeConsole *console,
                       const char   *uuid)
{
  LodgeTypeDialog *self = g_object_new (LODGE_TYPE_TYPE_DIALOG, "transient-for", parent, NULL);

  self->console = g_object_ref (console);
  self->settings = lodge_settings_new_for_machine (uuid);
  select_layout (self);
  layout_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return self;
}

/**
 * lodge_type_dialog_paste:
 * @self: a dialog
 *
 * Puts the clipboard's text in.
 */
void
lodge_type_dialog_paste (LodgeTypeDialog *self)
{
  g_return_if_fail (LODGE_IS_TYPE_DIALOG (self));

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->cancellable,
                                 pasted_cb, g_object_ref (self));
}
