/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* Keeps the guest's screen as a picture, at its own size, with the others that are in the same LodgeGuestWall
 * as they are there. Toasts and errors are raised as
 * “win.show-toast” and “win.show-error”, where there are such actions. */
#define LODGE_TYPE_GUEST_SCREENSHOT (lodge_guest_screenshot_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestScreenshot, lodge_guest_screenshot, LODGE, GUEST_SCREENSHOT, GObject)

LodgeGuestScreenshot *lodge_guest_screenshot_new      (LodgeDisplay         *display);
void                  lodge_guest_screenshot_set_name (LodgeGuestScreenshot *self, const char *name);
/* Takes the picture, and asks for a file then. */
void                  lodge_guest_screenshot_ask      (LodgeGuestScreenshot *self);
void                  lodge_guest_screenshot_save     (LodgeGuestScreenshot *self, GFile *file);

G_END_DECLS
