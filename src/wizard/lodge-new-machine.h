/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-hosts.h"

G_BEGIN_DECLS

/* The new-machine wizard: a modal window over the main one.
 * Properties: host (LodgeHost). Signals: created(LodgeHost *host, const char *uuid): the machine runs;
 * stopped(): after lodge_new_machine_hold_close(), nothing is half-made and the wizard has gone. */
#define LODGE_TYPE_NEW_MACHINE (lodge_new_machine_get_type ())
G_DECLARE_FINAL_TYPE (LodgeNewMachine, lodge_new_machine, LODGE, NEW_MACHINE, AdwWindow)

LodgeNewMachine *lodge_new_machine_new (GtkWindow *parent, LodgeHosts *hosts,
                                        LodgeHost *host, /* nullable: first connected */
                                        const char *media_path /* nullable */);
gboolean         lodge_new_machine_hold_close (LodgeNewMachine *self);

G_END_DECLS
