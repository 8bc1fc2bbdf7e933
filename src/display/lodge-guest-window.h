/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "display/lodge-guest-cell.h"

G_BEGIN_DECLS

/* A window for another screen of a guest than the first. */
#define LODGE_TYPE_GUEST_WINDOW (lodge_guest_window_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestWindow, lodge_guest_window, LODGE, GUEST_WINDOW, AdwWindow)

LodgeGuestWindow *lodge_guest_window_new         (LodgeGuestCell   *cell,
                                                  LodgeDisplay     *beside);
LodgeDisplay     *lodge_guest_window_get_display (LodgeGuestWindow *self);
void              lodge_guest_window_give_cell   (LodgeGuestWindow *self);

G_END_DECLS
