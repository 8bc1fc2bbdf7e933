/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* The agent in a guest, over the main channel: says on the console what can be done, and does it. */
#define LODGE_TYPE_SPICE_AGENT (lodge_spice_agent_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceAgent, lodge_spice_agent, LODGE, SPICE_AGENT, GObject)

LodgeSpiceAgent *lodge_spice_agent_new               (SpiceChannel        *main,
                                                      LodgeConsole        *console);
void             lodge_spice_agent_arrange           (LodgeSpiceAgent     *self,
                                                      const LodgeScreenPlace *places,
                                                      guint                n);
void             lodge_spice_agent_send_files        (LodgeSpiceAgent     *self,
                                                      LodgeFileTransfer   *transfer);
void             lodge_spice_agent_clipboard_offer   (LodgeSpiceAgent     *self,
                                                      LodgeSelection       selection,
                                                      LodgeClipboardTypes  types);
void             lodge_spice_agent_clipboard_request (LodgeSpiceAgent     *self,
                                                      LodgeSelection       selection,
                                                      LodgeClipboardTypes  type);
void             lodge_spice_agent_clipboard_send    (LodgeSpiceAgent     *self,
                                                      LodgeSelection       selection,
                                                      LodgeClipboardTypes  type,
                                                      GBytes              *contents);

G_END_DECLS
