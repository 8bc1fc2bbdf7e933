/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* Records the screen that a display shows, into a file that the user chooses. It ends with the session.
 * Toasts and errors are raised as “win.show-toast” and “win.show-error”, where there are such actions.
 * Properties: recording (bool, read-only), elapsed (string, read-only: “1:07”). */
#define LODGE_TYPE_GUEST_RECORDER (lodge_guest_recorder_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestRecorder, lodge_guest_recorder, LODGE, GUEST_RECORDER, GObject)

LodgeGuestRecorder *lodge_guest_recorder_new          (LodgeDisplay       *display);
/* Asks for a file, and begins. */
void                lodge_guest_recorder_ask          (LodgeGuestRecorder *self);
void                lodge_guest_recorder_start        (LodgeGuestRecorder *self,
                                                       GFile              *file);
void                lodge_guest_recorder_stop         (LodgeGuestRecorder *self);
gboolean            lodge_guest_recorder_is_recording (LodgeGuestRecorder *self);
/* A part of the files' names; NULL: none. */
void                lodge_guest_recorder_set_name     (LodgeGuestRecorder *self,
                                                       const char         *name);

G_END_DECLS
