/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* A console over the SPICE protocol.
 *
 * What a server may send. Checked here: pictures of 1 to 16384 pixels a side, monitors inside of them,
 * pointers of 512 pixels a side, clipboard and files (see the headers of these). The library is checked by
 * us on the channels of the pointer alone, and only where sockets are handed over: pointers of 2048 pixels
 * a side, whose data is all there. Elsewhere spice-client-glib 0.42 believes a server that it has let in:
 * a surface of an unknown format or of more than all memory, a list of messages (SPICE_MSG_LIST), a stream
 * of a number over 63, and a message of 4 GiB end the program, a surface whose size wraps may do worse.
 * A guest cannot say these things; only a server that is not QEMU's can. Machines of a hypervisor that is
 * not trusted are to be seen by VNC. */
#define LODGE_TYPE_SPICE_CONSOLE (lodge_spice_console_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceConsole, lodge_spice_console, LODGE, SPICE_CONSOLE, LodgeConsole)

LodgeConsole *lodge_spice_console_new_fd  (LodgeFdProvider  provider,
                                           gpointer         user_data,
                                           GDestroyNotify   destroy);
LodgeConsole *lodge_spice_console_new_uri (const char      *uri); /* spice://, spice+unix:// */

G_END_DECLS
