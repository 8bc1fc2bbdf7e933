/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* Another screen of a guest than the first, or that the guest shows nothing there. It lives in a window of
 * its own, or beside the first, and may be moved between both while it shows something.
 * Properties: on (bool, read-only: there is something to see).
 * Signals: closed() when its button was pressed. */
#define LODGE_TYPE_GUEST_CELL (lodge_guest_cell_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestCell, lodge_guest_cell, LODGE, GUEST_CELL, GtkWidget)

GtkWidget    *lodge_guest_cell_new         (LodgeDisplay   *beside,
                                            guint           number);
LodgeDisplay *lodge_guest_cell_get_display (LodgeGuestCell *self);
/* From 0. */
guint         lodge_guest_cell_get_number  (LodgeGuestCell *self);
gboolean      lodge_guest_cell_is_on       (LodgeGuestCell *self);
void          lodge_guest_cell_set_closable (LodgeGuestCell *self,
                                             gboolean        closable);

G_END_DECLS
