/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-guest-recorder.h"

G_BEGIN_DECLS

/* What is to be seen over a guest's screen all the time: that it is for viewing only, that it is
 * recorded, that the guest listens. For a GtkOverlay; nothing is painted while there is nothing to say.
 * Properties: display, recorder (LodgeGuestRecorder); both nullable. */
#define LODGE_TYPE_GUEST_MARKS (lodge_guest_marks_get_type ())
G_DECLARE_FINAL_TYPE (LodgeGuestMarks, lodge_guest_marks, LODGE, GUEST_MARKS, GtkWidget)

G_END_DECLS
