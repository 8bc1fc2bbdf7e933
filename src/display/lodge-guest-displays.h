/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* So many displays of a guest may be shown. */
#define LODGE_GUEST_DISPLAYS_MAX 4

/* A guest's displays beside the first, each in a window of its own or all in the first one's, as actions of
 * the group "guest":
 *   guest.displays (does nothing: enabled when the guest may have more than one), guest.display-2 to
 *   guest.display-4 (bool: it is on, and shown), guest.one-window (bool: beside the first; enabled when the
 *   guest may have more than one, and the first is in a LodgeGuestWall), guest.fullscreen-displays and
 *   guest.monitors, a dialog (enabled when there is more than one monitor to fill).
 * A display that is turned on stays so while the session is interrupted for a short time. The property
 * monitors (strv) has what is wished of each display in full screen, see lodge-monitor-plan.h. */
#define LODGE_TYPE_GUEST_DISPLAYS (lodge_guest_displays_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestDisplays, lodge_guest_displays, LODGE, GUEST_DISPLAYS, GObject)

LodgeGuestDisplays *lodge_guest_displays_new          (LodgeDisplay       *display,
                                                       GActionMap         *actions);
void                lodge_guest_displays_set_settings (LodgeGuestDisplays *self,
                                                       GSettings          *settings);
void                lodge_guest_displays_focus        (LodgeGuestDisplays *self);

G_END_DECLS
