/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Holds the pointer inside a widget for as long as it lives, and tells how far the mouse moves, without
 * an edge to stop at. */
typedef struct _LodgePointerLock LodgePointerLock;

/* By how much, in the widget's coordinates. */
typedef void (*LodgePointerMoved) (double dx, double dy, gpointer user_data);

void              lodge_pointer_lock_prepare (GdkDisplay *display);
/* NULL where the display cannot do it */
LodgePointerLock *lodge_pointer_lock_new     (GtkWidget *widget, LodgePointerMoved moved,
                                              gpointer user_data);
/* FALSE while the display has not agreed: the pointer moves as ever then */
gboolean          lodge_pointer_lock_is_held (LodgePointerLock *self);
void              lodge_pointer_lock_free    (LodgePointerLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgePointerLock, lodge_pointer_lock_free)

G_END_DECLS
