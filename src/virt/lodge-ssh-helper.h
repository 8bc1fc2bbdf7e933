/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a folder of lodge-ssh.h has in it: names of this program, and sockets. */
#define LODGE_SSH_RUN     "ssh"
#define LODGE_SSH_ASKPASS "askpass"
#define LODGE_SSH_END     "end"
#define LODGE_SSH_SOCKET  "ask"
#define LODGE_SSH_MASTER  "m"

/* First in main(): whether the program was started under one of those names. */
gboolean lodge_ssh_helper_handles (const char *program);
int      lodge_ssh_helper_main    (int argc, char *argv[]);

G_END_DECLS
