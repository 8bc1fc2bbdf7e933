/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest that is connected and has drawn nothing: black alone looks like a fault of the program. It is said
 * after a while, because most guests have a picture at once. */

#include "config.h"

#include "display/lodge-display-private.h"

#include <glib/gi18n-lib.h>

#define DELAY_MS 1000
#define MARGIN 24

static gboolean
is_blank (LodgeDisplay *self)
{
  return self->console != NULL && lodge_console_get_state (self->console) == LODGE_CONSOLE_CONNECTED
         && self->notice == LODGE_NOTICE_NONE && !lodge_display_has_picture (self)
         && lodge_framebuffer_get_width (lodge_display_get_framebuffer (self)) == 0;
}

static void
set_blank (LodgeDisplay *self,
           gboolean      blank)
{
  if (self->blank == blank)
    return;

  self->blank = blank;
  lodge_display_update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
delay_cb (gpointer user_data)
{
  LodgeDisplay *self = user_data;

  self->blank_source = 0;
  set_blank (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* After each change of what it depends on. */
void
lodge_display_update_blank (LodgeDisplay *self)
{
  gboolean blank = is_blank (self);

  if (!blank)
    {
      g_clear_handle_id (&self->blank_source, g_source_remove);
      set_blank (self, FALSE);
    }
  else if (!self->blank && self->blank_source == 0)
    self->blank_source = g_timeout_add (DELAY_MS, delay_cb, self);
}

const char *
lodge_display_get_blank_text (LodgeDisplay *self)
{
  return self->blank ? _("The machine shows no picture yet") : NULL;
}

void
lodge_display_snapshot_blank (LodgeDisplay *self,
                              GtkSnapshot  *snapshot)
{
  static const GdkRGBA grey = { 1, 1, 1, 0.7f };
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;
  int height = gtk_widget_get_height (GTK_WIDGET (self)), text_height;
  g_autoptr(PangoLayout) layout = NULL;
  g_autoptr(PangoAttrList) large = pango_attr_list_new ();

  if (!self->blank || width < 1)
    return;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), lodge_display_get_blank_text (self));
  pango_attr_list_insert (large, pango_attr_scale_new (PANGO_SCALE_LARGE));
  pango_layout_set_attributes (layout, large);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, (float) ((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &grey);
  gtk_snapshot_restore (snapshot);
}
