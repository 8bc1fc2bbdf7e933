/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* For displays of X11 only. */
void lodge_side_buttons_x11_watch (LodgeDisplay *display);

G_END_DECLS
