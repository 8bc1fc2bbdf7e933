/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-address.h"
#include "console/lodge-console.h"

G_BEGIN_DECLS

/* A console over the VNC protocol (RFC 6143, and QEMU's and TigerVNC's extensions of it).
 *
 * What a server may send, else the session ends with an error: screens of 1 to 16384 pixels a side and
 * 512 MiB at most; rectangles inside the screen; cursors of 512 pixels a side; names of 4 KiB; 10 types
 * of security, 20 of VeNCrypt; compressed pixels of twice the plain ones. Texts over 8 MiB are passed
 * over. It has 20 seconds for the handshake, not counting the user's part.
 *
 * Authentication: none, a VNC password, and VeNCrypt with a certificate (that is checked against the
 * system's and ~/.pki/CA/cacert.pem) and then none, a password, or a user's name and password, plain or
 * by SASL. A name and a password go without a certificate on this computer, by SASL on sockets that are
 * handed over too. Inside an encrypted connection the server has proved who it is, and what it says is
 * checked by the library alone. SASL without a certificate is checked by the library alone from its first
 * byte, as all is encrypted after it: there a server is believed for being at that socket, and gets no
 * picture across before it has shown that it knows the password. libgvnc 1.5 takes Lodge's own sockets for
 * the way to the server and asks for no encryption and no such proof on them; QEMU wants the first over TCP,
 * so that there such a login fails. Encryption without a certificate is refused: anybody could stand in
 * between. */
#define LODGE_TYPE_VNC_CONSOLE (lodge_vnc_console_get_type ())
G_DECLARE_FINAL_TYPE (LodgeVncConsole, lodge_vnc_console, LODGE, VNC_CONSOLE, LodgeConsole)

LodgeConsole *lodge_vnc_console_new_fd      (LodgeFdProvider            provider,
                                             gpointer                   user_data,
                                             GDestroyNotify             destroy);
void          lodge_vnc_console_set_local   (LodgeVncConsole           *self,
                                             gboolean                   is_local);
LodgeConsole *lodge_vnc_console_new_address (const LodgeConsoleAddress *address);

G_END_DECLS
