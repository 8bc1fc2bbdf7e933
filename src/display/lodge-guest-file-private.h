/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/lodge-display.h"

G_BEGIN_DECLS

/* For what is kept of a guest's screen in a file. */

/* “Screenshot_debian_2026-11-22_04-10-00.png”; @machine may be NULL. Transfer full. */
char *lodge_guest_file_dup_name   (const char *what, const char *machine, const char *suffix);
/* In the window, see lodge-guest-recorder.h. @display may be NULL: nobody is there any more. */
void  lodge_guest_file_tell_error (LodgeDisplay *display, const char *heading, const GError *error);

G_END_DECLS
