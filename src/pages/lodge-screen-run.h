/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Which run of the machine its host knows of now: the number that libvirt gave it at its start, 0 while it
 * does not run; -1 with @error. */
void lodge_screen_run_async  (LodgeMachine         *machine,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
int  lodge_screen_run_finish (LodgeMachine         *machine,
                              GAsyncResult         *result,
                              GError              **error);

G_END_DECLS
