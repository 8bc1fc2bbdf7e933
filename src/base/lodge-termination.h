/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void lodge_termination_watch (void (*func) (gpointer), gpointer user_data);

G_END_DECLS
