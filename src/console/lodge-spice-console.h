/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* A console over the SPICE protocol.
 *
 * What a server may send. Checked here: pictures of 1 to 16384 pixels a side, monitors inside of them,
 * pointers of 512 pixels a side, clipboard and files (see the headers of these).
 *
 * spice-client-glib 0.42 believes a server that it has let in. So it dials nobody, and speaks no TLS: each
 * of its channels has a socket that was handed over or that Lodge has opened (lodge-spice-address.c), and
 * is read along (lodge-spice-guard.c). A session ends before the library sees: a message of more than 4 MiB
 * (256 MiB on a display, 20 MiB on a pointer's channel, 64 KiB on that of smart cards), a list of messages,
 * a surface of an unknown format or of more than 256 MiB, surfaces of more than 1 GiB in all, a stream of a
 * number over 63 or without a surface, pictures that are not all there, of more than 256 MiB, or whose LZ,
 * GLZ or JPEG does not add up, more than 512 MiB of pictures to be kept, palettes and surfaces that are
 * none, texts and lines that go on for ever, pointers of 2048 pixels a side, sound of more than 8 channels,
 * words to a smart card that are none, a move to another host that was not offered or not begun, and new
 * channels in the middle of one.
 *
 * Believed there all the same: the coded data of QUIC, which the library bounds itself, and of films that
 * are not JPEG (VP8, H.264 and such), which are GStreamer's; what is said to a smart card, which libcacard
 * reads; pictures of a film that are to be shown later, which the library keeps; and everything after a
 * login by SASL, which is encrypted.
 *
 * A machine that moves to another host takes its screen along (lodge-spice-move.c). By an address all
 * channels are opened at the new host before the old one ends, and its screen is sent anew; what was
 * encrypted stays so, or the session ends. On sockets that are handed over, and after a login by SASL, the
 * library hangs up and asks for new sockets; who hands them over knows where the machine is. */
#define LODGE_TYPE_SPICE_CONSOLE (lodge_spice_console_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceConsole, lodge_spice_console, LODGE, SPICE_CONSOLE, LodgeConsole)

LodgeConsole *lodge_spice_console_new_fd  (LodgeFdProvider  provider,
                                           gpointer         user_data,
                                           GDestroyNotify   destroy);
LodgeConsole *lodge_spice_console_new_uri (const char      *uri); /* spice://, spice+unix:// */

G_END_DECLS
