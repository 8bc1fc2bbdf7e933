/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void lodge_memory_give_back (void);
void lodge_memory_used      (gsize bytes);
void lodge_memory_set_rest  (guint milliseconds);

G_END_DECLS
