/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Which screen of the program shows a machine: one, as a server of SPICE has one client at a time. A screen
 * is a pointer to compare with; it gives up what it owns and stops waiting before it goes. */
gpointer lodge_screen_owner_get          (LodgeMachine *machine);
void     lodge_screen_owner_set          (LodgeMachine *machine, gpointer screen);
/* Once, however often it is called. */
void     lodge_screen_owner_wait         (LodgeMachine *machine, gpointer screen);
void     lodge_screen_owner_stop_waiting (gpointer screen);
/* (nullable): who waited longest for the machine, and waits no more. */
gpointer lodge_screen_owner_give_up      (LodgeMachine *machine, gpointer screen);

G_END_DECLS
