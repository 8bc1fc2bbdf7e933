/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guest's pointer as the host's. */

#include "config.h"

#include "display/lodge-display-private.h"
#include "display/lodge-scaled-cursor.h"

static void
set_cursor_texture (LodgeDisplay *self,
                    LodgeCursor  *cursor)
{
  if (self->cursor == cursor)
    return;

  g_clear_object (&self->cursor_texture);
  g_clear_pointer (&self->cursor, lodge_cursor_unref);
  if (cursor == NULL)
    return;

  self->cursor = lodge_cursor_ref (cursor);
  if (cursor->pixels != NULL)
    self->cursor_texture = gdk_memory_texture_new (cursor->width, cursor->height,
                                                   GDK_MEMORY_R8G8B8A8, cursor->pixels,
                                                   (gsize) cursor->width * 4);
}

/* In the absolute mode the guest's pointer is the host's; in the relative one it is painted. */
void
lodge_display_update_cursor (LodgeDisplay *self)
{
  LodgeCursor *cursor = lodge_display_is_connected (self) ? lodge_screen_get_cursor (self->screen) : NULL;
  g_autoptr(GdkCursor) pointer = NULL;

  set_cursor_texture (self, cursor);
  if (lodge_display_is_relative (self))
    {
      if (self->captured)
        pointer = gdk_cursor_new_from_name ("none", NULL);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (self->view_only)
    pointer = NULL;
  else if (cursor != NULL && cursor->pixels == NULL)
    pointer = gdk_cursor_new_from_name ("none", NULL);
  else if (self->cursor_texture != NULL)
    pointer = lodge_scaled_cursor_new (self->cursor, self->cursor_texture);
  gtk_widget_set_cursor (GTK_WIDGET (self), pointer);
}
