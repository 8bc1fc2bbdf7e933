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

G_END_DECLS
