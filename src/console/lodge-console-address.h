/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"

G_BEGIN_DECLS

typedef enum { LODGE_PROTOCOL_SPICE, LODGE_PROTOCOL_VNC } LodgeProtocol;

/* Where a screen is: spice://HOST:PORT, spice+unix://PATH, vnc://HOST[:PORT], vnc+unix://PATH. */
typedef struct {
  LodgeProtocol protocol;
  char *uri;    /* as it was given, without a user and a password */
  char *host;   /* NULL for a socket in the file system */
  int port;     /* 0: the query of a SPICE address names it */
  char *path;   /* NULL for a host */
} LodgeConsoleAddress;

LodgeConsoleAddress *lodge_console_address_new         (const char                 *uri,
                                                        GError                    **error);
void                 lodge_console_address_free        (LodgeConsoleAddress        *self);
char                *lodge_console_address_to_title    (const LodgeConsoleAddress  *self);
LodgeConsole        *lodge_console_address_new_console (const LodgeConsoleAddress  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeConsoleAddress, lodge_console_address_free)

G_END_DECLS
