/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-hosts.h"

G_BEGIN_DECLS

LodgeHosts *lodge_head_start (int argc, char **argv);

G_END_DECLS
