/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-hosts.h"

G_BEGIN_DECLS

/* What main.c looks for by name. */
#define LODGE_WINDOW_MODULE      "lodge-window." G_MODULE_SUFFIX
#define LODGE_WINDOW_MODULE_MAIN "lodge_window_module_main"

typedef int (*LodgeWindowModuleMain) (LodgeHosts *hosts, int argc, char **argv);

int lodge_window_module_main (LodgeHosts *hosts, int argc, char **argv);

G_END_DECLS
