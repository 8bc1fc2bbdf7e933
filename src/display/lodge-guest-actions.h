/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"
#include "display/lodge-guest-recorder.h"
#include "display/lodge-guest-screenshot.h"

G_BEGIN_DECLS

/* What the user may choose of how a guest and the desktop work together, as actions for a display:
 *   guest.resize (bool), guest.clipboard (string, a nick of LodgeClipboardPolicy), guest.send-clipboard,
 *   guest.get-clipboard, guest.explain (enabled when the guest's agent is missing), guest.mute (bool),
 *   guest.volume (string, per cent), guest.microphone (bool, never remembered), guest.usb, guest.folder,
 *   guest.smart-cards (dialogs; the last is enabled where the guest has a reader), guest.record (bool),
 *   guest.screenshot (both ask for a file), guest.status (a dialog), guest.forget-password
 *   (enabled when one is remembered beyond the end of the program).
 * Also those of lodge-guest-displays.h. They are put on a widget as the group "guest", see
 * lodge_guest_actions_new(). */
#define LODGE_TYPE_GUEST_ACTIONS (lodge_guest_actions_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestActions, lodge_guest_actions, LODGE, GUEST_ACTIONS, GObject)

LodgeGuestActions *lodge_guest_actions_new          (LodgeDisplay      *display);
GActionGroup      *lodge_guest_actions_get_group    (LodgeGuestActions *self);
/* Keys resize-guest, clipboard, mute, volume, usb-automatic, usb-devices, share-smart-cards, share-folder,
 * shared-folder, shared-folder-read-only, monitors and one-window; NULL: nothing is remembered. */
void               lodge_guest_actions_set_settings (LodgeGuestActions *self, GSettings *settings);
/* for a GtkMenuButton below the widget that has the group */
void               lodge_guest_menu_add             (GtkMenuButton     *button);

/* What its action “record” does. */
LodgeGuestRecorder *lodge_guest_actions_get_recorder (LodgeGuestActions *self);
LodgeGuestScreenshot *lodge_guest_actions_get_screenshot (LodgeGuestActions *self);

G_END_DECLS
