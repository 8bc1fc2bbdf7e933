/* SPDX-License-Identifier: GPL-3.0-or-later */

/* XML to read: highlighted, in the colours of the system's style, with search and copy. */

#include "config.h"

#include "pages/lodge-xml-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "widgets/lodge-template.h"

struct _LodgeXmlView
{
  GtkWidget parent_instance;

  GtkSourceView *view;
  GtkSourceBuffer *buffer;
  GtkSearchEntry *entry;
  GtkLabel *matches;

  GtkSourceSearchContext *search;
};

G_DEFINE_FINAL_TYPE (LodgeXmlView, lodge_xml_view, GTK_TYPE_WIDGET)

static void
scheme_cb (LodgeXmlView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (self->buffer,
                                      gtk_source_style_scheme_manager_get_scheme (
                                        manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
count_cb (LodgeXmlView *self)
{
  int count = gtk_source_search_context_get_occurrences_count (self->search);
  g_autofree char *text = NULL;

  if (count >= 0 && *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    text = g_strdup_printf (ngettext ("%d match", "%d matches", (gulong) count), count);
  gtk_label_set_label (self->matches, text != NULL ? text : "");
}

static void
select_match (LodgeXmlView *self,
              gboolean      forward)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter from, start, end;
  gboolean found;

  gtk_text_buffer_get_selection_bounds (buffer, forward ? NULL : &from, forward ? &from : NULL);
  if (forward)
    found = gtk_source_search_context_forward (self->search, &from, &start, &end, NULL);
  else
    found = gtk_source_search_context_backward (self->search, &from, &start, &end, NULL);
  if (!found)
    return;

  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                      gtk_text_buffer_get_insert (buffer));
}

static void
search_cb (LodgeXmlView *self)
{
  GtkTextIter start;

  gtk_source_search_settings_set_search_text (gtk_source_search_context_get_settings (self->search),
                                              gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  select_match (self, TRUE);
  count_cb (self);
}

static void
next_cb (LodgeXmlView *self)
{
  select_match (self, TRUE);
}

static void
previous_cb (LodgeXmlView *self)
{
  select_match (self, FALSE);
}

static void
copy_cb (LodgeXmlView *self)
{
  g_autofree char *text = NULL;

  g_object_get (self->buffer, "text", &text, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-toast", "s", _("Copied to the clipboard"));
}

static void
lodge_xml_view_dispose (GObject *object)
{
  LodgeXmlView *self = LODGE_XML_VIEW (object);

  g_clear_object (&self->search);
  lodge_template_dispose (self, LODGE_TYPE_XML_VIEW);

  G_OBJECT_CLASS (lodge_xml_view_parent_class)->dispose (object);
}

static void
lodge_xml_view_class_init (LodgeXmlViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_xml_view_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-xml-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeXmlView, view);
  gtk_widget_class_bind_template_child (widget_class, LodgeXmlView, buffer);
  gtk_widget_class_bind_template_child (widget_class, LodgeXmlView, entry);
  gtk_widget_class_bind_template_child (widget_class, LodgeXmlView, matches);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_xml_view_init (LodgeXmlView *self)
{
  g_autoptr(GtkSourceSearchSettings) settings = gtk_source_search_settings_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_template_name_icons (GTK_WIDGET (self));

  gtk_source_search_settings_set_wrap_around (settings, TRUE);
  self->search = gtk_source_search_context_new (self->buffer, settings);
  g_signal_connect_object (self->search, "notify::occurrences-count", G_CALLBACK (count_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_source_buffer_set_language (self->buffer,
                                  gtk_source_language_manager_get_language (
                                    gtk_source_language_manager_get_default (), "xml"));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (scheme_cb),
                           self, G_CONNECT_SWAPPED);
  scheme_cb (self);
}

/**
 * lodge_xml_view_set_text:
 * @self: a view
 * @text: XML
 *
 * Shows @text from its beginning.
 */
void
lodge_xml_view_set_text (LodgeXmlView *self,
                         const char   *text)
{
  GtkTextIter start;

  g_return_if_fail (LODGE_IS_XML_VIEW (self));

  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
}
