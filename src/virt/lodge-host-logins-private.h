/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/lodge-host-question.h"

G_BEGIN_DECLS

/* What was answered to a host's questions: in this run, and what the user has had remembered. */
typedef struct _LodgeHostLogins LodgeHostLogins;

/* Called when nobody but the user knows the answer. */
typedef void (*LodgeHostLoginsFunc) (LodgeHostQuestion *question, gpointer user_data);

/* @ask, @changed: with @user_data, which lives longer. */
LodgeHostLogins *lodge_host_logins_new            (const char *uri, const char *name,
                                                   LodgeHostLoginsFunc ask, GFunc changed,
                                                   gpointer user_data);
void             lodge_host_logins_free           (LodgeHostLogins *self);
void             lodge_host_logins_begin          (LodgeHostLogins *self, LodgeHostQuestion *question);
void             lodge_host_logins_take           (LodgeHostLogins *self, LodgeHostQuestion *question);
void             lodge_host_logins_cancel         (LodgeHostLogins *self);
void             lodge_host_logins_accepted       (LodgeHostLogins *self);
void             lodge_host_logins_denied         (LodgeHostLogins *self);
gboolean         lodge_host_logins_has_remembered (LodgeHostLogins *self);
void             lodge_host_logins_look           (LodgeHostLogins *self);
void             lodge_host_logins_forget         (LodgeHostLogins *self, gboolean everything);

G_END_DECLS
