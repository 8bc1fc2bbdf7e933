/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _LodgeDisplayDirect LodgeDisplayDirect;

LodgeDisplayDirect *lodge_display_direct_new     (GdkSurface *surface,
                                                  void      (*ready) (gpointer),
                                                  gpointer    user_data);
void                lodge_display_direct_free    (LodgeDisplayDirect *self);
gboolean            lodge_display_direct_is_busy (LodgeDisplayDirect *self);
cairo_surface_t    *lodge_display_direct_begin   (LodgeDisplayDirect *self, int width, int height);
void                lodge_display_direct_put     (LodgeDisplayDirect *self, int x, int y,
                                                  const GdkRectangle *rects, guint n_rects);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeDisplayDirect, lodge_display_direct_free)

G_END_DECLS
