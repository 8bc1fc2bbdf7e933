/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gvnc.h>

#include "console/lodge-console-private.h"
#include "console/lodge-vnc-guard-private.h"

G_BEGIN_DECLS

/* QEMU hangs up on a message of more than 1 MiB, and drops a text that is as large. */
#define LODGE_VNC_MAX_TEXT ((1 << 20) - 4096)

/* The clipboard of a VNC session. */
typedef struct _LodgeVncClipboard LodgeVncClipboard;

LodgeVncClipboard *lodge_vnc_clipboard_new       (VncConnection       *connection,
                                                  LodgeVncGuard       *guard,
                                                  LodgeConsole        *console);
void               lodge_vnc_clipboard_free      (LodgeVncClipboard   *self);
/* The server has read which forms are asked for: it has taken up the extended one by now, or never. */
void               lodge_vnc_clipboard_settle    (LodgeVncClipboard   *self);
/* The server's extended form. */
void               lodge_vnc_clipboard_take      (LodgeVncClipboard   *self,
                                                  GBytes              *message);
/* The server's plain form. */
void               lodge_vnc_clipboard_take_text (LodgeVncClipboard   *self,
                                                  const char          *text);
/* LodgeConsoleClass's functions. */
void               lodge_vnc_clipboard_offer     (LodgeVncClipboard   *self,
                                                  LodgeSelection       selection,
                                                  LodgeClipboardTypes  types);
void               lodge_vnc_clipboard_request   (LodgeVncClipboard   *self,
                                                  LodgeSelection       selection,
                                                  LodgeClipboardTypes  type);
void               lodge_vnc_clipboard_send      (LodgeVncClipboard   *self,
                                                  LodgeSelection       selection,
                                                  LodgeClipboardTypes  type,
                                                  GBytes              *contents);

G_END_DECLS
