/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean lodge_cli_handles (const char *verb);
int      lodge_cli_main    (int argc, char **argv);
void     lodge_cli_print_help (void);

G_END_DECLS
