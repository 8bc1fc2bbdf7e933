/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-connection.h"
#include "virt/lodge-host-info.h"

G_BEGIN_DECLS

LodgeHostInfo *lodge_host_info_read   (LodgeConnection *connection);

/* What this computer's own /dev/kvm is worth. Blocks for at most four seconds, once a process. */
LodgeKvmState  lodge_kvm_probe        (char **ret_detail);
char          *lodge_kvm_try_emulator (void);

G_END_DECLS
