/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* A console over the SPICE protocol. */
#define LODGE_TYPE_SPICE_CONSOLE (lodge_spice_console_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceConsole, lodge_spice_console, LODGE, SPICE_CONSOLE, LodgeConsole)

LodgeConsole *lodge_spice_console_new_fd  (LodgeFdProvider  provider,
                                           gpointer         user_data,
                                           GDestroyNotify   destroy);
LodgeConsole *lodge_spice_console_new_uri (const char      *uri); /* spice://, spice+unix:// */

G_END_DECLS
