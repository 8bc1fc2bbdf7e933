/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When nobody answers: between two questions, and how many are not answered before it is over. */
#define LODGE_KEEP_ALIVE_SECONDS 5
#define LODGE_KEEP_ALIVE_COUNT   3

void lodge_keep_alive (int fd);

G_END_DECLS
