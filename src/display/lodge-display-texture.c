/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which way the picture takes to GTK's renderer: the guest's own memory as a texture where that can be
 * imported, else tiles. It is found anew for each scanout, so that what fails goes the other way. */

#include "config.h"

#include "display/lodge-display-private.h"

/* For lodge-display.c. */
void
lodge_display_realize_texture (LodgeDisplay *self)
{
  self->gl = lodge_display_gl_new (GTK_WIDGET (self));
  lodge_display_update_texture (self);
}

static void
want_tiles (LodgeDisplay *self)
{
  LodgeFramebuffer *framebuffer = lodge_display_get_framebuffer (self);

  if (framebuffer != NULL)
    lodge_framebuffer_damage_all (framebuffer);
}

void
lodge_display_unrealize_texture (LodgeDisplay *self)
{
  gboolean had_texture = lodge_display_has_texture (self);

  g_clear_pointer (&self->gl, lodge_display_gl_free);
  if (had_texture)
    want_tiles (self);
}

gboolean
lodge_display_has_texture (LodgeDisplay *self)
{
  return self->gl != NULL && lodge_display_gl_has_picture (self->gl);
}

/* The screen is another one, or its memory is. */
void
lodge_display_update_texture (LodgeDisplay *self)
{
  LodgeScanout *scanout = self->screen != NULL ? lodge_screen_get_scanout (self->screen) : NULL;
  gboolean had_texture = lodge_display_has_texture (self);

  if (self->gl == NULL)
    return;

  if (lodge_display_gl_set_scanout (self->gl, scanout))
    lodge_display_gl_draw (self->gl);
  else if (had_texture)
    want_tiles (self);
}

/* Takes what changed. */
void
lodge_display_load (LodgeDisplay *self)
{
  LodgeFramebuffer *framebuffer = lodge_display_get_framebuffer (self);

  if (!lodge_display_has_texture (self))
    lodge_display_tiles_load (self->tiles, framebuffer);
  else if (lodge_display_tiles_skip (self->tiles, framebuffer))
    lodge_display_gl_draw (self->gl);
}

/* The framebuffer's pixels go; its last picture stays. */
void
lodge_display_keep_picture (LodgeDisplay *self)
{
  if (lodge_display_has_texture (self))
    {
      want_tiles (self);
      lodge_display_tiles_load (self->tiles, lodge_display_get_framebuffer (self));
    }
  lodge_display_tiles_freeze (self->tiles);
}

void
lodge_display_snapshot_picture (LodgeDisplay *self,
                                GtkSnapshot  *snapshot)
{
  int x = 0, y = 0;

  if (!lodge_display_has_texture (self))
    {
      lodge_display_tiles_snapshot (self->tiles, snapshot, &self->geometry);
      return;
    }
  lodge_screen_get_place (self->screen, &x, &y);
  lodge_display_gl_snapshot (self->gl, snapshot, &self->geometry, x, y);
}
