/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/lodge-host-question.h"

G_BEGIN_DECLS

/* ssh as Lodge uses it for one host: a private folder from which libvirt starts ssh, so that its
 * questions come to the window and all of the host's sessions share one connection. Main thread. */
typedef struct _LodgeSsh LodgeSsh;

/* On the main thread: a question of ssh's, to be answered at any later time. */
typedef void (*LodgeSshAskFunc) (LodgeHostQuestion *question, gpointer user_data);

/* Once in main(): this program, which is started again to help. Without it ssh is left alone. */
void      lodge_ssh_set_program   (const char *path);

LodgeSsh *lodge_ssh_new           (const char *uri, LodgeSshAskFunc ask, gpointer user_data);
void      lodge_ssh_free          (LodgeSsh *self);
char     *lodge_ssh_dup_address   (LodgeSsh *self, const char *uri);
gboolean  lodge_ssh_was_cancelled (LodgeSsh *self);
/* A file of the private folder; our ssh itself for NULL. */
char     *lodge_ssh_dup_path      (LodgeSsh *self, const char *name);

G_END_DECLS
