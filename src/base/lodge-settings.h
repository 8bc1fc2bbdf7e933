/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *lodge_settings_new (void);
GSettings *lodge_settings_new_for_machine (const char *uuid);
/* Pure: the hosts to remember. @temporary ones are of this run only; @kept were not loaded. */
GStrv      lodge_settings_merge_hosts (const char *const *kept, const char *const *current,
                                       const char *const *temporary);

G_END_DECLS
