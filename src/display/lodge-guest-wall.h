/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-guest-cell.h"

G_BEGIN_DECLS

/* The guest's first display, and beside it those of the others that share its window. To be put into a
 * GtkScrolledWindow, as LodgeDisplay.
 * Properties: display (LodgeDisplay, the first), current (LodgeDisplay, read-only: the one that has the
 *   keyboard, or had it last), grabbed (bool, read-only: keys and pointer go to the guest from any). */
#define LODGE_TYPE_GUEST_WALL (lodge_guest_wall_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestWall, lodge_guest_wall, LODGE, GUEST_WALL, GtkWidget)

GtkWidget *lodge_guest_wall_new    (LodgeDisplay   *display);
void       lodge_guest_wall_add    (LodgeGuestWall *self,
                                    LodgeGuestCell *cell);
void       lodge_guest_wall_remove (LodgeGuestWall *self,
                                    LodgeGuestCell *cell);
GdkTexture *lodge_guest_wall_snapshot_guest (LodgeGuestWall *self);
guint       lodge_guest_wall_count_on       (LodgeGuestWall *self);

G_END_DECLS
