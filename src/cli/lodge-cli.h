/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean lodge_cli_handles  (int argc, char **argv);
int      lodge_cli_main     (int argc, char **argv);
char    *lodge_cli_get_help (void);

G_END_DECLS
