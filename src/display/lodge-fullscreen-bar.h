/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tools at the upper edge of a full screen: they come when the pointer rests there, or when the release
 * keys are used, and go again. To be an overlay’s child.
 * Properties: display (LodgeDisplay), active (bool: the screen is full), child, revealed (bool, read-only). */
#define LODGE_TYPE_FULLSCREEN_BAR (lodge_fullscreen_bar_get_type ())
G_DECLARE_FINAL_TYPE (LodgeFullscreenBar, lodge_fullscreen_bar, LODGE, FULLSCREEN_BAR, GtkWidget)

void lodge_fullscreen_bar_focus (LodgeFullscreenBar *self);

G_END_DECLS
