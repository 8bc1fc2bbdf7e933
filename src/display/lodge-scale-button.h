/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* A menu of how a display scales its picture. Property: display (nullable). */
#define LODGE_TYPE_SCALE_BUTTON (lodge_scale_button_get_type ())
G_DECLARE_FINAL_TYPE (LodgeScaleButton, lodge_scale_button, LODGE, SCALE_BUTTON, GtkWidget)

GtkWidget *lodge_scale_button_new         (void);
void       lodge_scale_button_set_display (LodgeScaleButton *self, LodgeDisplay *display);

G_END_DECLS
