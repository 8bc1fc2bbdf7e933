/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"
#include "virt/lodge-machine.h"
#include "virt/lodge-ssh-forward.h"

G_BEGIN_DECLS

LodgeConsole *lodge_screen_console_new (LodgeMachine     *machine,
                                        LodgeDeviceXml   *device,
                                        guint             index,
                                        LodgeSshForward **ret_forward,
                                        GError          **error);

LodgeConsole *lodge_screen_console_new_instead (LodgeMachine *machine,
                                                int           index,
                                                const GError *failure,
                                                GError      **error);

/* (nullable): the graphics device of that place among its like; not one that Lodge cannot show. */
LodgeDeviceXml *lodge_screen_console_find_device (LodgeDomainXml *xml, int index);

G_END_DECLS
