/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Property: automatic (bool: the screen of the machine is connected when somebody looks). What is set for
 * the machine goes before what is set for all; without either it is so. */
#define LODGE_TYPE_CONNECT_SETTING (lodge_connect_setting_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConnectSetting, lodge_connect_setting, LODGE, CONNECT_SETTING, GObject)

LodgeConnectSetting *lodge_connect_setting_new         (void);
void                 lodge_connect_setting_set_machine (LodgeConnectSetting *self, LodgeMachine *machine);
gboolean             lodge_connect_setting_get         (LodgeConnectSetting *self);

G_END_DECLS
