/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-clipboard.h"

G_BEGIN_DECLS

/* How the clipboard reaches the guest: LodgeConsole hands its class's functions over. */
typedef struct {
  void (*offer)   (gpointer            console,
                   LodgeSelection      selection,
                   LodgeClipboardTypes types);
  void (*request) (gpointer            console,
                   LodgeSelection      selection,
                   LodgeClipboardTypes type);
  void (*send)    (gpointer            console,
                   LodgeSelection      selection,
                   LodgeClipboardTypes type,
                   GBytes             *contents);
} LodgeConsoleClipboardPort;

LodgeConsoleClipboard *lodge_console_clipboard_new           (const LodgeConsoleClipboardPort *port,
                                                              gpointer                         console);
void                   lodge_console_clipboard_close         (LodgeConsoleClipboard *self);
void                   lodge_console_clipboard_set_available (LodgeConsoleClipboard *self,
                                                              gboolean               available);
void                   lodge_console_clipboard_set_view_only (LodgeConsoleClipboard *self,
                                                              gboolean               view_only);
void                   lodge_console_clipboard_guest_offer   (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection,
                                                              LodgeClipboardTypes    types);
void                   lodge_console_clipboard_guest_request (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection,
                                                              LodgeClipboardTypes    type);
void                   lodge_console_clipboard_guest_data    (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection,
                                                              LodgeClipboardTypes    type,
                                                              gconstpointer          data,
                                                              gsize                  size);
void                   lodge_console_clipboard_take_failure  (LodgeConsoleClipboard *self,
                                                              GError                *error);

G_END_DECLS
